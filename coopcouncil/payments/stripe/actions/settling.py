"""What became of payments: asked of Stripe, then told to `payments`, which does it once.

Webhooks, return pages, jobs and the nightly sweep all come here, in any order and any number.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.arriving import Arrival, processing_all, settle_all
from coopcouncil.payments.actions.receiving import fail, fee, processing, settle
from coopcouncil.payments.actions.refunding import refund_by_bank, refund_not_by_bank
from coopcouncil.payments.actions.undoing import restore, take_back
from coopcouncil.payments.kinds import FailureReason, Method, PaymentState
from coopcouncil.payments.models import Payment, PaymentTakenBack, Refund
from coopcouncil.payments.stripe import provider
from coopcouncil.payments.stripe.kinds import Step
from coopcouncil.payments.stripe.models import (
    StripeAccount,
    StripeDispute,
    StripePayment,
    StripeRefund,
)
from coopcouncil.payments.stripe.provider import DisputeNow, Taken
from coopcouncil.payments.stripe.reasons import failure, taken_back

_AS_SAID = """
UPDATE stripe_payment s SET intent_id = v.intent_id, charge_id = v.charge_id, step = v.step
FROM unnest($1::bigint[], $2::varchar[], $3::varchar[], $4::varchar[])
    AS v (id, intent_id, charge_id, step)
WHERE s.id = v.id
"""


async def look_at_payment(account: StripeAccount, intent_id: str) -> StripePayment | None:
    """How an intended payment stands with Stripe, told on; none where it is not one of ours."""
    now = await provider.taken(account.account_id, intent_id)
    row = await row_of(account, intent_id, now.row)
    if row is None:
        return None
    await tell(row, now)
    if now.disputed:
        for one in await provider.disputes_of(account.account_id, now.charge_id):
            await tell_dispute(account, one)
    return row


async def look_at_payments(account: StripeAccount, intents: Mapping[str, int]) -> None:
    """The same for many at once; each with the moment when it was made, where that is known."""
    found = await provider.taken_all(account.account_id, intents)
    ours = StripePayment.everywhere().filter(account_id=account.id).select_related("payment")
    rows = {row.intent_id: row for row in await ours.filter(intent_id__in=list(found))}
    keys = {now.row: now for now in found.values() if now.intent_id not in rows and now.row}
    for row in await ours.filter(key__in=list(keys)):
        rows[keys[row.key].intent_id] = row
    known = [(row, found[id]) for id, row in rows.items() if id is not None]
    await tell_all([one for one in known if not _told(*one)])
    for now in found.values():
        if now.disputed and now.intent_id in rows:
            for one in await provider.disputes_of(account.account_id, now.charge_id):
                await tell_dispute(account, one)


def _told(row: StripePayment, now: Taken) -> bool:
    """Whether all that Stripe says of it is known."""
    same = (row.intent_id, row.charge_id) == (now.intent_id, now.charge_id or row.charge_id)
    if now.status == "succeeded":
        return same and row.step is Step.DONE and row.payment.state is PaymentState.SETTLED
    if now.status == "processing":
        return same and row.payment.state is PaymentState.PROCESSING
    return False


async def row_of(account: StripeAccount, intent_id: str, key: str = "") -> StripePayment | None:
    """Our row of a payment of this account, by Stripe's number or by the key that we gave."""
    ours = StripePayment.everywhere().filter(account_id=account.id)
    found = await ours.get_or_none(intent_id=intent_id)
    if found is None and key:
        found = await ours.get_or_none(key=key)
    return found


async def tell_all(found: Sequence[tuple[StripePayment, Taken]]) -> None:
    """Pass on what Stripe says of many payments of one account."""
    moving = {row.id: now for row, now in found if now.status in ("succeeded", "processing")}
    for row, now in found:
        if row.id not in moving:
            await tell(row, now)
    if not moving:
        return
    org = await Organisation.get(id=found[0][0].organisation_id)
    async with in_transaction():
        ours = StripePayment.within(org).filter(id__in=list(moving)).order_by("id")
        rows = await ours.select_for_update()
        on_the_way = [
            row
            for row in rows
            if moving[row.id].status == "processing" and row.step is not Step.DONE
        ]
        arrived = [row for row in rows if moving[row.id].status == "succeeded"]
        for row in rows:
            now = moving[row.id]
            row.intent_id, row.charge_id = now.intent_id, now.charge_id or row.charge_id
            if row.step in (Step.PLANNED, Step.ASKED):
                row.step = Step.SENT
        for row in arrived:
            row.step = Step.DONE
        if on_the_way:
            await processing_all(org, [row.payment_id for row in on_the_way])
        if arrived:
            today = clock.today()
            await settle_all(
                org,
                [
                    Arrival(row.payment_id, moving[row.id].arrived_on or today, moving[row.id].fee)
                    for row in arrived
                ],
            )
        await connections.get("default").execute_query(
            _AS_SAID,
            [
                [row.id for row in rows],
                [row.intent_id for row in rows],
                [row.charge_id for row in rows],
                [row.step.value for row in rows],
            ],
        )


async def tell(row: StripePayment, now: Taken) -> None:
    """Pass on what Stripe says of a payment."""
    async with in_transaction():
        payment = await Payment.everywhere().get(id=row.payment_id)
        fresh = await StripePayment.everywhere().select_for_update().get(id=row.id)
        fresh.intent_id = now.intent_id
        fresh.charge_id = now.charge_id or fresh.charge_id
        if fresh.step in (Step.PLANNED, Step.ASKED):
            fresh.step = Step.SENT
        match now.status:
            case "succeeded":
                await settle(payment, now.arrived_on or clock.today(), now.fee)
                fresh.step = Step.DONE
            case "processing":
                if fresh.step is not Step.DONE:
                    await processing(payment)
            case "canceled":
                await fail(payment, FailureReason.CANCELLED, clock.today())
                fresh.step = Step.DONE
            case "requires_payment_method" if now.code and not _may_try_again(fresh):
                await fail(payment, failure(now.code), clock.today())
                fresh.step = Step.DONE
            case _:
                # Checkout lets the payer try another card; a challenge is theirs to answer.
                pass
        await fresh.save()


def _may_try_again(row: StripePayment) -> bool:
    return row.session_id is not None


async def tell_abandoned(row: StripePayment, reason: FailureReason) -> None:
    """Nobody will pay on this page any more."""
    async with in_transaction():
        payment = await Payment.everywhere().get(id=row.payment_id)
        fresh = await StripePayment.everywhere().select_for_update().get(id=row.id)
        if fresh.step is not Step.DONE:
            await fail(payment, reason, clock.today())
            fresh.step = Step.DONE
            await fresh.save(update_fields=["step"])


# Disputes


async def look_at_dispute(account: StripeAccount, dispute_id: str) -> None:
    """How a dispute stands with Stripe, told on."""
    now = await provider.dispute(account.account_id, dispute_id)
    row = await row_of(account, now.intent_id)
    if row is None or row.charge_id is None:
        # News of the dispute came before news of the payment; asking after that tells of both.
        await look_at_payment(account, now.intent_id)
        return
    await tell_dispute(account, now)


async def tell_dispute(account: StripeAccount, now: DisputeNow) -> None:
    """Pass on what a dispute took and gave back."""
    row = await row_of(account, now.intent_id)
    if row is None:
        return
    async with in_transaction():
        # Opened, funds withdrawn, closed: three webhooks of one moment, told one after the other.
        await lock("stripe-dispute", now.id)
        payment = await Payment.everywhere().get(id=row.payment_id)
        if payment.state is not PaymentState.SETTLED:
            return
        found = await StripeDispute.everywhere().get_or_none(dispute_id=now.id)
        closed = now.status in ("won", "lost", "warning_closed")
        if found is None:
            found = StripeDispute(
                organisation_id=payment.organisation_id,
                dispute_id=now.id,
                payment=payment,
                amount=now.amount,
                reason=now.reason[:60],
                status=now.status,
                opened_at=now.opened_at,
            )
        # What was asked of Stripe before it closed may be told after.
        if closed or found.closed_at is None:
            found.status, found.due_by = now.status, now.due_by
        if closed and found.closed_at is None:
            found.closed_at = clock.now()
        await found.save()
        if now.taken:
            await _take_back(payment, now, _not_before(payment, now.opened_at.date()))
        if now.given:
            await _restore(payment, now)


async def _take_back(payment: Payment, now: DisputeNow, on: date) -> None:
    reference = f"stripe:{now.id}"
    if await PaymentTakenBack.everywhere().filter(reference=reference).exists():
        return
    org = await Organisation.get(id=payment.organisation_id)
    # What was agreed to go back and had not left by then went back with it.
    left = now.taken
    for refund in await _not_left(payment):
        if left > payment.left.pence:
            await refund_by_bank(org, refund, on)
            left -= refund.amount
    amount, cost = Money(left), Money(now.cost)
    if not amount:
        await fee(org, payment, cost, on, reference=f"{reference}:fee")
        return
    reason = taken_back(now.reason, payment.method is Method.CARD)
    await take_back(payment, reason, amount, on, reference, fee=cost, note=now.reason[:200])


async def _restore(payment: Payment, now: DisputeNow) -> None:
    reference, on = f"stripe:{now.id}:won", clock.today()
    if await PaymentTakenBack.everywhere().filter(reference=reference).exists():
        return
    taken = await PaymentTakenBack.everywhere().get_or_none(reference=f"stripe:{now.id}")
    org = await Organisation.get(id=payment.organisation_id)
    amount, cost = Money(min(now.given, taken.amount if taken else 0)), Money(now.returned_cost)
    if now.given > amount.pence:
        for refund in await _not_left(payment):
            await refund_not_by_bank(org, refund, on)
    if amount:
        await restore(payment, amount, on, reference, fee=cost)
    else:
        await fee(org, payment, -cost, on, reference=f"{reference}:fee")


async def _not_left(payment: Payment) -> list[Refund]:
    """Refunds that were agreed, that Stripe was to bring and never got."""
    asked = StripeRefund.everywhere().filter(refund_id=None, asked__payment_id=payment.id)
    return [row.asked for row in await asked.select_related("asked").order_by("id")]


def _not_before(payment: Payment, on: date) -> date:
    assert payment.settled_on is not None
    return max(on, payment.settled_on)
