"""Methods and bids for the tests: short ways to say them."""

from decimal import Decimal
from fractions import Fraction

from coopcouncil.scoring import (
    Criterion,
    Formula,
    Kind,
    Method,
    Offer,
    Run,
    TieBreak,
    TieBy,
)

LOT = (TieBreak(TieBy.LOT),)


def scale(code: str, weight: float = 100, most: float = 5, **more: object) -> Criterion:
    return Criterion(code, Kind.SCALE, D(weight), most=D(most), **more)  # type: ignore[arg-type]


def price(
    code: str = "P",
    weight: float = 100,
    formula: Formula = Formula.LOWEST_OVER,
    ceiling: float | None = None,
    most: float | None = None,
) -> Criterion:
    return Criterion(
        code, Kind.PRICE, D(weight), formula=formula, target=maybe(ceiling), threshold=maybe(most)
    )


def figure(
    code: str = "F",
    weight: float = 100,
    target: float | None = None,
    least: float | None = None,
    is_social: bool = False,
) -> Criterion:
    """Against a target where there is one, else against the highest."""
    formula = Formula.OVER_HIGHEST if target is None else Formula.OVER_TARGET
    return Criterion(
        code,
        Kind.FIGURE,
        D(weight),
        formula=formula,
        target=maybe(target),
        threshold=maybe(least),
        is_social=is_social,
    )


def group(code: str, weight: float, *under: Criterion, **more: object) -> Criterion:
    return Criterion(code, Kind.GROUP, D(weight), under=under, **more)  # type: ignore[arg-type]


def condition(code: str = "C") -> Criterion:
    return Criterion(code, Kind.CONDITION)


def method(*criteria: Criterion, ties: tuple[TieBreak, ...] = LOT, decimals: int = 2) -> Method:
    return Method(criteria, ties=ties, decimals=decimals)


def offer(key: str, points: dict[str, float] | None = None, **figures: float | None) -> Offer:
    """A bid that meets condition C; a figure of None is not given."""
    return Offer(
        key,
        {code: D(given) for code, given in (points or {}).items()},
        {code: D(given) for code, given in figures.items() if given is not None},
        {"C": True},
    )


def totals(done: Run) -> dict[str, str | None]:
    return {one.key: None if one.total is None else str(one.total) for one in done.scored}


def ranks(done: Run) -> dict[str, int | None]:
    return {one.key: one.rank for one in done.scored}


def earned(done: Run, code: str) -> dict[str, Fraction | None]:
    return {one.key: one.step(code).earned for one in done.scored}


def D(number: float) -> Decimal:
    """The decimal that is written, not the float that is meant by it."""
    return Decimal(str(number))


def maybe(number: float | None) -> Decimal | None:
    return None if number is None else D(number)
