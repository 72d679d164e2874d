"""The standstill and the days of the notices, counted by hand and held against what must hold."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.kernel.workdays import is_working_day
from coopcouncil.organisations.kinds import Nation
from coopcouncil.procurement.kinds import Procedure
from coopcouncil.procurement.outcome.rules.duties import LARGE, Due, Duty, dues, indicators_needed
from coopcouncil.procurement.outcome.rules.standstill import (
    counted,
    is_mandatory,
    may_sign_from,
    standstill_ends,
)


@pytest.mark.parametrize(
    ("published", "ends"),
    [
        # Monday to Wednesday of the week after, no holiday.
        (date(2026, 11, 2), date(2026, 11, 11)),
        # Christmas Eve: 24, 29, 30, 31 December, 5 to 8 January (4 January is kept in Scotland).
        (date(2026, 12, 24), date(2027, 1, 8)),
        # Friday 10 July: the Battle of the Boyne is kept on Monday 13 July in Northern Ireland.
        (date(2026, 7, 10), date(2026, 7, 22)),
        # A Saturday: it begins the period and does not count.
        (date(2026, 11, 7), date(2026, 11, 18)),
        # St Andrew's Day, Monday 30 November 2026, is a bank holiday in Scotland.
        (date(2026, 11, 26), date(2026, 12, 8)),
        # Good Friday and Easter Monday 2027.
        (date(2027, 3, 24), date(2027, 4, 6)),
    ],
)
def test_it_is_eight_working_days_with_the_first(published, ends):
    assert standstill_ends(published) == ends
    assert may_sign_from(published) == ends + timedelta(days=1)


@given(st.dates(date(2025, 2, 24), date(2040, 12, 31)))
def test_eight_days_count_and_the_last_of_them_is_a_working_day(published):
    days = counted(published)
    assert days[0][0] == published
    assert sum(counts for _day, counts in days) == 8
    assert days[-1][1]
    assert is_working_day(standstill_ends(published), anywhere=True)


@given(st.dates(date(2025, 2, 24), date(2040, 12, 31)))
def test_who_publishes_later_never_signs_earlier(published):
    assert may_sign_from(published) <= may_sign_from(published + timedelta(days=1))


def test_which_contracts_need_not_wait():
    assert [one for one in Procedure if not is_mandatory(one)] == [
        Procedure.BELOW_THRESHOLD,
        Procedure.LIGHT_TOUCH,
        Procedure.CALL_OFF,
        Procedure.DYNAMIC_MARKET,
    ]


def test_indicators_are_for_large_contracts_alone():
    assert indicators_needed(LARGE, Procedure.OPEN) == 0
    assert indicators_needed(LARGE + 1, Procedure.OPEN) == 3
    assert indicators_needed(LARGE + 1, Procedure.LIGHT_TOUCH) == 0


def test_what_is_published_of_a_large_contract_and_by_when():
    found = dues(date(2026, 3, 2), date(2028, 3, 1), LARGE + 1, Procedure.OPEN, Nation.ENGLAND)
    assert found == (
        # 30 days with the first: 2 March to 31 March.
        Due(Duty.DETAILS, date(2026, 3, 31)),
        Due(Duty.COPY, date(2026, 5, 30)),
        Due(Duty.PERFORMANCE, date(2027, 3, 2)),
        Due(Duty.PERFORMANCE, date(2028, 3, 1)),
    )


def test_a_devolved_welsh_authority_publishes_no_copy():
    found = dues(date(2026, 3, 2), date(2028, 3, 1), LARGE + 1, Procedure.OPEN, Nation.WALES)
    assert Duty.COPY not in {one.duty for one in found}


def test_light_touch_has_longer():
    found = dues(date(2026, 3, 2), date(2027, 3, 1), 100, Procedure.LIGHT_TOUCH, Nation.ENGLAND)
    assert found == (Due(Duty.DETAILS, date(2026, 6, 29)),)


def test_without_fitting_indicators_there_is_no_yearly_look_at_them():
    signed, ends = date(2026, 11, 2), date(2029, 11, 1)
    both = [
        {one.duty for one in dues(signed, ends, LARGE + 1, Procedure.OPEN, Nation.ENGLAND, fit)}
        for fit in (True, False)
    ]
    assert both == [{Duty.DETAILS, Duty.COPY, Duty.PERFORMANCE}, {Duty.DETAILS, Duty.COPY}]


def test_below_the_threshold_no_number_of_days_is_set_and_small_ones_tell_nothing():
    signed, ends = date(2026, 11, 2), date(2027, 11, 1)

    def told(value: int) -> tuple[Due, ...]:
        return dues(signed, ends, value, Procedure.BELOW_THRESHOLD, Nation.ENGLAND)

    assert told(30_000_00) == (Due(Duty.DETAILS, None),)
    assert told(30_000_00 - 1) == ()
