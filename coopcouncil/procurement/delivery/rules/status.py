"""How a promise stands on a day, and whether it will be kept at this pace. Pure.

What counts is what a recipient confirmed, or what was decided where they disputed; what is
reported and not answered is shown beside it and counts for nothing yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from coopcouncil.procurement.delivery.kinds import Answered, Decided, Settled

NOUGHT = Decimal(0)
SOON = timedelta(days=30)


class Status(StrEnum):
    """How a promise stands, the gravest first where several would fit."""

    DISPUTED = "disputed"
    LATE = "late"
    REPORTED = "reported"
    """All that is due is reported, and waits for the recipient."""
    DUE = "due"
    """Something is due within thirty days."""
    PROMISED = "promised"
    CONFIRMED = "confirmed"
    """All that was promised came."""
    REPLACED = "replaced"
    WAIVED = "waived"
    ENDED = "ended"


_SETTLED = {
    Settled.REPLACED: Status.REPLACED,
    Settled.WAIVED: Status.WAIVED,
    Settled.CONTRACT_ENDED: Status.ENDED,
}


SETTLED = frozenset(_SETTLED.values())
"""What a settled promise stands as."""


@dataclass(frozen=True)
class Due:
    """So much by a day, its end included."""

    on: date
    amount: Decimal


@dataclass(frozen=True)
class Told:
    """A report that stands, and what was said of it."""

    until: date
    amount: Decimal
    answered: Answered | None = None
    part: Decimal | None = None
    decided: Decided | None = None
    decided_amount: Decimal | None = None

    @property
    def counts(self) -> Decimal:
        """How much of it counts."""
        if self.decided is not None:
            return self.decided_amount or NOUGHT
        if self.answered is Answered.CONFIRMED:
            return self.amount
        if self.answered is Answered.IN_PART:
            return self.part or NOUGHT
        return NOUGHT

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return self.answered is None and self.decided is None

    @property
    def is_disputed(self) -> bool:
        """Whether a dispute waits for its decision."""
        return self.answered is Answered.DISPUTED and self.decided is None


@dataclass(frozen=True)
class Standing:
    """A promise on a day."""

    status: Status
    promised: Decimal
    kept: Decimal
    """Confirmed or decided to count."""
    waiting: Decimal
    """Reported and not answered."""
    due: Decimal
    """What should have come by the day."""
    next_on: date | None
    """The day of the first instalment that is not covered by what was kept."""
    short: Decimal
    """What is missing of what was due."""

    @property
    def part(self) -> Fraction:
        """So much of the whole, from 0 to 1."""
        return min(Fraction(self.kept) / Fraction(self.promised), Fraction(1))


def standing(
    dues: Sequence[Due], told: Sequence[Told], on: date, settled: Settled | None = None
) -> Standing:
    """How a promise with at least one instalment stands at the end of a day."""
    promised = sum((one.amount for one in dues), NOUGHT)
    kept = sum((one.counts for one in told), NOUGHT)
    waiting = sum((one.amount for one in told if one.is_open), NOUGHT)
    due = sum((one.amount for one in dues if one.on <= on), NOUGHT)
    passed = sum((one.amount for one in dues if one.on < on), NOUGHT)
    next_on = _first_uncovered(dues, kept)
    return Standing(
        _status(settled, told, kept, waiting, promised, passed, next_on, on),
        promised,
        kept,
        waiting,
        due,
        next_on,
        max(passed - kept, NOUGHT),
    )


def _status(
    settled: Settled | None,
    told: Sequence[Told],
    kept: Decimal,
    waiting: Decimal,
    promised: Decimal,
    passed: Decimal,
    next_on: date | None,
    on: date,
) -> Status:
    if settled is not None:
        return _SETTLED[settled]
    if any(one.is_disputed for one in told):
        return Status.DISPUTED
    if kept >= promised:
        return Status.CONFIRMED
    if kept < passed:
        return Status.REPORTED if kept + waiting >= passed else Status.LATE
    if waiting:
        return Status.REPORTED
    if next_on is not None and next_on - on <= SOON:
        return Status.DUE
    return Status.PROMISED


def _first_uncovered(dues: Sequence[Due], kept: Decimal) -> date | None:
    sofar = NOUGHT
    for one in sorted(dues, key=lambda due: due.on):
        sofar += one.amount
        if sofar > kept:
            return one.on
    return None


def uncovered(dues: Sequence[Due], stands: Standing) -> list[date]:
    """The days of instalments that neither what was kept nor what waits for its answer covers."""
    sofar, days = NOUGHT, []
    for one in sorted(dues, key=lambda due: due.on):
        sofar += one.amount
        if sofar > stands.kept + stands.waiting:
            days.append(one.on)
    return days


class Outlook(StrEnum):
    """Whether a promise will be kept at the pace so far."""

    TOO_EARLY = "too-early"
    """Less than a tenth of the time is over, or nothing was due yet."""
    ON_THE_WAY = "on-the-way"
    BEHIND = "behind"
    KEPT = "kept"


@dataclass(frozen=True)
class Forecast:
    """What will have come by the last day at the pace so far, and what that means."""

    outlook: Outlook
    by_the_end: Fraction


def forecast(began: date, dues: Sequence[Due], kept: Decimal, on: date) -> Forecast:
    """At an even pace since the contract began; what was kept never shrinks it."""
    promised = Fraction(sum((one.amount for one in dues), NOUGHT))
    last = max(one.on for one in dues)
    if kept >= promised:
        return Forecast(Outlook.KEPT, Fraction(kept))
    whole, gone = (last - began).days + 1, (on - began).days + 1
    if gone <= 0 or whole <= 0 or (gone * 10 < whole and kept == 0):
        return Forecast(Outlook.TOO_EARLY, Fraction(kept))
    if on >= last:
        return Forecast(Outlook.BEHIND, Fraction(kept))
    reached = Fraction(kept) * whole / gone
    outlook = Outlook.ON_THE_WAY if reached >= promised else Outlook.BEHIND
    if outlook is Outlook.BEHIND and not any(one.on <= on for one in dues):
        outlook = Outlook.TOO_EARLY
    return Forecast(outlook, reached)
