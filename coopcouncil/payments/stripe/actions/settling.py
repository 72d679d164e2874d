"""What became of payments: asked of Stripe, then told to `payments`, which does it once.

Webhooks, return pages, jobs and the nightly sweep all come here, in any order and any number.
"""

from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.payments.actions.receiving import fail, processing, settle
from coopcouncil.payments.actions.undoing import restore, take_back
from coopcouncil.payments.kinds import FailureReason, Method, PaymentState
from coopcouncil.payments.models import Payment
from coopcouncil.payments.stripe import provider
from coopcouncil.payments.stripe.kinds import Step
from coopcouncil.payments.stripe.models import StripeAccount, StripeDispute, StripePayment
from coopcouncil.payments.stripe.provider import DisputeNow, Taken
from coopcouncil.payments.stripe.reasons import failure, taken_back


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


async def row_of(account: StripeAccount, intent_id: str, key: str = "") -> StripePayment | None:
    """Our row of a payment of this account, by Stripe's number or by the key that we gave."""
    ours = StripePayment.everywhere().filter(account_id=account.id)
    found = await ours.get_or_none(intent_id=intent_id)
    if found is None and key:
        found = await ours.get_or_none(key=key)
    return found


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
        found.status, found.due_by = now.status, now.due_by
        if closed and found.closed_at is None:
            found.closed_at = clock.now()
        await found.save()
        on = _not_before(payment, now.opened_at.date())
        if now.taken:
            reason = taken_back(now.reason, payment.method is Method.CARD)
            await take_back(
                payment,
                reason,
                Money(now.taken),
                on,
                f"stripe:{now.id}",
                fee=Money(now.cost),
                note=now.reason[:200],
            )
        if now.given:
            await restore(
                payment,
                Money(now.given),
                clock.today(),
                f"stripe:{now.id}:won",
                fee=Money(now.returned_cost),
            )


def _not_before(payment: Payment, on: date) -> date:
    assert payment.settled_on is not None
    return max(on, payment.settled_on)
