"""Instalments, retries and steps, by hand and for any numbers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.arrears.rules.instalments import (
    MOST,
    BeginsInThePast,
    InstalmentTooLarge,
    InstalmentTooSmall,
    NothingOwed,
    due_by,
    instalments,
    may_spread,
    next_after,
)
from coopcouncil.arrears.rules.retrying import AGAIN, next_try
from coopcouncil.arrears.rules.steps import APART, step_due
from coopcouncil.payments.kinds import FailureReason, Interval

DAY = date(2026, 3, 2)
days = st.dates(date(2020, 1, 1), date(2060, 1, 1))


@given(st.integers(1, 100_000), st.integers(1, 100_000), days, st.sampled_from(Interval))
def test_the_parts_come_to_the_whole(total: int, each: int, first: date, how: Interval) -> None:
    if each > total or -(-total // each) > MOST:
        return
    parts = instalments(total, each, first, how)

    assert sum(part for _day, part in parts) == total
    assert all(part == each for _day, part in parts[:-1])
    assert [day for day, _part in parts] == sorted({day for day, _part in parts})
    assert due_by(parts, parts[-1][0]) == total


@given(st.integers(1, 5_000), st.integers(1, 500), st.integers(0, 6_000))
def test_the_next_instalment_is_what_the_money_did_not_reach(
    total: int, each: int, paid: int
) -> None:
    each = min(each, total)
    parts = instalments(total, each, DAY, Interval.WEEK)
    found = next_after(parts, paid)
    if paid >= total:
        assert found is None
    else:
        assert found is not None
        assert due_by(parts, found[0]) - paid == found[1]


@pytest.mark.parametrize(
    ("total", "each", "first", "refusal"),
    [
        (0, 1, DAY, NothingOwed),
        (100, 101, DAY, InstalmentTooLarge),
        (100_000, 1, DAY, InstalmentTooSmall),
        (100, 10, DAY - timedelta(days=1), BeginsInThePast),
        (100, 10, DAY + timedelta(days=367), BeginsInThePast),
    ],
)
def test_what_is_no_plan_is_refused(
    total: int, each: int, first: date, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        may_spread(total, each, first, DAY)


def test_steps_come_one_by_one_and_a_week_apart() -> None:
    steps = (1, 14, 35)
    said: tuple[int, date] | None = None
    found = []
    for n in range(120):
        today = DAY + timedelta(days=n)
        step = step_due(DAY, today, steps, said)
        if step:
            said = (step, today)
            found.append((step, n))
    assert found == [(1, 1), (2, 14), (3, 35)]
    # The program slept for two months: no three letters in one day.
    late = DAY + timedelta(days=60)
    assert step_due(DAY, late, steps, None) == 1
    assert step_due(DAY, late + timedelta(days=APART - 1), steps, (1, late)) is None
    assert step_due(DAY, late + timedelta(days=APART), steps, (1, late)) == 2


def test_a_step_that_the_rules_leave_out_is_left_out() -> None:
    assert step_due(DAY, DAY + timedelta(days=40), (0, 0, 35), None) == 3
    assert step_due(DAY, DAY + timedelta(days=400), (0, 0, 0), None) is None


@given(
    st.sampled_from(FailureReason),
    st.integers(0, 4),
    st.integers(0, 200),
    st.integers(0, 2),
    st.integers(0, 150),
    st.integers(1, 28),
)
def test_no_payment_is_tried_beyond_its_caps(
    reason: FailureReason, again: int, fees: int, most: int, most_fees: int, after: int
) -> None:
    day = next_try(DAY, DAY, reason, again, fees, most, after, most_fees, fee=20)
    if day is None:
        return
    assert reason in AGAIN
    assert again < most <= 2
    assert fees + 20 <= most_fees
    assert day <= DAY + timedelta(days=30)
