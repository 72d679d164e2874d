"""Who sits on the forum on a day, and how many seats stand empty. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coopcouncil.kernel import dates
from coopcouncil.kernel.errors import Gettext, Refused


class NoSeatFree(Refused):
    """More people than seats."""

    def __init__(self, on: date) -> None:
        self.on = on

    def sentence(self, _: Gettext) -> str:
        text = _("Every seat is taken on {day}. Record first that somebody stands down.")
        return text.format(day=dates.day(self.on, _))


class SitsAlready(Refused):
    """One person, one seat."""

    def sentence(self, _: Gettext) -> str:
        return _("This member has a seat here already at that time.")


class NotOfThisConstituency(Refused):
    """A seat belongs to the members of its constituency and school."""

    def sentence(self, _: Gettext) -> str:
        return _("This member does not vote in this constituency and school on that day.")


class TooYoungForASeat(Refused):
    """Nobody sits whom the rules would not let vote."""

    def __init__(self, age: int) -> None:
        self.age = age

    def sentence(self, _: Gettext) -> str:
        text = _("The rules let nobody under {age} vote, so nobody under {age} has a seat.")
        return text.format(age=self.age)


class FewerThanSit(Refused):
    """Seats cannot be taken from under people."""

    def __init__(self, sitting: int) -> None:
        self.sitting = sitting

    def sentence(self, _: Gettext) -> str:
        text = _("People who sit there at once: {sitting}. Enter at least as many seats.")
        return text.format(sitting=self.sitting)


class EndsBeforeItBegins(Refused):
    """A time of no day at all."""

    def sentence(self, _: Gettext) -> str:
        return _("The last day cannot be before the first.")


class NotDuringTheTerm(Refused):
    """One stands down while one sits."""

    def sentence(self, _: Gettext) -> str:
        return _("Choose a day on which they have the seat.")


class HasStoodDown(Refused):
    """Who stood down is put right, so that what was known before stays known."""

    def __init__(self, on: date) -> None:
        self.on = on

    def sentence(self, _: Gettext) -> str:
        text = _("They stand down on {day} already. Put that entry right instead.")
        return text.format(day=dates.day(self.on, _))


@dataclass(frozen=True)
class Sitting:
    """One person's time in a seat; the day of `until`, or of standing down, is the last."""

    member: int
    since: date
    until: date
    stood_down_on: date | None = None

    @property
    def last_day(self) -> date:
        """The last day in the seat."""
        return self.until if self.stood_down_on is None else min(self.until, self.stood_down_on)

    def sits_on(self, on: date) -> bool:
        """Whether they sit on a day."""
        return self.since <= on <= self.last_day


def vacancies(seats: int, sittings: Iterable[Sitting], on: date) -> int:
    """How many seats nobody sits in on the day.

    >>> vacancies(2, [Sitting(1, date(2025, 1, 1), date(2027, 12, 31))], date(2026, 1, 1))
    1
    """
    return max(0, seats - sum(sitting.sits_on(on) for sitting in sittings))


def most_sitting(sittings: Iterable[Sitting], since: date, before: date) -> int:
    """The most people who sit at once, from a day on and before another.

    >>> most_sitting([Sitting(1, date(2025, 1, 1), date(2027, 1, 1))], date(2026, 1, 1), date.max)
    1
    """
    its = list(sittings)
    # The number of people grows only on days on which somebody begins.
    days = {since, *(one.since for one in its if since < one.since < before)}
    return max(sum(one.sits_on(day) for one in its) for day in days)


def may_sit(seats: int, others: Iterable[Sitting], new: Sitting) -> None:
    """Refuse somebody for whom on any day of theirs there is no seat, or who has one."""
    among = [o for o in others if o.since <= new.last_day and new.since <= o.last_day]
    if any(other.member == new.member for other in among):
        raise SitsAlready
    # The number of people changes only on days on which somebody begins.
    for on in {new.since, *(o.since for o in among if o.since > new.since)}:
        if vacancies(seats, among, on) == 0:
            raise NoSeatFree(on)


def end_of_term(since: date, years: int) -> date:
    """The last day of a term of so many years.

    >>> end_of_term(date(2024, 2, 29), 3)
    datetime.date(2027, 2, 27)
    """
    day = 28 if (since.month, since.day) == (2, 29) else since.day
    return date(since.year + years, since.month, day) - timedelta(days=1)


def may_stand_down(sitting: Sitting, on: date) -> None:
    """Refuse a day on which they do not sit, and a second day."""
    if sitting.stood_down_on is not None:
        raise HasStoodDown(sitting.stood_down_on)
    if not sitting.sits_on(on):
        raise NotDuringTheTerm
