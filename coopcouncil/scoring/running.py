"""The sum: who stands, what each criterion earns, the total, the places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import lcm

from coopcouncil.scoring.faults import Faulty, faults
from coopcouncil.scoring.formulas import Field, Held, earned, field_of, held_against
from coopcouncil.scoring.method import Criterion, Formula, Kind, Method, TieBy
from coopcouncil.scoring.outcome import (
    Beside,
    LeftOut,
    Oddity,
    OddityKind,
    Offer,
    Run,
    Scored,
    Step,
    Subtotal,
    Tie,
    Unready,
)
from coopcouncil.scoring.rounding import plain, rounded
from coopcouncil.scoring.standing import failures_of, problems, what_stops
from coopcouncil.scoring.ties import Group, part

NOTHING = Fraction(0)


def run(
    method: Method,
    offers: Iterable[Offer],
    left_out: Iterable[LeftOut] = (),
    lot: Sequence[str] = (),
) -> Run:
    """Score the bids. `Faulty` for a method with faults, `Unready` for scores that are missing."""
    if found := faults(method):
        raise Faulty(found)
    entered = tuple(sorted(map(_plainly, offers), key=lambda one: one.key))
    out = tuple(sorted(left_out, key=lambda one: one.key))
    if wrong := problems(method, entered, out):
        raise Unready(wrong)
    done = _Sum(method, entered)
    totals = [one for one in done.scored if one.total is not None]
    ties, places = _places(method, entered, totals, lot)
    ranked = [replace(one, rank=places.get(one.key)) for one in done.scored]
    ranked.sort(key=lambda one: (one.rank is None, one.rank, one.key))
    return Run(method, entered, tuple(ranked), ties, out, done.oddities(), tuple(lot))


def _plainly(offer: Offer) -> Offer:
    """4.00 and 4 are one figure, and leave one record."""
    return Offer(
        offer.key,
        {code: plain(points) for code, points in sorted(offer.points.items())},
        {code: plain(figure) for code, figure in sorted(offer.figures.items())},
        dict(sorted(offer.met.items())),
    )


@dataclass(frozen=True)
class _Leaf:
    """A scored criterion with what the figures of bids are held against."""

    criterion: Criterion
    weight: Fraction
    among: Field | None
    held: Held | None
    found: dict[Decimal | None, Step] = field(default_factory=dict)


class _Sum:
    def __init__(self, method: Method, offers: tuple[Offer, ...]) -> None:
        self.method, self.offers = method, offers
        stops = what_stops(method)
        self.failed = {one.key: failures_of(stops, one) for one in offers}
        self.stands = [one for one in offers if not self.failed[one.key]]
        self.weights = method.weights()
        self.social = method.social()
        self.groups = [one for one in method.everything() if one.kind is Kind.GROUP]
        self.under = {
            one.code: {leaf.code for leaf in Method(one.under).leaves()} for one in self.groups
        }
        self.leaves = [self._leaf(one) for one in method.leaves() if one.kind is not Kind.CONDITION]
        self.scored = [self._scored(one) for one in offers]

    def _leaf(self, criterion: Criterion) -> _Leaf:
        weight = self.weights[criterion.code]
        if criterion.kind is Kind.SCALE:
            return _Leaf(criterion, weight, None, ((Beside.MOST, Fraction(criterion.most or 1)),))
        among = field_of([_figure(one, criterion.code) for one in self.stands])
        return _Leaf(criterion, weight, among, held_against(criterion, among))

    def _scored(self, offer: Offer) -> Scored:
        steps = tuple(_step(leaf, offer) for leaf in self.leaves)
        by_code = {one.code: one.weighted for one in steps}
        failures = self.failed[offer.key]
        exact = social = total = None
        if not failures:
            exact = _sum(by_code, by_code)
            social = _sum(by_code, self.social)
            total = rounded(exact, self.method.decimals, self.method.rounding)
        subtotals = tuple(
            Subtotal(one.code, self.weights[one.code], _sum(by_code, self.under[one.code]))
            for one in self.groups
        )
        return Scored(offer.key, steps, subtotals, failures, social, exact, total, rank=None)

    def oddities(self) -> tuple[Oddity, ...]:
        """What a person should look at, in the order of the tree and of the bids."""
        found: list[Oddity] = []
        if not self.offers:
            found.append(Oddity(OddityKind.NO_BIDS))
        elif not self.stands:
            found.append(Oddity(OddityKind.ALL_FAILED))
        elif len(self.stands) == 1:
            found.append(Oddity(OddityKind.SINGLE, self.stands[0].key))
        for leaf in self.leaves:
            if leaf.criterion.kind is Kind.SCALE:
                continue
            code = leaf.criterion.code
            highest = leaf.criterion.formula is Formula.OVER_HIGHEST
            if highest and leaf.among is not None and leaf.among.highest <= 0:
                found.append(Oddity(OddityKind.NOBODY_OFFERED, "", code))
            for offer in self.stands:
                kind = _odd(leaf.criterion, offer.figures.get(code))
                if kind is not None:
                    found.append(Oddity(kind, offer.key, code))
        return tuple(found)


def _odd(criterion: Criterion, figure: Decimal | None) -> OddityKind | None:
    if figure is None:
        return OddityKind.NO_FIGURE
    if criterion.kind is Kind.FIGURE:
        return OddityKind.NEGATIVE_FIGURE if figure < 0 else None
    if figure <= 0:
        return OddityKind.PRICE_NOT_POSITIVE
    ceiling = criterion.target
    return OddityKind.OVER_CEILING if ceiling is not None and figure > ceiling else None


def _figure(offer: Offer, code: str) -> Fraction:
    """Nothing offered counts as nothing; a bid without a price does not stand."""
    return Fraction(offer.figures.get(code, 0))


def _price(offer: Offer, codes: Iterable[str]) -> Fraction:
    return sum((_figure(offer, code) for code in codes), NOTHING)


def _step(leaf: _Leaf, offer: Offer) -> Step:
    """What is given earns the same for everybody: it is worked out once."""
    one = leaf.criterion
    given = (offer.points if one.kind is Kind.SCALE else offer.figures).get(one.code)
    found = leaf.found.get(given)
    if found is None:
        part = _earned(leaf, offer, given)
        weighted = None if part is None else part * leaf.weight
        held = leaf.held or ()
        found = Step(one.code, one.kind, one.formula, given, held, part, leaf.weight, weighted)
        leaf.found[given] = found
    return found


def _earned(leaf: _Leaf, offer: Offer, given: Decimal | None) -> Fraction | None:
    one = leaf.criterion
    if leaf.held is None:
        return None
    if one.formula is not None:
        if given is None and one.kind is Kind.PRICE:
            return None
        return earned(one.formula, _figure(offer, one.code), leaf.held)
    return None if given is None else Fraction(given) / leaf.held[0][1]


def _sum(weighted: Mapping[str, Fraction | None], codes: Iterable[str]) -> Fraction:
    """Over one denominator: adding fraction by fraction would shorten each sum on the way."""
    found = [one for one in map(weighted.get, codes) if one]
    whole = lcm(*(one.denominator for one in found))
    return Fraction(sum(one.numerator * (whole // one.denominator) for one in found), whole)


def _places(
    method: Method, offers: Sequence[Offer], scored: Sequence[Scored], lot: Sequence[str]
) -> tuple[tuple[Tie, ...], dict[str, int]]:
    """Places by the rounded total, as it is published; bids that stay level share one."""
    score = {
        rule.code: {one.key: _earned_for(one, rule.code) for one in scored}
        for rule in method.ties
        if rule.by is TieBy.SCORE
    }
    price = {
        rule.code: {one.key: _price(one, method.prices(rule.code)) for one in offers}
        for rule in method.ties
        if rule.by is TieBy.PRICE
    }
    ties: list[Tie] = []
    places: dict[str, int] = {}
    order = sorted(scored, key=lambda one: one.total or 0, reverse=True)
    for total, level in groupby(order, key=lambda one: one.total):
        keys = [one.key for one in level]
        groups: tuple[Group, ...] = (tuple(keys),)
        if len(keys) > 1 and total is not None:
            tie, groups = part(total, keys, method.ties, score, price, lot)
            ties.append(tie)
        for group in groups:
            places.update(dict.fromkeys(group, len(places) + 1))
    return tuple(ties), places


def _earned_for(one: Scored, code: str) -> Fraction:
    """What a bid earned for a criterion or a group."""
    for subtotal in one.subtotals:
        if subtotal.code == code:
            return subtotal.weighted
    return one.step(code).weighted or NOTHING
