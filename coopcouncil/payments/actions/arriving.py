"""Money that was on its way has arrived: one payment or hundreds, in one transaction.

Each has its posting and its entry in the record. The tables are read and written together: a
debit run that arrives would else be thousands of journeys to the database under the books' lock.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from tortoise import connections
from tortoise.expressions import F
from tortoise.transactions import in_transaction

from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import Draft, post_all
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.rules import Line
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.accounts import Places, day_in_books, open_account, places
from coopcouncil.payments.actions.allocating import Ripples
from coopcouncil.payments.actions.hooks import ARRIVED
from coopcouncil.payments.kinds import ELSEWHERE, PaymentState
from coopcouncil.payments.models import Allocation, Charge, Payment, PaymentPart
from coopcouncil.payments.rules.allocating import Due, allocate

_SETTLED = """
UPDATE payment p SET state = 'settled', settled_on = v.settled_on, settled_at = $5,
    posting_id = v.posting_id, allocated = v.allocated, failure = NULL, failed_on = NULL
FROM unnest($1::bigint[], $2::date[], $3::bigint[], $4::bigint[])
    AS v (id, settled_on, posting_id, allocated)
WHERE p.id = v.id
"""
_PAID = """
UPDATE charge c SET paid = v.paid FROM unnest($1::bigint[], $2::bigint[]) AS v (id, paid)
WHERE c.id = v.id
"""
_PROCESSING = """
UPDATE payment SET state = 'processing', failure = NULL, failed_on = NULL
WHERE id = ANY($1::bigint[]) AND organisation_id = $2 AND state IN ('begun', 'failed')
"""


@dataclass(frozen=True)
class Arrival:
    """A payment that has arrived on a day, less a fee where it is known by then."""

    payment_id: int
    on: date
    fee: Money = field(default=Money(0))


async def settle_all(org: Organisation, arrivals: Sequence[Arrival]) -> None:
    """They have arrived: booked, and each pays what it was meant for, then the oldest. Those that
    had settled before stay as they are."""
    by_id = {one.payment_id: one for one in arrivals}
    found = Payment.within(org).filter(id__in=list(by_id)).order_by("id")
    async with in_transaction():
        await open_account(org, {one.member_id for one in await found})
        payments = [one for one in await found if one.state is not PaymentState.SETTLED]
        if not payments:
            return
        at = await places(org)
        days = {on: await day_in_books(org, on) for on in {one.on for one in arrivals}}
        drafts = [_draft(at, one, by_id[one.id], days[by_id[one.id].on]) for one in payments]
        postings = await post_all(org, drafts, None)
        now = clock.now()
        for payment, posting in zip(payments, postings, strict=True):
            payment.state, payment.settled_on = PaymentState.SETTLED, by_id[payment.id].on
            payment.settled_at, payment.posting_id = now, posting
            payment.failure, payment.failed_on = None, None
        ripples = {day: Ripples(org, day, None) for day in days.values()}
        rippling = {one.id: ripples[days[by_id[one.id].on]] for one in payments}
        await _pay(org, payments, rippling, now)
        await connections.get("default").execute_query(
            _SETTLED,
            [
                [one.id for one in payments],
                [one.settled_on for one in payments],
                postings,
                [one.allocated for one in payments],
                now,
            ],
        )
        for ripple in ripples.values():
            await ripple.tell()
        for told in ARRIVED:
            for payment in payments:
                await told(org, payment, rippling[payment.id].on)
        subjects = [f"payment:{one.id}" for one in payments]
        await audit.record_all(org.id, None, "a payment arrived", subjects)


async def processing_all(org: Organisation, payments: Sequence[int]) -> None:
    """They are on their way; whether they arrive is not known."""
    found = Payment.within(org).filter(id__in=list(payments))
    async with in_transaction():
        await open_account(org, {one.member_id for one in await found})
        await connections.get("default").execute_query(_PROCESSING, [list(payments), org.id])


def _draft(at: Places, payment: Payment, arrival: Arrival, day: date) -> Draft:
    lines = [Line(at.into(payment.method), (payment.sum - arrival.fee).pence)]
    if arrival.fee:
        lines.append(Line(at.of(Purpose.PAYMENT_FEES), arrival.fee.pence))
    lines.append(Line(at.owed, -payment.amount, member=payment.member_id))
    text = f"Payment by {payment.method.value.replace('-', ' ')}"
    return Draft(PostingKind.PAYMENT, day, text, lines, arrival.on)


async def _pay(
    org: Organisation, payments: Sequence[Payment], rippling: dict[int, Ripples], now: datetime
) -> None:
    """Set each payment against what it was meant for, then the oldest."""
    meant = defaultdict(list)
    parts = PaymentPart.within(org).filter(payment_id__in=[one.id for one in payments])
    for part in await parts.order_by("id"):
        meant[part.payment_id].append((part.charge_id, part.amount))
    members = {one.member_id for one in payments}
    charges = Charge.within(org).filter(member_id__in=members, amount__gt=F("paid") + F("relieved"))
    owed: dict[int, dict[int, Charge]] = defaultdict(dict)
    for charge in await charges.order_by("due_on", "id"):
        owed[charge.member_id][charge.id] = charge
    rows, changed = [], {}
    for payment in payments:
        theirs = owed[payment.member_id]
        due = [
            Due(one.id, one.owed.pence, one.due_on, one.kind in ELSEWHERE)
            for one in theirs.values()
        ]
        for id, pence in allocate(payment.credit.pence, due, meant[payment.id]):
            rows.append(
                Allocation(
                    organisation=org,
                    payment_id=payment.id,
                    charge_id=id,
                    amount=pence,
                    allocated_on=rippling[payment.id].on,
                    recorded_at=now,
                )
            )
            rippling[payment.id].note(payment, theirs[id], pence)
            changed[id] = theirs[id]
    await Allocation.bulk_create(rows)
    paid = [[one.id for one in changed.values()], [one.paid for one in changed.values()]]
    await connections.get("default").execute_query(_PAID, paid)
