"""A financial year of promises, April to March: what was due in it, and how it stood at its end.

A promise is told of where something of it was due in the year, was reported for it, or was behind
when the year began. *Kept* means that all that was due by the end of the year came. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from coopcouncil.procurement.delivery.rules.status import NOUGHT, Due, Status, Told, standing


class Stood(StrEnum):
    """How a promise stood at the end of a year."""

    KEPT = "kept"
    LATE = "late"
    DISPUTED = "disputed"
    WAITING = "waiting"
    """All that was due was reported, and the recipient had not answered."""


_STOOD = {
    Status.LATE: Stood.LATE,
    Status.DISPUTED: Stood.DISPUTED,
    Status.REPORTED: Stood.WAITING,
}


@dataclass(frozen=True)
class OfYear:
    """One promise in one year."""

    stood: Stood
    due: Decimal
    """What was due within the year."""
    kept: Decimal
    """What came of what was done within the year."""


def began(year: int) -> date:
    """The first day of the financial year."""
    return date(year, 4, 1)


def ended(year: int) -> date:
    """Its last day.

    >>> began(2026).isoformat(), ended(2026).isoformat()
    ('2026-04-01', '2027-03-31')
    """
    return date(year + 1, 3, 31)


def year_of(day: date) -> int:
    """The financial year in which a day lies.

    >>> year_of(date(2027, 3, 31)), year_of(date(2027, 4, 1))
    (2026, 2027)
    """
    return day.year if day >= date(day.year, 4, 1) else day.year - 1


def in_year(dues: Sequence[Due], told: Iterable[Told], year: int) -> OfYear | None:
    """A promise in a year; nothing where the year has nothing to tell of it.

    What was answered or decided after the year counts for it, as far as the deed lies within.
    """
    first, last = began(year), ended(year)
    known = [one for one in told if one.until <= last]
    due = sum((one.amount for one in dues if first <= one.on <= last), NOUGHT)
    own = [one for one in known if one.until >= first]
    before = [one for one in known if one.until < first]
    was_behind = standing(dues, before, first).short > 0
    if not (due or own or was_behind):
        return None
    # All of the last day counts.
    stands = standing(dues, known, last + timedelta(days=1))
    kept = sum((one.counts for one in own), NOUGHT)
    return OfYear(_STOOD.get(stands.status, Stood.KEPT), due, kept)
