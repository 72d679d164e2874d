"""Applying for shares, and what the board does with the application."""

from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.organisations.models import Organisation
from coopcouncil.shares.actions.book import ShareBook, has_come, keeping
from coopcouncil.shares.models import (
    Decided,
    EventKind,
    ShareApplication,
    ShareEvent,
    ShareHolding,
    ShareKind,
)
from coopcouncil.shares.reads import events_of, holdings_ever_of, rules_and_classes, sums_on
from coopcouncil.shares.rules.classes import ShareClass
from coopcouncil.shares.rules.limits import Holder, may_hold
from coopcouncil.shares.rules.refusals import DecidedAlready, NotInRegister, WhySo
from coopcouncil.shares.rules.replay import held


async def apply(
    org: Organisation,
    member: Member,
    kind: ShareKind,
    shares: int,
    applied_on: date,
    *,
    by: Person | None,
) -> ShareApplication:
    """A member asks for shares. Nothing is held before the board allots."""
    has_come(applied_on)
    if member.organisation_id != org.id:
        raise NotInRegister(applied_on)
    async with in_transaction():
        await lock("register", org.id)
        # Whether another society asks is for the board to say: the law's limit comes then.
        await allowed(org, member.id, kind, shares, applied_on, is_exempt=True)
        made = await ShareApplication.create(
            organisation=org,
            member=member,
            kind=kind,
            shares=shares,
            applied_on=applied_on,
            recorded_at=clock.now(),
            recorded_by=by,
        )
        who = by.id if by else None
        await audit.record(org.id, who, "applied for shares", f"share-application:{made.id}")
        return made


async def allot(
    org: Organisation,
    application: ShareApplication,
    on: date,
    *,
    minute: str,
    by: Person | None,
    due_on: date | None = None,
    is_exempt: bool = False,
    reason: str = "",
) -> ShareEvent:
    """The board allots what was asked for: a holding with its number, and the sum due."""
    has_come(on)
    async with keeping(org, reason, by) as book:
        found = await _waiting(org, application.id)
        event = await allotted(
            book,
            found.member_id,
            found.kind,
            found.shares,
            on,
            minute=minute,
            due_on=due_on,
            is_exempt=is_exempt,
            reason=reason,
        )
        found.outcome, found.decided_on, found.minute = Decided.ALLOTTED, on, minute
        found.holding_id = event.holding_id
        await _decide(found, reason, by)
        return event


async def allotted(
    book: ShareBook,
    member_id: int,
    kind: ShareKind,
    shares: int,
    on: date,
    *,
    minute: str = "",
    due_on: date | None = None,
    is_exempt: bool = False,
    reason: str = "",
) -> ShareEvent:
    """The event of an allotment, inside a change-set that is under way."""
    await book.is_member(member_id, on)
    await book.has_numbers(member_id, on)
    share = await allowed(book.org, member_id, kind, shares, on, is_exempt=is_exempt)
    holding = await book.new_holding(kind, share.value.pence)
    event = await book.add(
        holding,
        EventKind.ALLOTTED,
        on,
        shares=shares,
        amount=shares * share.value.pence,
        holder=member_id,
        due_on=due_on or on,
        minute=minute,
        reason=reason,
    )
    if book.org.legal_form is LegalForm.CREDIT_UNION:
        # CUA 1979 s.7: a credit union's shares are paid in full.
        await book.add(holding, EventKind.PAID, on, paid=event.amount, amount=event.amount)
    return event


async def refuse(
    org: Organisation,
    application: ShareApplication,
    on: date,
    *,
    minute: str,
    reason: str,
    by: Person | None,
) -> None:
    """The board does not allot."""
    has_come(on)
    if not reason.strip():
        raise WhySo
    async with in_transaction():
        await lock("register", org.id)
        found = await _waiting(org, application.id)
        found.outcome, found.decided_on, found.minute = Decided.REFUSED, on, minute
        await _decide(found, reason, by)


async def take_back(org: Organisation, application: ShareApplication, *, by: Person | None) -> None:
    """The member no longer asks."""
    async with in_transaction():
        await lock("register", org.id)
        found = await _waiting(org, application.id)
        found.outcome, found.decided_on = Decided.TAKEN_BACK, clock.today()
        await _decide(found, "", by)


async def allowed(
    org: Organisation, member_id: int, kind: ShareKind, more: int, on: date, *, is_exempt: bool
) -> ShareClass:
    """The class of these shares; refused where the rules or the law let nobody hold so many."""
    _rules, classes = await rules_and_classes(org)
    share = next((each for each in classes if each.kind is kind), None)
    events = await events_of(org, await holdings_ever_of(org, member_id))
    kinds = {
        one.id: one.kind
        for one in await ShareHolding.within(org).filter(id__in={e.holding for e in events})
    }
    # Of today too: a late entry must not take what is held now past the limit.
    holds = max(
        sum(
            one.shares
            for one in held(events, day).values()
            if one.holder == member_id and kinds[one.holding] is kind
        )
        for day in (on, clock.today())
    )
    everything = Money(0)
    if org.legal_form is LegalForm.CREDIT_UNION:
        everything = Money(sum(each.paid.pence for each in await sums_on(org, clock.today())))
    may_hold(share, more, Holder(holds, is_exempt), org.legal_form, everything)
    assert share is not None
    return share


async def _waiting(org: Organisation, application_id: int) -> ShareApplication:
    found = await ShareApplication.within(org).select_for_update().get(id=application_id)
    if found.outcome is not None:
        raise DecidedAlready
    return found


async def _decide(found: ShareApplication, reason: str, by: Person | None) -> None:
    found.reason, found.decided_at, found.decided_by = reason, clock.now(), by
    await found.save()
    assert found.outcome is not None
    await audit.record(
        found.organisation_id,
        by.id if by else None,
        f"decided on shares: {found.outcome.value}",
        f"share-application:{found.id}",
    )
