"""Money that comes: at the desk and the bank at once; by card and Direct Debit step by step.

Only settled money is booked and pays anything. News of a payment may come twice, late and in any
order: each step asks how far the payment has come and does nothing where it was done before.
"""

from collections.abc import Sequence
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.models import Posting
from coopcouncil.ledger.rules import Line
from coopcouncil.members.models import Member
from coopcouncil.members.reads import members_behind
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.accounts import day_in_books, open_account, places
from coopcouncil.payments.actions.allocating import Ripples, pay_charges
from coopcouncil.payments.actions.arriving import Arrival, settle_all
from coopcouncil.payments.actions.hooks import ARRIVED, FAILED
from coopcouncil.payments.kinds import (
    UNDER_WAY,
    FailureReason,
    Method,
    PaymentState,
)
from coopcouncil.payments.models import Charge, Payment, PaymentPart
from coopcouncil.payments.rules.refusals import (
    AlreadyOnItsWay,
    MoreThanOwed,
    NotOpen,
    OfAnother,
    OwnPayment,
    TakenAlready,
    is_an_amount,
)

NOTHING = Money(0)


async def receive(
    org: Organisation,
    member: Member,
    method: Method,
    amount: Money,
    on: date,
    *,
    reference: str | None,
    by: Person | None,
    charges: Sequence[Charge] = (),
    note: str = "",
    into: int | None = None,
) -> Payment:
    """Settled money of a member. It pays the charges named, then the oldest; the rest is the
    member's credit. The same `reference` again gives the first payment back. `into` is the
    account of the books it came into, where that is another than its way says: the bank's own
    line stands behind it then, and else the word of `by`, who is not their own cashier."""
    is_an_amount(amount)
    if into is None and by is not None and member.id in await members_behind(by, org):
        raise OwnPayment
    async with in_transaction():
        await open_account(org, [member.id])
        await _ours(org, member, charges)
        if reference is not None:
            before = await Payment.within(org).get_or_none(reference=reference)
            if before is not None:
                if (before.member_id, before.amount) != (member.id, amount.pence):
                    raise TakenAlready
                return before
        posting = await _post(org, member.id, method, amount, on, by, into)
        payment = await Payment.create(
            organisation=org,
            member=member,
            method=method,
            amount=amount.pence,
            state=PaymentState.SETTLED,
            reference=reference,
            note=note,
            begun_at=clock.now(),
            settled_on=on,
            settled_at=clock.now(),
            posting=posting,
            recorded_by=by,
        )
        await _arrived(org, payment, [(one.id, one.amount) for one in charges], on, by)
        await _record(payment, by, "received a payment")
        return payment


async def begin(
    org: Organisation,
    member: Member,
    method: Method,
    amount: Money,
    *,
    charges: Sequence[Charge],
    by: Person | None,
    reference: str | None = None,
) -> Payment:
    """Mean to take money: nothing is booked. What is on its way already is not taken again."""
    is_an_amount(amount)
    async with in_transaction():
        await open_account(org, [member.id])
        await _ours(org, member, charges)
        if reference is not None:
            before = await Payment.within(org).get_or_none(reference=reference)
            if before is not None:
                if (before.member_id, before.amount) != (member.id, amount.pence):
                    raise TakenAlready
                return before
        fresh = await Charge.within(org).filter(id__in=[one.id for one in charges])
        by_id = {one.id: one for one in fresh}
        parts, left = [], amount
        for one in charges:
            charge = by_id[one.id]
            if not charge.owed:
                raise NotOpen(charge.text)
            if await is_on_its_way(charge):
                raise AlreadyOnItsWay(charge.text)
            part = min(charge.owed, left)
            if part:
                parts.append((charge, part))
                left -= part
        if charges and left:
            raise MoreThanOwed(amount - left)
        payment = await Payment.create(
            organisation=org,
            member=member,
            method=method,
            amount=amount.pence,
            state=PaymentState.BEGUN,
            reference=reference,
            begun_at=clock.now(),
            recorded_by=by,
        )
        for charge, part in parts:
            await PaymentPart.create(
                organisation=org, payment=payment, charge=charge, amount=part.pence
            )
        await _record(payment, by, "began a payment")
        return payment


async def processing(payment: Payment) -> Payment:
    """It is on its way; whether it arrives is not known."""
    async with in_transaction():
        _org, payment = await _locked(payment)
        if payment.state in (PaymentState.BEGUN, PaymentState.FAILED):
            payment.state, payment.failure, payment.failed_on = PaymentState.PROCESSING, None, None
            await payment.save(update_fields=["state", "failure", "failed_on"])
        return payment


async def settle(payment: Payment, on: date, fee: Money = NOTHING) -> Payment:
    """It has arrived on a day, less a fee where it is known by then: booked, and it pays what it
    was meant for. Again does nothing."""
    org = await Organisation.get(id=payment.organisation_id)
    await settle_all(org, [Arrival(payment.id, on, fee)])
    return await Payment.one(org, id=payment.id)


async def fail(payment: Payment, reason: FailureReason, on: date) -> Payment:
    """It does not come. Of money that has arrived this says nothing: that is taken back."""
    async with in_transaction():
        org, payment = await _locked(payment)
        if payment.state in UNDER_WAY:
            payment.state, payment.failure, payment.failed_on = PaymentState.FAILED, reason, on
            await payment.save(update_fields=["state", "failure", "failed_on"])
            for told in FAILED:
                await told(org, payment, on)
            await _record(payment, None, f"a payment failed: {reason.value}")
        return payment


async def fee(
    org: Organisation, payment: Payment, amount: Money, on: date, *, reference: str
) -> Posting | None:
    """What the provider kept of a payment, known only after it had arrived."""
    if not amount:
        return None
    at = await places(org)
    lines = [
        Line(at.of(Purpose.PAYMENT_FEES), amount.pence),
        Line(at.into(payment.method), -amount.pence),
    ]
    day = await day_in_books(org, on)
    text = f"Fee of payment {payment.id}"
    return await post(
        org, PostingKind.FEE, day, text, lines, None, settled_on=on, reference=reference
    )


async def is_on_its_way(charge: Charge) -> bool:
    """Whether a payment of it is under way."""
    parts = PaymentPart.everywhere().filter(charge_id=charge.id)
    return await parts.filter(payment__state__in=list(UNDER_WAY)).exists()


async def _locked(payment: Payment) -> tuple[Organisation, Payment]:
    org = await Organisation.get(id=payment.organisation_id)
    await open_account(org, [payment.member_id])
    return org, await Payment.one(org, id=payment.id)


async def _ours(org: Organisation, member: Member, charges: Sequence[Charge]) -> None:
    if member.organisation_id != org.id or any(one.organisation_id != org.id for one in charges):
        raise NotHere
    if any(one.member_id != member.id for one in charges):
        raise OfAnother


async def _post(
    org: Organisation,
    member_id: int,
    method: Method,
    amount: Money,
    on: date,
    by: Person | None,
    into: int | None,
) -> Posting:
    at = await places(org)
    lines = [
        Line(into or at.into(method), amount.pence),
        Line(at.owed, -amount.pence, member=member_id),
    ]
    text = f"Payment by {method.value.replace('-', ' ')}"
    return await post(org, PostingKind.PAYMENT, on, text, lines, by, settled_on=on)


async def _arrived(
    org: Organisation,
    payment: Payment,
    named: Sequence[tuple[int, int]],
    on: date,
    by: Person | None,
) -> None:
    ripples = Ripples(org, on, by)
    await pay_charges(ripples, payment, named)
    await ripples.tell()
    for told in ARRIVED:
        await told(org, payment, on)


async def _record(payment: Payment, by: Person | None, verb: str) -> None:
    who = by.id if by else None
    await audit.record(payment.organisation_id, who, verb, f"payment:{payment.id}")
