"""When bids are due: London time to the second, and how many days bidders have."""

from datetime import date, datetime, timedelta

from coopcouncil.kernel.clock import LONDON
from coopcouncil.procurement.kinds import Procedure

USUAL_DAYS = 25
"""Procurement Act 2023 s.54: electronic tenders whose papers are there from the first day."""

WITHOUT_USUAL = frozenset({Procedure.BELOW_THRESHOLD, Procedure.LIGHT_TOUCH, Procedure.CALL_OFF})
"""No fixed days there: the time must fit what is asked."""


def days_given(published_on: date, closes_at: datetime) -> int:
    """The days of the tendering period: it begins with the day after the notice (s.54), and the
    day of the deadline counts.

    >>> from datetime import UTC
    >>> days_given(date(2026, 11, 2), datetime(2026, 11, 27, 12, tzinfo=UTC))
    25
    """
    return (closes_at.astimezone(LONDON).date() - published_on).days


def usual_last_day(published_on: date) -> date:
    """The first day on which a deadline leaves the usual time."""
    return published_on + timedelta(days=USUAL_DAYS)


def is_short(procedure: Procedure, published_on: date, closes_at: datetime) -> bool:
    """Whether bidders have less than the usual time."""
    return procedure not in WITHOUT_USUAL and days_given(published_on, closes_at) < USUAL_DAYS
