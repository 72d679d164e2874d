"""Which days a charge is for, when it falls due, and how much of it a part comes to. Pure.

Each sum is rounded at one place: `part_of`, down to the penny, in the member's favour.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coopcouncil.payments.kinds import Interval

_MONTHS = {Interval.MONTH: 1, Interval.QUARTER: 3, Interval.YEAR: 12}


@dataclass(frozen=True)
class Span:
    """From one day to the end of another."""

    since: date
    to: date

    @property
    def days(self) -> int:
        return (self.to - self.since).days + 1


def part_of(amount: int, days: int, whole: int) -> int:
    """So many days' part of an amount for so many days, rounded down to the penny.

    >>> part_of(1000, 15, 31)
    483
    """
    return amount * days // whole


def earned(amount: int, since: date, to: date, by: date) -> int:
    """The pence earned at the end of day `by`, of an amount for the days from `since` to `to`.

    Whatever the months, the parts add up to the whole, since each is taken from what came before.

    >>> earned(2400, date(2026, 1, 1), date(2026, 12, 31), date(2026, 1, 31))
    203
    >>> earned(2400, date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31))
    2400
    """
    span = Span(since, to)
    return part_of(amount, min(max((by - since).days + 1, 0), span.days), span.days)


def period_of(interval: Interval, on: date, year_month: int = 1) -> Span:
    """The whole period that a day lies in. Weeks begin on Monday; years with `year_month`, and
    quarters count from there.

    >>> period_of(Interval.QUARTER, date(2026, 6, 10), year_month=4)
    Span(since=datetime.date(2026, 4, 1), to=datetime.date(2026, 6, 30))
    """
    if interval is Interval.WEEK:
        since = on - timedelta(days=on.weekday())
        return Span(since, since + timedelta(days=6))
    length = _MONTHS[interval]
    months = on.year * 12 + on.month - 1
    months -= (months - (year_month - 1)) % length
    return Span(_first(months), _first(months + length) - timedelta(days=1))


def periods(interval: Interval, since: date, to: date, year_month: int = 1) -> Iterator[Span]:
    """The periods that begin up to `to`; the first one is only the part from `since` on."""
    span = period_of(interval, since, year_month)
    span = Span(since, span.to)
    while span.since <= to:
        yield span
        span = period_of(interval, span.to + timedelta(days=1), year_month)


def due_on(interval: Interval, span: Span, collection_day: int) -> date:
    """The day on which a period's charge is due: the collection day of its week or first month,
    but never before the period begins.

    >>> due_on(Interval.MONTH, Span(date(2026, 6, 20), date(2026, 6, 30)), 15)
    datetime.date(2026, 6, 20)
    """
    if interval is Interval.WEEK:
        monday = span.since - timedelta(days=span.since.weekday())
        return max(span.since, monday + timedelta(days=collection_day - 1))
    return max(span.since, span.since.replace(day=collection_day))


def to_charge(
    interval: Interval,
    charged_from: date,
    until: date,
    *,
    ended_on: date | None = None,
    after: date | None = None,
    pauses: Sequence[tuple[date, date | None]] = (),
    year_month: int = 1,
) -> list[Span]:
    """The periods to be charged that begin up to `until`: none that begin after the end, none in a
    pause, none that begin up to `after`, where charges were raised before."""
    last = until if ended_on is None else min(until, ended_on)
    start = charged_from
    if after is not None and after >= charged_from:
        start = period_of(interval, after, year_month).to + timedelta(days=1)
    return [
        span
        for span in periods(interval, start, last, year_month)
        if not any(
            since <= span.since and (end is None or span.since <= end) for since, end in pauses
        )
    ]


def price_of(amount: int, interval: Interval, span: Span, prorated: bool, year_month: int) -> int:
    """What a period costs: a first one that is only part of a whole is charged by its days."""
    whole = period_of(interval, span.since, year_month)
    if not prorated or span.since == whole.since:
        return amount
    return part_of(amount, span.days, whole.days)


def _first(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)
