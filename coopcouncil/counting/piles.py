"""Papers sorted to their next available preference: what both rules with parcels do all day.

Piles are never changed once made: the election and several counts may hold the same one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import TypeAlias, cast

from coopcouncil.counting.papers import Papers, Pile, Plain

UNSORTED = -1

Lot: TypeAlias = "tuple[int, int, Pile]"
"""The preference that follows in all of the papers (0: none, or `UNSORTED`), how many, which."""

Batch: TypeAlias = "tuple[int, Sequence[Lot]]"
"""The value of each paper, and the lots."""

Move: TypeAlias = "tuple[int, int, int, Pile]"
"""To whom papers go, the value that each had, how many, and which."""


def by_first(papers: Papers, value: int) -> dict[int, tuple[Batch, int]]:
    """The papers by first preference, and how many."""
    return {first: ((value, lots), count) for first, (count, lots) in papers.firsts.items()}


def by_next(batches: Iterable[Batch], passed: Collection[int]) -> list[Move]:
    """Where papers go by their next preference, passing over `passed`; some may go nowhere.

    Who is elected or excluded stays so, hence a paper can drop them for good; papers that
    differed only in those become one, and the piles shrink as the count goes on.
    """
    moves: list[Move] = []
    loose: dict[int, list[Pile]] = {}
    for value, lots in batches:
        for after, papers, pile in lots:
            if after == UNSORTED or after in passed:
                if value in loose:
                    loose[value].append(pile)
                else:
                    loose[value] = [pile]
            elif after:
                moves.append((after, value, papers, pile))
    for value, piles in loose.items():
        for target, pile in _sorted(piles, passed).items():
            moves.append((target, value, sum(pile.values()), pile))
    return moves


def _sorted(loose: Sequence[Pile], passed: Collection[int]) -> dict[int, Pile]:
    piles: dict[int, Pile] = {}
    weights = chain.from_iterable(map(dict.values, loose))
    for rest, weight in zip(_without(loose, passed), weights, strict=False):
        if not rest:
            continue
        if (first := rest[0]) not in piles:
            piles[first] = {rest: weight}
        elif rest in (pile := piles[first]):
            pile[rest] += weight
        else:
            pile[rest] = weight
    return piles


def _without(piles: Sequence[Pile], passed: Collection[int]) -> Iterable[Plain]:
    """Each paper less those who are passed over: as one long text where papers are bytes."""
    papers = chain.from_iterable(piles)
    if type(next(iter(piles[0]))) is bytes:  # Then all are.
        # No candidate has the number 0, so it can stand between papers.
        joined = b"\0".join(cast("Iterable[bytes]", papers))
        return joined.translate(None, bytes(passed)).split(b"\0")
    return [tuple(c for c in paper if c not in passed) for paper in papers]
