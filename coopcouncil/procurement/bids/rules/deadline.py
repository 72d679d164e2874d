"""The deadline, to the second, by London's clock; and how long there is until it.

The whole second of the deadline is still in time: a bid that has arrived at 12:00:00.9 for noon
is not late, one at 12:00:01 is. What was begun before and arrived after is late.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from coopcouncil.kernel.dates import moment
from coopcouncil.kernel.errors import Gettext, Refused

AFTER = timedelta(minutes=1)
"""What had arrived before the deadline may still be on its way into the table."""


class BidsAreClosed(Refused):
    """Too late to change a draft, or never open."""

    def sentence(self, _: Gettext) -> str:
        return _("This tender takes no bids now.")


class QuestionsClosed(Refused):
    """The day for questions has passed."""

    def sentence(self, _: Gettext) -> str:
        return _("The time for questions has passed.")


class NotYetOpened(Refused):
    """Bids may still come, or be on their way in."""

    def __init__(self, closes_at: datetime) -> None:
        self.closes_at = closes_at

    def sentence(self, _: Gettext) -> str:
        text = _("Bids can be opened a minute after the deadline ({when}), and not before.")
        return text.format(when=moment(self.closes_at, _))


class Left(NamedTuple):
    """How long there is."""

    days: int
    hours: int
    minutes: int


def is_late(received_at: datetime, closes_at: datetime) -> bool:
    """Whether it came after the second of the deadline."""
    return received_at.replace(microsecond=0) > closes_at


def may_ask(now: datetime, questions_until: datetime | None, closes_at: datetime | None) -> None:
    """Refuse a question that nobody could answer in time."""
    until = questions_until or closes_at
    if until is None or is_late(now, until):
        raise QuestionsClosed


def may_open(now: datetime, closes_at: datetime) -> None:
    """Refuse while a bid may still come."""
    if now < closes_at + AFTER:
        raise NotYetOpened(closes_at)


def left(now: datetime, closes_at: datetime) -> Left | None:
    """Whole days, hours and minutes until the deadline; none once it has passed.

    Counted as time goes by, so a day in which the clocks change has 23 or 25 hours.
    """
    seconds = int((closes_at - now).total_seconds())
    if seconds < 0:
        return None
    minutes = seconds // 60
    return Left(minutes // 1440, minutes // 60 % 24, minutes % 60)
