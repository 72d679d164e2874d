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
    """Papers that lie with one candidate at one value: how many, and in which piles.

    `ahead` are piles that lie sorted by the next preference already: that (or 0), how many, which.
    """

    papers: int = 0
    piles: list[Pile] = field(default_factory=list)
    ahead: Sequence[tuple[int, int, Pile]] = ()

    def take(self, other: Parcel) -> None:
        """Lay another parcel to this one."""
        self.papers += other.papers
        self.piles += other.piles
        self.ahead = (*self.ahead, *other.ahead)


def by_first(papers: Papers) -> dict[int, Parcel]:
    """The papers by first preference."""
    return {first: Parcel(total, [], piles) for first, (total, piles) in papers.firsts.items()}


def by_next(parcels: Sequence[Parcel], passed: Collection[int]) -> tuple[dict[int, Parcel], int]:
    """The papers by next preference, passing over `passed`; and how many have none.

    Who is elected or excluded stays so, hence a paper can drop them for good; papers that
    differed only in those become one, and the piles shrink as the count goes on.
    """
    moved: dict[int, Parcel] = {}
    loose: list[Pile] = []
    stuck = 0
    for parcel in parcels:
        loose += parcel.piles
        for candidate, papers, pile in parcel.ahead:
            if candidate in passed:
                loose.append(pile)
            elif not candidate:
                stuck += papers
            else:
                _lay(pile, papers, candidate, moved)
    if loose:
        piles, more = _sort(loose, passed)
        stuck += more
        for candidate, pile in piles.items():
            _lay(pile, sum(pile.values()), candidate, moved)
    return moved, stuck


def _lay(pile: Pile, papers: int, candidate: int, parcels: dict[int, Parcel]) -> None:
    parcel = parcels.get(candidate)
    if parcel is None:
        parcels[candidate] = Parcel(papers, [pile])
    else:
        parcel.papers += papers
        parcel.piles.append(pile)


def _sort(loose: Sequence[Pile], passed: Collection[int]) -> tuple[dict[int, Pile], int]:
    piles: dict[int, Pile] = {}
    stuck = 0
    weights = chain.from_iterable(map(dict.values, loose))
    for rest, weight in zip(_without(loose, passed), weights, strict=False):
        if not rest:
            stuck += weight
        elif (first := rest[0]) not in piles:
            piles[first] = {rest: weight}
        elif rest in (pile := piles[first]):
            pile[rest] += weight
        else:
            pile[rest] = weight
    return piles, stuck


def _without(piles: Sequence[Pile], passed: Collection[int]) -> Iterable[Plain]:
    """Each paper less those who are passed over: as one long text where papers are bytes."""
    papers = chain.from_iterable(piles)
    if type(next(iter(piles[0]))) is bytes:  # Then all are.
        # No candidate has the number 0, so it can stand between papers.
        joined = b"\0".join(cast("Iterable[bytes]", papers))
        return joined.translate(None, bytes(passed)).split(b"\0")
    return [tuple(c for c in paper if c not in passed) for paper in papers]
