"""When an account is dormant, what the returns cover, how ratios stand. Pure."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from coopcouncil.kernel.dates import months_after
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.savings.kinds import Return

DUE_AFTER = {Return.QUARTERLY: 1, Return.YEARLY: 6}
"""Months after the end of what it covers: CREDS 8.2 (CQ, CY)."""


class NotQuietLongEnough(Refused):
    """The saver did something, or it has not been so long."""

    def __init__(self, months: int) -> None:
        self.months = months

    def sentence(self, _: Gettext) -> str:
        text = _("An account is dormant after {months} months without any act of its saver.")
        return text.format(months=self.months)


class NotTriedEnough(Refused):
    """First one tries to reach the saver."""

    def __init__(self, attempts: int) -> None:
        self.attempts = attempts

    def sentence(self, _: Gettext) -> str:
        text = _("Try to reach the saver first: the rules ask for {n} attempts, each recorded.")
        return text.format(n=self.attempts)


class DormantAlready(Refused):
    """Once is enough."""

    def sentence(self, _: Gettext) -> str:
        return _("This account is dormant already.")


class SentAlready(Refused):
    """One return for each period."""

    def sentence(self, _: Gettext) -> str:
        return _("It is recorded already that this return was sent.")


class NoSuchReturn(Refused):
    """The period has not ended, or is none."""

    status = 404

    def sentence(self, _: Gettext) -> str:
        return _("There is no return for this day.")


def quiet_since(last_act: date, months: int) -> date:
    """The first day on which an account can be dormant."""
    return months_after(last_act, months)


def may_be_dormant(
    last_act: date, today: date, months: int, tried: int, attempts: int, is_dormant: bool
) -> None:
    """Refuse what the rules do not call dormant yet."""
    if is_dormant:
        raise DormantAlready
    if today < quiet_since(last_act, months):
        raise NotQuietLongEnough(months)
    if tried < attempts:
        raise NotTriedEnough(attempts)


@dataclass(frozen=True)
class Due:
    """A return that is to be sent."""

    kind: Return
    since: date
    to: date
    due_on: date


def returns_due(since: date, today: date, year_end: tuple[int, int]) -> Iterator[Due]:
    """Every return for a period that has ended since the credit union began here, by its end."""
    found = []
    for year in range(since.year, today.year + 1):
        for month in (3, 6, 9, 12):
            to = date(year, month, monthrange(year, month)[1])
            found.append(_due(Return.QUARTERLY, date(year, month - 2, 1), to))
        month, day = year_end
        to = date(year, month, min(day, monthrange(year, month)[1]))
        found.append(_due(Return.YEARLY, _day_after(_year_before(to)), to))
    return (one for one in sorted(found, key=lambda d: (d.to, d.kind)) if since <= one.to < today)


def _due(kind: Return, since: date, to: date) -> Due:
    """Due at the end of the month so many months on: 31 March gives 30 April."""
    day = months_after(to, DUE_AFTER[kind])
    if to.day == monthrange(to.year, to.month)[1]:
        day = day.replace(day=monthrange(day.year, day.month)[1])
    return Due(kind, since, to, day)


def _year_before(to: date) -> date:
    last = monthrange(to.year - 1, to.month)[1]
    return date(to.year - 1, to.month, last if to.month == 2 else min(to.day, last))


def _day_after(on: date) -> date:
    return date.fromordinal(on.toordinal() + 1)


@dataclass(frozen=True)
class Ratio:
    """A ratio with the threshold of the rules; None where there is nothing to divide by."""

    key: str
    value: Fraction | None
    threshold: Fraction
    is_floor: bool

    @property
    def is_past(self) -> bool:
        """Whether the board is to be told."""
        if self.value is None:
            return False
        return self.value < self.threshold if self.is_floor else self.value > self.threshold


def ratio(part: int, whole: int) -> Fraction | None:
    """A share, or None of nothing."""
    return Fraction(part, whole) if whole > 0 else None
