"""Candidates who are level: looking back in the count, and then the lot.

The lot is never cast here. People draw an order of the candidates before the count and publish it;
of candidates who are level at the end, the lot falls on the one who comes first in that order: that
candidate is excluded, or transferred first, or elected.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from coopcouncil.counting.outcome import Purpose, Tie


class TieNeedsLot(Exception):
    """The rule leaves this to lot, and no drawn order says where it falls."""

    def __init__(self, stage: int, purpose: Purpose, between: Sequence[int]) -> None:
        self.stage, self.purpose, self.between = stage, purpose, tuple(between)
        super().__init__(f"stage {stage}: candidates {self.between} are level ({purpose})")


def settle(
    tied: Iterable[int],
    points: Iterable[Sequence[int]],
    purpose: Purpose,
    stage: int,
    lots: Sequence[int],
) -> Tie:
    """Who of the tied: by their votes at `points`, in the order given, then by lot.

    Three or more may be told apart in part at one point and further at the next.
    """
    left = sorted(tied)
    between = tuple(left)
    best = min if purpose == "exclude" else max
    for votes in points:
        mark = best(votes[candidate] for candidate in left)
        left = [candidate for candidate in left if votes[candidate] == mark]
        if len(left) == 1:
            return Tie(stage, purpose, between, "prior", left[0])
    return Tie(stage, purpose, tuple(left), "lot", by_lot(left, lots, purpose, stage))


def by_lot(tied: Sequence[int], lots: Sequence[int], purpose: Purpose, stage: int) -> int:
    """On whom the lot falls: the first of the tied in the drawn order.

    An order that leaves out one of the tied decides nothing between them.
    """
    if not set(tied) <= set(lots):
        raise TieNeedsLot(stage, purpose, tied)
    return min(tied, key=lots.index)


def within(ties: Iterable[Tie], stages: int) -> list[Tie]:
    """Ties over an exclusion that ended the count unmade belong to the last stage there was."""
    return [replace(tie, stage=min(tie.stage, stages)) for tie in ties]
