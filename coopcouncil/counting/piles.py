"""Papers sorted to their next available preference: what both rules with parcels do all day.

Piles are never changed once made: the election and several counts may hold the same one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
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
    """Where papers go by their next preference, passing over `passed`; some may go nowhere."""
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
    for value, piles in sort(loose, passed):
        for target, pile in piles.items():
            moves.append((target, value, sum(pile.values()), pile))
    return moves


def sort(
    loose: Mapping[int, Sequence[Pile]], passed: Collection[int]
) -> Iterator[tuple[int, dict[int, Pile]]]:
    """Each value with its papers in piles by their next preference.

    Who is elected or excluded stays so, hence a paper can drop them for good; papers that
    differed only in those become one, and the piles shrink as the count goes on. Papers with
    nobody left on them are in none.
    """
    every = list(chain.from_iterable(loose.values()))
    if not every:
        return
    weights = chain.from_iterable(map(dict.values, every))
    papers = zip(_without(every, passed), weights, strict=True)
    for value, together in loose.items():
        piles: dict[int, Pile] = {}
        for rest, weight in islice(papers, sum(map(len, together))):
            if not rest:
                continue
            if (first := rest[0]) not in piles:
                piles[first] = {rest: weight}
            elif rest in (pile := piles[first]):
                pile[rest] += weight
            else:
                pile[rest] = weight
        yield value, piles


def _without(piles: Sequence[Pile], passed: Collection[int]) -> Iterable[Plain]:
    """Each paper less those who are passed over: as one long text where papers are bytes."""
    papers = chain.from_iterable(piles)
    if type(next(iter(piles[0]))) is bytes:  # Then all are.
        # No candidate has the number 0, so it can stand between papers.
        joined = b"\0".join(cast("Iterable[bytes]", papers))
        return joined.translate(None, bytes(passed)).split(b"\0")
    return [tuple(c for c in paper if c not in passed) for paper in papers]
