"""Dates inside a refusal's sentence, where only the reader's `_` is at hand; months in words.

Pages use the filters of `kernel.pages`; both say "21 November 2026".
"""

import calendar
from datetime import date, datetime

from coopcouncil.kernel.clock import LONDON
from coopcouncil.kernel.errors import Gettext

_MONTHS = (
    ("january", "ionawr"),
    ("february", "chwefror"),
    ("march", "mawrth"),
    ("april", "ebrill"),
    ("may", "mai"),
    ("june", "mehefin"),
    ("july", "gorffennaf"),
    ("august", "awst"),
    ("september", "medi"),
    ("october", "hydref"),
    ("november", "tachwedd"),
    ("december", "rhagfyr"),
)


def day(on: date, _: Gettext) -> str:
    """The date in full.

    >>> day(date(2026, 11, 21), lambda text: text)
    '21 November 2026'
    """
    return f"{on.day} {month(on.month, _)} {on.year}"


def month(number: int, _: Gettext) -> str:
    """The month's name, as it stands in a date."""
    return (
        _("January"),
        _("February"),
        _("March"),
        _("April"),
        _("May"),
        _("June"),
        _("July"),
        _("August"),
        _("September"),
        _("October"),
        _("November"),
        _("December"),
    )[number - 1]


def moment(at: datetime, _: Gettext) -> str:
    """The date and the time in London, by the 24-hour clock.

    >>> moment(datetime.fromisoformat("2026-07-01T17:30+00:00"), lambda text: text)
    '1 July 2026, 18:30'
    """
    local = at.astimezone(LONDON)
    return f"{day(local.date(), _)}, {local:%H:%M}"


def month_number(word: str) -> int:
    """Which month a word or its first three letters or more mean, in English or Welsh.

    ValueError where none or several begin so.

    >>> month_number("sept"), month_number("Medi")
    (9, 9)
    """
    word = word.lower()
    found = [
        number
        for number, names in enumerate(_MONTHS, 1)
        if len(word) >= 3 and any(name.startswith(word) for name in names)
    ]
    if len(found) != 1:
        raise ValueError("not a month")
    return found[0]


def months_after(start: date, months: int) -> date:
    """The same day of a later month, or that month's last where it is shorter.

    >>> months_after(date(2026, 1, 31), 1), months_after(date(2026, 12, 15), 2)
    (datetime.date(2026, 2, 28), datetime.date(2027, 2, 15))
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))
