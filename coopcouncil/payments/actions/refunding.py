"""Giving money back: asked for, agreed by whom the rules say, on its way, paid.

What is refunded is not owed again: the charges that it had paid are credited. From the moment it
is agreed it is owed to the member; it leaves in cash, the way it came, or by a payment run.
"""

from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.models import Posting
from coopcouncil.ledger.rules import Line
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.accounts import day_in_books, open_account, places
from coopcouncil.payments.actions.allocating import Ripples, free_up, standing
from coopcouncil.payments.actions.charging import relieve
from coopcouncil.payments.actions.hooks import PROVIDERS
from coopcouncil.payments.actions.paying_out import owe_refund
from coopcouncil.payments.kinds import (
    ELSEWHERE,
    Method,
    PaymentState,
    RefundState,
    RefundWay,
    Relief,
)
from coopcouncil.payments.models import Charge, Payment, Refund
from coopcouncil.payments.rules.refusals import (
    DecidedAlready,
    MoreThanLeft,
    NotRefundedHere,
    NotSettled,
    RefundedMeanwhile,
    WhyNeeded,
    is_an_amount,
)


async def ask_refund(
    org: Organisation,
    payment: Payment,
    amount: Money,
    reason: str,
    *,
    after: int,
    by: Person | None,
    way: RefundWay | None = None,
) -> Refund:
    """Ask that so much of a payment goes back. `after` is how many refunds of it the asker has
    seen: the same click from a second tab finds the first one's refund and makes no other."""
    is_an_amount(amount)
    if not reason.strip():
        raise WhyNeeded
    async with in_transaction():
        await open_account(org, [payment.member_id])
        payment = await Payment.one(org, id=payment.id)
        before = await Refund.within(org).filter(payment_id=payment.id).order_by("ordinal")
        if len(before) > after:
            same = before[after]
            if same.amount == amount.pence and same.asked_by_id == (by.id if by else None):
                return same
            raise RefundedMeanwhile
        await _may_refund(org, payment, amount, before)
        refund = await Refund.create(
            organisation=org,
            payment=payment,
            ordinal=len(before) + 1,
            amount=amount.pence,
            way=way or usual_way(payment),
            state=RefundState.ASKED,
            reason=reason,
            asked_at=clock.now(),
            asked_by=by,
        )
        await _record(refund, by, "asked for a refund")
        return refund


async def agree_refund(org: Organisation, refund: Refund, *, by: Person | None) -> Refund:
    """It goes back: the member is owed it, and what it had paid is credited."""
    async with in_transaction():
        payment = await Payment.one(org, id=refund.payment_id)
        await open_account(org, [payment.member_id])
        await payment.refresh_from_db()
        refund = await Refund.one(org, id=refund.id)
        if refund.state is RefundState.REFUSED:
            raise DecidedAlready
        if refund.state is not RefundState.ASKED:
            return refund
        if refund.sum > payment.left:
            raise MoreThanLeft(payment.left)
        on = clock.today()
        ripples = Ripples(org, on, by)
        for charge_id, pence in await free_up(ripples, payment, refund.amount):
            charge = await Charge.one(org, id=charge_id)
            await relieve(ripples, charge, Relief.CREDITED, pence, refund.reason)
        at = await places(org)
        lines = [
            Line(at.owed, refund.amount, member=payment.member_id),
            Line(at.of(Purpose.PAYABLE_TO_MEMBERS), -refund.amount, member=payment.member_id),
        ]
        text = f"Refund of payment {payment.id}"
        refund.posting = await post(org, PostingKind.REFUND, on, text, lines, by)
        refund.state, refund.decided_at, refund.decided_by = RefundState.AGREED, clock.now(), by
        payment.refunded += refund.amount
        await payment.save(update_fields=["refunded"])
        await refund.save()
        await ripples.tell()
        await _send(org, refund, payment, by)
        await _record(refund, by, "agreed a refund")
        return await Refund.one(org, id=refund.id)


async def refuse_refund(org: Organisation, refund: Refund, *, by: Person | None) -> Refund:
    """It does not go back."""
    async with in_transaction():
        payment = await Payment.one(org, id=refund.payment_id)
        await open_account(org, [payment.member_id])
        refund = await Refund.one(org, id=refund.id)
        if refund.state is RefundState.REFUSED:
            return refund
        if refund.state is not RefundState.ASKED:
            raise DecidedAlready
        refund.state, refund.decided_at, refund.decided_by = RefundState.REFUSED, clock.now(), by
        await refund.save()
        await _record(refund, by, "refused a refund")
        return refund


async def refund_paid(org: Organisation, refund: Refund, on: date) -> Refund:
    """The provider gave it back, or it was handed over: the member is no longer owed it. A payment
    run books its own (`refund_paid_out`)."""
    async with in_transaction():
        refund, payment = await _locked(org, refund)
        if refund.state is not RefundState.AGREED:
            return refund
        at = await places(org)
        source = at.of(Purpose.CASH) if refund.way is RefundWay.CASH else at.into(payment.method)
        lines = [
            Line(at.of(Purpose.PAYABLE_TO_MEMBERS), refund.amount, member=payment.member_id),
            Line(source, -refund.amount),
        ]
        day = await day_in_books(org, on)
        text = f"Refund of payment {payment.id} paid"
        await post(
            org,
            PostingKind.REFUND,
            day,
            text,
            lines,
            None,
            settled_on=on,
            reference=f"refund-paid:{refund.id}:{refund.way.value}",
        )
        return await _turn(refund, RefundState.PAID, on)


async def refund_paid_out(org: Organisation, refund: Refund, on: date) -> Refund:
    """A payment run brought it, and booked that."""
    async with in_transaction():
        refund, _payment = await _locked(org, refund)
        if refund.state is RefundState.AGREED:
            await _turn(refund, RefundState.PAID, on)
        return refund


async def refund_failed(org: Organisation, refund: Refund, on: date) -> Refund:
    """The way that was tried did not work. It stays owed to the member, and can go by another."""
    async with in_transaction():
        refund, payment = await _locked(org, refund)
        if refund.state not in (RefundState.AGREED, RefundState.PAID):
            return refund
        if refund.state is RefundState.PAID and refund.way is RefundWay.PROVIDER:
            at = await places(org)
            lines = [
                Line(at.into(payment.method), refund.amount),
                Line(at.of(Purpose.PAYABLE_TO_MEMBERS), -refund.amount, member=payment.member_id),
            ]
            day = await day_in_books(org, on)
            text = f"Refund of payment {payment.id} came back"
            reference = f"refund-failed:{refund.id}"
            await post(
                org, PostingKind.REFUND, day, text, lines, None, settled_on=on, reference=reference
            )
        return await _turn(refund, RefundState.FAILED, None)


async def refund_by_bank(org: Organisation, refund: Refund, on: date) -> None:
    """Before it could leave, the payer's bank took the whole payment back: the member has it.
    Once."""
    reference = f"refund-by-bank:{refund.id}"
    async with in_transaction():
        refund, payment = await _locked(org, refund)
        if await Posting.within(org).filter(reference=reference).exists():
            return
        if refund.state is RefundState.FAILED:
            refund = await _turn(refund, RefundState.AGREED, None)
        if refund.state is not RefundState.AGREED:
            return
        await _move(org, refund, payment, 1, on, reference)
        await _turn(refund, RefundState.PAID, on)


async def refund_not_by_bank(org: Organisation, refund: Refund, on: date) -> None:
    """The dispute that had brought it was won: the money is here again, and still the member's."""
    async with in_transaction():
        refund, payment = await _locked(org, refund)
        came = f"refund-by-bank:{refund.id}"
        was = await Posting.within(org).filter(reference=came).exists()
        if was and refund.state is RefundState.PAID:
            await _move(org, refund, payment, -1, on, f"{came}:back")
            await _turn(refund, RefundState.FAILED, None)


async def _move(
    org: Organisation, refund: Refund, payment: Payment, sign: int, on: date, reference: str
) -> None:
    at = await places(org)
    lines = [
        Line(at.of(Purpose.PAYABLE_TO_MEMBERS), sign * refund.amount, member=payment.member_id),
        Line(at.into(payment.method), -sign * refund.amount),
    ]
    text = f"Refund of payment {payment.id}: its bank had taken it back"
    day = await day_in_books(org, on)
    await post(org, PostingKind.REFUND, day, text, lines, None, settled_on=on, reference=reference)


async def send_otherwise(
    org: Organisation, refund: Refund, way: RefundWay, *, by: Person | None
) -> Refund:
    """After one way failed, another."""
    async with in_transaction():
        refund, payment = await _locked(org, refund)
        if refund.state is RefundState.FAILED:
            refund.way = way
            refund = await _turn(refund, RefundState.AGREED, None)
            await _send(org, refund, payment, by)
            await _record(refund, by, "sent a refund another way")
        return await Refund.one(org, id=refund.id)


def usual_way(payment: Payment) -> RefundWay:
    """How a refund of it leaves, where nobody says otherwise."""
    if payment.method in PROVIDERS:
        return RefundWay.PROVIDER
    return RefundWay.CASH if payment.method is Method.CASH else RefundWay.PAYOUT


async def _send(org: Organisation, refund: Refund, payment: Payment, by: Person | None) -> None:
    if refund.way is RefundWay.PROVIDER:
        ask = PROVIDERS.get(payment.method)
        if ask is not None and await ask(org, refund, payment):
            return
        refund.way = RefundWay.PAYOUT
        await refund.save(update_fields=["way"])
    if refund.way is RefundWay.CASH:
        await refund_paid(org, refund, clock.today())
    if refund.way is RefundWay.PAYOUT:
        await owe_refund(org, refund, payment, by)


async def _may_refund(
    org: Organisation, payment: Payment, amount: Money, before: list[Refund]
) -> None:
    if payment.state is not PaymentState.SETTLED:
        raise NotSettled
    waiting = sum(one.amount for one in before if one.state is RefundState.ASKED)
    left = payment.left - Money(waiting)
    if amount > left:
        raise MoreThanLeft(left)
    paid = [charge for charge, _pence in await standing(payment)]
    if await Charge.within(org).filter(id__in=paid, kind__in=list(ELSEWHERE)).exists():
        raise NotRefundedHere


async def _locked(org: Organisation, refund: Refund) -> tuple[Refund, Payment]:
    payment = await Payment.one(org, id=refund.payment_id)
    await open_account(org, [payment.member_id])
    return await Refund.one(org, id=refund.id), await Payment.one(org, id=refund.payment_id)


async def _turn(refund: Refund, state: RefundState, paid_on: date | None) -> Refund:
    refund.state, refund.paid_on = state, paid_on
    await refund.save()
    await _record(refund, None, f"a refund is {state.value}")
    return refund


async def _record(refund: Refund, by: Person | None, verb: str) -> None:
    who = by.id if by else None
    await audit.record(refund.organisation_id, who, verb, f"refund:{refund.id}")
