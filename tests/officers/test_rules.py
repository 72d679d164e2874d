"""Who retires and who may hold office, without a database."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.kernel.errors import Refused
from coopcouncil.members.rules import Change, timeline
from coopcouncil.officers.kinds import UNKNOWN, Chosen, Office
from coopcouncil.officers.rules.holding import Holding, holdings, in_a_row_since
from coopcouncil.officers.rules.refusals import (
    AgeUnknown,
    Candidate,
    ChairOffCommittee,
    CommitteeFull,
    NoOffice,
    NotAMember,
    Others,
    TooLongOnCommittee,
    TooManyCoopted,
    TooManyEmployees,
    TooYoungByLaw,
    TooYoungByRules,
    may_be_chosen_again,
    may_hold,
)
from coopcouncil.officers.rules.retirement import Retirement, Seat, Why, nearest, who_retires
from coopcouncil.organisations.chapters.committee import CommitteeRules

AGM = date(2026, 9, 1)
THIRD = Fraction(1, 3)
RULES = CommitteeRules()


def elected(*years: int) -> list[Seat]:
    return [Seat(n, Chosen.ELECTED, date(year, 9, 1)) for n, year in enumerate(years, 1)]


def going(found: Retirement) -> set[int]:
    return {fate.seat.officer for fate in found.retiring}


@pytest.mark.parametrize(
    ("years", "retire"),
    [
        ((2023, 2024, 2025), {1}),
        ((2025, 2024, 2023), {3}),
        ((2023, 2024, 2024, 2025), {1}),  # 4/3 is nearest to 1
        ((2023, 2023, 2024, 2025, 2025), {1, 2}),  # 5/3 is nearest to 2
        ((2025,), {1}),  # the only one who is subject to it
        ((2022, 2022, 2022, 2025, 2025, 2025), {1, 2, 3}),  # the term of three is over
        ((), set()),
    ],
)
def test_the_longest_in_office_retire_first(years: tuple[int, ...], retire: set[int]) -> None:
    assert going(who_retires(elected(*years), AGM, THIRD, 3)) == retire


def test_all_founders_and_everybody_coopted_retire_and_those_appointed_stay() -> None:
    seats = [
        Seat(1, Chosen.FOUNDING, date(2026, 1, 1)),
        Seat(2, Chosen.FOUNDING, date(2026, 1, 1)),
        Seat(3, Chosen.COOPTED, date(2026, 8, 1)),
        Seat(4, Chosen.APPOINTED, date(2010, 1, 1)),
        *[Seat(n, Chosen.ELECTED, date(2020 + n, 1, 1)) for n in (5, 6)],
    ]
    found = who_retires(seats, AGM, THIRD, 0)
    assert {f.seat.officer: f.why for f in found.fates} == {
        1: Why.FOUNDING,
        2: Why.FOUNDING,
        3: Why.COOPTED,
        4: Why.APPOINTED,
        5: Why.ROTATION,  # two thirds of one are nearest to one
        6: Why.STAYS,
    }


def test_equals_wait_for_a_lot_and_the_lot_decides() -> None:
    seats = elected(2024, 2024, 2024, 2025, 2025, 2025)
    waiting = who_retires(seats, AGM, THIRD, 3)
    assert (waiting.tied, waiting.places, going(waiting)) == ((1, 2, 3), 2, set())
    drawn = who_retires(seats, AGM, THIRD, 3, lots=(3, 1, 2))
    assert going(drawn) == {3, 1}
    assert drawn.tied == ()
    # A lot that somebody was not in decides nothing.
    assert who_retires(seats, AGM, THIRD, 3, lots=(3, 1)).tied == (1, 2, 3)


_SEATS = st.lists(
    st.tuples(st.sampled_from(Chosen), st.integers(0, 8).map(lambda n: date(2018 + n, 9, 1))),
    max_size=15,
).map(lambda rows: [Seat(n, chosen, day) for n, (chosen, day) in enumerate(rows, 1)])


@given(
    seats=_SEATS,
    share=st.sampled_from([Fraction(0), THIRD, Fraction(1, 4), Fraction(1, 2), Fraction(1)]),
    term=st.integers(0, 5),
    draw=st.randoms(use_true_random=False),
)
def test_retirement_keeps_its_promises(
    seats: list[Seat], share: Fraction, term: int, draw: Random
) -> None:
    order = [seat.officer for seat in seats]
    draw.shuffle(order)
    found = who_retires(seats, AGM, share, term, lots=order)
    again = who_retires(reversed(seats), AGM, share, term, lots=order)
    assert again == found  # It does not matter in which order the seats are told.
    assert found.tied == ()
    why = {fate.seat.officer: fate.why for fate in found.fates}
    assert why.keys() == {seat.officer for seat in seats}
    of = {chosen: [s for s in seats if s.chosen is chosen] for chosen in Chosen}
    assert all(why[s.officer].retires for s in (*of[Chosen.FOUNDING], *of[Chosen.COOPTED]))
    assert not any(why[s.officer].retires for s in of[Chosen.APPOINTED])
    subject = of[Chosen.ELECTED]
    gone = [s for s in subject if why[s.officer].retires]
    over = [s for s in subject if why[s.officer] is Why.TERM]
    assert len(gone) == max(found.number, len(over))
    if share and len(subject) > 1:
        assert abs(found.number - share * len(subject)) <= Fraction(1, 2)
    # Nobody stays who has been longer in office than somebody who goes.
    stay = [s for s in subject if not why[s.officer].retires]
    if gone and stay:
        assert max(s.chosen_on for s in gone) <= min(s.chosen_on for s in stay)
    # Without lots, those who must be drawn between are exactly those whom the lot decided on.
    undecided = who_retires(seats, AGM, share, term)
    by_lot = {officer for officer, w in why.items() if w in (Why.LOT, Why.SPARED_BY_LOT)}
    assert set(undecided.tied) == by_lot
    assert undecided.places == sum(w is Why.LOT for w in why.values())


def test_the_nearest_number_to_a_share() -> None:
    assert [nearest(THIRD, n) for n in range(10)] == [0, 0, 1, 1, 1, 2, 2, 2, 3, 3]
    assert nearest(Fraction(1, 2), 3) == 2


def candidate(**other: object) -> Candidate:
    facts: dict[str, object] = {
        "offices": (Office.COMMITTEE,),
        "chosen": Chosen.ELECTED,
        "date_of_birth": date(1980, 1, 1),
        "age_is_checked": False,
        "is_member": True,
        "is_employee": False,
    }
    return Candidate(**{**facts, **other})  # type: ignore[arg-type]


NOBODY = Others(0, 0, 0)


@pytest.mark.parametrize(
    ("who", "others", "refusal"),
    [
        (candidate(offices=()), NOBODY, NoOffice),
        (candidate(offices=(Office.CHAIR,)), NOBODY, ChairOffCommittee),
        (candidate(date_of_birth=date(2010, 9, 2)), NOBODY, TooYoungByLaw),
        (candidate(date_of_birth=date(2010, 9, 1)), NOBODY, TooYoungByRules),
        (candidate(date_of_birth=date(2008, 9, 2)), NOBODY, TooYoungByRules),
        (candidate(date_of_birth=date(2008, 9, 1)), NOBODY, None),
        (candidate(date_of_birth=None), NOBODY, AgeUnknown),
        (candidate(date_of_birth=None, age_is_checked=True), NOBODY, None),
        (candidate(is_member=False), NOBODY, NotAMember),
        (candidate(is_member=False, chosen=Chosen.COOPTED), NOBODY, None),
        (candidate(is_member=False, chosen=Chosen.APPOINTED), NOBODY, None),
        (candidate(), Others(12, 0, 0), CommitteeFull),
        (candidate(chosen=Chosen.COOPTED), Others(5, 2, 0), TooManyCoopted),
        (candidate(is_employee=True), Others(5, 0, 4), TooManyEmployees),
        # The secretary need be no committee member; the treasurer is at least 16.
        (candidate(offices=(Office.SECRETARY,), date_of_birth=None), Others(12, 2, 4), None),
        (
            candidate(offices=(Office.TREASURER,), date_of_birth=date(2012, 1, 1)),
            NOBODY,
            TooYoungByLaw,
        ),
        (candidate(offices=(Office.TREASURER,), date_of_birth=date(2009, 1, 1)), NOBODY, None),
    ],
)
def test_who_may_hold_office(who: Candidate, others: Others, refusal: type[Refused] | None) -> None:
    if refusal is None:
        may_hold(who, others, RULES, 18, AGM)
        return
    with pytest.raises(refusal) as refused:
        may_hold(who, others, RULES, 18, AGM)
    assert "{" not in refused.value.sentence(str)


def test_nine_years_in_a_row_are_the_most() -> None:
    may_be_chosen_again(date(2017, 9, 2), 9, AGM)
    may_be_chosen_again(date(1990, 1, 1), 0, AGM)
    with pytest.raises(TooLongOnCommittee):
        may_be_chosen_again(date(2017, 9, 1), 9, AGM)


_DAYS = st.integers(0, 12).map(lambda n: date(2024, 1, 1) + timedelta(days=n))
_LINES = st.lists(
    st.tuples(_DAYS, st.sampled_from(["", "committee", "committee chair", "secretary"])),
    min_size=1,
    max_size=6,
)


@given(_LINES)
def test_holdings_cover_the_days_on_which_an_office_is_held(
    lines: list[tuple[date, str]],
) -> None:
    changes = [
        Change(place, day, {"offices": offices, "postcode": str(place)})
        for place, (day, offices) in enumerate(lines, 1)
    ]
    periods = timeline(changes, UNKNOWN)
    found = holdings(periods)
    for offset in range(-1, 15):
        day = date(2024, 1, 1) + timedelta(days=offset)
        said = next((p.facts["offices"] for p in periods if p.valid_from <= day < p.valid_to), "")
        held = {h.office.value for h in found if h.since <= day and (not h.until or day < h.until)}
        assert held == set(str(said).split())
        since = in_a_row_since(periods, day)
        assert (since is not None) == ("committee" in str(said))
    # What touches is one: a new address ends no office.
    for office in Office:
        own = sorted((h for h in found if h.office is office), key=lambda h: h.since)
        for earlier, later in pairwise(own):
            assert earlier.until is not None
            assert earlier.until < later.since
    assert all(isinstance(h, Holding) for h in found)
