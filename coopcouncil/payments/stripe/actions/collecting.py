"""Debit runs: planned with their notice, asked of Stripe on their working day, one row each."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta

from tortoise.expressions import F
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock, jobs
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.workdays import add_working_days, working_day_from
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.receiving import begin, fail
from coopcouncil.payments.kinds import UNDER_WAY, FailureReason, Method, PaymentState
from coopcouncil.payments.models import Charge, Payment, PaymentPart
from coopcouncil.payments.stripe import provider
from coopcouncil.payments.stripe.actions.accounts import fresh_key
from coopcouncil.payments.stripe.actions.customers import customer_of
from coopcouncil.payments.stripe.actions.mandates import STRIPES
from coopcouncil.payments.stripe.actions.paying import LEAST
from coopcouncil.payments.stripe.actions.settling import tell
from coopcouncil.payments.stripe.actions.telling import give_notice
from coopcouncil.payments.stripe.kinds import STANDING, MandateKind, Step
from coopcouncil.payments.stripe.models import StripeAccount, StripeMandate, StripePayment
from coopcouncil.payments.stripe.reads import standing, takes_cards
from coopcouncil.payments.stripe.reasons import failure

NOTICE = 3
"""Working days between the notice and the debit: never fewer than two days, whatever the week."""
AHEAD = 14
"""How many days before a charge is due its collection is planned."""
KEY_HOLDS = timedelta(hours=20)
"""Stripe keeps a key for a day at least; later a lost answer is looked for in another way."""

Asked = Callable[[Organisation, Sequence[Charge], date], Awaitable[set[int]]]

HELD_OFF: list[Asked] = []
"""Filled in `told.py`: charges that are not to be collected now (a pause, a payment plan)."""
AGAIN: list[Asked] = []
"""Filled in `told.py`: charges whose collection failed and that may be tried again."""

METHODS = {MandateKind.DIRECT_DEBIT: Method.DIRECT_DEBIT, MandateKind.CARD: Method.CARD}


async def plan_collections(org: Organisation, today: date | None = None) -> int:
    """Plan what falls due for members with a standing way to pay, with notice to each; how many."""
    on = today or clock.today()
    account = await takes_cards(org)
    if account is None:
        return 0
    due = await collectable(org, on)
    ways = await standing(org, due)
    planned = 0
    for member_id, way in ways.items():
        try:
            planned += await _plan(org, account, way, due[member_id], on)
        except Refused:
            # Meanwhile paid in another way, or begun by another worker.
            continue
    return planned


async def collectable(org: Organisation, on: date) -> dict[int, list[Charge]]:
    """What is owed, falls due soon, is not on its way, was not tried in vain before, and was not
    taken back by a bank once it was paid."""
    owed = await (
        Charge.within(org)
        .filter(amount__gt=F("paid") + F("relieved"), due_on__lte=on + timedelta(days=AHEAD))
        .order_by("due_on", "id")
    )
    ids = [one.id for one in owed]
    parts = PaymentPart.within(org).filter(charge_id__in=ids)
    away = await _in(parts.filter(payment__state__in=list(UNDER_WAY)))
    tried = await _in(
        parts.filter(payment__state=PaymentState.FAILED).exclude(
            payment__failure__in=[FailureReason.CANCELLED, FailureReason.ABANDONED]
        )
    )
    for again in AGAIN:
        tried -= await again(org, [one for one in owed if one.id in tried], on)
    # What a bank took back is never collected again by itself: people ask the member first.
    off = away | tried | await _in(parts.filter(payment__taken_back__gt=0))
    for held in HELD_OFF:
        off |= await held(org, owed, on)
    found: dict[int, list[Charge]] = defaultdict(list)
    for one in owed:
        if one.id not in off:
            found[one.member_id].append(one)
    return found


async def _in(parts: QuerySet[PaymentPart]) -> set[int]:
    return {part.charge_id for part in await parts.only("id", "charge_id")}


async def _plan(
    org: Organisation,
    account: StripeAccount,
    way: StripeMandate,
    charges: list[Charge],
    today: date,
) -> int:
    # What falls due on one day is one debit; later days have their own.
    first = charges[0].due_on
    day = working_day_from(max(first, add_working_days(today, NOTICE)))
    together = [one for one in charges if one.due_on <= day]
    amount = Money(sum(one.owed.pence for one in together))
    if amount < LEAST:
        return 0
    async with in_transaction():
        member = await Member.one(org, id=way.member_id)
        method = METHODS[way.kind]
        payment = await begin(org, member, method, amount, charges=together, by=None)
        planned = await StripePayment.create(
            organisation=org,
            account=account,
            payment=payment,
            mandate=way,
            step=Step.PLANNED,
            key=fresh_key("payment"),
            collect_on=day,
        )
        if await give_notice(way, planned, together, amount.pence):
            planned.told_at = clock.now()
            await planned.save(update_fields=["told_at"])
        await jobs.enqueue(
            "stripe-collect", {"row": planned.id}, org.id, execute_after=clock.london(day)
        )
    return 1


@jobs.job("stripe-plan")
async def plan_job(payload: jobs.Payload) -> None:
    """Plan one organisation's collections."""
    await plan_collections(await Organisation.get(id=payload["org"]))


@jobs.job("stripe-collect")
async def collect_job(payload: jobs.Payload) -> None:
    """Ask Stripe for one planned payment."""
    await collect(await StripePayment.everywhere().get(id=payload["row"]))


async def collect(row: StripePayment) -> None:
    """Ask Stripe for it, once, whatever happens in between."""
    if row.step not in (Step.PLANNED, Step.ASKED) or row.mandate_id is None:
        return
    org = await Organisation.get(id=row.organisation_id)
    await row.fetch_related("payment", "mandate", "account")
    way, account = row.mandate, row.account
    assert way is not None
    if row.step is Step.PLANNED:
        if way.state not in STANDING:
            await _drop(row, FailureReason.MANDATE_CANCELLED)
            return
        if not await _still_owed(org, row):
            await _drop(row, FailureReason.CANCELLED)
            return
    customer = await customer_of(org, account, row.payment.member_id)
    asked_before = row.asked_at
    if asked_before is not None and clock.now() - asked_before > KEY_HOLDS:
        now = await provider.taken_for(account.account_id, customer, row.key)
        if now is not None:
            await tell(row, now)
            return
    # Whoever called it off meanwhile has the last word: only what is not dropped is asked for.
    standing = StripePayment.within(org).filter(id=row.id, step__in=[Step.PLANNED, Step.ASKED])
    if not await standing.update(step=Step.ASKED, asked_at=row.asked_at or clock.now()):
        return
    try:
        now = await provider.collect(
            account.account_id,
            row.key,
            row.key,
            customer,
            way.method_id or "",
            STRIPES[way.kind],
            Money(row.payment.amount),
            org.name,
        )
    except provider.StripeRefuses as refused:
        await _drop(row, failure(refused.code))
        return
    await tell(row, now)


async def call_off(org: Organisation, row: StripePayment, by: Person | None) -> None:
    """Do not collect it after all, while Stripe has not been asked."""
    async with in_transaction():
        row = await StripePayment.within(org).select_for_update().get(id=row.id)
        if row.step is not Step.PLANNED:
            return
        row.step = Step.DROPPED
        await row.save(update_fields=["step"])
        payment = await Payment.one(org, id=row.payment_id)
        await fail(payment, FailureReason.CANCELLED, clock.today())
        who = by.id if by else None
        await audit.record(org.id, who, "called a collection off", f"payment:{payment.id}")


async def _still_owed(org: Organisation, row: StripePayment) -> bool:
    parts = await PaymentPart.within(org).filter(payment_id=row.payment_id).select_related("charge")
    return all(part.charge.owed.pence >= part.amount for part in parts)


async def _drop(row: StripePayment, reason: FailureReason) -> None:
    async with in_transaction():
        payment = await Payment.everywhere().get(id=row.payment_id)
        row = await StripePayment.everywhere().select_for_update().get(id=row.id)
        await fail(payment, reason, clock.today())
        row.step = Step.DROPPED
        await row.save(update_fields=["step"])
