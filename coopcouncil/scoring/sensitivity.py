"""How the ranking hangs on the weights.

What a bid earns for each criterion does not hang on the weights at the top, so its total is a
straight line as one of them goes from 0 to 100 and the rest keep their proportion.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from coopcouncil.scoring.method import Formula, Kind, Method
from coopcouncil.scoring.outcome import Run, Scored

NOTHING, HUNDRED = Fraction(0), Fraction(100)


@dataclass(frozen=True)
class Bite:
    """What one point of a scale, or one unit of a figure with a target, adds to the total."""

    code: str
    weight: Fraction
    each: Fraction | None
    """None where it hangs on the other bids."""


@dataclass(frozen=True)
class Line:
    """A bid's exact total as the weight goes from 0 to 100."""

    key: str
    at_nought: Fraction
    at_hundred: Fraction

    def at(self, weight: Fraction) -> Fraction:
        """The total with the criterion at that weight."""
        return self.at_nought + self.slope * weight

    @cached_property
    def slope(self) -> Fraction:
        """How much the total grows with each per cent of the weight."""
        return (self.at_hundred - self.at_nought) / 100


@dataclass(frozen=True)
class Leads:
    """Who is first from one weight to another; several where they are level all the way."""

    keys: tuple[str, ...]
    since: Fraction
    until: Fraction


@dataclass(frozen=True)
class Swing:
    """One criterion at the top: its weight as published, and what another would change."""

    code: str
    weight: Fraction
    lines: tuple[Line, ...]
    leads: tuple[Leads, ...]
    below: Fraction | None
    """The nearest weight at or below the published one at which the winner changes."""
    above: Fraction | None

    def ranking(self, weight: Fraction) -> tuple[tuple[str, Fraction], ...]:
        """The bids with their exact totals at another weight, best first."""
        found = [(one.key, one.at(weight)) for one in self.lines]
        return tuple(sorted(found, key=lambda one: (-one[1], one[0])))


def swings(done: Run) -> tuple[Swing, ...]:
    """One for each criterion at the top that shares the hundred with another."""
    stands = [one for one in done.scored if one.exact is not None]
    weights = done.method.weights()
    found = []
    for one in done.method.criteria:
        weight = weights[one.code]
        if one.kind is not Kind.CONDITION and 0 < weight < HUNDRED and stands:
            lines = tuple(_line(bid, one.code, weight) for bid in stands)
            leads = _leads(lines)
            turns = [lead.since for lead in leads[1:]]
            below = max((turn for turn in turns if turn <= weight), default=None)
            above = min((turn for turn in turns if turn >= weight), default=None)
            found.append(Swing(one.code, weight, lines, leads, below, above))
    return tuple(found)


def bites(method: Method) -> tuple[Bite, ...]:
    """For each scored criterion: its weight in the whole, and what a step of it is worth."""
    weights = method.weights()
    found = []
    for one in method.leaves():
        if one.kind is Kind.CONDITION:
            continue
        weight, size = weights[one.code], None
        if one.kind is Kind.SCALE:
            size = one.most
        elif one.formula is Formula.OVER_TARGET:
            size = one.target
        found.append(Bite(one.code, weight, weight / Fraction(size) if size else None))
    return tuple(found)


def _line(bid: Scored, code: str, weight: Fraction) -> Line:
    groups = {one.code: one.weighted for one in bid.subtotals}
    weighted = groups[code] if code in groups else bid.step(code).weighted or NOTHING
    rest = (bid.exact or NOTHING) - weighted
    return Line(bid.key, rest * 100 / (HUNDRED - weight), weighted * 100 / weight)


def _leads(lines: Sequence[Line]) -> tuple[Leads, ...]:
    """The upper edge of the lines, from 0 to 100."""
    found: list[Leads] = []
    since = NOTHING
    height = max(line.at(since) for line in lines)
    best = max((line for line in lines if line.at(since) == height), key=lambda one: one.slope)
    while True:
        meets = [(_meet(best, line), line) for line in lines if line.slope > best.slope]
        ahead = [(at, -line.slope, line) for at, line in meets if at < HUNDRED]
        keys = tuple(sorted(one.key for one in lines if _same(one, best)))
        if not ahead:
            return (*found, Leads(keys, since, HUNDRED))
        at, _, line = min(ahead, key=lambda one: one[:2])
        found.append(Leads(keys, since, at))
        since, best = at, line


def _meet(lower: Line, steeper: Line) -> Fraction:
    return (lower.at_nought - steeper.at_nought) / (steeper.slope - lower.slope)


def _same(one: Line, other: Line) -> bool:
    return (one.at_nought, one.at_hundred) == (other.at_nought, other.at_hundred)
