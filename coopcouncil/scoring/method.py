"""The method of one lot as published: a tree of criteria, how ties break, where it is rounded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

NOUGHT = Decimal(0)


class Kind(StrEnum):
    """How a criterion earns. The values are those that tenders are stored with."""

    GROUP = "group"
    SCALE = "scale"
    FIGURE = "figure"
    PRICE = "price"
    CONDITION = "condition"


class Formula(StrEnum):
    """What a figure or a price earns; each is defined in `formulas.py`."""

    LOWEST_OVER = "lowest-over"
    BELOW_MEAN = "below-mean"
    LINEAR_RANGE = "linear-range"
    OVER_HIGHEST = "over-highest"
    OVER_TARGET = "over-target"


RELATIVE = frozenset(
    {Formula.LOWEST_OVER, Formula.BELOW_MEAN, Formula.LINEAR_RANGE, Formula.OVER_HIGHEST}
)
"""What a bid earns by these hangs on the other bids."""
FOR_PRICES = frozenset({Formula.LOWEST_OVER, Formula.BELOW_MEAN, Formula.LINEAR_RANGE})


class Rounding(StrEnum):
    """Where a half goes in the one rounding of the total."""

    HALF_UP = "half-up"
    HALF_EVEN = "half-even"


class TieBy(StrEnum):
    """What parts bids whose totals are equal."""

    SCORE = "score"
    """The higher score for the criterion or group that is named."""
    PRICE = "price"
    """The lower price for the price criterion that is named; of all prices together for ""."""
    LOT = "lot"
    """An order drawn by lot and recorded."""


@dataclass(frozen=True)
class TieBreak:
    """One step of the published tie rule."""

    by: TieBy
    code: str = ""


@dataclass(frozen=True)
class Criterion:
    """A node of the tree. `weight` is per cent within the parent; a condition has none.

    `threshold` is what a bid must reach: points of the scale, the figure itself, per cent of a
    group; for a price it is the most that may be asked.
    """

    code: str
    kind: Kind
    weight: Decimal = NOUGHT
    under: tuple["Criterion", ...] = ()
    most: Decimal | None = None
    """The highest points of the scale."""
    formula: Formula | None = None
    target: Decimal | None = None
    """The target of `OVER_TARGET`, the ceiling of `LINEAR_RANGE`."""
    threshold: Decimal | None = None
    is_social: bool = False
    """Counts to social value, with all that is under it."""


@dataclass(frozen=True)
class Method:
    """How the bids for one lot are scored."""

    criteria: tuple[Criterion, ...]
    ties: tuple[TieBreak, ...] = (TieBreak(TieBy.LOT),)
    decimals: int = 2
    rounding: Rounding = Rounding.HALF_UP

    def everything(self) -> Iterator[Criterion]:
        """Each criterion, a group before what is under it."""
        yield from _walk(self.criteria)

    def leaves(self) -> tuple[Criterion, ...]:
        """What bids are scored on, in order, conditions too."""
        return tuple(one for one in self.everything() if one.kind is not Kind.GROUP)

    def prices(self, code: str = "") -> tuple[str, ...]:
        """The code of that price criterion, or those of all."""
        leaves = (one for one in self.leaves() if one.kind is Kind.PRICE)
        return tuple(one.code for one in leaves if code in {"", one.code})

    def weights(self) -> Mapping[str, Fraction]:
        """Per cent of the whole by code: a group's weight goes through to what is under it.

        >>> half = Criterion("1", Kind.GROUP, Decimal(50), under=(
        ...     Criterion("1.1", Kind.SCALE, Decimal(40), most=Decimal(5)),
        ...     Criterion("1.2", Kind.SCALE, Decimal(60), most=Decimal(5))))
        >>> {code: str(weight) for code, weight in Method((half,)).weights().items()}
        {'1': '50', '1.1': '20', '1.2': '30'}
        """
        found: dict[str, Fraction] = {}
        _weigh(self.criteria, Fraction(1), found)
        return found

    def social(self) -> frozenset[str]:
        """The codes of the leaves that count to social value."""
        return frozenset(_social(self.criteria, within=False))

    def social_weight(self) -> Fraction:
        """How much of the hundred social value makes."""
        weights = self.weights()
        return sum((weights[code] for code in self.social()), Fraction(0))


def _walk(criteria: tuple[Criterion, ...]) -> Iterator[Criterion]:
    for one in criteria:
        yield one
        yield from _walk(one.under)


def _weigh(criteria: tuple[Criterion, ...], part: Fraction, found: dict[str, Fraction]) -> None:
    for one in criteria:
        found[one.code] = part * Fraction(one.weight)
        _weigh(one.under, found[one.code] / 100, found)


def _social(criteria: tuple[Criterion, ...], within: bool) -> Iterator[str]:
    for one in criteria:
        counts = within or one.is_social
        if one.kind is Kind.GROUP:
            yield from _social(one.under, counts)
        elif counts and one.kind is not Kind.CONDITION:
            yield one.code
