"""Whether a debit or card that failed is tried again: capped in number and in what it costs."""

from datetime import date, timedelta

from coopcouncil.payments.kinds import FailureReason

AGAIN = frozenset(
    {
        FailureReason.INSUFFICIENT_FUNDS,
        FailureReason.REFER_TO_PAYER,
        FailureReason.DECLINED,
        FailureReason.OTHER,
    }
)
"""What may be different another day. An account that is closed or a mandate that was cancelled
is not: the member is asked first."""

SCHEME_TRIES = 2
"""Bacs lets a debit be presented again at most twice, within a month of the first time."""
SCHEME_DAYS = 30


def next_try(
    first_on: date,
    failed_on: date,
    reason: FailureReason,
    tries_again: int,
    fees: int,
    most: int,
    after_days: int,
    most_fees: int,
    fee: int,
) -> date | None:
    """The day to try again, or None where it is left to people.

    `first_on` is the day of the first try, `tries_again` how often it was tried again already,
    `fees` what all tries cost so far in pence, `fee` what another one would; the rulebook says
    how often (`most`), after how many days, and up to which cost.

    >>> day = date(2026, 3, 2)
    >>> reason = FailureReason.INSUFFICIENT_FUNDS
    >>> next_try(day, day, reason, 0, 20, most=2, after_days=7, most_fees=100, fee=20)
    datetime.date(2026, 3, 9)
    >>> next_try(day, day, reason, 2, 60, most=5, after_days=7, most_fees=100, fee=20)
    >>> next_try(day, day, reason, 1, 90, most=2, after_days=7, most_fees=100, fee=20)
    """
    if reason not in AGAIN or tries_again >= min(most, SCHEME_TRIES) or fees + fee > most_fees:
        return None
    day = failed_on + timedelta(days=max(after_days, 1))
    return day if day <= first_on + timedelta(days=SCHEME_DAYS) else None
