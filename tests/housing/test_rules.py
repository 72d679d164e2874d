"""The fully mutual rule, statements, points and arrears, without a database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.housing.kinds import Agreement, HomeKind, PlanKept
from coopcouncil.housing.rules import allocation as may
from coopcouncil.housing.rules.allocation import Scored, ranked
from coopcouncil.housing.rules.arrears import Effect, Owed, effects, is_barred, is_in_arrears
from coopcouncil.housing.rules.homes import Line, on_day, states
from coopcouncil.housing.rules.mutual import (
    NeitherTenantNorProspective,
    SayWhatBecomesOfTheTenancy,
    TenantNoMember,
    breaches,
    may_end_membership,
)
from coopcouncil.housing.rules.tenancies import (
    Held,
    LastTenant,
    NotATenantThen,
    agreements,
    may_go,
    statement_due,
    statement_overdue,
)
from coopcouncil.organisations.kinds import Nation
from coopcouncil.organisations.rulebook import Rulebook

people = st.frozensets(st.integers(1, 30))


@given(people, st.dictionaries(st.integers(1, 30), st.integers(100, 120)), people)
def test_everybody_is_in_order_or_listed_once(members, tenants, prospective):
    found = breaches(members, tenants, prospective)
    listed = [each.member_id for each in found]
    assert len(listed) == len(set(listed))
    for person in range(1, 31):
        is_member, is_tenant = person in members, person in tenants
        in_order = (not is_tenant or is_member) and (
            not is_member or is_tenant or person in prospective
        )
        assert (person not in listed) is in_order
        assert (TenantNoMember(person, tenants.get(person, 0)) in found) is (
            is_tenant and not is_member
        )
        assert (NeitherTenantNorProspective(person) in found) is (
            is_member and not is_tenant and person not in prospective
        )


@given(people, st.dictionaries(st.integers(1, 30), st.integers(100, 120)))
def test_settling_each_breach_leaves_none(members, tenants):
    found = breaches(members, tenants, [])
    joined = {each.member_id for each in found if isinstance(each, TenantNoMember)}
    waiting = {each.member_id for each in found} - joined
    assert breaches(members | joined, tenants, waiting) == ()


@pytest.mark.parametrize(
    ("mutual", "holds", "decided", "refused"),
    [
        (True, "12", None, True),
        (True, "12", date(2026, 5, 1), False),
        (True, "12", date(2025, 1, 1), True),  # decided for another leaving
        (True, None, None, False),
        (False, "12", None, False),
    ],
)
def test_a_tenants_membership_ends_only_with_the_tenancy(mutual, holds, decided, refused):
    if refused:
        with pytest.raises(SayWhatBecomesOfTheTenancy):
            may_end_membership(mutual, holds, decided, date(2026, 5, 1))
    else:
        may_end_membership(mutual, holds, decided, date(2026, 5, 1))


def test_the_usual_agreement_is_the_nations():
    assert agreements(Nation.WALES, True)[0] is Agreement.STANDARD_CONTRACT
    assert agreements(Nation.ENGLAND, True)[0] is Agreement.CONTRACTUAL
    assert Agreement.ASSURED not in agreements(Nation.ENGLAND, True)
    for nation in (Nation.SCOTLAND, Nation.NORTHERN_IRELAND):
        assert agreements(nation, True)[0] is Agreement.TENANCY


@pytest.mark.parametrize(
    ("given_on", "today", "overdue"),
    [
        (None, date(2026, 3, 15), False),  # the fourteenth day, the first counted
        (None, date(2026, 3, 16), True),
        (date(2026, 3, 15), date(2026, 9, 1), False),
        (date(2026, 3, 16), date(2026, 9, 1), True),
    ],
)
def test_a_statement_is_given_within_fourteen_days_of_moving_in(given_on, today, overdue):
    moved_in = date(2026, 3, 2)
    due = statement_due(Agreement.STANDARD_CONTRACT, moved_in, date(2026, 2, 20))
    assert due == date(2026, 3, 15)
    assert statement_overdue(due, given_on, today) is overdue


def test_a_later_contract_holder_gets_one_too_and_england_asks_for_none():
    later = statement_due(Agreement.STANDARD_CONTRACT, date(2026, 3, 2), date(2026, 8, 1))
    assert later == date(2026, 8, 14)
    old = statement_due(Agreement.STANDARD_CONTRACT, date(2015, 3, 2), date(2015, 3, 2))
    assert old == date(2023, 5, 31)  # a tenancy that the Act turned into a contract
    assert statement_due(Agreement.CONTRACTUAL, date(2026, 3, 2), date(2026, 3, 2)) is None


def test_the_last_tenant_does_not_go_alone():
    ada, bob = Held(1, date(2024, 1, 1), None), Held(2, date(2024, 1, 1), None)
    may_go([ada, bob], 1, date(2025, 1, 1))
    with pytest.raises(LastTenant):
        may_go([ada, replace(bob, until=date(2024, 6, 1))], 1, date(2025, 1, 1))
    with pytest.raises(NotATenantThen):
        may_go([ada, bob], 3, date(2025, 1, 1))


OWED = Owed(24_000, date(2026, 1, 5), PlanKept.NONE)


@pytest.mark.parametrize(
    ("owed", "weeks", "exempts", "record_days", "decides", "counts"),
    [
        (OWED, 4, True, 0, date(2026, 2, 1), False),
        (OWED, 4, True, 0, date(2026, 2, 2), True),
        (OWED, 4, True, 14, date(2026, 2, 2), False),  # looked at a fortnight earlier
        (OWED, 4, True, 14, date(2026, 2, 16), True),
        (replace(OWED, plan=PlanKept.KEPT), 4, True, 0, date(2026, 6, 1), False),
        (replace(OWED, plan=PlanKept.KEPT), 4, False, 0, date(2026, 6, 1), True),
        (replace(OWED, plan=PlanKept.NOT_KEPT), 4, True, 0, date(2026, 6, 1), True),
        (Owed(0, None, PlanKept.NONE), 0, True, 0, date(2026, 6, 1), False),
        (None, 0, True, 0, date(2026, 6, 1), False),
    ],
)
def test_arrears_are_what_the_rules_say(owed, weeks, exempts, record_days, decides, counts):
    rules = Rulebook(
        arrears_after_weeks=weeks,
        arrears_plan_exempts=exempts,
        arrears_record_days=record_days,
        arrears_bar_vote=True,
    )
    assert is_in_arrears(owed, rules, decides) is counts
    assert is_barred(Effect.VOTE, owed, rules, decides) is counts
    assert not is_barred(Effect.TRANSFER, owed, rules, decides)


def test_by_default_arrears_take_nothing():
    assert effects(Rulebook()) == frozenset()
    for effect in Effect:
        assert not is_barred(effect, OWED, Rulebook(), date(2030, 1, 1))


@given(
    st.lists(
        st.builds(
            Scored,
            st.integers(1, 1000),
            st.dates(date(2020, 1, 1), date(2026, 1, 1)),
            st.integers(0, 50),
        ),
        unique_by=lambda s: s.application_id,
    )
)
def test_more_points_come_first_then_who_waited_longer(applications):
    order = ranked(applications)
    assert sorted(order, key=lambda s: s.application_id) == sorted(
        applications, key=lambda s: s.application_id
    )
    for before, after in pairwise(order):
        assert (before.total, -before.applied_on.toordinal()) >= (
            after.total,
            -after.applied_on.toordinal(),
        )


def test_points_are_capped_at_so_many_times():
    worth = {1: (10, 1), 2: (3, 4), 3: (-5, 1)}
    assert may.points({1: 3, 2: 2, 3: 1, 9: 7}, worth) == 10 + 6 - 5


@given(
    st.lists(
        st.tuples(
            st.dates(date(2020, 1, 1), date(2026, 1, 1)),
            st.dictionaries(
                st.sampled_from(["bedrooms", "kind", "adaptations"]), st.none(), min_size=1
            ),
        ),
        min_size=1,
        max_size=8,
    ),
    st.dates(date(2019, 1, 1), date(2027, 1, 1)),
)
def test_a_home_on_a_day_is_what_the_latest_line_of_each_fact_says(drawn, day):
    values: dict[str, Callable[[int], object]] = {
        "bedrooms": lambda n: n,
        "kind": lambda n: list(HomeKind)[n % 7],
        "adaptations": str,
    }
    lines = [
        Line(place, on, {name: values[name](place) for name in names})
        for place, (on, names) in enumerate(drawn, 1)
    ]
    said = [line for line in lines if line.effective_on <= day]
    found = on_day(states(lines), day)
    assert (found is None) is (not said)
    for name in values if found else ():
        telling = [line for line in said if name in line.facts]
        last = max(telling, key=lambda ln: (ln.effective_on, ln.place), default=None)
        if last is not None:
            assert getattr(found, name) == last.facts[name]


@pytest.mark.parametrize(
    ("open_offer", "closed", "scored", "chosen", "why", "refusal"),
    [
        (False, True, 3, 1, "most points", may.AllocationOver),
        (True, False, 3, 1, "most points", may.OfferStands),
        (False, False, 2, 1, "most points", may.PanelNotReady),
        (False, False, 3, 9, "most points", may.NotShortlisted),
        (False, False, 3, 1, " ", may.OfferNeedsReason),
    ],
)
def test_an_offer_waits_for_its_turn(open_offer, closed, scored, chosen, why, refusal):
    with pytest.raises(refusal):
        may.may_offer(open_offer, closed, scored, 3, [1, 2], chosen, why)
    may.may_offer(False, False, 3, 3, [1, 2], 2, "nearer to work")
    may.may_offer(False, False, None, 3, [1, 2], 1, "most points")
