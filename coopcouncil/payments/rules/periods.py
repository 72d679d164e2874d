"""How much of a charge for a stretch of days is earned by a day. One rounding: down, here."""

from datetime import date


def earned(amount: int, since: date, to: date, by: date) -> int:
    """The pence earned at the end of day `by`, of an amount for the days from `since` to `to`.

    Whatever the months, the parts add up to the whole, since each is taken from what came before.

    >>> earned(2400, date(2026, 1, 1), date(2026, 12, 31), date(2026, 1, 31))
    203
    >>> earned(2400, date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31))
    2400
    """
    days = (to - since).days + 1
    gone = min(max((by - since).days + 1, 0), days)
    return amount * gone // days
