"""The rounds: charges for the periods that come, and income of the months that have passed.

Each is done once, however often and by however many workers it is begun: a period's charge by its
source, a month's income by what each charge has released before.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tortoise import connections
from tortoise.expressions import F
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.jobs import every
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.rules import Line
from coopcouncil.members.kinds import Status
from coopcouncil.members.reads import entries
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.payments.actions.accounts import day_in_books, places
from coopcouncil.payments.actions.charging import Draft, raise_charges
from coopcouncil.payments.models import Charge, IncomeRelease, MemberPlan, Plan, PlanPause, Price
from coopcouncil.payments.rules.periods import Span, due_on, earned, price_of, to_charge
from coopcouncil.payments.words import period_text

TOGETHER = 500
HOURLY = 3_600


@dataclass(frozen=True)
class Prices:
    """What each plan costs, in full or by a concession, from which day."""

    rows: Sequence[Price]

    def on(self, plan_id: int, concession_id: int | None, day: date) -> int | None:
        """The price for a period that begins on a day; None before there is one."""
        found = [
            row
            for row in self.rows
            if (row.plan_id, row.concession_id) == (plan_id, concession_id) and row.since <= day
        ]
        return max(found, key=lambda row: (row.since, row.id)).amount if found else None


async def raise_due(org: Organisation, *, by: Person | None = None) -> int:
    """Charge every member by their plans for the periods that begin in the days ahead; how many."""
    rules = (await rulebook_on(org, clock.today())).rules
    drafts = await due_drafts(org, clock.today() + timedelta(days=rules.charged_days_ahead))
    done = 0
    for start in range(0, len(drafts), TOGETHER):
        piece = drafts[start : start + TOGETHER]
        text = piece[0].text if len({one.text for one in piece}) == 1 else "Charges by plan"
        await raise_charges(org, piece, by=by, text=text)
        done += len(piece)
    return done


async def due_drafts(org: Organisation, until: date, member_id: int | None = None) -> list[Draft]:
    """What is to be charged by plans for periods that begin up to a day, and was not yet; of one
    member, if named."""
    terms = MemberPlan.within(org).filter(charged_from__lte=until)
    if member_id is not None:
        terms = terms.filter(member_id=member_id)
    running = await terms.order_by("id")
    running = [one for one in running if one.ended_on is None or one.ended_on >= one.charged_from]
    if not running:
        return []
    plans = {one.id: one for one in await Plan.within(org)}
    prices = Prices(await Price.within(org))
    pauses = defaultdict(list)
    for pause in await PlanPause.within(org):
        pauses[pause.member_plan_id].append((pause.since, pause.until))
    last = await _last_charged(org)
    left, waiting = await _left(org), await _waiting(org)
    found = []
    for one in running:
        if one.member_id in waiting and one.id in last:
            continue  # Admitted, and not a member before the first charge is paid.
        ends = [day for day in (one.ended_on, left.get(one.member_id)) if day is not None]
        plan = plans[one.plan_id]
        spans = to_charge(
            plan.interval,
            one.charged_from,
            until,
            ended_on=min(ends, default=None),
            after=last.get(one.id),
            pauses=pauses[one.id],
            year_month=plan.year_month,
        )
        found += [draft for span in spans if (draft := _draft(one, plan, span, prices))]
    return found


async def release_income(org: Organisation) -> list[IncomeRelease]:
    """Make income of what was received for the months that have passed."""
    made = []
    for month_end in await _months_to_release(org):
        async with in_transaction():
            await lock("ledger", org.id)
            release = await _release(org, month_end)
            if release is not None:
                made.append(release)
    return made


async def rounds() -> None:
    """For the worker: every organisation's charges and income."""
    for org in await _with_plans():
        await raise_due(org)
    for org in await _with_income_to_release():
        await release_income(org)


every("members-charges", HOURLY, rounds)


def _draft(one: MemberPlan, plan: Plan, span: Span, prices: Prices) -> Draft | None:
    amount = one.own_amount
    if amount is None:
        amount = prices.on(plan.id, one.concession_id, span.since)
    if amount is None:
        return None
    pence = price_of(amount, plan.interval, span, plan.prorated, plan.year_month)
    if pence <= 0:
        return None
    return Draft(
        one.member_id,
        plan.kind,
        Money(pence),
        due_on(plan.interval, span, plan.collection_day),
        f"{plan.name}, {period_text(plan.interval, span, 'en')}"[:200],
        f"{plan.name_cy or plan.name}, {period_text(plan.interval, span, 'cy')}"[:200],
        f"plan:{one.id}:{span.since.isoformat()}",
        (span.since, span.to),
    )


async def _last_charged(org: Organisation) -> dict[int, date]:
    rows = await connections.get("default").execute_query_dict(
        "SELECT split_part(source, ':', 2)::bigint AS id, max(period_from) AS last FROM charge"
        " WHERE organisation_id = $1 AND source LIKE 'plan:%' GROUP BY 1",
        [org.id],
    )
    return {row["id"]: row["last"] for row in rows}


async def _left(org: Organisation) -> dict[int, date]:
    """Who has left, and on which day: nothing that begins after it is charged."""
    rows = (
        await entries(org, clock.today()).exclude(left_on=None).values_list("member_id", "left_on")
    )
    return dict(rows)


async def _waiting(org: Organisation) -> set[int]:
    """Who is admitted and not yet a member."""
    rows = entries(org, clock.today()).filter(status=Status.APPLICANT, left_on=None)
    return {row.member_id for row in await rows}


async def _months_to_release(org: Organisation) -> list[date]:
    waiting = Charge.within(org).filter(released__lt=F("deferred"))
    first = await waiting.order_by("period_from").first()
    if first is None or first.period_from is None:
        return []
    return list(_month_ends(first.period_from, clock.today()))


def _month_ends(since: date, today: date) -> Iterable[date]:
    following = since.replace(day=1)
    while True:
        following = (following + timedelta(days=32)).replace(day=1)
        end = following - timedelta(days=1)
        if end >= today:
            return
        yield end


async def _release(org: Organisation, month_end: date) -> IncomeRelease | None:
    waiting = Charge.within(org).filter(released__lt=F("deferred"), period_from__lte=month_end)
    at = await places(org)
    lines: dict[int, int] = defaultdict(int)
    changed = []
    for one in await waiting.order_by("id"):
        assert one.period_from is not None
        assert one.period_to is not None
        by_now = min(earned(one.amount, one.period_from, one.period_to, month_end), one.deferred)
        if by_now > one.released:
            lines[at.earned_by(one.kind)] += by_now - one.released
            one.released = by_now
            changed.append(one)
    if not changed:
        return None
    total = sum(lines.values())
    day = await day_in_books(org, month_end)
    posting = await post(
        org,
        PostingKind.RELEASE,
        day,
        f"Income of the month to {month_end.isoformat()}",
        [
            Line(at.of(Purpose.DEFERRED_INCOME), total),
            *(Line(account, -pence) for account, pence in lines.items()),
        ],
        None,
    )
    await Charge.bulk_update(changed, ["released"])
    return await IncomeRelease.create(
        organisation=org,
        month_end=month_end,
        amount=total,
        charges=len(changed),
        posting=posting,
        recorded_at=clock.now(),
    )


async def _with_plans() -> list[Organisation]:
    ids = await MemberPlan.everywhere().distinct().values_list("organisation_id", flat=True)
    return await Organisation.filter(id__in=list(ids))


async def _with_income_to_release() -> list[Organisation]:
    waiting = Charge.everywhere().filter(released__lt=F("deferred"))
    ids = await waiting.distinct().values_list("organisation_id", flat=True)
    return await Organisation.filter(id__in=list(ids))
