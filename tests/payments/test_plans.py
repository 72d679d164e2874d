"""Plans, who is charged by them, and the rounds that charge and release."""

from datetime import date

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.members.actions import leave
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.planning import (
    PlanDraft,
    Terms,
    add_concession,
    add_plan,
    change_plan,
    offer,
    pause_plan,
    resume_plan,
    set_price,
    start_plan,
    stop_plan,
)
from coopcouncil.payments.actions.raising import raise_due, release_income
from coopcouncil.payments.kinds import ChargeKind, Interval, Method
from coopcouncil.payments.models import Charge, IncomeRelease, Plan
from coopcouncil.payments.rules.planning import (
    NameTaken,
    NotOnOffer,
    OnThisPlan,
    PausedAlready,
    WhyConcession,
)
from tests.payments.till import make_payer, make_payment, make_till, on_account, owes

pytestmark = pytest.mark.anyio

JUNE = date(2026, 6, 1)


def on(day: date):
    return clock.frozen(clock.london(day))


async def make_plan(
    org: Organisation,
    price: int = 1_000,
    interval: Interval = Interval.MONTH,
    kind: ChargeKind = ChargeKind.SUBSCRIPTION,
    name: str = "Membership",
    joining_fee: int = 0,
) -> Plan:
    draft = PlanDraft(
        kind,
        name,
        f"{name} yn Gymraeg",
        interval,
        Money(price),
        JUNE,
        joining_fee=Money(joining_fee),
    )
    return await add_plan(org, draft, by=None)


def terms(since: date = JUNE, **more: object) -> Terms:
    return Terms(Method.STANDING_ORDER, since, **more)  # type: ignore[arg-type]


async def charged(org: Organisation, member: Member) -> list[tuple[date | None, int]]:
    rows = await Charge.within(org).filter(member_id=member.id).order_by("period_from", "id")
    return [(row.period_from, row.amount) for row in rows]


async def test_each_period_is_charged_once_the_first_by_its_days(db):
    org = await make_till()
    member = await make_payer(org)
    plan = await make_plan(org, joining_fee=250)
    with on(date(2026, 6, 16)):
        await start_plan(org, member, plan, terms(date(2026, 6, 16)), by=None)
        assert await raise_due(org) == 1
        assert await raise_due(org) == 0
    with on(date(2026, 8, 1)):
        await raise_due(org)

    assert await charged(org, member) == [
        (date(2026, 6, 16), 500),
        (date(2026, 7, 1), 1_000),
        (date(2026, 8, 1), 1_000),
        (None, 250),
    ]


async def test_a_price_holds_for_periods_that_begin_from_its_day(db):
    org = await make_till()
    member = await make_payer(org)
    plan = await make_plan(org)
    await start_plan(org, member, plan, terms(), by=None)
    await set_price(org, plan, None, Money(1_200), date(2026, 7, 1), by=None)
    with on(date(2026, 7, 2)):
        await raise_due(org)
    assert await charged(org, member) == [(JUNE, 1_000), (date(2026, 7, 1), 1_200)]


async def test_a_concession_has_its_reason_and_its_price(db):
    org = await make_till()
    member = await make_payer(org)
    plan = await make_plan(org)
    unwaged = await add_concession(org, plan, "Unwaged", "Di-gyflog", Money(200), JUNE, by=None)
    with pytest.raises(WhyConcession):
        await start_plan(org, member, plan, terms(concession_id=unwaged.id), by=None)
    await start_plan(
        org, member, plan, terms(concession_id=unwaged.id, concession_reason="Asked"), by=None
    )
    with on(JUNE):
        await raise_due(org)
    assert await charged(org, member) == [(JUNE, 200)]
    with pytest.raises(NameTaken):
        await add_concession(org, plan, "Unwaged", "", Money(1), JUNE, by=None)


async def test_a_rent_by_the_week_is_each_tenants_own(db):
    org = await make_till()
    member = await make_payer(org)
    plan = await make_plan(org, 0, Interval.WEEK, ChargeKind.RENT, "Rent")
    await start_plan(org, member, plan, terms(own_amount=Money(9_150)), by=None)
    with on(date(2026, 6, 8)):
        await raise_due(org)
    weeks = await charged(org, member)
    assert weeks[:2] == [(JUNE, 9_150), (date(2026, 6, 8), 9_150)]
    # Two weeks ahead, as the rulebook has it.
    assert weeks[-1] == (date(2026, 6, 22), 9_150)


async def test_a_plan_is_taken_once_and_only_while_it_is_offered(db):
    org = await make_till()
    member, other = await make_payer(org), await make_payer(org, "Bob Hale")
    plan = await make_plan(org)
    await start_plan(org, member, plan, terms(), by=None)
    with pytest.raises(OnThisPlan):
        await start_plan(org, member, plan, terms(), by=None)
    await offer(org, plan, False, by=None)
    with pytest.raises(NotOnOffer):
        await start_plan(org, other, plan, terms(), by=None)


async def test_stopped_paused_or_left_means_not_charged(db):
    org = await make_till()
    plan = await make_plan(org)
    stops, pauses, leaves = [await make_payer(org, f"Payer {n}") for n in ("S", "P", "L")]
    stopping = await start_plan(org, stops, plan, terms(), by=None)
    pausing = await start_plan(org, pauses, plan, terms(), by=None)
    await start_plan(org, leaves, plan, terms(), by=None)
    await stop_plan(org, stopping, date(2026, 6, 30), "Moved", by=None)
    pause = await pause_plan(org, pausing, date(2026, 7, 1), None, "Ill", by=None)
    with pytest.raises(PausedAlready):
        await pause_plan(org, pausing, date(2026, 8, 1), None, "Ill", by=None)
    with on(date(2026, 7, 20)):
        await leave(org, leaves, date(2026, 7, 10), reason="Moved", by=None)
        await resume_plan(org, pause, date(2026, 7, 31), by=None)
    with on(date(2026, 9, 1)):
        await raise_due(org)

    assert [await charged(org, one) for one in (stops, pauses, leaves)] == [
        [(JUNE, 1_000)],
        [(JUNE, 1_000), (date(2026, 8, 1), 1_000), (date(2026, 9, 1), 1_000)],
        [(JUNE, 1_000), (date(2026, 7, 1), 1_000)],
    ]


async def test_another_plan_begins_where_the_old_ones_period_ends(db):
    org = await make_till()
    member = await make_payer(org)
    month, year = await make_plan(org), await make_plan(org, 9_000, Interval.YEAR, name="A year")
    old = await start_plan(org, member, month, terms(), by=None)
    new = await change_plan(org, old, year, terms(date(2026, 6, 20)), by=None)
    await old.refresh_from_db()
    assert (old.ended_on, new.charged_from) == (date(2026, 6, 30), date(2026, 7, 1))
    with on(date(2026, 7, 1)):
        await raise_due(org)
    assert await charged(org, member) == [(JUNE, 1_000), (date(2026, 7, 1), 4_536)]


async def test_a_year_is_earned_month_by_month_and_to_the_penny(db):
    org = await make_till()
    member = await make_payer(org)
    plan = await make_plan(org, 1_000, Interval.YEAR)
    start = date(2025, 1, 1)
    await set_price(org, plan, None, Money(1_000), start, by=None)
    with on(start):
        await start_plan(org, member, plan, terms(start), by=None)
        await raise_due(org)
        await make_payment(org, member, 1_000)
        assert await on_account(org, Purpose.DEFERRED_INCOME) == -1_000
    with on(date(2025, 2, 1)):
        await release_income(org)
        assert await release_income(org) == []
        assert await on_account(org, Purpose.SUBSCRIPTIONS) == -84
    with on(date(2025, 12, 1)):
        await release_income(org)
    with on(date(2026, 1, 1)):
        await release_income(org)
        assert await on_account(org, Purpose.SUBSCRIPTIONS) == -1_000
        assert await on_account(org, Purpose.DEFERRED_INCOME) == 0
    assert await owes(org, member) == 0
    releases = await IncomeRelease.within(org)
    assert len(releases) == 12
    assert sum(one.amount for one in releases) == 1_000
