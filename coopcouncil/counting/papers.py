"""What is counted: candidates, papers, an election. What comes of it is in `outcome.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias, cast

LEFT_OUT = 0
"""A rank that the voter skipped: "1, 3" leaves out 2."""

Mark: TypeAlias = "int | tuple[int, ...]"
"""One rank of a paper: a candidate's number, several ranked equal, or `LEFT_OUT`."""

Plain: TypeAlias = "bytes | tuple[int, ...]"
"""Candidates in the order of preference, nothing odd: a byte each while numbers fit in one.

Bytes hold a paper in a tenth of the room and drop candidates in one call, which is what lets a
million papers be counted in little memory.
"""

Ranking: TypeAlias = "bytes | tuple[Mark, ...]"

Pile: TypeAlias = "dict[Plain, int]"
"""Papers and how many there are of each."""

BYTE = 255
"""The highest candidate number of a paper held as bytes."""


class BadPaper(ValueError):
    """A paper that no reading of these candidates explains."""


class BadElection(ValueError):
    """An election that cannot be counted as it stands."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on the paper. `number` is the place on the paper, from 1."""

    number: int
    name: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A ballot paper, or `weight` papers that say the same."""

    ranking: tuple[Mark, ...]
    weight: int = 1


class Papers(Mapping[Ranking, int]):
    """Rankings as `ranking()` writes them, and how many papers bear each.

    They lie in piles by their first two marks, made once when the papers come in: every count
    begins by sorting to first preferences, and most papers go on to the second.
    """

    __slots__ = ("_piles", "are_plain", "firsts", "total")

    def __init__(self, papers: Mapping[Ranking, int] | Iterable[tuple[Ranking, int]] = ()) -> None:
        rankings = papers.items() if isinstance(papers, Mapping) else papers
        self._piles: dict[Ranking, dict[Ranking, int]] = {}
        for paper, weight in rankings:
            pile = self._piles.setdefault(paper[:2], {})
            pile[paper] = pile.get(paper, 0) + weight
        self._sort()

    @classmethod
    def of_piles(cls, piles: dict[Ranking, dict[Ranking, int]]) -> Papers:
        """Papers that lie in piles by their first two marks already."""
        papers = cls.__new__(cls)
        papers._piles = piles
        papers._sort()
        return papers

    def _sort(self) -> None:
        # First preference: how many papers, and the piles by second (or 0), each with its own
        # number; of those without a blank, left-out or equal mark at their head.
        firsts: dict[int, list[tuple[int, int, Pile]]] = {}
        self.total = 0
        """All papers."""
        self.are_plain = all(type(start) is bytes and start for start in self._piles)
        """Whether every paper is one candidate after another, and none is blank."""
        for start, pile in self._piles.items():
            papers = sum(pile.values())
            self.total += papers
            if start and isinstance(start[0], int) and start[0] != LEFT_OUT:
                second = start[1] if len(start) > 1 else 0
                if isinstance(second, int):
                    lot = (second, papers, cast("Pile", pile))
                    firsts.setdefault(start[0], []).append(lot)
        self.firsts = {
            first: (sum(papers for _, papers, _ in piles), piles) for first, piles in firsts.items()
        }

    def __getitem__(self, paper: Ranking) -> int:
        return self._piles[paper[:2]][paper]

    def __iter__(self) -> Iterator[Ranking]:
        return chain.from_iterable(self._piles.values())

    def __len__(self) -> int:
        return sum(map(len, self._piles.values()))

    def __repr__(self) -> str:
        return f"Papers({dict(self)!r})"

    def rankings(self) -> Iterator[tuple[Ranking, int]]:
        """Each ranking with its weight."""
        return chain.from_iterable(pile.items() for pile in self._piles.values())


@dataclass(frozen=True, slots=True)
class Election:
    """Candidates, places to fill, and the papers, identical ones counted once with their weight.

    Blank papers stand among them as an empty ranking. Build it with `of` unless the rankings are
    made already.
    """

    candidates: tuple[Candidate, ...]
    seats: int
    papers: Papers
    title: str = ""
    source: str = ""
    comment: str = ""

    def __post_init__(self) -> None:
        if not self.candidates:
            raise BadElection("there are no candidates")
        if self.seats < 1:
            raise BadElection("there must be at least one place to fill")
        if [c.number for c in self.candidates] != list(range(1, len(self.candidates) + 1)):
            raise BadElection("candidates must be numbered from 1 in order")

    @classmethod
    def of(
        cls,
        names: Iterable[str],
        seats: int,
        papers: Iterable[Paper],
        title: str = "",
        withdrawn: Iterable[int] = (),
    ) -> Election:
        """An election from people's own words: names, and papers one by one."""
        gone = frozenset(withdrawn)
        candidates = tuple(Candidate(n, name, n in gone) for n, name in enumerate(names, 1))
        merged: dict[Ranking, int] = {}
        for paper in papers:
            if paper.weight < 1:
                raise BadPaper(f"a paper's weight must be at least 1, not {paper.weight}")
            key = ranking(paper.ranking, len(candidates))
            merged[key] = merged.get(key, 0) + paper.weight
        return cls(candidates, seats, Papers(merged), title)

    @property
    def cast(self) -> int:
        """All papers, the blank and the spoilt among them."""
        return self.papers.total

    @property
    def withdrawn(self) -> frozenset[int]:
        """Candidates who stand on the paper and no longer in the election."""
        return frozenset(c.number for c in self.candidates if c.withdrawn)

    @property
    def standing(self) -> tuple[int, ...]:
        """The numbers of those who can be elected."""
        return tuple(c.number for c in self.candidates if not c.withdrawn)


def ranking(marks: Sequence[Mark], candidates: int) -> Ranking:
    """The one way to write a ranking, so that identical papers are found identical.

    >>> ranking((2, 1), 3)
    b'\\x02\\x01'
    >>> ranking((2, (3, 1)), 3)
    (2, (1, 3))
    """
    seen: set[int] = set()
    odd = False
    order: list[Mark] = []
    for mark in marks:
        group = mark if isinstance(mark, tuple) else (mark,)
        if mark == LEFT_OUT:
            odd = True
            order.append(LEFT_OUT)
            continue
        for candidate in group:
            if not 1 <= candidate <= candidates:
                raise BadPaper(f"there is no candidate {candidate}")
            if candidate in seen:
                raise BadPaper(f"candidate {candidate} stands twice on one paper")
            seen.add(candidate)
        if len(group) > 1:
            odd = True
            order.append(tuple(sorted(group)))
        else:
            order.append(group[0])
    while order and order[-1] == LEFT_OUT:
        order.pop()
    if odd and any(m == LEFT_OUT or isinstance(m, tuple) for m in order):
        return tuple(order)
    plain = [mark for mark in order if isinstance(mark, int)]
    return bytes(plain) if candidates <= BYTE else tuple(plain)


def consecutive(election: Election) -> Papers:
    """The valid papers as rules read them that know only one candidate to a rank.

    The withdrawn are passed over. An equal or left-out rank ends the paper there, since what
    follows is not "in consecutive order"; a paper so left without a first preference, and a blank
    one, is not valid and not here.
    """
    withdrawn = election.withdrawn
    papers = election.papers
    if not withdrawn and papers.are_plain:
        return papers
    small = len(election.candidates) <= BYTE
    drop = bytes(sorted(withdrawn)) if small else b""
    return Papers(_runs(papers, withdrawn, drop, small))


def _runs(
    papers: Papers, withdrawn: frozenset[int], drop: bytes, small: bool
) -> Iterator[tuple[Plain, int]]:
    for paper, weight in papers.rankings():
        if isinstance(paper, bytes):
            order: Plain = paper.translate(None, drop)
        else:
            run = _until_a_break(paper, withdrawn)
            order = bytes(run) if small else tuple(run)
        if order:
            yield order, weight


def _until_a_break(paper: tuple[Mark, ...], withdrawn: frozenset[int]) -> list[int]:
    run: list[int] = []
    for mark in paper:
        group = mark if isinstance(mark, tuple) else (mark,)
        left = [candidate for candidate in group if candidate not in withdrawn]
        if not left:
            continue
        if len(left) > 1 or left[0] == LEFT_OUT:
            break
        run.append(left[0])
    return run
