"""The one place where a sum is rounded."""

from decimal import Context, Decimal
from fractions import Fraction
from math import floor

from coopcouncil.scoring.method import Rounding

MANY = Context(prec=100)
"""More digits than any figure has: nothing is cut off unseen."""


def rounded(exact: Fraction, decimals: int, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
    """The total as it is published and ranked.

    >>> rounded(Fraction(2, 3) * 100, 2)
    Decimal('66.67')
    >>> rounded(Fraction(12345, 1000), 2), rounded(Fraction(12345, 1000), 2, Rounding.HALF_EVEN)
    (Decimal('12.35'), Decimal('12.34'))
    """
    scaled = exact * 10**decimals
    whole = round(scaled) if rounding is Rounding.HALF_EVEN else floor(scaled + Fraction(1, 2))
    return Decimal(f"{whole}E-{decimals}")


def shown(exact: Fraction, places: int = 6) -> Decimal:
    """An exact figure to look at, without idle noughts; nothing is worked out from it.

    >>> shown(Fraction(110, 3)), shown(Fraction(1200))
    (Decimal('36.666667'), Decimal('1200'))
    """
    return plain(rounded(exact, places))


def plain(figure: Decimal) -> Decimal:
    """The same figure without idle noughts, however it was written.

    >>> plain(Decimal("90000.00")), plain(Decimal("2.50"))
    (Decimal('90000'), Decimal('2.5'))
    """
    whole = figure.to_integral_value()
    return whole if whole == figure else figure.normalize(MANY)
