"""Who retires from the committee at an annual meeting, and why. Pure.

Those named at the founding all retire at the first annual meeting; those co-opted serve until
the next. Of those elected the number nearest to the rules' share retires, the longest in office
since their election first, and equals by lot; whoever's term is over retires in any case and
counts towards that number. Those appointed by others stay while they are appointed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from coopcouncil.officers.kinds import Chosen


@dataclass(frozen=True)
class Seat:
    """A place on the committee: whose, how they came to it, and on which day."""

    officer: int
    chosen: Chosen
    chosen_on: date


class Why(StrEnum):
    """Why somebody retires, or does not."""

    FOUNDING = "founding"
    COOPTED = "co-opted"
    TERM = "term"
    ROTATION = "rotation"
    LOT = "lot"
    TIED = "tied"
    STAYS = "stays"
    SPARED_BY_LOT = "spared-by-lot"
    APPOINTED = "appointed"

    @property
    def retires(self) -> bool:
        """Whether this is a reason to go; of those tied nobody knows yet."""
        return self in (Why.FOUNDING, Why.COOPTED, Why.TERM, Why.ROTATION, Why.LOT)


@dataclass(frozen=True)
class Fate:
    """What the rules say of one seat."""

    seat: Seat
    why: Why


@dataclass(frozen=True)
class Retirement:
    """What the rules say of the whole committee."""

    fates: tuple[Fate, ...]
    elected: int
    """How many the share is taken of."""
    number: int
    """How many of them retire: the number nearest to the share."""
    tied: tuple[int, ...] = ()
    """The officers between whom a lot must decide."""
    places: int = 0
    """How many of those tied retire."""

    @property
    def retiring(self) -> tuple[Fate, ...]:
        """Those who go."""
        return tuple(fate for fate in self.fates if fate.why.retires)


def nearest(share: Fraction, number: int) -> int:
    """The whole number nearest to a share of a number; a half goes up.

    >>> [nearest(Fraction(1, 3), n) for n in range(1, 10)]
    [0, 1, 1, 1, 2, 2, 2, 3, 3]
    """
    exact = share * number
    return int((2 * exact.numerator + exact.denominator) // (2 * exact.denominator))


def who_retires(
    seats: Iterable[Seat],
    on: date,
    share: Fraction,
    term_years: int,
    lots: Sequence[int] = (),
) -> Retirement:
    """What becomes of each seat at an annual meeting on this day.

    `lots` is the order in which lots fell, if any were drawn. They decide only if everybody
    who is tied took part; else the answer names those who are.
    """
    committee = sorted(seats, key=lambda seat: (seat.chosen_on, seat.officer))
    fates: dict[int, Why] = {}
    elected = [seat for seat in committee if seat.chosen is Chosen.ELECTED]
    for seat in committee:
        if seat.chosen is Chosen.FOUNDING:
            fates[seat.officer] = Why.FOUNDING
        elif seat.chosen is Chosen.COOPTED:
            fates[seat.officer] = Why.COOPTED
        elif seat.chosen is Chosen.APPOINTED:
            fates[seat.officer] = Why.APPOINTED
        elif term_years and on >= years_after(seat.chosen_on, term_years):
            fates[seat.officer] = Why.TERM
    number = nearest(share, len(elected))
    if share and len(elected) == 1:
        number = 1  # Table A (SI 1985/805) reg. 73: the only one who is subject to it retires.
    left = [seat for seat in elected if seat.officer not in fates]
    open_places = max(0, number - (len(elected) - len(left)))
    decided, tied, places = _by_rotation(left, open_places, lots)
    fates.update(decided)
    return Retirement(
        tuple(Fate(seat, fates[seat.officer]) for seat in committee),
        len(elected),
        number,
        tied,
        places,
    )


def _by_rotation(
    left: Sequence[Seat], places: int, lots: Sequence[int]
) -> tuple[Mapping[int, Why], tuple[int, ...], int]:
    """Who goes of those left, the longest in office first."""
    fates = {seat.officer: Why.STAYS for seat in left}
    for day in sorted({seat.chosen_on for seat in left}):
        alike = [seat.officer for seat in left if seat.chosen_on == day]
        if places <= 0:
            break
        if len(alike) <= places:
            fates.update(dict.fromkeys(alike, Why.ROTATION))
            places -= len(alike)
        elif set(alike) <= set(lots):
            drawn = [officer for officer in lots if officer in alike]
            fates.update(dict.fromkeys(drawn[:places], Why.LOT))
            fates.update(dict.fromkeys(drawn[places:], Why.SPARED_BY_LOT))
            break
        else:
            fates.update(dict.fromkeys(alike, Why.TIED))
            return fates, tuple(alike), places
    return fates, (), 0


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March.

    >>> years_after(date(2024, 2, 29), 3)
    datetime.date(2027, 3, 1)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
