"""Dates inside a refusal's sentence, where only the reader's `_` is at hand.

Pages use the filters of `kernel.pages`; both say "21 November 2026".
"""

from datetime import date, datetime

from coopcouncil.kernel.clock import LONDON
from coopcouncil.kernel.errors import Gettext


def day(on: date, _: Gettext) -> str:
    """The date in full.

    >>> day(date(2026, 11, 21), lambda text: text)
    '21 November 2026'
    """
    months = (
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
    )
    return f"{on.day} {months[on.month - 1]} {on.year}"


def moment(at: datetime, _: Gettext) -> str:
    """The date and the time in London, by the 24-hour clock.

    >>> moment(datetime.fromisoformat("2026-07-01T17:30+00:00"), lambda text: text)
    '1 July 2026, 18:30'
    """
    local = at.astimezone(LONDON)
    return f"{day(local.date(), _)}, {local:%H:%M}"
