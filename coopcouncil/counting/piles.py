"""Papers sorted to their next available preference: what both rules with parcels do all day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias, cast

from coopcouncil.counting.papers import BYTE, Plain

Pile: TypeAlias = "dict[Plain, int]"
"""Papers and how many there are of each."""


def by_first(papers: Mapping[Plain, int]) -> dict[int, Pile]:
    """The papers by first preference."""
    piles: dict[int, Pile] = {}
    for paper, weight in papers.items():
        first = paper[0]
        if first in piles:
            piles[first][paper] = weight
        else:
            piles[first] = {paper: weight}
    return piles


def by_next(papers: Mapping[Plain, int], passed: Collection[int]) -> tuple[dict[int, Pile], int]:
    """The papers by next preference, passing over `passed`; and how many have none.

    Who is elected or excluded stays so, hence a paper can drop them for good; papers that
    differed only in those become one, and the piles shrink as the count goes on.
    """
    piles: dict[int, Pile] = {}
    stuck = 0
    if max(passed, default=0) <= BYTE and all(type(paper) is bytes for paper in papers):
        drop = bytes(passed)
        for order, weight in cast("Mapping[bytes, int]", papers).items():
            rest = order.translate(None, drop)
            if not rest:
                stuck += weight
                continue
            pile = piles.get(rest[0])
            if pile is None:
                piles[rest[0]] = {rest: weight}
            else:
                pile[rest] = pile.get(rest, 0) + weight
        return piles, stuck
    for paper, weight in papers.items():
        left = tuple(candidate for candidate in paper if candidate not in passed)
        if not left:
            stuck += weight
            continue
        long_pile = piles.setdefault(left[0], {})
        long_pile[left] = long_pile.get(left, 0) + weight
    return piles, stuck
