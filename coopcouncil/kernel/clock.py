"""The time, asked in one place, so that a test can stop it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The date in London."""
    return now().astimezone(LONDON).date()


def london(on: date, at: time = time(0)) -> datetime:
    """The instant of a wall-clock time in London, in UTC.

    The hour that autumn repeats is read as its first pass; the one that spring skips
    moves on by an hour.
    """
    return datetime.combine(on, at, LONDON).astimezone(UTC)


def end_of(on: date) -> datetime:
    """The first instant after the day has ended in London, in UTC."""
    return london(on + timedelta(days=1))


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Stop the clock in this context; for tests and for seeding the demonstration."""
    if at.tzinfo is None:
        raise ValueError("a frozen clock needs a time zone")
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
