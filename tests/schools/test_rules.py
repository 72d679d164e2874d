"""Ages, seats, hands and rows: what must hold whatever the numbers and the days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.schools.drawing import SchoolFigures, cluster_map
from coopcouncil.schools.rules import classvotes
from coopcouncil.schools.rules.learners import Ages, May, age_on, allowed, is_associate
from coopcouncil.schools.rules.rollover import Known, Row, What, childless_after, held_against
from coopcouncil.schools.rules.seats import (
    HasStoodDown,
    NoSeatFree,
    NotDuringTheTerm,
    SitsAlready,
    Sitting,
    end_of_term,
    may_sit,
    may_stand_down,
    vacancies,
)

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
AGES = st.builds(Ages, st.integers(0, 18), st.integers(0, 18), st.integers(0, 25))
TRUST = Ages(member=11, vote=11, officer=16)


@pytest.mark.parametrize(
    ("age", "may"),
    [
        (10, {May.CLASS_VOTE}),
        (11, {May.CLASS_VOTE, May.JOIN, May.VOTE, May.STAND}),
        (15, {May.CLASS_VOTE, May.JOIN, May.VOTE, May.STAND}),
        (16, set(May)),
    ],
)
def test_what_a_learner_may_do_by_age(age: int, may: set[May]) -> None:
    today = date(2026, 9, 1)
    assert allowed(date(2026 - age, 9, 1), today, TRUST) == may
    assert is_associate(date(2026 - age, 9, 1), today, TRUST) == (age < 11)


@given(DAYS, DAYS, AGES)
def test_nobody_under_16_is_ever_an_officer_whatever_the_rules_say(
    born: date, on: date, ages: Ages
) -> None:
    may = allowed(born, on, ages)
    assert May.CLASS_VOTE in may
    if born > on or age_on(born, on) < 16:
        assert May.OFFICE not in may
        assert May.SIGN not in may
    assert May.VOTE not in may or May.JOIN in may, "only members vote"
    # A birthday takes nothing away.
    assert may <= allowed(born, on + timedelta(days=366), ages) or born > on


@given(DAYS, st.integers(0, 40))
def test_an_age_grows_by_one_on_the_birthday(born: date, years: int) -> None:
    try:
        birthday = born.replace(year=born.year + years)
    except ValueError:
        birthday = date(born.year + years, 3, 1)
    assert age_on(born, birthday) == years
    assert age_on(born, birthday - timedelta(days=1)) == years - 1


def test_of_an_unknown_age_no_more_than_the_youngest() -> None:
    assert allowed(None, date(2026, 1, 1), TRUST) == {May.CLASS_VOTE}


SITTINGS = st.lists(
    st.builds(
        lambda member, since, length, gone: Sitting(
            member,
            since,
            since + timedelta(days=length),
            None if gone is None else since + timedelta(days=min(gone, length)),
        ),
        st.integers(1, 6),
        st.dates(date(2024, 1, 1), date(2026, 12, 31)),
        st.integers(0, 900),
        st.none() | st.integers(0, 900),
    ),
    max_size=7,
)


@given(st.integers(0, 4), SITTINGS)
def test_whoever_is_let_sit_never_makes_more_people_than_seats(
    seats: int, wishes: list[Sitting]
) -> None:
    held: list[Sitting] = []
    for wish in wishes:
        try:
            may_sit(seats, held, wish)
        except (NoSeatFree, SitsAlready):
            continue
        held.append(wish)
    for offset in range(0, 2000, 61):
        on = date(2024, 1, 1) + timedelta(days=offset)
        there = [s.member for s in held if s.sits_on(on)]
        assert len(there) <= seats
        assert len(there) == len(set(there))
        assert vacancies(seats, held, on) == seats - len(there)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 10))
def test_terms_follow_each_other_without_a_gap(since: date, years: int) -> None:
    last = end_of_term(since, years)
    following = last + timedelta(days=1)
    assert last > since
    assert (following.year, following.month) == (since.year + years, since.month)
    assert following.day in (since.day, 28)


def test_one_stands_down_while_one_sits() -> None:
    sitting = Sitting(1, date(2026, 1, 1), date(2026, 12, 31))
    may_stand_down(sitting, date(2026, 12, 31))
    for on in (date(2025, 12, 31), date(2027, 1, 1)):
        with pytest.raises(NotDuringTheTerm):
            may_stand_down(sitting, on)
    with pytest.raises(HasStoodDown):
        may_stand_down(replace(sitting, stood_down_on=date(2026, 6, 1)), date(2026, 5, 1))


@given(
    st.integers(2, 6).flatmap(
        lambda n: st.dictionaries(
            st.text(min_size=1, max_size=3),
            st.lists(st.integers(0, 40), min_size=n, max_size=n),
            min_size=1,
            max_size=8,
        )
    )
)
def test_a_class_vote_adds_up(tallies: dict[str, list[int]]) -> None:
    options = len(next(iter(tallies.values())))
    result = classvotes.result(options, tallies)
    assert result.answered == sum(sum(counts) for counts in tallies.values())
    assert all(result.totals[n] == max(result.totals) for n in result.leading)
    assert bool(result.leading) == bool(result.answered)


NAMES = st.sampled_from(["Ann Lee", "Bea Lee", "Siân Ŵyn", "O’Neill", "Jo"])
BORN = st.none() | st.sampled_from([date(2014, 1, 1), date(2015, 2, 2)])
UPNS = st.sampled_from(["", "A820432114001", "B820432114002", "C820432114003"])
NUMBERS = st.sampled_from(["", "1", "2", "3"])


@st.composite
def schools_lists(draw: st.DrawFn) -> tuple[list[Row], list[Known]]:
    rows = [
        Row(n, draw(NAMES), "", draw(BORN), draw(UPNS), draw(NUMBERS))
        for n in range(2, 2 + draw(st.integers(0, 6)))
    ]
    known = [
        Known(
            n,
            draw(st.sampled_from([1, 2, None])),
            draw(NAMES),
            "",
            draw(BORN),
            draw(UPNS),
            draw(NUMBERS),
        )
        for n in range(100, 100 + draw(st.integers(0, 6)))
    ]
    return rows, known


@given(schools_lists())
def test_every_row_has_one_outcome_and_every_learner_at_most_one(
    lists: tuple[list[Row], list[Known]],
) -> None:
    rows, known = lists
    outcomes = held_against(rows, known, school=1)
    assert sorted(o.row.row for o in outcomes if o.row) == [row.row for row in rows]
    meant = [o.known.learner for o in outcomes if o.known and o.what is not What.WRONG]
    assert len(meant) == len(set(meant))
    for outcome in outcomes:
        if outcome.what is What.LEFT:
            assert outcome.known is not None
            assert outcome.known.part_id == 1, "only the school's own leave by its list"
        if outcome.what is What.NEW:
            assert outcome.row is not None
            assert outcome.row.upn not in {one.upn for one in known} - {""} or sum(
                one.upn == outcome.row.upn for one in known
            ) > 1  # fmt: skip
    # Of the school's own, each is met, gone or asked about.
    own = {one.learner for one in known if one.part_id == 1}
    told = {o.known.learner for o in outcomes if o.known}
    wrong = {o.row.name for o in outcomes if o.what is What.WRONG and o.row}
    assert all(n in told or next(k for k in known if k.learner == n).name in wrong for n in own)


@given(
    st.dictionaries(st.integers(1, 5), st.sets(st.integers(10, 15)), max_size=5),
    st.sets(st.integers(10, 15)),
    st.sets(st.integers(10, 15)),
)
def test_a_guardian_is_childless_only_by_these_leavers(
    ties: dict[int, set[int]], leaving: set[int], there: set[int]
) -> None:
    found = childless_after(ties, leaving, there)
    for guardian, learners in ties.items():
        remaining = (learners & there) - leaving
        assert (guardian in found) == (bool(learners & leaving) and not remaining)


@given(
    st.lists(
        st.builds(
            SchoolFigures,
            st.text(max_size=60),
            st.integers(0, 5000),
            st.none() | st.integers(0, 400),
            st.none() | st.integers(0, 300),
        ),
        max_size=12,
    )
)
def test_a_drawing_has_room_for_every_school(schools: list[SchoolFigures]) -> None:
    drawn = cluster_map(schools)
    assert len(drawn.discs) == len(schools)
    for disc in drawn.discs:
        assert disc.ring <= disc.x <= drawn.width - disc.ring
        assert disc.y + disc.ring < drawn.height
        assert bool(disc.filled) == bool(disc.figures.turnout)
    for one in drawn.discs:
        for other in drawn.discs:
            apart = (one.x - other.x) ** 2 + (one.y - other.y) ** 2
            assert one is other or apart >= (one.ring + other.ring) ** 2
