"""Working days of the payment systems."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.kernel.workdays import (
    add_working_days,
    is_working_day,
    working_day_from,
    working_day_until,
    working_days_between,
)

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("on", "works", "anywhere"),
    [
        (date(2026, 4, 3), False, False),  # Good Friday
        (date(2026, 4, 6), False, False),  # Easter Monday: not in Scotland, but here
        (date(2026, 12, 28), False, False),  # instead of Boxing Day, a Saturday
        (date(2022, 9, 19), False, False),  # the Queen's funeral
        (date(2023, 5, 8), False, False),  # the coronation
        (date(2026, 1, 2), True, False),  # Scotland alone
        (date(2026, 3, 17), True, False),  # Northern Ireland alone
        (date(2026, 11, 30), True, False),  # St Andrew's day
        (date(2026, 11, 21), False, False),  # a Saturday
        (date(2026, 11, 24), True, True),
    ],
)
def test_bank_holidays(on, works, anywhere):
    assert is_working_day(on) is works
    assert is_working_day(on, anywhere=True) is anywhere


@given(DAYS, st.integers(1, 40))
def test_there_and_back(on, number):
    start = working_day_from(on)
    assert is_working_day(start)
    assert working_day_until(start) == start
    later = add_working_days(start, number)
    assert is_working_day(later)
    assert working_days_between(start, later) == number
    assert add_working_days(later, -number) == start


@given(DAYS)
def test_nobody_waits_longer_than_a_week(on):
    assert timedelta(0) <= working_day_from(on) - on <= timedelta(days=5)
