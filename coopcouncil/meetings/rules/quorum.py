"""Quorum: how many must be there, each step shown, always rounded up."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil

from coopcouncil.kernel.clock import LONDON
from coopcouncil.organisations.majority import Combine
from coopcouncil.organisations.rulebook import Rulebook


@dataclass(frozen=True)
class Quorum:
    """The reckoning of one moment: who may vote, who is there, and how many are needed."""

    rules: Rulebook
    electorate: int
    present: int

    @property
    def share(self) -> Fraction:
        """The percentage of the electorate, exactly, before rounding."""
        return Fraction(self.rules.quorum_percent * self.electorate, 100)

    @property
    def by_percent(self) -> int:
        """The percentage in whole members: a part of a member is a member."""
        return ceil(self.share)

    @property
    def was_rounded(self) -> bool:
        """Whether rounding up made a difference."""
        return self.share != self.by_percent

    @property
    def has_both(self) -> bool:
        """Whether the rules name a number and a percentage, so that one must win."""
        return bool(self.rules.quorum_number and self.rules.quorum_percent)

    @property
    def takes_greater(self) -> bool:
        """Which of the two wins."""
        return self.rules.quorum_combine is Combine.GREATER

    @property
    def needed(self) -> int:
        """How many must be there; never none, for a meeting of nobody decides nothing."""
        if self.has_both:
            return max(1, self.rules.quorum(self.electorate))
        return max(1, self.rules.quorum_number, self.by_percent)

    @property
    def missing(self) -> int:
        """How many more are needed."""
        return max(0, self.needed - self.present)

    @property
    def is_met(self) -> bool:
        """Whether enough are there."""
        return self.present >= self.needed


@dataclass(frozen=True)
class Stay:
    """Somebody's time at a meeting; `left_at` is None while they are there."""

    arrived_at: datetime
    left_at: datetime | None = None


def present_at(stays: tuple[Stay, ...], at: datetime) -> int:
    """How many are there at this moment.

    >>> noon = datetime(2026, 3, 18, 12)
    >>> present_at((Stay(noon), Stay(noon, noon)), noon)
    1
    """
    return sum(
        1 for stay in stays if stay.arrived_at <= at and (stay.left_at is None or at < stay.left_at)
    )


@dataclass(frozen=True)
class Adjournment:
    """What follows when the quorum does not come."""

    rules: Rulebook
    starts_at: datetime

    @property
    def waits_until(self) -> datetime:
        """How long the meeting waits."""
        return self.starts_at + timedelta(minutes=self.rules.inquorate_minutes)

    @property
    def to(self) -> date:
        """The day on which it meets again, unless those present fix another."""
        day = self.starts_at.astimezone(LONDON).date()
        return day + timedelta(days=self.rules.adjournment_days)

    @property
    def needs_notice_from(self) -> date:
        """The first day to which it cannot be adjourned without notice again."""
        day = self.starts_at.astimezone(LONDON).date()
        return day + timedelta(days=self.rules.adjourned_notice_after_days)

    def notice_days(self, again_on: date) -> int:
        """The clear days' notice that the adjourned meeting needs: none if it is soon."""
        return self.rules.adjourned_notice_days if again_on >= self.needs_notice_from else 0
