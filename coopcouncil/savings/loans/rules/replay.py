"""What is owed on a day: the loan's events lived through again, from the first. Pure.

A payment that is recorded late counts from its own day: what is owed depends on what happened
and when, never on the order in which it was written down.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.savings.loans.rules.interest import Meter


class What(StrEnum):
    """What happened to a loan. Their order on one day is this one."""

    RATE = "rate"
    PAID_OUT = "paid-out"
    REPAID = "repaid"
    REFINANCED = "refinanced"
    WRITTEN_OFF = "written-off"
    RECOVERED = "recovered"


_ORDER = {what: place for place, what in enumerate(What)}
MONEY_IN = frozenset({What.REPAID, What.REFINANCED})
"""What counts against the agreed payments."""


@dataclass(frozen=True)
class Event:
    """One thing that happened: whole pence, or the rate for a month from this day on."""

    on: date
    what: What
    amount: int = 0
    rate: Fraction = Fraction(0)


class MoreThanOwed(Refused):
    """Money that the loan does not need."""

    status = 422

    def __init__(self, owed: str) -> None:
        self.owed = owed

    def sentence(self, _: Gettext) -> str:
        text = _("This is more than the loan needs: {owed} would settle it on that day.")
        return text.format(owed=self.owed)


class NothingLent(Refused):
    """Before anything was paid out nothing can be paid back."""

    def sentence(self, _: Gettext) -> str:
        return _("Nothing had been paid out on that day. Choose a later day.")


@dataclass(frozen=True)
class Position:
    """How the loan stands on the morning of a day; what happened on it is counted."""

    on: date
    principal: int
    interest: int
    charged: int
    """All interest up to the day, paid or not."""
    paid_out: int
    paid_interest: int
    paid_principal: int
    written_off: int
    recovered: int
    excess: int
    """More was paid than was owed at some time; 0 in a loan that is in order."""

    @property
    def owed(self) -> int:
        """What would settle the loan on this day, without a penalty."""
        return self.principal + self.interest

    @property
    def is_settled(self) -> bool:
        return self.paid_out > 0 and self.owed == 0


def position(anchor: date, events: Iterable[Event], on: date) -> Position:
    """Live through the events up to the day, and let interest run to it."""
    inside = sorted((e for e in events if e.on <= on), key=lambda e: (e.on, _ORDER[e.what]))
    meter = Meter(inside[0].on if inside else on, anchor, Fraction(0))
    paid_out = interest = principal = written_off = recovered = excess = 0
    for event in inside:
        meter.run_to(event.on)
        if event.what is What.RATE:
            meter.rate = event.rate
        elif event.what is What.PAID_OUT:
            meter.principal += event.amount
            paid_out += event.amount
        elif event.what is What.RECOVERED:
            recovered += event.amount
        else:
            fits = min(event.amount, meter.owed)
            excess += event.amount - fits
            to_interest, to_principal = meter.take(fits)
            if event.what is What.WRITTEN_OFF:
                written_off += fits
            else:
                interest, principal = interest + to_interest, principal + to_principal
    meter.run_to(on)
    return Position(
        on=on,
        principal=meter.principal,
        interest=meter.interest,
        charged=meter.charged,
        paid_out=paid_out,
        paid_interest=interest,
        paid_principal=principal,
        written_off=written_off,
        recovered=recovered,
        excess=excess,
    )


@dataclass(frozen=True)
class Agreed:
    """The payments agreed from a day on, and what was already late on that day."""

    since: date
    due: tuple[tuple[date, int], ...]
    brought: int = 0
    late_since: date | None = None
    paid_before: int = 0
    """What had been paid when this was agreed, as was known then: it is in these payments. If some
    of that is taken back afterwards, so much is late besides."""

    def covered(
        self, events: Sequence[Event], to: date
    ) -> tuple[int, tuple[tuple[date, int], ...]]:
        """What was paid since it was agreed, and every payment due, what was late before first."""
        paid = sum(e.amount for e in events if e.what in MONEY_IN and e.on <= to)
        paid -= self.paid_before
        brought = self.brought - min(0, paid)
        first = ((self.late_since or self.since, brought),) if brought else ()
        return max(0, paid), (*first, *self.due)


@dataclass(frozen=True)
class Late:
    """How much of the agreed payments is late, since when, and for how many days."""

    overdue: int
    since: date | None
    days: int


def late(agreed: Agreed, events: Sequence[Event], on: date, owed: int) -> Late:
    """The payments that fell due before the day and are not covered, the oldest paid first.

    A payment is late from the day after it was due; never more is late than is owed.
    """
    paid, due = agreed.covered(events, on)
    overdue, since = 0, None
    for due_on, amount in due:
        if due_on >= on:
            break
        covered = min(paid, amount)
        paid -= covered
        if covered < amount:
            overdue += amount - covered
            since = since or due_on
    overdue = min(overdue, owed)
    if not overdue or since is None:
        return Late(0, None, 0)
    return Late(overdue, since, (on - since).days)


def next_due(
    agreed: Agreed, events: Sequence[Event], on: date, owed: int
) -> tuple[date, int] | None:
    """The first agreed payment from the day on that is not covered, and what of it is open."""
    paid, due = agreed.covered(events, date.max)
    for due_on, amount in due:
        covered = min(paid, amount)
        paid -= covered
        if due_on >= on and covered < amount:
            return due_on, min(amount - covered, owed)
    return None
