"""The mandatory standstill (Procurement Act 2023, s.51), and the days of the notices after it.

A day that is a bank holiday in any part of the United Kingdom is no working day (s.123).
"""

from datetime import date, timedelta

from coopcouncil.kernel.workdays import add_working_days, is_working_day
from coopcouncil.procurement.kinds import Procedure

DAYS = 8
"""Working days, the first being the day on which the award notice is published."""

_WITHOUT = frozenset(
    {
        Procedure.LIGHT_TOUCH,
        Procedure.CALL_OFF,
        Procedure.DYNAMIC_MARKET,
        Procedure.BELOW_THRESHOLD,
    }
)


def is_mandatory(procedure: Procedure) -> bool:
    """Whether the contract must wait; it may wait by choice all the same."""
    return procedure not in _WITHOUT


def standstill_ends(published_on: date, days: int = DAYS) -> date:
    """The last day of the standstill. The day of publication counts where it is a working day.

    Published on Thursday 24 December 2026: that day, 29, 30 and 31 December, then 5 to 8 January,
    since 2 January's holiday in Scotland is kept on Monday 4 January.

    >>> standstill_ends(date(2026, 12, 24))
    datetime.date(2027, 1, 8)
    >>> standstill_ends(date(2026, 11, 2))
    datetime.date(2026, 11, 11)
    """
    left = days - is_working_day(published_on, anywhere=True)
    return add_working_days(published_on, left, anywhere=True)


def may_sign_from(published_on: date, days: int = DAYS) -> date:
    """The first day on which the contract may be entered into."""
    return standstill_ends(published_on, days) + timedelta(days=1)


def counted(published_on: date, days: int = DAYS) -> tuple[tuple[date, bool], ...]:
    """Each day of the standstill, and whether it counts: for the page that draws it."""
    ends = standstill_ends(published_on, days)
    length = (ends - published_on).days + 1
    found = (published_on + timedelta(days=n) for n in range(length))
    return tuple((day, is_working_day(day, anywhere=True)) for day in found)
