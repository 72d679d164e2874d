"""Rent for a stretch of days, and what an empty home loses. Pure; exact until the last step.

A day's rent is the rent divided by the days that it is for:

- weekly, in a year of 52 or 53 rent weeks: rent is due for every week, so a day is a seventh;
- weekly, in a year of 48: rent is due for 48 of 52 weeks, so a day is 48/52 of a seventh;
- monthly: a day is the rent divided by the days of its calendar month.

So seven empty days lose one week's rent, and an empty calendar month one month's.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from coopcouncil.housing.kinds import RentEvery
from coopcouncil.kernel.money import Money

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rent:
    """So much for a week or a month."""

    amount: Money
    every: RentEvery
    weeks: int | None = None

    def of_day(self, day: date) -> Fraction:
        """A day's rent in pence.

        >>> Rent(Money(9100), RentEvery.WEEK, 52).of_day(date(2026, 3, 1))
        Fraction(1300, 1)
        >>> Rent(Money(9100), RentEvery.WEEK, 48).of_day(date(2026, 3, 1))
        Fraction(1200, 1)
        >>> Rent(Money(31000), RentEvery.MONTH).of_day(date(2026, 3, 1))
        Fraction(1000, 1)
        """
        pence = self.amount.pence
        if self.every is RentEvery.MONTH:
            return Fraction(pence, monthrange(day.year, day.month)[1])
        return Fraction(pence, 7) * (Fraction(48, 52) if self.weeks == 48 else 1)


@dataclass(frozen=True)
class RentSince:
    """The rent from a day on; None where there is none."""

    since: date
    rent: Rent | None


@dataclass(frozen=True)
class Stretch:
    """Days that are reckoned alike: from the first until before the last."""

    since: date
    until: date
    rent: Rent | None
    of_day: Fraction
    """A day's rent in pence, exact."""
    amount: Money
    """Rounded so that the stretches add up to the rounded whole."""

    @property
    def days(self) -> int:
        """How many days."""
        return (self.until - self.since).days


@dataclass(frozen=True)
class RentLost:
    """What an empty home lost, and how that was reckoned."""

    stretches: tuple[Stretch, ...]
    total: Money

    @property
    def days(self) -> int:
        """How many days."""
        return sum(stretch.days for stretch in self.stretches)


def rent_lost(rents: Sequence[RentSince], since: date, until: date) -> RentLost:
    """The rent of the days from `since` until before `until`, by the rents in force on each.

    Before the first known rent, and where there was none, a day loses nothing. The whole is
    rounded once, half a penny up.

    >>> weekly = Rent(Money(9550), RentEvery.WEEK, 52)
    >>> lost = rent_lost([RentSince(date(2026, 1, 1), weekly)], date(2026, 3, 2), date(2026, 3, 23))
    >>> str(lost.total), lost.days
    ('£286.50', 21)
    """
    found: list[Stretch] = []
    exact, shown = Fraction(0), 0
    for first, after, rent in _alike(sorted(rents, key=lambda r: r.since), since, until):
        of_day = rent.of_day(first) if rent else Fraction(0)
        exact += of_day * (after - first).days
        amount = _rounded(exact) - shown
        shown += amount
        found.append(Stretch(first, after, rent, of_day, Money(amount)))
    return RentLost(tuple(found), Money(shown))


def _alike(
    rents: Sequence[RentSince], since: date, until: date
) -> Iterator[tuple[date, date, Rent | None]]:
    """The days cut wherever the rent or, for a monthly rent, the month changes."""
    day = since
    while day < until:
        rent = _in_force(rents, day)
        after = min([until, *(r.since for r in rents if r.since > day)])
        if rent is not None and rent.every is RentEvery.MONTH:
            last = date(day.year, day.month, monthrange(day.year, day.month)[1])
            after = min(after, last + A_DAY)
        yield day, after, rent
        day = after


def _in_force(rents: Iterable[RentSince], day: date) -> Rent | None:
    found = None
    for each in rents:
        if each.since <= day:
            found = each.rent
    return found


def _rounded(pence: Fraction) -> int:
    """To the penny, half a penny up."""
    return (2 * pence.numerator + pence.denominator) // (2 * pence.denominator)
