"""Shares and their money: what is allotted is owed, what is paid for stands in the register.

The register of shares and the till tell each other, each in the other's transaction, and never
back again what it has just been told.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post, reverse
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.models import Posting
from coopcouncil.ledger.reads import has_books
from coopcouncil.ledger.rules import Line
from coopcouncil.members.models import Member
from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.accounts import day_in_books, places
from coopcouncil.payments.actions.charging import cancel_charge, charge, reduce_charge
from coopcouncil.payments.actions.receiving import receive
from coopcouncil.payments.actions.undoing import take_back
from coopcouncil.payments.kinds import ChargeKind, Method, TakenBack
from coopcouncil.payments.models import Charge, Payment
from coopcouncil.shares.actions import holding as holdings
from coopcouncil.shares.models import EventKind, ShareEvent, ShareHolding
from coopcouncil.shares.reads import state_of

_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


async def told_of_shares(org: Organisation, event: ShareEvent, by: Person | None) -> None:
    """Something happened to a holding: what it means in money. A credit union's shares are its
    savings, and go by their own accounts."""
    if _quiet.get() or org.legal_form is LegalForm.CREDIT_UNION or not await has_books(org):
        return
    with _quietly():
        if event.kind is EventKind.ALLOTTED:
            await _allotted(org, event, by)
        elif event.kind is EventKind.PAID:
            await _paid_by_hand(org, event, by)
        elif event.kind is EventKind.CANCELLED:
            await _forfeited(org, event, by)
        elif event.kind is EventKind.REVERSED:
            await _reversed(org, event, by)


async def shares_paid(org: Organisation, paid: Charge, on: date, by: Person | None) -> None:
    """The money for shares has settled: the register says so."""
    holding = await _holding(org, paid)
    if _quiet.get() or holding is None:
        return
    state = await state_of(holding)
    if state is None or state.holder_id != paid.member_id:
        return
    amount = min(Money(paid.paid), state.due)
    if amount.pence > 0:
        with _quietly():
            await holdings.pay(org, holding, amount, min(on, clock.today()), by=by)


async def shares_unpaid(org: Organisation, owed: Charge, on: date, by: Person | None) -> None:
    """The money for shares went again: they are no longer paid for."""
    holding = await _holding(org, owed)
    if _quiet.get() or holding is None:
        return
    events = await ShareEvent.within(org).filter(holding_id=holding.id).order_by("-id")
    gone = {event.reverses_id for event in events}
    last = next((one for one in events if one.kind is EventKind.PAID and one.id not in gone), None)
    if last is not None:
        with _quietly():
            await holdings.reverse(org, last, reason="The payment went again", by=by)


async def _allotted(org: Organisation, event: ShareEvent, by: Person | None) -> None:
    if not event.amount or event.holder_id is None:
        return
    holding = await ShareHolding.one(org, id=event.holding_id)
    await charge(
        org,
        await Member.one(org, id=event.holder_id),
        ChargeKind.SHARES,
        event.sum,
        event.due_on or event.effective_on,
        f"Shares, holding {holding.number}",
        text_cy=f"Cyfranddaliadau, daliad {holding.number}",
        source=f"shares:{holding.id}",
        by=by,
        on=await day_in_books(org, event.effective_on),
    )


async def _paid_by_hand(org: Organisation, event: ShareEvent, by: Person | None) -> None:
    """Recorded on the holding's page: it came to the bank."""
    owed = await _charge(org, event.holding_id)
    if owed is None or owed.owed < event.sum:
        return
    member = await Member.one(org, id=owed.member_id)
    await receive(
        org,
        member,
        Method.TRANSFER,
        event.sum,
        await day_in_books(org, event.effective_on),
        reference=f"share-event:{event.id}",
        by=by,
        charges=[owed],
    )


async def _forfeited(org: Organisation, event: ShareEvent, by: Person | None) -> None:
    """What was paid stays with the organisation; what was not is no longer owed."""
    owed = await _charge(org, event.holding_id)
    if owed is not None and owed.owed:
        await reduce_charge(org, owed, owed.owed, event.reason or "Forfeited", by=by)
    if event.amount:
        at = await places(org)
        await post(
            org,
            PostingKind.SHARES,
            await day_in_books(org, event.effective_on),
            "Shares forfeited",
            [
                Line(at.of(Purpose.SHARE_CAPITAL), event.amount),
                Line(at.of(Purpose.RESERVES), -event.amount),
            ],
            by,
            reference=f"share-event:{event.id}",
        )


async def _reversed(org: Organisation, event: ShareEvent, by: Person | None) -> None:
    undone = await ShareEvent.one(org, id=event.reverses_id)
    reason = event.reason or "Recorded in error"
    if undone.kind is EventKind.ALLOTTED:
        owed = await _charge(org, undone.holding_id)
        if owed is not None:
            await cancel_charge(org, owed, reason, by=by)
    reference = f"share-event:{undone.id}"
    payment = await Payment.within(org).get_or_none(reference=reference)
    if payment is not None and payment.left:
        on = max(clock.today(), payment.settled_on or clock.today())
        await take_back(
            payment, TakenBack.MISTAKE, payment.left, on, f"{reference}:reversed", by=by
        )
    posting = await Posting.within(org).get_or_none(reference=reference)
    if (
        posting is not None
        and not await Posting.within(org).filter(reverses_id=posting.id).exists()
    ):
        await reverse(org, posting, clock.today(), reason, by)


async def _charge(org: Organisation, holding_id: int) -> Charge | None:
    return await Charge.within(org).get_or_none(source=f"shares:{holding_id}")


async def _holding(org: Organisation, one: Charge) -> ShareHolding | None:
    kind, _, number = (one.source or "").partition(":")
    if kind != "shares" or not number.isdigit():
        return None
    return await ShareHolding.within(org).get_or_none(id=int(number))


@contextmanager
def _quietly() -> Iterator[None]:
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)
