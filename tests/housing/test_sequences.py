"""Whatever is done in whatever order: homes read as a plain replay, and the rule holds."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from tortoise.transactions import in_transaction

from coopcouncil.housing.actions.homes import add_home, change_home, correct_home
from coopcouncil.housing.actions.membership import end_membership
from coopcouncil.housing.actions.prospects import make_prospective
from coopcouncil.housing.actions.tenancies import add_tenant, end_tenancy, let_home, tenant_goes
from coopcouncil.housing.kinds import Afterwards, Agreement, EndWhy, Outcome
from coopcouncil.housing.models import HomeLine, TenancyHolder, TenancyTerms
from coopcouncil.housing.reads import home_states, homes_on, rule_breaches, tenancies_of
from coopcouncil.housing.rules.homes import on_day
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.members.actions import leave
from coopcouncil.members.kinds import Cause
from tests.housing.building import NOW, make_co_op, make_home, member_of
from tests.make import make_member

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("seed", range(3))
async def test_a_home_reads_as_a_plain_replay_of_what_was_recorded(db, seed):
    stream = Random(seed)
    begun = date(2020, 1, 1)
    org = await make_co_op()
    # Each: recorded, superseded or not, from which day, what.
    journal: list[list[Any]] = []
    with clock.frozen(NOW):
        home = await add_home(org, "1", begun, {"bedrooms": 3, "is_let": True}, by=None)
        first = await HomeLine.known(org).get()
        journal.append([NOW, None, begun, {"bedrooms": 3}, first.id])
    moments = [NOW]
    for step in range(1, 15):
        now = NOW + timedelta(hours=step)
        day = begun + timedelta(days=stream.randint(0, 2200))
        facts = {"bedrooms": stream.randint(1, 6)}
        with clock.frozen(now):
            try:
                async with in_transaction():
                    if stream.random() < 0.6:
                        await change_home(org, home, day, facts, by=None)
                    else:
                        wrong = await HomeLine.known(org).order_by("-id").first()
                        assert wrong is not None
                        if wrong.id == first.id:
                            continue
                        await correct_home(org, wrong, day, facts, by=None, reason="Wrong")
                        next(line for line in journal if line[4] == wrong.id)[1] = now
            except Refused:
                continue
        made = await HomeLine.known(org).order_by("-id").first()
        assert made is not None
        journal.append([now, None, day, facts, made.id])
        moments.append(now)
    assert len(journal) > 6
    for _ in range(60):
        known_at = stream.choice([None, *moments, moments[-1] + timedelta(days=1)])
        day = begun + timedelta(days=stream.randint(-10, 2400))
        found = on_day(await home_states(home, known_at), day)
        assert (found.bedrooms if found else None) == replayed(journal, day, known_at)


def replayed(journal: list[list[Any]], day: date, known_at: datetime | None) -> int | None:
    """What the latest line says that holds by the day and was known at the moment."""
    standing = [
        line
        for line in journal
        if line[2] <= day
        and (line[1] is None if known_at is None else line[0] <= known_at)
        and (known_at is None or line[1] is None or line[1] > known_at)
    ]
    latest = max(standing, key=lambda line: (line[2], line[4]), default=None)
    return int(latest[3]["bedrooms"]) if latest else None


@pytest.mark.parametrize("seed", range(4))
async def test_the_rule_holds_whatever_is_done(db, seed):
    stream = Random(f"rule-{seed}")
    with clock.frozen(NOW):
        today = clock.today()
        org = await make_co_op()
        homes = [await make_home(org, str(n)) for n in range(1, 4)]
        people = [await member_of(org, await make_member(org, f"Person N{n}")) for n in range(6)]
        for person in people:
            await make_prospective(org, person, today, by=None)
        done = 0
        for _ in range(30):
            person, other = stream.sample(people, 2)
            terms = await TenancyTerms.known(org).filter(ended_on=None).order_by("id").first()
            holders = await TenancyHolder.known(org).filter(
                tenancy_id=terms.tenancy_id if terms else 0, until=None
            )
            chosen = stream.choice([Afterwards.LEAVES, Afterwards.PROSPECTIVE])
            outcome = stream.choice([Outcome.SURRENDER, Outcome.OTHERS_STAY])
            deed = stream.choice(["let", "let", "end", "goes", "joins", "leaves", "resigns"])
            try:
                async with in_transaction():
                    if deed == "let":
                        tenants = [person, other][: stream.randint(1, 2)]
                        home = stream.choice(homes)
                        standard = Agreement.STANDARD_CONTRACT
                        await let_home(org, home, standard, today, today, tenants, by=None)
                    elif deed == "leaves":
                        await leave(org, person, today, reason="", by=None)
                    elif terms is None or not holders:
                        continue
                    elif deed == "end":
                        each = {h.member_id: chosen for h in holders}
                        await end_tenancy(org, terms, today, EndWhy.SURRENDER, each, by=None)
                    elif deed == "goes":
                        await tenant_goes(org, terms, holders[0], today, chosen, by=None)
                    elif deed == "joins":
                        await add_tenant(org, terms, person, today, by=None)
                    elif len(holders) == 1 or outcome is Outcome.OTHERS_STAY:
                        first = next(p for p in people if p.id == holders[0].member_id)
                        resigned = Cause.RESIGNED
                        await end_membership(org, terms, first, today, outcome, resigned, by=None)
            except Refused:
                continue
            done += 1
            assert await rule_breaches(org, today) == (), deed
            for row in await homes_on(org, today):
                assert (row.terms is None) == (not row.tenants)
        assert done > 4
        for person in people:
            for terms in await tenancies_of(org, person.id, today):
                assert terms.ended_on is None
