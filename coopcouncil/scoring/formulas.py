"""What figures and prices earn of their criterion's whole, from 0 to 1.

Each is practice that buyers publish in their own words; none is law. `field` is the bids that
stand: an excluded or failed bid is compared with by nobody.

- `LOWEST_OVER` lowest ÷ this. Commonest in the United Kingdom, and the financial score of the
  World Bank's quality- and cost-based selection. Where the lowest price is nothing or less the
  formula has no meaning; its limit is taken: the lowest earns the whole, a dearer bid nothing.
- `BELOW_MEAN` ½ − (this − mean) ÷ mean: a point more or less of a hundred for each per cent below
  or above the mean, so that half the mean earns the whole and one and a half means nothing. Where
  the mean is nothing or less: the whole below it, half at it, nothing above.
- `LINEAR_RANGE` the lowest earns the whole, the ceiling nothing, a price between in proportion,
  one above the ceiling nothing. Without a stated ceiling the highest price is it, and where all
  are equal each earns the whole.
- `OVER_HIGHEST` this ÷ highest; nobody earns while the highest is nothing or less.
- `OVER_TARGET` this ÷ the published target, at most the whole. The only one in which no other bid
  matters.

A figure below nothing earns nothing. Every one is monotone: a better figure never earns less,
whatever the others are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias, assert_never

from coopcouncil.scoring.method import Criterion, Formula
from coopcouncil.scoring.outcome import Beside

NOTHING, HALF, WHOLE = Fraction(0), Fraction(1, 2), Fraction(1)

Held: TypeAlias = tuple[tuple[Beside, Fraction], ...]


@dataclass(frozen=True)
class Field:
    """The figures of the bids that stand, as far as formulas ask."""

    lowest: Fraction
    highest: Fraction
    mean: Fraction


def field_of(figures: Sequence[Fraction]) -> Field | None:
    """None where no bid stands."""
    if not figures:
        return None
    return Field(min(figures), max(figures), sum(figures, NOTHING) / len(figures))


def held_against(criterion: Criterion, field: Field | None) -> Held | None:
    """What this criterion's figures are held against, named; None where there is nothing."""
    formula, stated = criterion.formula, criterion.target
    if formula is Formula.OVER_TARGET:
        return ((Beside.TARGET, Fraction(stated or 0)),)
    if field is None or formula is None:
        return None
    match formula:
        case Formula.LOWEST_OVER:
            return ((Beside.LOWEST, field.lowest),)
        case Formula.BELOW_MEAN:
            return ((Beside.MEAN, field.mean),)
        case Formula.LINEAR_RANGE if stated is not None:
            return ((Beside.LOWEST, field.lowest), (Beside.CEILING, Fraction(stated)))
        case Formula.LINEAR_RANGE:
            return ((Beside.LOWEST, field.lowest), (Beside.HIGHEST, field.highest))
        case Formula.OVER_HIGHEST:
            return ((Beside.HIGHEST, field.highest),)
        case _:
            assert_never(formula)


def earned(formula: Formula, figure: Fraction, held: Held) -> Fraction:
    """What a figure earns beside what `held_against` said."""
    first = held[0][1]
    match formula:
        case Formula.LOWEST_OVER:
            return _lowest_over(figure, first)
        case Formula.BELOW_MEAN:
            return _below_mean(figure, first)
        case Formula.LINEAR_RANGE:
            return _linear_range(figure, first, held[1][1])
        case Formula.OVER_HIGHEST | Formula.OVER_TARGET:
            return _clamped(figure / first) if first > 0 else NOTHING
        case _:
            assert_never(formula)


def _lowest_over(price: Fraction, lowest: Fraction) -> Fraction:
    # A failed bid may be below the lowest of those that stand: it is shown the whole, no more.
    if price <= lowest:
        return WHOLE
    return lowest / price if lowest > 0 else NOTHING


def _below_mean(price: Fraction, mean: Fraction) -> Fraction:
    if mean > 0:
        return _clamped(HALF - (price - mean) / mean)
    if price == mean:
        return HALF
    return WHOLE if price < mean else NOTHING


def _linear_range(price: Fraction, lowest: Fraction, top: Fraction) -> Fraction:
    if price > top:
        return NOTHING
    return _clamped((top - price) / (top - lowest)) if top > lowest else WHOLE


def _clamped(part: Fraction) -> Fraction:
    return min(max(part, NOTHING), WHOLE)
