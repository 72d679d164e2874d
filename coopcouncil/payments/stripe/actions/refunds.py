"""Refunds that leave by Stripe, the way the money came; and those made at Stripe without us."""

from contextvars import ContextVar

from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.refunding import (
    agree_refund,
    ask_refund,
    refund_failed,
    refund_paid,
)
from coopcouncil.payments.kinds import RefundState, RefundWay
from coopcouncil.payments.models import Payment, Refund
from coopcouncil.payments.stripe import provider
from coopcouncil.payments.stripe.actions.accounts import fresh_key
from coopcouncil.payments.stripe.actions.settling import look_at_payment, row_of
from coopcouncil.payments.stripe.models import StripeAccount, StripePayment, StripeRefund
from coopcouncil.payments.stripe.provider import RefundNow

_made_there: ContextVar[str | None] = ContextVar("made_there", default=None)


async def ask_provider(org: Organisation, refund: Refund, payment: Payment) -> bool:
    """Ask for a refund by a job, in the transaction that agrees it; whether it can go that way."""
    paid = await StripePayment.within(org).get_or_none(payment_id=payment.id)
    if paid is None or paid.intent_id is None:
        return False
    there = _made_there.get()
    made = await StripeRefund.create(
        organisation=org, asked=refund, key=fresh_key("refund"), refund_id=there
    )
    if there is None:
        await jobs.enqueue("stripe-refund", {"row": made.id}, org.id)
    return True


@jobs.job("stripe-refund")
async def refund_job(payload: jobs.Payload) -> None:
    """Ask Stripe for one refund, under its row's key."""
    row = await StripeRefund.everywhere().get(id=payload["row"]).select_related("asked")
    if row.refund_id is not None or row.trouble or row.asked.state is not RefundState.AGREED:
        return
    org = await Organisation.get(id=row.organisation_id)
    paid = await StripePayment.within(org).get(payment_id=row.asked.payment_id)
    account = await StripeAccount.one(org, id=paid.account_id)
    try:
        now = await provider.give_back(
            account.account_id, row.key, row.key, paid.intent_id or "", row.asked.sum
        )
    except provider.StripeRefuses as refused:
        async with in_transaction():
            row.trouble = refused.text[:200] or refused.code[:200] or "refused"
            await row.save(update_fields=["trouble"])
            await refund_failed(org, row.asked, clock.today())
        return
    row.refund_id = now.id
    await row.save(update_fields=["refund_id"])
    await _tell(org, row.asked, now)


async def look_at_refund(account: StripeAccount, refund_id: str) -> None:
    """How a refund stands with Stripe, told on."""
    now = await provider.refund(account.account_id, refund_id)
    org = await Organisation.get(id=account.organisation_id)
    ours = StripeRefund.within(org).select_related("asked")
    row = await ours.get_or_none(refund_id=refund_id)
    if row is None and now.row:
        row = await ours.get_or_none(key=now.row)
        if row is not None:
            row.refund_id = now.id
            await row.save(update_fields=["refund_id"])
    if row is not None:
        await _tell(org, row.asked, now)
        return
    await _made_at_stripe(org, account, now)


async def _made_at_stripe(org: Organisation, account: StripeAccount, now: RefundNow) -> None:
    """Somebody refunded in Stripe's own pages: it is ours to book, once."""
    await look_at_payment(account, now.intent_id)
    paid = await row_of(account, now.intent_id)
    if paid is None or now.status in ("failed", "canceled"):
        return
    token = _made_there.set(now.id)
    try:
        async with in_transaction():
            payment = await Payment.one(org, id=paid.payment_id)
            before = await Refund.within(org).filter(payment_id=payment.id).count()
            reason = "Refunded in Stripe’s own pages"
            refund = await ask_refund(
                org,
                payment,
                Money(now.amount),
                reason,
                after=before,
                by=None,
                way=RefundWay.PROVIDER,
            )
            refund = await agree_refund(org, refund, by=None)
    finally:
        _made_there.reset(token)
    await _tell(org, refund, now)


async def _tell(org: Organisation, refund: Refund, now: RefundNow) -> None:
    if now.status == "succeeded":
        await refund_paid(org, refund, clock.today())
    elif now.status in ("failed", "canceled"):
        await refund_failed(org, refund, clock.today())
