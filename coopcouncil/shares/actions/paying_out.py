"""Shares bought back: capital becomes a debt to the member, and leaves by a payment run."""

from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.checks.actions import ask_or_do
from coopcouncil.checks.models import Check, CheckKind, State
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.actions import reverse as reverse_posting
from coopcouncil.ledger.at_hand import at_hand
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.models import Posting
from coopcouncil.ledger.reads import account_for, books, has_books
from coopcouncil.ledger.rules import Line, summary
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.organisations.models import Organisation
from coopcouncil.payouts.actions.items import cancel, owe
from coopcouncil.payouts.actions.payees import payee_of
from coopcouncil.payouts.kinds import ItemState, PayoutKind
from coopcouncil.payouts.models import PayoutItem
from coopcouncil.shares.actions.suspending import not_suspended
from coopcouncil.shares.models import ShareEvent, ShareWithdrawal
from coopcouncil.shares.reads import notices, rules_and_classes
from coopcouncil.shares.rules.queue import may_grant
from coopcouncil.shares.rules.solvency import PaidOutAlready, may_pay_out


async def can_pay_out(org: Organisation, amount: Money) -> None:
    """Refuse what the books cannot bear; without books here, that is for the board to know."""
    if not await _keeps_capital_here(org):
        return
    today = await books(org, clock.today())
    total = summary(today.kinds, today.trial)
    of = {one.purpose: today.trial.balances.get(one.id, 0) for one in today.accounts}
    may_pay_out(
        amount,
        Money(total.net_assets),
        await at_hand(org, today),
        Money(-of.get(Purpose.PAYABLE_TO_MEMBERS, 0)),
    )


async def owe_holder(
    org: Organisation, event: ShareEvent, member_id: int, by: Person | None
) -> None:
    """What was bought back is owed to the holder; inside the transaction of the event."""
    if not event.amount or not await _keeps_capital_here(org):
        return
    capital = await account_for(org, Purpose.SHARE_CAPITAL)
    payable = await account_for(org, Purpose.PAYABLE_TO_MEMBERS)
    text = f"Shares bought back ({event.minute})" if event.minute else "Shares bought back"
    await post(
        org,
        PostingKind.SHARES,
        event.effective_on,
        text,
        [
            Line(capital.id, event.amount, member=member_id),
            Line(payable.id, -event.amount, member=member_id),
        ],
        by,
        reference=f"share-event:{event.id}",
    )
    member = await Member.one(org, id=member_id)
    payee = await payee_of(org, member, by)
    source = f"share-event:{event.id}"
    await owe(org, payee, event.sum, PayoutKind.SHARES, text, source=source, by=by)


async def owe_no_more(org: Organisation, event: ShareEvent, by: Person | None) -> None:
    """The event was recorded in error: as long as nothing has gone, nothing is owed."""
    item = await PayoutItem.within(org).get_or_none(source=f"share-event:{event.id}")
    if item is None:
        return
    if item.state is not ItemState.OWED:
        raise PaidOutAlready
    await cancel(org, item, "the shares are held still", by)
    posting = await Posting.one(org, reference=f"share-event:{event.id}")
    await reverse_posting(org, posting, clock.today(), "Shares held still", by)


async def ask_to_grant(
    org: Organisation,
    withdrawal: ShareWithdrawal,
    shares: int,
    on: date,
    *,
    minute: str,
    reason: str,
    by: Person | None,
) -> bool:
    """The board pays a notice: at once where the rulebook lets one person record it, else once
    another has checked it. Whether it is done."""
    async with in_transaction():
        await not_suspended(org)
        await withdrawal.fetch_related("holding")
        amount = Money(shares * withdrawal.holding.nominal)
        rules, _classes = await rules_and_classes(org)
        queue = await notices(org)
        entry = await entry_of(org, withdrawal.member_id)
        may_grant(
            next(n for row, n in queue if row.id == withdrawal.id),
            shares,
            [n for _row, n in queue],
            on,
            only_in_turn=rules is None or rules.withdrawals_in_turn,
            born=entry.date_of_birth if entry else None,
        )
        await can_pay_out(org, amount)
        check = await ask_or_do(
            org,
            CheckKind.WITHDRAWAL,
            amount,
            f"share-withdrawal:{withdrawal.id}",
            f"{minute} {reason}".strip() or str(amount),
            {"shares": shares, "on": on.isoformat(), "minute": minute, "reason": reason},
            by,
            member=await Member.one(org, id=withdrawal.member_id),
        )
        return check.state is not State.WAITING


def granted_facts(check: Check) -> tuple[int, date, str, str]:
    """What was put before the second person."""
    facts = check.facts
    return (
        int(str(facts["shares"])),
        date.fromisoformat(str(facts["on"])),
        str(facts["minute"]),
        str(facts["reason"]),
    )


async def _keeps_capital_here(org: Organisation) -> bool:
    """A credit union's shares are savings, and paid by their own slice."""
    return org.legal_form is not LegalForm.CREDIT_UNION and await has_books(org)
