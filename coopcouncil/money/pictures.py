"""What the treasurer would rather look at: income by month, and the cash of the next weeks."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from tortoise import connections
from tortoise.expressions import F

from coopcouncil.arrears.reads import running
from coopcouncil.arrears.rules.instalments import left_of
from coopcouncil.banking.models import BankAccount
from coopcouncil.kernel import clock
from coopcouncil.kernel.dates import months_after
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.models import Account
from coopcouncil.ledger.reads import balances
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.raising import due_drafts
from coopcouncil.payments.kinds import EXPECTED, UNDER_WAY
from coopcouncil.payments.lateness import grace_of, late_in_all, spared
from coopcouncil.payments.models import Charge, PaymentPart
from coopcouncil.payouts.kinds import ItemState
from coopcouncil.payouts.models import PayoutItem

MONTHS, WEEKS = 12, 12
_AT_HAND = (Purpose.BANK, Purpose.CASH, Purpose.STRIPE_CLEARING)
_INCOME = """
SELECT date_trunc('month', l.posted_on)::date AS month, -sum(l.amount)::bigint AS pence
FROM posting_line l JOIN ledger_account a ON a.id = l.account_id
WHERE l.organisation_id = $1 AND a.kind = 'income' AND l.posted_on BETWEEN $2 AND $3
GROUP BY 1
"""


@dataclass(frozen=True)
class Month:
    """Income of one calendar month."""

    first: date
    income: Money


@dataclass(frozen=True)
class Week:
    """Seven days to come: what is due to come in and to go out, and what would then be there."""

    ends: date
    coming: Money
    going: Money
    there: Money


@dataclass(frozen=True)
class Forecast:
    """What is there, what should have come already, and the weeks."""

    there: Money
    late: Money
    behind: Money
    """What should have come already by payment plans that run."""
    weeks: list[Week]


async def income_by_month(org: Organisation) -> list[Month]:
    """The last twelve months, this one included, the oldest first."""
    today = clock.today()
    first = months_after(today.replace(day=1), 1 - MONTHS)
    rows = await connections.get("default").execute_query_dict(_INCOME, [org.id, first, today])
    found = {row["month"]: row["pence"] for row in rows}
    months = [months_after(first, number) for number in range(MONTHS)]
    return [Month(month, Money(found.get(month, 0))) for month in months]


async def forecast(org: Organisation) -> Forecast:
    """Twelve weeks ahead, if every member pays on the day and everything owed is paid out.

    What is late already, and what payment plans are behind with, is shown beside and counted in no
    week: nobody knows when it comes.
    """
    today = clock.today()
    until = today + timedelta(weeks=WEEKS)
    coming: dict[int, int] = defaultdict(int)
    for day, pence in await _of_charges(org, today, until):
        coming[_week(today, day)] += pence
    plans = await running(org)
    for plan in plans:
        for day, pence in left_of(plan.parts, plan.paid):
            if today <= day <= until:
                coming[_week(today, day)] += pence
    for draft in await due_drafts(org, until):
        if today <= draft.due_on <= until:
            coming[_week(today, draft.due_on)] += draft.amount.pence
    waiting = PayoutItem.within(org).filter(
        state__in=[ItemState.OWED, ItemState.PREPARED, ItemState.SENT]
    )
    going = {0: sum(one.amount for one in await waiting)}
    start = there = await _at_hand(org, today)
    weeks = []
    for number in range(WEEKS):
        there += coming[number] - going.get(number, 0)
        weeks.append(
            Week(
                today + timedelta(weeks=number + 1, days=-1),
                Money(coming[number]),
                Money(going.get(number, 0)),
                Money(there),
            )
        )
    behind = sum((plan.behind for plan in plans), Money(0))
    return Forecast(Money(start), await late_in_all(org), behind, weeks)


async def _of_charges(org: Organisation, today: date, until: date) -> list[tuple[date, int]]:
    """What charges bring, by day: what was due before today and is no worse than on its way, or
    within the days of grace, today; of what is spread or claimed back, nothing."""
    off = await spared(org)
    graced = today - timedelta(days=await grace_of(org))
    found = Charge.within(org).filter(due_on__lte=until, amount__gt=F("paid") + F("relieved"))
    charges = [one for one in await found if one.id not in off]
    past = [one.id for one in charges if one.due_on < today]
    away: dict[int, int] = defaultdict(int)
    parts = PaymentPart.within(org).filter(charge_id__in=past)
    for part in await parts.filter(payment__state__in=list(UNDER_WAY)):
        away[part.charge_id] += part.amount
    days = []
    for charge in charges:
        pence = charge.owed.pence
        if charge.due_on < graced or (charge.due_on < today and charge.kind in EXPECTED):
            pence = min(pence, away[charge.id])
        if pence:
            days.append((max(charge.due_on, today), pence))
    return days


async def _at_hand(org: Organisation, today: date) -> int:
    sums = await balances(org, today)
    accounts = {one.id for one in await Account.within(org).filter(purpose__in=list(_AT_HAND))}
    accounts |= {one.account_id for one in await BankAccount.within(org)}
    return sum(sums.get(one, 0) for one in accounts)


def _week(today: date, day: date) -> int:
    return min((day - today).days // 7, WEEKS - 1)
