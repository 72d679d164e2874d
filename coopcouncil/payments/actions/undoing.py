"""Money that had come and went again: a cheque returned, a debit failed late, a dispute."""

from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.models import PostingLine
from coopcouncil.ledger.rules import Line
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.accounts import day_in_books, open_account, places
from coopcouncil.payments.actions.allocating import Ripples, free_up, pay_charges, use_credit
from coopcouncil.payments.actions.hooks import TAKEN_BACK
from coopcouncil.payments.kinds import PaymentState, TakenBack
from coopcouncil.payments.models import Payment, PaymentTakenBack
from coopcouncil.payments.rules.refusals import (
    MoreThanLeft,
    NotSettled,
    TakenAlready,
    TooEarlyToTakeBack,
    is_an_amount,
)

NOTHING = Money(0)


async def take_back(
    payment: Payment,
    reason: TakenBack,
    amount: Money,
    on: date,
    reference: str | None,
    *,
    by: Person | None = None,
    fee: Money = NOTHING,
    note: str = "",
) -> PaymentTakenBack:
    """Settled money went again, whenever that is, with a fee where it cost one. What it had paid
    is owed again, what it paid last first. The same `reference` again does nothing."""
    is_an_amount(amount)
    return await _move(payment, reason, amount, on, reference, by, fee, note)


async def restore(
    payment: Payment, amount: Money, on: date, reference: str, *, fee: Money = NOTHING
) -> PaymentTakenBack:
    """What a dispute took came again. `fee` is what came with it."""
    is_an_amount(amount)
    return await _move(payment, TakenBack.DISPUTE_WON, -amount, on, reference, None, -fee, "")


async def _move(
    payment: Payment,
    reason: TakenBack,
    amount: Money,
    on: date,
    reference: str | None,
    by: Person | None,
    fee: Money,
    note: str,
) -> PaymentTakenBack:
    async with in_transaction():
        org = await Organisation.get(id=payment.organisation_id)
        await open_account(org, [payment.member_id])
        payment = await Payment.one(org, id=payment.id)
        if reference is not None:
            before = await PaymentTakenBack.within(org).get_or_none(reference=reference)
            if before is not None:
                if (before.payment_id, before.amount) != (payment.id, amount.pence):
                    raise TakenAlready
                return before
        _may_move(payment, amount, on)
        day = await day_in_books(org, on)
        ripples = Ripples(org, day, by)
        if amount.pence > 0:
            await free_up(ripples, payment, amount.pence)
        at = await places(org)
        lines = [
            Line(at.owed, amount.pence, member=payment.member_id),
            Line(await _came_into(payment), -(amount + fee).pence),
        ]
        if fee:
            lines.append(Line(at.of(Purpose.PAYMENT_FEES), fee.pence))
        text = f"Payment {payment.id}: {reason.value.replace('-', ' ')}"
        posting = await post(org, PostingKind.PAYMENT, day, text, lines, by, settled_on=on)
        taken = await PaymentTakenBack.create(
            organisation=org,
            payment=payment,
            reason=reason,
            amount=amount.pence,
            taken_on=on,
            reference=reference,
            note=note,
            posting=posting,
            recorded_at=clock.now(),
            recorded_by=by,
        )
        payment.taken_back += amount.pence
        await payment.save(update_fields=["taken_back"])
        if amount.pence < 0:
            await pay_charges(ripples, payment)
        else:
            # What is owed again is paid by what else of the member's is in credit.
            await use_credit(org, [payment.member_id], day, by, ripples)
        await ripples.tell()
        for told in TAKEN_BACK:
            await told(org, payment, on)
        who = by.id if by else None
        await audit.record(org.id, who, f"taken back: {reason.value}", f"payment:{payment.id}")
        return taken


async def _came_into(payment: Payment) -> int:
    """The account of the books that the money came into."""
    came = PostingLine.everywhere().filter(posting_id=payment.posting_id, amount__gt=0)
    line = await came.order_by("id").first()
    assert line is not None
    return line.account_id


def _may_move(payment: Payment, amount: Money, on: date) -> None:
    if payment.state is not PaymentState.SETTLED:
        raise NotSettled
    assert payment.settled_on is not None
    if on < payment.settled_on:
        raise TooEarlyToTakeBack(payment.settled_on)
    if amount > payment.left:
        raise MoreThanLeft(payment.left)
    if -amount > Money(payment.taken_back):
        raise MoreThanLeft(Money(payment.taken_back))
