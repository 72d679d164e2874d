"""Which bids stand: conditions met and thresholds reached; and what stops the sum altogether."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from coopcouncil.scoring.formulas import earned, held_against
from coopcouncil.scoring.method import Criterion, Kind, Method
from coopcouncil.scoring.outcome import (
    FailedBy,
    Failure,
    LeftOut,
    Offer,
    Problem,
    ProblemKind,
)

BY = {Kind.GROUP: FailedBy.GROUP, Kind.SCALE: FailedBy.POINTS, Kind.FIGURE: FailedBy.FIGURE}
UNSCORED = {FailedBy.CONDITION, FailedBy.FIGURE, FailedBy.DEAR, FailedBy.NO_PRICE}
"""A bid that fails so, by itself, need not be scored."""


def problems(
    method: Method, offers: Sequence[Offer], left_out: Sequence[LeftOut]
) -> tuple[Problem, ...]:
    """Everything that must be put right before the sum can be made."""
    found: list[Problem] = []
    keys = [one.key for one in offers] + [one.key for one in left_out]
    found.extend(
        Problem(ProblemKind.TWICE, key) for key in sorted(set(keys)) if keys.count(key) > 1
    )
    stops = what_stops(method)
    scales = [one for one in method.leaves() if one.kind is Kind.SCALE]
    for offer in offers:
        found.extend(_problems_of(stops, scales, offer))
    return tuple(found)


def _problems_of(
    stops: Sequence[Criterion], scales: Sequence[Criterion], offer: Offer
) -> Iterator[Problem]:
    given = {**offer.points, **offer.figures}
    endless = [code for code, figure in sorted(given.items()) if not figure.is_finite()]
    for code in endless:
        yield Problem(ProblemKind.NOT_A_NUMBER, offer.key, code)
    if endless:
        return
    fails_unscored = any(one.by in UNSCORED for one in failures_of(stops, offer))
    for leaf in scales:
        points = offer.points.get(leaf.code)
        if points is None:
            if not fails_unscored:
                yield Problem(ProblemKind.NO_POINTS, offer.key, leaf.code)
        elif not 0 <= points <= (leaf.most or 0):
            yield Problem(ProblemKind.OUTSIDE_SCALE, offer.key, leaf.code)


def what_stops(method: Method) -> tuple[Criterion, ...]:
    """What a bid may fail by: conditions, prices, thresholds."""
    always = {Kind.CONDITION, Kind.PRICE}
    return tuple(
        one for one in method.everything() if one.kind in always or one.threshold is not None
    )


def failures_of(stops: Sequence[Criterion], offer: Offer) -> tuple[Failure, ...]:
    """What this bid does not reach; no other bid matters to it."""
    found = (_failure(one, offer) for one in stops)
    return tuple(one for one in found if one is not None)


def _failure(one: Criterion, offer: Offer) -> Failure | None:
    if one.kind is Kind.CONDITION:
        is_met = offer.met.get(one.code, False)
        return None if is_met else Failure(one.code, FailedBy.CONDITION)
    if one.kind is Kind.PRICE:
        return _priced(one, offer.figures.get(one.code))
    if one.threshold is None:
        return None
    given = _given(one, offer)
    if given is None or given >= one.threshold:
        return None
    return Failure(one.code, BY[one.kind], given, one.threshold)


def _given(one: Criterion, offer: Offer) -> Fraction | None:
    """What is held against the threshold; None while it is not scored."""
    if one.kind is Kind.GROUP:
        return _of_group(one, offer)
    if one.kind is Kind.SCALE:
        points = offer.points.get(one.code)
        return None if points is None else Fraction(points)
    return Fraction(offer.figures.get(one.code, 0))


def _priced(one: Criterion, price: Decimal | None) -> Failure | None:
    if price is None:
        return Failure(one.code, FailedBy.NO_PRICE)
    if one.threshold is None or price <= one.threshold:
        return None
    return Failure(one.code, FailedBy.DEAR, Fraction(price), one.threshold)


def _of_group(group: Criterion, offer: Offer) -> Fraction | None:
    """Per cent of the group; all under it is absolute, or the method has a fault."""
    part = Fraction(0)
    weights = Method(group.under).weights()
    for leaf in Method(group.under).leaves():
        if leaf.kind is Kind.SCALE:
            points = offer.points.get(leaf.code)
            if points is None:
                return None
            part += weights[leaf.code] * Fraction(points) / Fraction(leaf.most or 1)
        elif leaf.formula is not None:
            held = held_against(leaf, None)
            figure = Fraction(offer.figures.get(leaf.code, 0))
            if held is not None:
                part += weights[leaf.code] * earned(leaf.formula, figure, held)
    return part
