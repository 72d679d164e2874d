"""Working days: the calendars of bank holidays of `holidays`, which is kept up to date.

Bacs, Faster Payments' settlement and the other payment systems keep the bank holidays of England
and Wales. Some laws count a bank holiday in any part of the United Kingdom.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import holidays

from coopcouncil.kernel.dates import day as in_words
from coopcouncil.kernel.errors import Gettext, Refused

_PARTS = ("ENG", "WLS", "SCT", "NIR")


class NotAWorkingDay(Refused):
    """Banks neither pay nor collect on that day."""

    status = 422

    def __init__(self, instead: date) -> None:
        self.instead = instead

    def sentence(self, _: Gettext) -> str:
        text = _("Banks do not work on that day. The next working day is {day}.")
        return text.format(day=in_words(self.instead, _))


def is_working_day(on: date, anywhere: bool = False) -> bool:
    """Whether the payment systems work; `anywhere`: a bank holiday in any part of the UK counts.

    >>> is_working_day(date(2026, 12, 24)), is_working_day(date(2026, 12, 28))
    (True, False)
    """
    return on.weekday() < 5 and on not in _bank_holidays(on.year, anywhere)


def must_be_working_day(on: date) -> None:
    """Refuse a day on which the payment systems do not work."""
    if not is_working_day(on):
        raise NotAWorkingDay(add_working_days(on, 1))


def working_day_from(on: date, anywhere: bool = False) -> date:
    """The day itself, or the next working day.

    >>> working_day_from(date(2026, 12, 25))
    datetime.date(2026, 12, 29)
    """
    return next(day for day in _days(on, 1) if is_working_day(day, anywhere))


def working_day_until(on: date, anywhere: bool = False) -> date:
    """The day itself, or the last working day before it."""
    return next(day for day in _days(on, -1) if is_working_day(day, anywhere))


def add_working_days(on: date, number: int, anywhere: bool = False) -> date:
    """So many working days after a day, or before it where the number is negative.

    >>> add_working_days(date(2026, 12, 24), 2)
    datetime.date(2026, 12, 30)
    >>> add_working_days(date(2026, 12, 29), -1)
    datetime.date(2026, 12, 24)
    """
    if number == 0:
        return on
    step = 1 if number > 0 else -1
    left = abs(number)
    for day in _days(on + timedelta(days=step), step):
        left -= is_working_day(day, anywhere)
        if not left:
            return day
    raise AssertionError("days do not end")


def working_days_between(since: date, to: date, anywhere: bool = False) -> int:
    """How many working days lie after one day, up to and with the other.

    >>> working_days_between(date(2026, 12, 24), date(2026, 12, 30))
    2
    """
    return sum(
        is_working_day(since + timedelta(days=n), anywhere) for n in range(1, (to - since).days + 1)
    )


def _days(on: date, step: int) -> Iterator[date]:
    while True:
        yield on
        on += timedelta(days=step)


@cache
def _bank_holidays(year: int, anywhere: bool) -> frozenset[date]:
    parts = _PARTS if anywhere else _PARTS[:1]
    return frozenset(
        day for part in parts for day in holidays.country_holidays("GB", subdiv=part, years=year)
    )
