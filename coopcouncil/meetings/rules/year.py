"""By when the year's general meeting must be held."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from coopcouncil.organisations.rulebook import Rulebook


@dataclass(frozen=True)
class Deadline:
    """The last day for an AGM, and why."""

    year_end: date
    months: int

    @property
    def on(self) -> date:
        """The last day itself."""
        return months_after(self.year_end, self.months)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last where it is shorter.

    From the last day of a month to the last day of a month: six months after 30 September
    is 31 March, for a year that ends with September ends its half with March.

    >>> months_after(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    >>> months_after(date(2026, 9, 30), 6)
    datetime.date(2027, 3, 31)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    last = monthrange(year, month)[1]
    was_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month, last if was_last else min(day.day, last))


def year_end_before(day: date, rules: Rulebook) -> date:
    """The latest end of a financial year that is before the day."""
    month = rules.year_end_month

    def end_in(year: int) -> date:
        return date(year, month, min(rules.year_end_day, monthrange(year, month)[1]))

    return end_in(day.year) if end_in(day.year) < day else end_in(day.year - 1)


def agm_deadline(rules: Rulebook, last_agm: date | None, today: date) -> Deadline:
    """The last day for the next AGM: that of the year that ended last and had none yet."""
    end = year_end_before(today, rules)
    if last_agm and last_agm > end:
        end = months_after(end, 12)
    return Deadline(end, rules.agm_months_after_year_end)
