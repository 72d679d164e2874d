"""A debt spread over time: the parts come to the whole, the last one is what is left."""

from collections.abc import Sequence
from datetime import date, timedelta

from coopcouncil.kernel.dates import months_after
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money
from coopcouncil.payments.kinds import Interval

MOST = 120
"""Ten years of months: a longer plan helps nobody."""

_MONTHS = {Interval.MONTH: 1, Interval.QUARTER: 3, Interval.YEAR: 12}


class NothingOwed(Refused):
    """A plan about nothing."""

    def sentence(self, _: Gettext) -> str:
        return _("Nothing is owed that could be spread.")


class InstalmentTooSmall(Refused):
    """It would go on for ever."""

    status = 422

    def __init__(self, least: Money) -> None:
        self.least = least

    def sentence(self, _: Gettext) -> str:
        text = _("That would take more than {most} instalments. Agree at least {sum} each.")
        return text.format(most=MOST, sum=self.least)


class InstalmentTooLarge(Refused):
    """More at once than there is."""

    status = 422

    def __init__(self, total: Money) -> None:
        self.total = total

    def sentence(self, _: Gettext) -> str:
        return _("Only {sum} is owed in all. Agree a smaller instalment.").format(sum=self.total)


class BeginsInThePast(Refused):
    """The first instalment is still to come."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("The first instalment must be due today or later, within a year.")


def may_spread(total: int, instalment: int, first_on: date, today: date) -> None:
    """Refuse what is no plan."""
    if total <= 0:
        raise NothingOwed
    if instalment > total:
        raise InstalmentTooLarge(Money(total))
    if instalment <= 0 or -(-total // instalment) > MOST:
        raise InstalmentTooSmall(Money(-(-total // MOST)))
    if not today <= first_on <= today + timedelta(days=366):
        raise BeginsInThePast


def instalments(
    total: int, instalment: int, first_on: date, interval: Interval
) -> tuple[tuple[date, int], ...]:
    """The days and the pence.

    >>> instalments(2500, 1000, date(2026, 1, 31), Interval.MONTH)[1:]
    ((datetime.date(2026, 2, 28), 1000), (datetime.date(2026, 3, 31), 500))
    """
    found: list[tuple[date, int]] = []
    while total > 0:
        part = min(instalment, total)
        found.append((_nth(first_on, interval, len(found)), part))
        total -= part
    return tuple(found)


def due_by(parts: Sequence[tuple[date, int]], on: date) -> int:
    """How much should have come by the end of a day."""
    return sum(part for day, part in parts if day <= on)


def next_after(parts: Sequence[tuple[date, int]], paid: int) -> tuple[date, int] | None:
    """The first instalment that is not wholly paid, with what is left of it.

    >>> next_after(((date(2026, 1, 1), 500), (date(2026, 2, 1), 500)), 700)
    (datetime.date(2026, 2, 1), 300)
    """
    return next(iter(left_of(parts, paid)), None)


def left_of(parts: Sequence[tuple[date, int]], paid: int) -> list[tuple[date, int]]:
    """What is still to come of each instalment; money fills the earliest first.

    >>> left_of(((date(2026, 1, 1), 500), (date(2026, 2, 1), 500)), 700)
    [(datetime.date(2026, 2, 1), 300)]
    """
    found = []
    for day, part in parts:
        filled = min(paid, part)
        paid -= filled
        if part > filled:
            found.append((day, part - filled))
    return found


def _nth(first: date, interval: Interval, number: int) -> date:
    if interval is Interval.WEEK:
        return first + timedelta(weeks=number)
    return months_after(first, number * _MONTHS[interval])
