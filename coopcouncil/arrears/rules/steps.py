"""Which word is due, and how late something is."""

from collections.abc import Sequence
from datetime import date, timedelta

APART = 7
"""Two reminders are at least a week apart, whatever was missed before."""

BANDS = (30, 60, 90)
"""Ages of arrears, in days: up to each, and older."""


def step_due(
    late_since: date, today: date, days: Sequence[int], last: tuple[int, date] | None
) -> int | None:
    """Which step is due, or None. `days` are the rulebook's, one per step, 0 for none; `last` is
    the latest step said, with its day. Steps come one by one and in order.

    >>> since = date(2026, 1, 1)
    >>> step_due(since, date(2026, 1, 7), (7, 21, 42), None)
    >>> step_due(since, date(2026, 1, 8), (7, 21, 42), None)
    1
    >>> step_due(since, date(2026, 3, 1), (7, 21, 42), (1, date(2026, 2, 25)))
    >>> step_due(since, date(2026, 3, 4), (7, 21, 42), (1, date(2026, 2, 25)))
    2
    """
    said, when = last or (0, date.min)
    if said and today < when + timedelta(days=APART):
        return None
    following = [(n, after) for n, after in enumerate(days, 1) if after > 0 and n > said]
    if not following:
        return None
    step, after = following[0]
    return step if today >= late_since + timedelta(days=after) else None


def band(late_since: date, today: date) -> int:
    """The place in `BANDS` of a debt's age; past the last one for the oldest.

    >>> [band(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=n)) for n in (1, 30, 31, 91)]
    [0, 0, 1, 3]
    """
    age = (today - late_since).days
    return next((place for place, upto in enumerate(BANDS) if age <= upto), len(BANDS))
