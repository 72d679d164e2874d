"""How a credit union's savings are protected, by the day: the figure and the sentence. Pure.

It stands wherever somebody reads of their savings, and where somebody may join.
"""

from datetime import date

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext

LIMITS = ((date(2025, 12, 1), 12_000_000), (date(2017, 1, 30), 8_500_000))
"""The most for each person and firm, by the day of the failure (PRA PS24/25), the latest first."""


WORDING = 1
"""Which wording of the information sheet; one more whenever what it says changes."""


def edition_on(on: date) -> str:
    """The edition of the information sheet of this day: since when its figure is in force, and
    which wording it is.

    >>> edition_on(date(2026, 6, 1))
    '2025-12-01/1'
    """
    return f"{in_force(on)[0].isoformat()}/{WORDING}"


def limit_on(on: date) -> int:
    """The most that is guaranteed for a failure on this day.

    >>> limit_on(date(2025, 11, 30)), limit_on(date(2025, 12, 1))
    (8500000, 12000000)
    """
    return in_force(on)[1]


def protection(on: date, _: Gettext) -> str:
    """The sentence of this day."""
    since, pence = in_force(on)
    text = _(
        "Savings in this credit union are protected up to {limit} for each person by the "
        "Financial Services Compensation Scheme (FSCS), for failures from {day}."
    )
    return text.format(limit=whole_pounds(pence), day=day(since, _))


def in_force(on: date) -> tuple[date, int]:
    """The rule of this day; of a day before all of them, the earliest that is known."""
    return next((rule for rule in LIMITS if on >= rule[0]), LIMITS[-1])


def whole_pounds(pence: int) -> str:
    """The limit as it is read.

    >>> whole_pounds(12_000_000)
    '£120,000'
    """
    return f"£{pence // 100:,}"
