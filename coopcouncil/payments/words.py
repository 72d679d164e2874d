"""Words for rows that are written by the program, in both languages."""

from babel.dates import format_date

from coopcouncil.payments.kinds import Interval
from coopcouncil.payments.rules.periods import Span, period_of


def period_text(interval: Interval, span: Span, language: str) -> str:
    """The days of a charge in words: "June 2026", or from one day to another.

    >>> from datetime import date
    >>> period_text(Interval.MONTH, Span(date(2026, 6, 1), date(2026, 6, 30)), "en")
    'June 2026'
    """
    whole = period_of(Interval.MONTH, span.since)
    if interval is Interval.MONTH and span == whole:
        return format_date(span.since, "LLLL y", locale=language)
    first = format_date(span.since, "d MMMM y", locale=language)
    return f"{first} – {format_date(span.to, 'd MMMM y', locale=language)}"
