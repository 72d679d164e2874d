"""What the register says at any day, as known at any moment, is a plain replay of the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.members.kinds import UNKNOWN, Fact
from coopcouncil.members.rules import (
    FOR_EVER,
    Change,
    Period,
    in_register,
    lines_of_admission,
    lines_of_change,
    revise,
    timeline,
)

START = date(2020, 1, 1)
TODAY = date(2026, 11, 22)
_days = st.integers(0, 40).map(lambda n: START + timedelta(days=n))
_facts = st.dictionaries(
    st.sampled_from(["email", "postcode", "constituency_id", "status"]),
    st.sampled_from(["a", "b", "c"]),
    min_size=1,
    max_size=3,
)


@st.composite
def journals(draw: st.DrawFn) -> list[Change]:
    """Changes, late entries, corrections and undone corrections, in the order of recording."""
    lines: list[Change] = []
    for place in range(1, draw(st.integers(1, 14)) + 1):
        withdraws = draw(st.none() | st.integers(1, place - 1)) if place > 1 else None
        facts = draw(st.just({}) | _facts) if withdraws else draw(_facts)
        lines.append(Change(place, draw(_days), facts, withdraws))
    return lines


def replayed(lines: Sequence[Change], on: date, name: str) -> Fact:
    """The definition, word for word: no periods, no rows."""

    def stands(line: Change) -> bool:
        return not any(later.withdraws == line.place and stands(later) for later in lines)

    said = [line for line in lines if name in line.facts and line.effective_on <= on]
    said = [line for line in said if stands(line)]
    if not said:
        return UNKNOWN[name]
    return max(said, key=lambda line: (line.effective_on, line.place)).facts[name]


@dataclass
class Row:
    """An entry with both its times."""

    period: Period
    recorded: int
    superseded: int = 10**9


@given(journals())
def test_any_day_as_known_at_any_moment_is_a_plain_replay(lines: list[Change]) -> None:
    rows: list[Row] = []
    for known, _line in enumerate(lines, 1):
        current = {i: r.period for i, r in enumerate(rows) if r.superseded == 10**9}
        revision = revise(current, timeline(lines[:known]))
        for i in revision.superseded:
            rows[i].superseded = known
        rows += [Row(period, known) for period in revision.added]

    for known in range(1, len(lines) + 1):
        seen = [row.period for row in rows if row.recorded <= known < row.superseded]
        for offset in range(-1, 42):
            on = START + timedelta(days=offset)
            holding = [p for p in seen if p.valid_from <= on < p.valid_to]
            assert len(holding) <= 1
            facts = holding[0].facts if holding else UNKNOWN
            for name in ("email", "postcode", "constituency_id", "status"):
                assert facts[name] == replayed(lines[:known], on, name)


@given(journals())
def test_a_timeline_has_no_gap_and_ends_never(lines: list[Change]) -> None:
    periods = timeline(lines)
    for earlier, later in pairwise(periods):
        assert earlier.valid_to == later.valid_from
    if periods:
        assert periods[-1].valid_to == FOR_EVER


def entered(facts: dict[str, Fact], effective_on: date | None = None) -> list[Change]:
    lines = lines_of_admission({"given_name": "Ada", **facts}, TODAY, effective_on)
    return [Change(n, line.effective_on, line.facts) for n, line in enumerate(lines, 1)]


def changed(
    journal: list[Change], facts: dict[str, Fact], effective_on: date | None = None
) -> list[Change]:
    lines = lines_of_change(timeline(journal), facts, TODAY, effective_on)
    more = [
        Change(n, line.effective_on, line.facts) for n, line in enumerate(lines, len(journal) + 1)
    ]
    return journal + more


def is_member(journal: list[Change], on: date) -> bool:
    return any(
        p.valid_from <= on < p.valid_to and in_register(p.facts, on) for p in timeline(journal)
    )


def test_a_member_is_one_from_the_day_of_joining_until_the_day_of_leaving() -> None:
    journal = entered({"joined_on": "2021-03-01", "left_on": "2022-06-30"})

    assert not is_member(journal, date(2021, 2, 28))
    assert is_member(journal, date(2021, 3, 1))
    assert is_member(journal, date(2022, 6, 29))
    assert not is_member(journal, date(2022, 6, 30))


def test_somebody_whose_joining_nobody_remembers_is_a_member_from_today() -> None:
    journal = entered({})

    assert is_member(journal, TODAY)
    assert not is_member(journal, TODAY - timedelta(days=1))


def test_a_leaving_that_was_recorded_with_a_day_of_effect_counts_from_its_own_day() -> None:
    journal = entered({"joined_on": "2020-01-01", "left_on": "2026-12-31"}, date(2020, 1, 1))

    assert is_member(journal, date(2026, 12, 30))
    assert not is_member(journal, date(2026, 12, 31))


def test_an_earlier_joining_makes_a_member_of_the_days_between() -> None:
    journal = changed(entered({"joined_on": "2021-03-01"}), {"joined_on": "2020-03-01"})

    assert not is_member(journal, date(2020, 2, 29))
    assert is_member(journal, date(2020, 3, 1))
    assert {p.facts["joined_on"] for p in timeline(journal)} == {"2020-03-01"}


def test_a_later_joining_takes_the_days_between_away() -> None:
    journal = changed(entered({"joined_on": "2021-03-01"}), {"joined_on": "2022-03-01"})

    assert not is_member(journal, date(2021, 3, 1))
    assert is_member(journal, date(2022, 3, 1))


def test_a_leaving_put_off_keeps_the_member() -> None:
    left = entered({"joined_on": "2021-03-01", "left_on": "2022-06-30"})
    journal = changed(left, {"left_on": "2023-06-30"})

    assert is_member(journal, date(2023, 6, 29))
    assert not is_member(journal, date(2023, 6, 30))


def test_a_leaving_brought_forward_ends_the_membership_earlier() -> None:
    left = entered({"joined_on": "2021-03-01", "left_on": "2022-06-30"})
    journal = changed(left, {"left_on": "2022-01-31"})

    assert is_member(journal, date(2022, 1, 30))
    assert not is_member(journal, date(2022, 1, 31))
    assert not is_member(journal, date(2024, 1, 31))


def test_a_leaving_taken_back_makes_a_member_again() -> None:
    left = entered({"joined_on": "2021-03-01", "left_on": "2022-06-30"})

    assert is_member(changed(left, {"left_on": None}, date(2022, 6, 30)), date(2022, 7, 1))


def test_an_applicant_is_no_member() -> None:
    assert not is_member(entered({"status": "applicant"}), TODAY)
