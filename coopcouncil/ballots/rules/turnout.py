"""Turnout while voting goes on: seldom and coarse enough that no single vote shows in it."""

from datetime import datetime, timedelta

HOUR = timedelta(hours=1)
STEP = 10


def next_step(last: tuple[datetime, int] | None, now: datetime, total: int) -> bool:
    """Whether a new step may be shown: an hour later, and at least ten votes more.

    A step of fewer than ten is left to be part of the next one.
    """
    if last is None:
        return total >= STEP
    at, shown = last
    return now - at >= HOUR and total - shown >= STEP
