"""What is wrong with a method before it is published: plain facts, made sentences by pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from coopcouncil.scoring.method import FOR_PRICES, RELATIVE, Criterion, Formula, Kind, Method, TieBy


class FaultKind(StrEnum):
    """The reasons for which a method cannot be used."""

    NOTHING_SCORED = "nothing-scored"
    WEIGHTS_NOT_100 = "weights-not-100"
    """`code` is the group's, "" at the top; `amount` is what is missing, negative if too much."""
    NEGATIVE_WEIGHT = "negative-weight"
    CONDITION_WEIGHS = "condition-weighs"
    EMPTY_GROUP = "empty-group"
    UNDER_A_LEAF = "under-a-leaf"
    DUPLICATE_CODE = "duplicate-code"
    SCALE_OF_NOTHING = "scale-of-nothing"
    NO_FORMULA = "no-formula"
    """None at all, or one of the other kind."""
    NO_TARGET = "no-target"
    """`OVER_TARGET` without a target above nothing."""
    NO_CEILING = "no-ceiling"
    """`LINEAR_RANGE` with a ceiling of nothing or less."""
    THRESHOLD_OUTSIDE = "threshold-outside"
    """Not within the scale; not from 0 to 100 for a group."""
    THRESHOLD_ON_RELATIVE = "threshold-on-relative"
    """A group's threshold over what hangs on other bids would go round in a circle."""
    TIE_UNKNOWN = "tie-unknown"
    TIE_AFTER_LOT = "tie-after-lot"


@dataclass(frozen=True)
class Fault:
    """One thing wrong, where, and by how much."""

    kind: FaultKind
    code: str = ""
    amount: Decimal | None = None


class Faulty(ValueError):
    """The method cannot be run."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__(", ".join(f"{one.kind} {one.code}".strip() for one in faults))


def faults(method: Method) -> tuple[Fault, ...]:
    """Everything that is wrong; none means that `run` will take it."""
    found = list(_codes(method))
    if not any(_is_scored(one) for one in method.criteria):
        found.append(Fault(FaultKind.NOTHING_SCORED))
    else:
        found.extend(_siblings("", method.criteria))
    for one in method.everything():
        found.extend(_of_one(one))
    found.extend(_ties(method))
    return tuple(found)


def _codes(method: Method) -> Iterator[Fault]:
    seen: set[str] = set()
    for one in method.everything():
        if one.code in seen:
            yield Fault(FaultKind.DUPLICATE_CODE, one.code)
        seen.add(one.code)


def _is_scored(one: Criterion) -> bool:
    """Whether it can earn anything: a condition cannot, nor a group of conditions alone."""
    if one.kind is Kind.GROUP:
        return any(map(_is_scored, one.under))
    return one.kind is not Kind.CONDITION


def _siblings(code: str, criteria: tuple[Criterion, ...]) -> Iterator[Fault]:
    found = sum((Fraction(one.weight) for one in criteria if _is_scored(one)), Fraction(0))
    if found != 100:
        missing = Decimal(100) - sum((one.weight for one in criteria if _is_scored(one)), Decimal())
        yield Fault(FaultKind.WEIGHTS_NOT_100, code, missing)


def _of_one(one: Criterion) -> Iterator[Fault]:
    if one.weight < 0:
        yield Fault(FaultKind.NEGATIVE_WEIGHT, one.code, one.weight)
    if one.kind is Kind.GROUP:
        yield from _of_group(one)
        return
    if one.under:
        yield Fault(FaultKind.UNDER_A_LEAF, one.code)
    if one.kind is Kind.CONDITION:
        if one.weight:
            yield Fault(FaultKind.CONDITION_WEIGHS, one.code, one.weight)
    elif one.kind is Kind.SCALE:
        yield from _of_scale(one)
    else:
        yield from _of_formula(one)


def _of_group(one: Criterion) -> Iterator[Fault]:
    if _is_scored(one):
        yield from _siblings(one.code, one.under)
    elif not one.under or one.weight:
        yield Fault(FaultKind.EMPTY_GROUP, one.code)
    if one.threshold is not None:
        if not 0 <= one.threshold <= 100:
            yield Fault(FaultKind.THRESHOLD_OUTSIDE, one.code, one.threshold)
        if any(leaf.formula in RELATIVE for leaf in Method(one.under).leaves()):
            yield Fault(FaultKind.THRESHOLD_ON_RELATIVE, one.code)


def _of_scale(one: Criterion) -> Iterator[Fault]:
    if one.most is None or one.most <= 0:
        yield Fault(FaultKind.SCALE_OF_NOTHING, one.code, one.most)
    elif one.threshold is not None and not 0 <= one.threshold <= one.most:
        yield Fault(FaultKind.THRESHOLD_OUTSIDE, one.code, one.threshold)


def _of_formula(one: Criterion) -> Iterator[Fault]:
    if one.formula is None or (one.formula in FOR_PRICES) != (one.kind is Kind.PRICE):
        yield Fault(FaultKind.NO_FORMULA, one.code)
    elif one.formula is Formula.OVER_TARGET:
        if one.target is None or one.target <= 0:
            yield Fault(FaultKind.NO_TARGET, one.code, one.target)
    elif one.formula is Formula.LINEAR_RANGE and one.target is not None and one.target <= 0:
        yield Fault(FaultKind.NO_CEILING, one.code, one.target)


def _ties(method: Method) -> Iterator[Fault]:
    known = {one.code: one for one in method.everything()}
    for place, rule in enumerate(method.ties):
        if rule.by is TieBy.LOT:
            if place != len(method.ties) - 1:
                yield Fault(FaultKind.TIE_AFTER_LOT)
            continue
        named = known.get(rule.code)
        is_scored = named is not None and _is_scored(named)
        if not (method.prices(rule.code) if rule.by is TieBy.PRICE else is_scored):
            yield Fault(FaultKind.TIE_UNKNOWN, rule.code)
