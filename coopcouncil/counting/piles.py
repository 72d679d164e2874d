"""Papers sorted to their next available preference: what both rules with parcels do all day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeAlias, cast

from coopcouncil.counting.papers import Plain

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


def by_next(parcels: Sequence[Pile], passed: Collection[int]) -> tuple[dict[int, Pile], int]:
    """The papers of all parcels by next preference, passing over `passed`; how many have none.

    Who is elected or excluded stays so, hence a paper can drop them for good; papers that
    differed only in those become one, and the piles shrink as the count goes on.
    """
    piles: dict[int, Pile] = {}
    stuck = 0
    weights = chain.from_iterable(parcel.values() for parcel in parcels)
    for rest, weight in zip(_without(parcels, passed), weights, strict=True):
        if not rest:
            stuck += weight
            continue
        first = rest[0]
        if first not in piles:
            piles[first] = {rest: weight}
            continue
        pile = piles[first]
        if rest in pile:
            pile[rest] += weight
        else:
            pile[rest] = weight
    return piles, stuck


def _without(parcels: Sequence[Pile], passed: Collection[int]) -> Iterable[Plain]:
    """Each paper less those who are passed over: as one long text where papers are bytes."""
    papers = chain.from_iterable(parcels)
    if all(type(next(iter(parcel), b"")) is bytes for parcel in parcels):
        # No candidate has the number 0, so it can stand between papers.
        joined = b"\0".join(cast("Iterable[bytes]", papers))
        rests = joined.translate(None, bytes(passed)).split(b"\0")
        return rests if any(parcels) else []
    return [tuple(c for c in paper if c not in passed) for paper in papers]
