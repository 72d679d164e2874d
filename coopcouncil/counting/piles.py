"""Papers sorted to their next available preference: what both rules with parcels do all day.

Piles are never changed once made: the election and several counts may hold the same one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import cast

from coopcouncil.counting.papers import Papers, Pile, Plain


@dataclass(slots=True)
class Parcel:
    """Papers that lie with one candidate at one value: how many, and in which piles."""

    papers: int = 0
    piles: list[Pile] = field(default_factory=list)

    def take(self, other: Parcel) -> None:
        """Lay another parcel to this one."""
        self.papers += other.papers
        self.piles += other.piles


def by_first(papers: Papers) -> dict[int, Parcel]:
    """The papers by first preference."""
    piles = cast("dict[Plain, Pile]", papers.piles)
    return {first[0]: Parcel(sum(pile.values()), [pile]) for first, pile in piles.items()}


def by_next(parcels: Sequence[Parcel], passed: Collection[int]) -> tuple[dict[int, Parcel], int]:
    """The papers by next preference, passing over `passed`; and how many have none.

    Who is elected or excluded stays so, hence a paper can drop them for good; papers that
    differed only in those become one, and the piles shrink as the count goes on.
    """
    sorted_piles: dict[int, Pile] = {}
    stuck = 0
    piles = [pile for parcel in parcels for pile in parcel.piles]
    weights = chain.from_iterable(map(dict.values, piles))
    for rest, weight in zip(_without(piles, passed), weights, strict=False):
        if not rest:
            stuck += weight
        elif (first := rest[0]) not in sorted_piles:
            sorted_piles[first] = {rest: weight}
        elif rest in (pile := sorted_piles[first]):
            pile[rest] += weight
        else:
            pile[rest] = weight
    moved = {first: Parcel(sum(pile.values()), [pile]) for first, pile in sorted_piles.items()}
    return moved, stuck


def _without(piles: Sequence[Pile], passed: Collection[int]) -> Iterable[Plain]:
    """Each paper less those who are passed over: as one long text where papers are bytes."""
    papers = chain.from_iterable(piles)
    if piles and type(next(iter(piles[0]))) is bytes:  # Then all are.
        # No candidate has the number 0, so it can stand between papers.
        joined = b"\0".join(cast("Iterable[bytes]", papers))
        return joined.translate(None, bytes(passed)).split(b"\0")
    return [tuple(c for c in paper if c not in passed) for paper in papers]
