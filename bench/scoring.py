"""Scoring: the sum over 40 bids and 60 criteria, beside the same sum without its steps.

The reference is what somebody would write for themselves: two loops in `Decimal`, nothing kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random
from time import perf_counter
from typing import Any

from bench import Row, row
from coopcouncil.scoring import (
    Criterion,
    Formula,
    Kind,
    Method,
    Offer,
    as_json,
    canonical,
    fingerprint,
    of_json,
    run,
    swings,
)

BIDS, GROUPS, UNDER = 40, 6, 10
TIMES = 15


def rows() -> Iterator[Row]:
    """Milliseconds, lower is better."""
    yield from _pure()


def _pure() -> Iterator[Row]:
    method, offers = made()
    done = run(method, offers)
    ours, plain = _best(lambda: run(method, offers)), _best(lambda: _plain(method, offers))
    theirs = _plain(method, offers)
    if any(abs(theirs[one.key] - (one.total or 0)) > Decimal("0.01") for one in done.scored):
        raise AssertionError("the two sums differ")
    size = f"{BIDS} bids × {GROUPS * UNDER} criteria"
    note = "every step, subtotal, place and tie kept as exact fractions"
    yield row(f"scoring run, {size}", ours, "ms", "plain Decimal loops", plain, note)
    data = as_json(done)
    kilobytes = f"{len(canonical(data)) / 1000:.0f} kB"
    yield row("a run to be kept, with its hash", _best(lambda: _kept(done)), "ms", note=kilobytes)
    yield row("a kept run read back", _best(lambda: of_json(data)), "ms")
    yield row("break-even weights of a run", _best(lambda: swings(done)), "ms")


def made(bids: int = BIDS) -> tuple[Method, list[Offer]]:
    """Six groups of ten: five of points with one relative figure each, one of prices."""
    chance = Random(7)  # figures to add up, nothing to guard
    weights = [Decimal("16.6667")] * (GROUPS - 1) + [Decimal("16.6665")]
    method = Method(
        tuple(
            Criterion(str(g + 1), Kind.GROUP, weights[g], tuple(_leaf(g, n) for n in range(UNDER)))
            for g in range(GROUPS)
        )
    )
    offers = []
    for number in range(bids):
        points, figures = {}, {}
        for leaf in method.leaves():
            if leaf.kind is Kind.SCALE:
                points[leaf.code] = Decimal(chance.randint(0, 5))
            else:
                figures[leaf.code] = Decimal(chance.randint(100_000, 900_000)) / 100
        offers.append(Offer(f"{number:02}", points, figures))
    return method, offers


def _leaf(group: int, place: int) -> Criterion:
    code, weight = f"{group + 1}.{place + 1}", Decimal(100) / UNDER
    if group == GROUPS - 1:
        return Criterion(code, Kind.PRICE, weight, formula=Formula.LOWEST_OVER)
    if place == 0:
        return Criterion(code, Kind.FIGURE, weight, formula=Formula.OVER_HIGHEST)
    return Criterion(code, Kind.SCALE, weight, most=Decimal(5))


def _plain(method: Method, offers: list[Offer]) -> dict[str, Decimal]:
    """The least that gives a total."""
    totals = {one.key: Decimal(0) for one in offers}
    for group in method.criteria:
        for leaf in group.under:
            weight = group.weight * leaf.weight / 100
            given = {
                one.key: one.points[leaf.code] if leaf.most else one.figures[leaf.code]
                for one in offers
            }
            for key, figure in given.items():
                if leaf.most:
                    earned = figure / leaf.most
                elif leaf.kind is Kind.PRICE:
                    earned = min(given.values()) / figure
                else:
                    earned = figure / max(given.values())
                totals[key] += weight * earned
    return {key: total.quantize(Decimal("0.01")) for key, total in totals.items()}


def _kept(done: Any) -> str:
    return fingerprint(as_json(done))


def _best(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(TIMES):
        began = perf_counter()
        work()
        best = min(best, perf_counter() - began)
    return 1000 * best
