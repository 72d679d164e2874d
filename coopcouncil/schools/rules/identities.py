"""Which member of the register a learner is, from which day on: what was said, as it stands. Pure.

Who somebody is seldom begins on a day, so a line may hold ever since; a wrong one is followed by
a right one of the same day. The line of the latest day decides, and of one day the last recorded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from coopcouncil.kernel.errors import Gettext, Refused


class LearnerElsewhere(Refused):
    """The member is another learner."""

    def sentence(self, _: Gettext) -> str:
        return _("Another learner is this member already.")


class SaidAlready(Refused):
    """Nothing new."""

    def sentence(self, _: Gettext) -> str:
        return _("That is what is noted already.")


class NotComeYet(Refused):
    """Who somebody is, is known of days that have come."""

    def sentence(self, _: Gettext) -> str:
        return _("Choose today or an earlier day.")


@dataclass(frozen=True)
class Named:
    """From this day on (None: ever since) a learner is this member, or none."""

    member: int | None
    holds_from: date | None = None


def named_on(lines: Sequence[Named], on: date) -> int | None:
    """The member that a learner is on a day, by lines in the order of their recording.

    >>> named_on([Named(1), Named(2, date(2026, 1, 1)), Named(3)], date(2026, 6, 1))
    2
    >>> named_on([Named(1), Named(2, date(2026, 1, 1)), Named(3)], date(2025, 6, 1))
    3
    """
    latest = Named(None)
    for line in lines:
        if (latest.holds_from or date.min) <= (line.holds_from or date.min) <= on:
            latest = line
    return latest.member


def ever_named(lines: Sequence[Named]) -> frozenset[int]:
    """The members that a learner is on some day, as the lines stand."""
    days = {line.holds_from or date.min for line in lines}
    found = {named_on(lines, day) for day in days}
    return frozenset(member for member in found if member is not None)


def may_be_named(
    lines: Sequence[Named], new: Named, others: Iterable[Sequence[Named]], today: date
) -> None:
    """Refuse a line that says nothing new, comes too early, or makes two learners one member."""
    if new.holds_from is not None and new.holds_from > today:
        raise NotComeYet
    same = {line.holds_from: line.member for line in lines}
    if same.get(new.holds_from, ...) == new.member or (not lines and new.member is None):
        raise SaidAlready
    if new.member is not None and any(new.member in ever_named(its) for its in others):
        raise LearnerElsewhere
