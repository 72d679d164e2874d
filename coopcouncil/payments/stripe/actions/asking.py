"""On the day of a planned collection Stripe is asked for it: once, whatever happens in between."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.receiving import fail
from coopcouncil.payments.kinds import FailureReason
from coopcouncil.payments.models import Payment, PaymentPart
from coopcouncil.payments.stripe import provider
from coopcouncil.payments.stripe.actions.customers import customer_of
from coopcouncil.payments.stripe.actions.mandates import STRIPES
from coopcouncil.payments.stripe.actions.settling import tell, tell_all
from coopcouncil.payments.stripe.kinds import STANDING, Step
from coopcouncil.payments.stripe.models import StripeAccount, StripeCustomer, StripePayment
from coopcouncil.payments.stripe.provider import Taken
from coopcouncil.payments.stripe.reasons import failure

KEY_HOLDS = timedelta(hours=20)
"""Stripe keeps a key for a day at least; later a lost answer is looked for in another way."""
AT_ONCE = 100
"""Rows that are read, asked for and written together."""
CALLS = 4
"""Calls to Stripe that are under way at the same time, of one worker's hand."""


@jobs.job("stripe-collect")
async def collect_job(payload: jobs.Payload) -> None:
    """Ask Stripe for one planned payment."""
    await collect_all([payload["row"]])


@jobs.together("stripe-collect", AT_ONCE)
async def collect_jobs(payloads: Sequence[jobs.Payload]) -> None:
    """Ask Stripe for many, one call each."""
    await collect_all([one["row"] for one in payloads])


async def collect(row: StripePayment) -> None:
    """Ask Stripe for one."""
    await collect_all([row.id])


async def collect_all(numbers: Sequence[int]) -> None:
    """Ask Stripe for these rows, each under its own key."""
    found = StripePayment.everywhere().filter(
        id__in=list(numbers), step__in=[Step.PLANNED, Step.ASKED], mandate_id__isnull=False
    )
    rows = await found.select_related("payment", "mandate", "account").order_by("id")
    by_account: dict[int, list[StripePayment]] = defaultdict(list)
    for row in rows:
        by_account[row.account_id].append(row)
    for theirs in by_account.values():
        org = await Organisation.get(id=theirs[0].organisation_id)
        await _collect(org, theirs[0].account, theirs)


async def _collect(org: Organisation, account: StripeAccount, rows: list[StripePayment]) -> None:
    gone = await _no_longer_owed(org, [row for row in rows if row.step is Step.PLANNED])
    ready = []
    for row in rows:
        assert row.mandate is not None
        if row.step is Step.PLANNED and row.mandate.state not in STANDING:
            await _drop(row, FailureReason.MANDATE_CANCELLED)
        elif row.id in gone:
            await _drop(row, FailureReason.CANCELLED)
        else:
            ready.append(row)
    customers = await _customers(org, account, [row.payment.member_id for row in ready])
    fresh = []
    for row in ready:
        if row.asked_at is not None and clock.now() - row.asked_at > KEY_HOLDS:
            customer = customers[row.payment.member_id]
            now = await provider.taken_for(account.account_id, customer, row.key)
            if now is not None:
                await tell(row, now)
                continue
        fresh.append(row)
    standing = await _stamp(org, fresh)
    begun, lane = clock.now(), asyncio.Semaphore(CALLS)

    async def ask(row: StripePayment) -> Taken | provider.StripeRefuses:
        async with lane:
            if clock.now() - begun > KEY_HOLDS:
                # This worker stood still for a day: another may have asked under a key that
                # Stripe has forgotten since. Tried again, it is looked for first.
                raise provider.StripeAway
            return await _ask(org, account, row, customers[row.payment.member_id])

    asked = [row for row in fresh if row.id in standing]
    answers = await asyncio.gather(*(ask(row) for row in asked), return_exceptions=True)
    pairs = list(zip(asked, answers, strict=True))
    # What has an answer is told first: one call that fails keeps no other back.
    await tell_all([(row, now) for row, now in pairs if isinstance(now, Taken)])
    for row, answer in pairs:
        if isinstance(answer, provider.StripeRefuses):
            await _drop(row, failure(answer.code))
    for _row, answer in pairs:
        if isinstance(answer, BaseException) and not isinstance(answer, provider.StripeRefuses):
            raise answer


async def _ask(
    org: Organisation, account: StripeAccount, row: StripePayment, customer: str
) -> Taken:
    assert row.mandate is not None
    return await provider.collect(
        account.account_id,
        row.key,
        row.key,
        customer,
        row.mandate.method_id or "",
        STRIPES[row.mandate.kind],
        Money(row.payment.amount),
        org.name,
    )


async def _stamp(org: Organisation, rows: Sequence[StripePayment]) -> set[int]:
    """Written before Stripe is asked. Whoever called one off meanwhile has the last word: only
    what is not dropped is asked for."""
    now = clock.now()
    async with in_transaction():
        found = StripePayment.within(org).filter(
            id__in=[row.id for row in rows], step__in=[Step.PLANNED, Step.ASKED]
        )
        standing = {row.id for row in await found.order_by("id").select_for_update()}
        ours = StripePayment.within(org).filter(id__in=list(standing))
        await ours.filter(asked_at=None).update(asked_at=now)
        await ours.update(step=Step.ASKED)
    return standing


async def _customers(
    org: Organisation, account: StripeAccount, members: Sequence[int]
) -> dict[int, str]:
    known = StripeCustomer.within(org).filter(
        account_id=account.id, member_id__in=list(members), customer_id__isnull=False
    )
    found = {row.member_id: str(row.customer_id) for row in await known}
    for member in members:
        if member not in found:
            found[member] = await customer_of(org, account, member)
    return found


async def _no_longer_owed(org: Organisation, rows: Sequence[StripePayment]) -> set[int]:
    meant = PaymentPart.within(org).filter(payment_id__in=[row.payment_id for row in rows])
    short = {
        part.payment_id
        for part in await meant.select_related("charge")
        if part.charge.owed.pence < part.amount
    }
    return {row.id for row in rows if row.payment_id in short}


async def _drop(row: StripePayment, reason: FailureReason) -> None:
    async with in_transaction():
        payment = await Payment.everywhere().get(id=row.payment_id)
        row = await StripePayment.everywhere().select_for_update().get(id=row.id)
        await fail(payment, reason, clock.today())
        row.step = Step.DROPPED
        await row.save(update_fields=["step"])
