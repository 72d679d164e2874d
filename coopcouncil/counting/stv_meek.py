"""Meek's STV as the Proportional Representation Foundation writes it down: `meek-prf`.

Reference Meek Rule, prfound.org, steps A to C; B. L. Meek's method of 1969 as Hill, Wichmann and
Woodall made it an algorithm in 1987. Each elected candidate keeps just so much of every paper
(the keep factor) as makes the quota, and the rest passes on; the quota falls with what runs out.

Figures are integers of 0.000000001. A stage is a point at which somebody was elected or excluded.
Equal rankings, on which the rule is silent, are counted: see `_split`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from coopcouncil.counting.outcome import Action, Outcome, Stage, Tie
from coopcouncil.counting.papers import BYTE, LEFT_OUT, Election, Mark, Plain
from coopcouncil.counting.ties import by_lot, within

RULES = "meek-prf"
DECIMALS = 9
ONE = 10**DECIMALS
OMEGA = 10 ** (DECIMALS - 6)
"""A.: a total surplus below 0.000001 is as good as none."""


def count(election: Election, lots: Sequence[int] = ()) -> Outcome:
    """Count the papers. A tie that `lots` does not settle is raised."""
    return _Count(election, lots).run()


Path: TypeAlias = "tuple[int, ...]"
Equal: TypeAlias = "tuple[Mark, ...]"
"""A paper with candidates ranked equal."""


@dataclass(slots=True)
class _Flow:
    """Papers that pass the same elected candidates and stop at the same hopeful one."""

    weight: int = 0
    papers: list[tuple[Plain, int, int]] = field(default_factory=list)


class _Count:
    def __init__(self, election: Election, lots: Sequence[int]) -> None:
        self.election, self.lots = election, lots
        self.hopeful = set(election.standing)
        self.elected: list[int] = []
        self.keep = dict.fromkeys(election.standing, ONE)
        size = len(election.candidates) + 1
        self.votes = [0] * size
        self.quota = self.exhausted = self.surplus = 0
        self.stages: list[Stage] = []
        self.ties: list[Tie] = []
        self.equal: dict[Equal, int] = {}
        # Papers by the elected that they pass and the hopeful (0: nobody) where they stop.
        self.flows: dict[tuple[Path, int], _Flow] = {}
        self.valid = self._receive(election)

    def run(self) -> Outcome:
        action: Action = "first"
        moved: tuple[int, ...] = ()
        while not self._complete():
            won = self._iterate()
            self._close_stage(action, moved, won)
            if won:
                action, moved = "surplus", tuple(won)
            elif not self._complete():
                low = self._lowest()
                self._defeat(low)
                action, moved = "exclude", (low,)
        self._finish(action, moved)
        e = self.election
        return Outcome(
            RULES,
            e.title,
            e.seats,
            e.candidates,
            e.cast,
            self.valid,
            self.stages[0].quota,
            DECIMALS,
            tuple(self.stages),
            tuple(self.elected),
            tuple(self.ties),
        )

    def _complete(self) -> bool:
        """B.1: all places filled, or no more candidates left than places."""
        full = len(self.elected) >= self.election.seats
        return full or len(self.elected) + len(self.hopeful) <= self.election.seats

    def _finish(self, action: Action, moved: tuple[int, ...]) -> None:
        """C.: elect the rest if places remain for them."""
        if not self.stages:
            self._distribute()
            self._close_stage(action, moved, [])
        if len(self.elected) < self.election.seats:
            rest = self._elect(self.hopeful)
            last = self.stages[-1]
            self.stages[-1] = last._replace(elected=(*last.elected, *rest))
            self.ties = within(self.ties, len(self.stages))

    def _iterate(self) -> list[int]:
        """B.2: distribute until somebody is elected, or no surplus is left worth moving."""
        previous: int | None = None
        while True:
            self._distribute()
            won = self._elect(c for c in self.hopeful if self.votes[c] >= self.quota)
            if won:
                return won
            # B.2.d, e.
            self.surplus = max(0, sum(self.votes[c] - self.quota for c in self.elected))
            if self.surplus < OMEGA or (previous is not None and self.surplus >= previous):
                return []
            previous = self.surplus
            for c in self.elected:
                # B.2.f: each step rounded up.
                kept = -(-self.keep[c] * self.quota // ONE)
                self.keep[c] = -(-kept * ONE // self.votes[c])

    def _distribute(self) -> None:
        """B.2.a, b: what each candidate keeps of each paper, and the quota."""
        votes = [0] * len(self.votes)
        exhausted = 0
        keep = self.keep
        for (path, stop), flow in self.flows.items():
            left = ONE
            for candidate in path:
                kept = -(-left * keep[candidate] // ONE)
                votes[candidate] += kept * flow.weight
                left -= kept
            if stop:
                votes[stop] += left * flow.weight
            else:
                exhausted += left * flow.weight
        for paper, weight in self.equal.items():
            exhausted += self._split(paper, weight, votes)
        self.votes, self.exhausted = votes, exhausted
        self.quota = sum(votes) // (self.election.seats + 1) + 1

    def _split(self, paper: Equal, weight: int, votes: list[int]) -> int:
        """A paper with equal ranks: those still in at a rank share alike what has reached it.

        What they do not keep goes on to the next rank together. The rule leaves this open; Droop,
        the program beside the rule's text, splits the paper so. Returns what nobody kept.
        """
        left: int = ONE
        for mark in paper:
            group: tuple[int, ...] = mark if isinstance(mark, tuple) else (mark,)
            sharing = [c for c in group if self.keep.get(c, 0)]
            if not sharing:
                continue
            share = left // len(sharing)
            for c in sharing:
                kept = -(-share * self.keep[c] // ONE)
                votes[c] += kept * weight
                left -= kept
        return left * weight

    def _receive(self, election: Election) -> int:
        """Lay out the valid papers: the withdrawn and left-out ranks passed over."""
        withdrawn = election.withdrawn
        drop = bytes(sorted(withdrawn)) if len(election.candidates) <= BYTE else b""
        valid = 0
        for paper, weight in election.papers.rankings():
            if isinstance(paper, bytes):
                plain: Plain = paper.translate(None, drop)
            else:
                order = _without(paper, withdrawn)
                plain = tuple(mark for mark in order if isinstance(mark, int))
                if len(plain) < len(order):
                    self.equal[order] = self.equal.get(order, 0) + weight
                    valid += weight
                    continue
            if plain:
                self._place((), plain, 0, weight)
                valid += weight
        return valid

    def _place(self, path: Path, paper: Plain, at: int, weight: int) -> None:
        """Lay a paper where it stops, from its place `at` on, having passed `path`."""
        stop = 0
        while at < len(paper):
            candidate = paper[at]
            at += 1
            if candidate in self.hopeful:
                stop = candidate
                break
            if self.keep[candidate]:
                path = (*path, candidate)
        flow = self.flows.get((path, stop))
        if flow is None:
            flow = self.flows[path, stop] = _Flow()
        flow.weight += weight
        if stop:
            flow.papers.append((paper, at, weight))

    def _move_on(self, candidate: int) -> None:
        """Papers that stopped at a candidate who is no longer hopeful pass on."""
        for path, stop in [key for key in self.flows if key[1] == candidate]:
            flow = self.flows.pop((path, stop))
            onward = (*path, candidate) if self.keep[candidate] else path
            for paper, at, weight in flow.papers:
                self._place(onward, paper, at, weight)

    def _elect(self, candidates: Iterable[int]) -> list[int]:
        won = sorted(candidates, key=lambda c: (-self.votes[c], c))
        self.elected += won
        self.hopeful.difference_update(won)
        for c in won:
            self._move_on(c)
        return won

    def _lowest(self) -> int:
        """B.3: the lowest; who is within the total surplus of it counts as level with it."""
        low = min(self.votes[c] for c in self.hopeful)
        tied = sorted(c for c in self.hopeful if self.votes[c] <= low + self.surplus)
        if len(tied) == 1:
            return tied[0]
        stage = len(self.stages) + 1
        chosen = by_lot(tied, self.lots, "exclude", stage)
        self.ties.append(Tie(stage, "exclude", tuple(tied), "lot", chosen))
        return chosen

    def _defeat(self, candidate: int) -> None:
        self.hopeful.discard(candidate)
        self.keep[candidate] = 0
        self._move_on(candidate)

    def _close_stage(self, action: Action, moved: tuple[int, ...], won: Sequence[int]) -> None:
        self.stages.append(
            Stage(
                len(self.stages) + 1,
                action,
                moved,
                self.quota,
                tuple(self.votes),
                self.exhausted,
                tuple(won),
                (),
                tuple(self.keep.get(n, 0) for n in range(len(self.votes))),
            )
        )


def _without(paper: Equal, withdrawn: frozenset[int]) -> Equal:
    marks: list[Mark] = []
    for mark in paper:
        group = mark if isinstance(mark, tuple) else (mark,)
        left = tuple(c for c in group if c != LEFT_OUT and c not in withdrawn)
        if left:
            marks.append(left if len(left) > 1 else left[0])
    return tuple(marks)
