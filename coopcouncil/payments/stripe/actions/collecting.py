"""Debit runs: planned with their notice, called off, one row each. `asking` asks Stripe."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tortoise.expressions import F
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock, jobs
from coopcouncil.kernel.db import ids
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.workdays import add_working_days, working_day_from
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.beginning import Intent, begin_all
from coopcouncil.payments.actions.receiving import fail
from coopcouncil.payments.actions.sparing import not_now, taken_back
from coopcouncil.payments.kinds import FailureReason, Method
from coopcouncil.payments.models import Charge, Payment
from coopcouncil.payments.stripe.actions.accounts import fresh_key
from coopcouncil.payments.stripe.actions.paying import LEAST
from coopcouncil.payments.stripe.actions.telling import Notice, give_notices
from coopcouncil.payments.stripe.kinds import MandateKind, Step
from coopcouncil.payments.stripe.models import StripeAccount, StripeMandate, StripePayment
from coopcouncil.payments.stripe.reads import standing, takes_cards

NOTICE = 3
"""Working days between the notice and the debit: never fewer than two days, whatever the week."""
AHEAD = 14
"""How many days before a charge is due its collection is planned."""
AT_ONCE = 200
"""Members whose collections are planned in one transaction."""

ASKED_AT_ONCE = 5000

METHODS = {MandateKind.DIRECT_DEBIT: Method.DIRECT_DEBIT, MandateKind.CARD: Method.CARD}


async def plan_collections(org: Organisation, today: date | None = None) -> int:
    """Plan what falls due for members with a standing way to pay, with notice to each; how many."""
    on = today or clock.today()
    account = await takes_cards(org)
    if account is None:
        return 0
    due = await collectable(org, on)
    members = list(due)
    ways: dict[int, StripeMandate] = {}
    for start in range(0, len(members), ASKED_AT_ONCE):
        ways |= await standing(org, members[start : start + ASKED_AT_ONCE])
    meant = []
    for member_id, way in ways.items():
        # What falls due on one day is one debit; later days have their own.
        first = due[member_id][0].due_on
        day = working_day_from(max(first, add_working_days(on, NOTICE)))
        charges = [one for one in due[member_id] if one.due_on <= day]
        if Money(sum(one.owed.pence for one in charges)) >= LEAST:
            meant.append(_Meant(way, day, charges))
    planned = 0
    for start in range(0, len(meant), AT_ONCE):
        planned += await _plan(org, account, meant[start : start + AT_ONCE])
    return planned


async def collectable(org: Organisation, on: date) -> dict[int, list[Charge]]:
    """What is owed, falls due soon, is not on its way, was not tried in vain before, and was not
    taken back by a bank once it was paid."""
    owed = await (
        Charge.within(org)
        .filter(amount__gt=F("paid") + F("relieved"), due_on__lte=on + timedelta(days=AHEAD))
        .order_by("due_on", "id")
    )
    found: dict[int, list[Charge]] = defaultdict(list)
    # A database takes some 30,000 values at a time.
    for start in range(0, len(owed), ASKED_AT_ONCE):
        part = owed[start : start + ASKED_AT_ONCE]
        # What a bank took back is never collected again by itself.
        off = await not_now(org, part, on) | await taken_back(org, part)
        for one in part:
            if one.id not in off:
                found[one.member_id].append(one)
    return found


async def _plan(org: Organisation, account: StripeAccount, meant: Sequence["_Meant"]) -> int:
    async with in_transaction():
        intents = [
            Intent(one.way.member_id, METHODS[one.way.kind], tuple(each.id for each in one.charges))
            for one in meant
        ]
        # Where none is made: meanwhile paid in another way, or begun by another worker.
        begun = await begin_all(org, intents)
        pairs = [(one, made) for one, made in zip(meant, begun, strict=True) if made is not None]
        numbers = await ids("stripe_payment", len(pairs))
        rows = [
            StripePayment(
                id=number,
                organisation_id=org.id,
                account_id=account.id,
                payment_id=payment.id,
                mandate_id=one.way.id,
                step=Step.PLANNED,
                key=fresh_key("payment"),
                collect_on=one.day,
            )
            for number, (one, payment) in zip(numbers, pairs, strict=True)
        ]
        notices = [
            Notice(one.way, row, one.charges, payment.amount)
            for row, (one, payment) in zip(rows, pairs, strict=True)
        ]
        for told in await give_notices(org, notices):
            told.told_at = clock.now()
        await StripePayment.bulk_create(rows)
        for day in {one.day for one, _payment in pairs}:
            payloads = [{"row": row.id} for row in rows if row.collect_on == day]
            await jobs.enqueue_all("stripe-collect", payloads, org.id, clock.london(day))
    return len(rows)


@dataclass(frozen=True)
class _Meant:
    way: StripeMandate
    day: date
    charges: list[Charge]


@jobs.job("stripe-plan")
async def plan_job(payload: jobs.Payload) -> None:
    """Plan one organisation's collections."""
    await plan_collections(await Organisation.get(id=payload["org"]))


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
