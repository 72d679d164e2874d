"""Notice: when it counts as served, which days are clear, and which day is the last to send.

Everything here is in calendar days of Europe/London. The 48 hours of the post are two days
whatever the clocks do: counted in hours, a letter posted late on the eve of the spring change
would count as served a day later than the same letter a week before.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import Self

from coopcouncil.kernel import dates
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.organisations.rulebook import Rulebook


class Way(StrEnum):
    """How a notice reaches a member."""

    EMAIL = "email"
    POST = "post"


@dataclass(frozen=True)
class NoticeRules:
    """What a rulebook says of notice, for one kind of meeting."""

    clear_days: int
    post_hours: int = 48
    email_hours: int = 48
    working_days_only: bool = False
    holidays: frozenset[date] = frozenset()
    from_sending: bool = False
    """The uncounted day is that of sending; else, and safer, that of deemed service."""

    @classmethod
    def of(cls, rulebook: Rulebook, is_agm: bool, holidays: frozenset[date]) -> Self:
        """What this rulebook says for an annual, or for another general meeting."""
        return cls(
            rulebook.agm_notice_days if is_agm else rulebook.general_notice_days,
            rulebook.post_deemed_hours,
            rulebook.email_deemed_hours,
            rulebook.deemed_working_days_only,
            holidays,
            rulebook.notice_from_sending,
        )

    def hours(self, way: Way) -> int:
        """After how many hours a notice sent this way counts as served."""
        return self.post_hours if way is Way.POST else self.email_hours

    def served_on(self, way: Way, sent_on: date) -> date:
        """The day of deemed service, a part of a day being a day."""
        days = -(-self.hours(way) // 24)
        if not self.working_days_only:
            return sent_on + timedelta(days=days)
        # CA s.1147(5): no part of a day that is not a working day counts, so what is posted
        # on a Sunday begins its hours on Monday.
        on = sent_on
        while not self.is_working(on):
            on += timedelta(days=1)
        for _each in range(days):
            on += timedelta(days=1)
            while not self.is_working(on):
                on += timedelta(days=1)
        return on

    def is_working(self, on: date) -> bool:
        """Neither weekend nor bank holiday."""
        return on.weekday() < 5 and on not in self.holidays


class Mark(StrEnum):
    """What a day in the reckoning is."""

    SENT = "sent"
    SERVED = "served"
    FIRST_CLEAR = "first-clear"
    LAST_CLEAR = "last-clear"
    ONLY_CLEAR = "only-clear"
    MEETING = "meeting"


@dataclass(frozen=True)
class Step:
    """One line of the reckoning: which day, and what it is."""

    mark: Mark
    on: date
    counts: bool = False


@dataclass(frozen=True)
class Timetable:
    """From the day of sending to the day of the meeting, one way of sending."""

    way: Way
    rules: NoticeRules
    sent_on: date
    meeting_on: date

    @property
    def served_on(self) -> date:
        """The day on which the notice counts as served."""
        return self.rules.served_on(self.way, self.sent_on)

    @property
    def not_counted(self) -> date:
        """The day at the beginning that is not clear."""
        # Companies Act 2006 s.360 leaves out the day on which notice "is given"; whether that is
        # the day of sending is argued about, so only a rulebook that says so shortens it.
        return self.sent_on if self.rules.from_sending else self.served_on

    @property
    def clear_days(self) -> tuple[date, ...]:
        """Every whole day between the two that are not counted."""
        span = (self.meeting_on - self.not_counted).days
        return tuple(self.not_counted + timedelta(days=n) for n in range(1, span))

    @property
    def is_enough(self) -> bool:
        """Whether the rules' number of clear days is there."""
        served_before = self.served_on < self.meeting_on
        return served_before and len(self.clear_days) >= self.rules.clear_days

    @property
    def steps(self) -> tuple[Step, ...]:
        """The reckoning, day by day, in order."""
        return tuple(sorted(self._steps(), key=lambda step: step.on))

    def _steps(self) -> Iterator[Step]:
        yield Step(Mark.SENT, self.sent_on)
        yield Step(Mark.SERVED, self.served_on)
        if len(self.clear_days) == 1:
            yield Step(Mark.ONLY_CLEAR, self.clear_days[0], counts=True)
        elif self.clear_days:
            yield Step(Mark.FIRST_CLEAR, self.clear_days[0], counts=True)
            yield Step(Mark.LAST_CLEAR, self.clear_days[-1], counts=True)
        yield Step(Mark.MEETING, self.meeting_on)


def earliest_meeting(rules: NoticeRules, way: Way, sent_on: date) -> Timetable:
    """The first day on which a meeting can be, if notice goes out on this day.

    >>> earliest_meeting(NoticeRules(14), Way.POST, date(2026, 3, 1)).meeting_on
    datetime.date(2026, 3, 18)
    """
    first = sent_on + timedelta(days=1)
    return _first_enough(lambda n: Timetable(way, rules, sent_on, first + timedelta(days=n)))


def last_day_to_send(rules: NoticeRules, way: Way, meeting_on: date) -> Timetable:
    """The last day on which notice of a meeting can go out this way.

    >>> last_day_to_send(NoticeRules(14), Way.POST, date(2026, 3, 18)).sent_on
    datetime.date(2026, 3, 1)
    """
    eve = meeting_on - timedelta(days=1)
    return _first_enough(lambda n: Timetable(way, rules, eve - timedelta(days=n), meeting_on))


def may_send(rules: NoticeRules, way: Way, meeting_on: date, today: date) -> None:
    """Refuse a notice that would come too late."""
    last = last_day_to_send(rules, way, meeting_on).sent_on
    if today > last:
        raise (TooLateToPost if way is Way.POST else TooLateToEmail)(last)


def may_be_on(rules: NoticeRules, way: Way, meeting_on: date, today: date) -> None:
    """Refuse a day for the meeting that no notice sent from today on can reach."""
    earliest = earliest_meeting(rules, way, today).meeting_on
    if meeting_on < earliest:
        raise TooSoon(rules.clear_days, earliest)


@dataclass(frozen=True)
class ShortNotice:
    """How many members agreed in writing to less notice, of how many who may vote."""

    agreed: int
    members: int
    share: Fraction

    @property
    def needed(self) -> int:
        """The fewest who must agree: rounded up."""
        return ceil(self.members * self.share)

    @property
    def is_agreed(self) -> bool:
        """Whether enough of them have."""
        return 0 < self.needed <= self.agreed <= self.members


class TooSoon(Refused):
    """The meeting is nearer than its notice is long."""

    def __init__(self, clear_days: int, earliest: date) -> None:
        self.clear_days, self.earliest = clear_days, earliest

    def sentence(self, _: Gettext) -> str:
        text = _(
            "Choose {day} or a later day: notice sent today reaches {clear_days} clear days "
            "only then."
        )
        return text.format(day=dates.day(self.earliest, _), clear_days=self.clear_days)


class TooLateToPost(Refused):
    """The last day of posting has gone by."""

    def __init__(self, last: date) -> None:
        self.last = last

    def sentence(self, _: Gettext) -> str:
        text = _(
            "The last day to post the notice was {day}. Move the meeting to a later day, "
            "or record that members agreed to short notice."
        )
        return text.format(day=dates.day(self.last, _))


class TooLateToEmail(Refused):
    """The last day of e-mailing has gone by."""

    def __init__(self, last: date) -> None:
        self.last = last

    def sentence(self, _: Gettext) -> str:
        text = _(
            "The last day to e-mail the notice was {day}. Move the meeting to a later day, "
            "or record that members agreed to short notice."
        )
        return text.format(day=dates.day(self.last, _))


class ShortNoticeNotAgreed(Refused):
    """Too few agreed to short notice."""

    def __init__(self, notice: ShortNotice) -> None:
        self.notice = notice

    def sentence(self, _: Gettext) -> str:
        if self.notice.agreed > self.notice.members:
            text = _("{agreed} members cannot have agreed: {members} may vote.")
        else:
            text = _(
                "Short notice needs the written agreement of {needed} members; {agreed} agreed."
            )
        return text.format(
            agreed=self.notice.agreed, members=self.notice.members, needed=self.notice.needed
        )


def _first_enough(nth: Callable[[int], Timetable]) -> Timetable:
    n = 0
    while not nth(n).is_enough:
        n += 1
    return nth(n)
