"""The days on which a loan is paid, and its months. Pure."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from itertools import count


class Every(StrEnum):
    """How often a loan is paid."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    FOUR_WEEKS = "four-weeks"
    MONTH = "month"


DAYS = {Every.WEEK: 7, Every.FORTNIGHT: 14, Every.FOUR_WEEKS: 28}
A_YEAR = {Every.WEEK: 52, Every.FORTNIGHT: 26, Every.FOUR_WEEKS: 13, Every.MONTH: 12}


def plus_months(on: date, months: int) -> date:
    """The same day of another month, or its last where it has no such day.

    >>> plus_months(date(2026, 1, 31), 1), plus_months(date(2026, 1, 31), -2)
    (datetime.date(2026, 2, 28), datetime.date(2025, 11, 30))
    """
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def next_day(first: date, every: Every, number: int) -> date:
    """The day of the payment with this number, the first being 0.

    >>> next_day(date(2026, 1, 31), Every.MONTH, 2), next_day(date(2026, 1, 2), Every.WEEK, 3)
    (datetime.date(2026, 3, 31), datetime.date(2026, 1, 23))
    """
    if every is Every.MONTH:
        return plus_months(first, number)
    return first + timedelta(days=DAYS[every] * number)


def days_of(first: date, every: Every) -> Iterator[date]:
    """The days of payment, without end."""
    return (next_day(first, every, number) for number in count())


def month_around(anchor: date, on: date) -> tuple[date, date]:
    """The loan's own month that the day lies in: its first day, and the first day of the next.

    A loan's months begin on the day of the month on which it is paid, so that from one monthly
    payment to the next is one month exactly, however long.

    >>> month_around(date(2026, 1, 31), date(2026, 2, 28))
    (datetime.date(2026, 2, 28), datetime.date(2026, 3, 31))
    """
    months = (on.year - anchor.year) * 12 + on.month - anchor.month
    begin = plus_months(anchor, months)
    if begin > on:
        return plus_months(anchor, months - 1), begin
    return begin, plus_months(anchor, months + 1)
