"""A rule said, and the figures in it."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

Ngettext = Callable[[str, str, int], str]


@dataclass(frozen=True)
class Line:
    """A rule said: which parameters it speaks of, and the sentence."""

    about: tuple[str, ...]
    text: str


def share(value: Fraction) -> str:
    """75% or 2/3: figures, which no language mutates.

    >>> share(Fraction(3, 4)), share(Fraction(2, 3)), share(Fraction(3, 200))
    ('75%', '2/3', '1.5%')
    """
    percent = value * 100
    if percent.denominator == 1:
        return f"{percent.numerator}%"
    return f"{float(percent):g}%" if 100 % percent.denominator == 0 else str(value)
