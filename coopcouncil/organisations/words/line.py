"""A rule said, and the figures in it."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from coopcouncil.kernel.errors import Gettext

Ngettext = Callable[[str, str, int], str]


@dataclass(frozen=True)
class Line:
    """A rule said: which parameters it speaks of, and the sentence."""

    about: tuple[str, ...]
    text: str


def share(value: Fraction) -> str:
    """75% or 2/3: figures, which no language mutates.

    >>> share(Fraction(3, 4)), share(Fraction(2, 3))
    ('75%', '2/3')
    """
    percent = value * 100
    return f"{percent.numerator}%" if percent.denominator == 1 else str(value)


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
