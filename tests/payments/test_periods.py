"""Which days are charged, and what they cost."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.payments.kinds import Interval
from coopcouncil.payments.rules.periods import (
    Span,
    due_on,
    period_of,
    periods,
    price_of,
    to_charge,
)

DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
INTERVALS = st.sampled_from(list(Interval))
MONTHS = st.integers(1, 12)


@given(INTERVALS, DAYS, MONTHS)
def test_every_day_lies_in_one_period_and_periods_leave_no_gap(interval, day, month):
    span = period_of(interval, day, month)
    assert span.since <= day <= span.to
    assert period_of(interval, span.since, month) == span == period_of(interval, span.to, month)
    assert period_of(interval, span.to + timedelta(1), month).since == span.to + timedelta(1)


@given(INTERVALS, DAYS, st.integers(0, 500), MONTHS)
def test_charged_periods_follow_each_other_from_the_first_day(interval, since, days, month):
    to = since + timedelta(days)
    spans = list(periods(interval, since, to, month))
    assert spans[0].since == since
    assert all(b.since == a.to + timedelta(1) for a, b in itertools.pairwise(spans))
    assert spans[-1].since <= to <= spans[-1].to


@given(INTERVALS, DAYS, st.integers(0, 500), st.integers(0, 500), MONTHS)
def test_a_round_that_was_done_before_charges_only_what_is_new(interval, since, one, two, month):
    first = to_charge(interval, since, since + timedelta(min(one, two)), year_month=month)
    again = to_charge(
        interval, since, since + timedelta(max(one, two)), after=first[-1].since, year_month=month
    )
    assert first + again == to_charge(
        interval, since, since + timedelta(max(one, two)), year_month=month
    )


@given(INTERVALS, DAYS, st.integers(1, 1_000_000), MONTHS)
def test_a_part_of_a_period_costs_no_more_than_its_days(interval, day, amount, month):
    whole = period_of(interval, day, month)
    part = price_of(amount, interval, Span(day, whole.to), True, month)
    assert 0 <= part <= amount
    assert (part == amount) == (day == whole.since) or amount < whole.days
    assert price_of(amount, interval, Span(day, whole.to), False, month) == amount


@given(INTERVALS, DAYS, st.integers(1, 7), MONTHS)
def test_nothing_is_due_before_its_period_begins(interval, day, collection, month):
    whole = period_of(interval, day, month)
    span = Span(day, whole.to)
    assert day <= due_on(interval, span, collection)
    assert whole.since <= due_on(interval, whole, collection) <= whole.to


@pytest.mark.parametrize(
    ("since", "expected"),
    [(date(2026, 6, 1), 1_000), (date(2026, 6, 16), 500), (date(2026, 6, 30), 33)],
)
def test_the_first_month_by_days(since, expected):
    span = Span(since, date(2026, 6, 30))
    assert price_of(1_000, Interval.MONTH, span, True, 1) == expected


def test_nothing_is_charged_in_a_pause_or_after_the_end():
    spans = to_charge(
        Interval.MONTH,
        date(2026, 1, 1),
        date(2026, 12, 31),
        ended_on=date(2026, 8, 15),
        pauses=[(date(2026, 3, 1), date(2026, 4, 30)), (date(2026, 7, 10), None)],
    )
    assert [span.since.month for span in spans] == [1, 2, 5, 6, 7]
