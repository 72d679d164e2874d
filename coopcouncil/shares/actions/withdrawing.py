"""Notices to withdraw shares, and the board's decisions on them, in turn."""

from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.checks.models import Check
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.money import Money
from coopcouncil.members.rules import at
from coopcouncil.organisations.models import Organisation
from coopcouncil.shares.actions.book import has_come, keeping
from coopcouncil.shares.actions.holding import paid_out
from coopcouncil.shares.actions.paying_out import can_pay_out, granted_facts, owe_holder
from coopcouncil.shares.actions.suspending import not_suspended
from coopcouncil.shares.models import (
    Answer,
    ShareEvent,
    ShareHolding,
    ShareKind,
    ShareWithdrawal,
    ShareWithdrawalDecision,
)
from coopcouncil.shares.reads import held_of, notices, rules_and_classes, state_of
from coopcouncil.shares.rules.limits import is_paid_up, may_give_up
from coopcouncil.shares.rules.queue import Notice, earliest, may_grant
from coopcouncil.shares.rules.refusals import NoNoticeOpen, NothingHeld, NotWithdrawable, WhySo


async def give_notice(
    org: Organisation,
    holding: ShareHolding,
    shares: int,
    notice_on: date,
    *,
    reason: str = "",
    by: Person | None,
) -> ShareWithdrawal:
    """A member gives notice; from its day the notice runs."""
    has_come(notice_on)
    if holding.kind is not ShareKind.WITHDRAWABLE:
        raise NotWithdrawable
    async with in_transaction():
        await lock("register", org.id)
        return await noticed(org, holding, shares, notice_on, reason=reason, by=by)


async def noticed(
    org: Organisation,
    holding: ShareHolding,
    shares: int,
    notice_on: date,
    *,
    reason: str,
    by: Person | None,
    is_leaving: bool = False,
) -> ShareWithdrawal:
    """The notice itself, inside a transaction that holds the register's lock."""
    state = await state_of(holding)
    if state is None or not state.shares or state.holder_id is None:
        raise NothingHeld
    is_paid_up(state.due)
    rules, classes = await rules_and_classes(org)
    under_notice = sum(n.left for _row, n in await notices(org, holding_id=holding.id))
    if not is_leaving:
        share = next((each for each in classes if each.kind is holding.kind), None)
        own = await held_of(org, state.holder_id)
        noticed_in_all = sum(n.left for _row, n in await notices(org, member_id=state.holder_id))
        holds = sum(one.shares for one in own if one.kind is holding.kind) - noticed_in_all
        may_give_up(share, shares, holds, state.shares - under_notice)
    days = rules.withdrawal_notice_days if rules else 0
    made = await ShareWithdrawal.create(
        organisation=org,
        holding=holding,
        member_id=state.holder_id,
        shares=shares,
        notice_on=notice_on,
        earliest_on=earliest(notice_on, days),
        recorded_at=clock.now(),
        recorded_by=by,
        reason=reason,
    )
    await audit.record(
        org.id,
        by.id if by else None,
        "recorded a notice to withdraw shares",
        f"share-withdrawal:{made.id}",
        shares=shares,
    )
    return made


async def grant(
    org: Organisation,
    withdrawal: ShareWithdrawal,
    shares: int,
    on: date,
    *,
    minute: str,
    reason: str = "",
    by: Person | None,
) -> ShareEvent:
    """The board pays a notice, whole or in part."""
    has_come(on)
    async with keeping(org, reason, by) as book:
        await not_suspended(org)
        rules, _classes = await rules_and_classes(org)
        queue = await notices(org)
        notice = next(n for row, n in queue if row.id == withdrawal.id)
        born = at(await book.history(withdrawal.member_id), on).facts["date_of_birth"]
        may_grant(
            notice,
            shares,
            [n for _row, n in queue],
            on,
            only_in_turn=rules is None or rules.withdrawals_in_turn,
            born=date.fromisoformat(str(born)) if born else None,
        )
        holding = await ShareHolding.one(org, id=withdrawal.holding_id)
        paid = shares * holding.nominal
        await can_pay_out(org, Money(paid))
        event = await paid_out(book, holding, shares, paid, on, minute=minute, reason=reason)
        await owe_holder(org, event, withdrawal.member_id, by)
        await _decided(org, withdrawal, Answer.GRANTED, on, minute, reason, by, shares, event)
        return event


async def granted(org: Organisation, check: Check, by: Person | None) -> None:
    """A second person has agreed to what the board decided."""
    withdrawal = await ShareWithdrawal.one(org, id=int(check.subject.partition(":")[2]))
    shares, on, minute, reason = granted_facts(check)
    await grant(org, withdrawal, shares, on, minute=minute, reason=reason, by=by)


async def suspend(
    org: Organisation,
    withdrawal: ShareWithdrawal,
    on: date,
    *,
    minute: str,
    reason: str,
    by: Person | None,
) -> None:
    """The board puts a notice off: it keeps its place, and others may be paid before it."""
    if not reason.strip():
        raise WhySo
    await _decide(org, withdrawal, Answer.SUSPENDED, on, minute, reason, by)


async def resume(
    org: Organisation, withdrawal: ShareWithdrawal, on: date, *, minute: str, by: Person | None
) -> None:
    """A notice that was put off is in its turn again."""
    await _decide(org, withdrawal, Answer.RESUMED, on, minute, "", by)


async def take_back(org: Organisation, withdrawal: ShareWithdrawal, *, by: Person | None) -> None:
    """The member keeps the shares after all."""
    await _decide(org, withdrawal, Answer.TAKEN_BACK, clock.today(), "", "", by)


async def _decide(
    org: Organisation,
    withdrawal: ShareWithdrawal,
    answer: Answer,
    on: date,
    minute: str,
    reason: str,
    by: Person | None,
) -> None:
    has_come(on)
    async with in_transaction():
        await lock("register", org.id)
        notice = await _notice(org, withdrawal)
        # Taking back is for any open notice; the others change whether it is suspended.
        changes = answer is Answer.TAKEN_BACK or ((answer is Answer.RESUMED) == notice.is_suspended)
        if not notice.is_open or not changes:
            raise NoNoticeOpen
        await _decided(org, withdrawal, answer, on, minute, reason, by)


async def _notice(org: Organisation, withdrawal: ShareWithdrawal) -> Notice:
    found = await notices(org, holding_id=withdrawal.holding_id)
    return next(notice for row, notice in found if row.id == withdrawal.id)


async def _decided(
    org: Organisation,
    withdrawal: ShareWithdrawal,
    answer: Answer,
    on: date,
    minute: str,
    reason: str,
    by: Person | None,
    shares: int = 0,
    event: ShareEvent | None = None,
) -> None:
    await ShareWithdrawalDecision.create(
        organisation=org,
        withdrawal=withdrawal,
        answer=answer,
        shares=shares,
        decided_on=on,
        recorded_at=clock.now(),
        recorded_by=by,
        minute=minute,
        reason=reason,
        event=event,
    )
    await audit.record(
        org.id,
        by.id if by else None,
        f"decided on a withdrawal: {answer.value}",
        f"share-withdrawal:{withdrawal.id}",
        shares=shares,
    )
