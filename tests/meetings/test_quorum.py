"""Quorum, adjournment, and the year's last day for its meeting."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.meetings.rules.quorum import Adjournment, Quorum, Stay, present_at
from coopcouncil.meetings.rules.year import agm_deadline, months_after
from coopcouncil.organisations.majority import Combine
from coopcouncil.organisations.rulebook import Rulebook

NOON = datetime(2026, 3, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "percent", "combine", "electorate", "needed"),
    [
        (3, 10, Combine.GREATER, 64, 7),  # 6.4 is 7
        (3, 25, Combine.GREATER, 11, 3),  # 2.75 is 3
        (3, 25, Combine.GREATER, 13, 4),  # 3.25 is 4
        (10, 10, Combine.LOWER, 64, 7),
        (5, 10, Combine.LOWER, 64, 5),
        (0, 10, Combine.LOWER, 64, 7),  # a number that is not set does not win
        (5, 0, Combine.LOWER, 64, 5),
        (0, 0, Combine.GREATER, 64, 1),  # a meeting of nobody decides nothing
        (0, 10, Combine.GREATER, 0, 1),
    ],
)
def test_the_quorum_by_its_number_percentage_and_combinator(
    number, percent, combine, electorate, needed
):
    rules = Rulebook(quorum_number=number, quorum_percent=percent, quorum_combine=combine)
    assert Quorum(rules, electorate, 0).needed == needed


@given(st.integers(0, 50), st.integers(0, 100), st.sampled_from(Combine), st.integers(0, 100_000))
def test_rounding_is_always_up(number, percent, combine, electorate):
    rules = Rulebook(quorum_number=number, quorum_percent=percent, quorum_combine=combine)
    quorum = Quorum(rules, electorate, 0)

    assert quorum.by_percent * 100 >= electorate * percent
    assert (quorum.by_percent - 1) * 100 < electorate * percent
    assert quorum.was_rounded == bool(electorate * percent % 100)
    assert not Quorum(rules, electorate, quorum.needed - 1).is_met
    assert Quorum(rules, electorate, quorum.needed).is_met
    assert Quorum(rules, electorate, quorum.needed - 1).missing == 1


def test_who_has_left_does_not_count():
    hour = timedelta(hours=1)
    stays = (Stay(NOON), Stay(NOON, NOON + hour), Stay(NOON + hour))

    assert present_at(stays, NOON) == 2
    assert present_at(stays, NOON + hour) == 2
    assert present_at(stays, NOON - hour) == 0


def test_without_a_quorum_the_meeting_waits_and_goes_on_a_week_later():
    adjournment = Adjournment(Rulebook(), datetime(2026, 3, 25, 19, tzinfo=UTC))

    assert adjournment.waits_until == datetime(2026, 3, 25, 19, 30, tzinfo=UTC)
    assert adjournment.to == date(2026, 4, 1)
    assert adjournment.notice_days(date(2026, 4, 7)) == 0
    assert adjournment.notice_days(date(2026, 4, 8)) == 7


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 3, 31), 6, date(2026, 9, 30)),
        (date(2026, 9, 30), 6, date(2027, 3, 31)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 6, date(2027, 6, 15)),
    ],
)
def test_months_end_with_their_months(day, months, then):
    assert months_after(day, months) == then


def test_the_agm_of_a_year_is_held_within_six_months_of_its_end():
    rules = Rulebook(year_end_month=3, year_end_day=31)

    assert agm_deadline(rules, None, date(2026, 6, 1)).on == date(2026, 9, 30)
    held = date(2026, 7, 1)
    assert agm_deadline(rules, held, date(2026, 8, 1)).on == date(2027, 9, 30)
    assert agm_deadline(rules, held, date(2027, 4, 1)).on == date(2027, 9, 30)
    leap = Rulebook(year_end_month=2, year_end_day=29)
    assert agm_deadline(leap, None, date(2027, 3, 1)).on == date(2027, 8, 31)
