"""STV as the Electoral Reform Society recommends it: `ers97`.

"How to conduct an election by the Single Transferable Vote", third edition, 1997, section 5. Made
for counting by hand: only the last batch of papers is examined for a surplus, small surpluses
wait, the lowest are excluded together where that can change nothing, and the quota falls while
papers run out and nobody is elected.

Figures are integers of 0.01. Comments name the paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coopcouncil.counting.outcome import Action, Outcome, Purpose, Stage, Tie, Transfer
from coopcouncil.counting.papers import Election, consecutive
from coopcouncil.counting.piles import UNSORTED, Batch, Lot, Move, by_first, by_next
from coopcouncil.counting.ties import settle, within

RULES = "ers97"
DECIMALS = 2
ONE = 10**DECIMALS


def quota(votes: int, seats: int) -> int:
    """5.1.6: votes over places and one, to two decimals, 0.01 more if that is not exact.

    >>> quota(753_00, 6), quota(100_00, 3)
    (10758, 2500)
    """
    return -(-votes // (seats + 1))


def count(election: Election, lots: Sequence[int] = ()) -> Outcome:
    """Count the papers. A tie that the rule leaves to lot and `lots` does not settle is raised."""
    return _Count(election, lots).run()


class _Count:
    def __init__(self, election: Election, lots: Sequence[int]) -> None:
        papers = consecutive(election)
        self.election, self.lots = election, lots
        self.valid = papers.total
        self.quota = quota(self.valid * ONE, election.seats)
        self.votes = [0] * (len(election.candidates) + 1)
        # Batches in the order received.
        self.held: dict[int, list[Batch]] = {c: [] for c in election.standing}
        self.continuing = set(election.standing)
        self.passed: list[int] = []
        self.elected: list[int] = []
        self.leaving: tuple[int, ...] = ()
        self.non_transferable = 0
        # Votes at the first stage and after each batch: where ties are looked up.
        self.points: list[tuple[int, ...]] = []
        self.stages: list[Stage] = []
        self.ties: list[Tie] = []
        for candidate, (batch, count) in by_first(papers, ONE).items():
            self.held[candidate].append(batch)
            self.votes[candidate] = count * ONE

    def run(self) -> Outcome:
        self._first_stage()
        while self.places and self.continuing:
            group = self._lowest_together()
            surpluses = self._surpluses()
            if surpluses and not group:
                self._transfer_surplus(self._largest(surpluses))
                continue
            # 5.2.2: surpluses wait that could not change who is lowest.
            if len(self.continuing) - len(group) == self.places:
                # 5.5.1: the proposed exclusion is not carried out; the others are elected.
                self.continuing.difference_update(group)
                last = self._elect(self.continuing)
                self.stages[-1] = _with_elected(self.stages[-1], last)
                self.ties = within(self.ties, len(self.stages))
                break
            self._exclude(group)
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

    @property
    def places(self) -> int:
        """Places not yet filled."""
        return self.election.seats - len(self.elected)

    def _surpluses(self) -> list[int]:
        return [c for c in self.elected if self.votes[c] > self.quota]

    def _deferred(self) -> int:
        return sum(self.votes[c] - self.quota for c in self._surpluses())

    def _first_stage(self) -> None:
        self._note_point()
        won = self._deem_elected()
        if len(self.continuing) <= self.places:
            won += self._elect(self.continuing)
        self._close_stage("first", (), won, ())

    def _largest(self, over: list[int]) -> int:
        """5.2.3: the largest surplus; of equals, who was ahead at the first difference."""
        top = max(self.votes[c] for c in over)
        tied = [c for c in over if self.votes[c] == top]
        return tied[0] if len(tied) == 1 else self._settle(tied, "surplus")

    def _settle(self, tied: Iterable[int], purpose: Purpose) -> int:
        tie = settle(tied, self.points, purpose, len(self.stages) + 1, self.lots)
        self.ties.append(tie)
        return tie.chosen

    def _lowest_together(self) -> tuple[int, ...]:
        """5.2.5: as many of the lowest as can go together; none while a surplus must go first.

        The same sum answers 5.2.2: surpluses wait exactly if some group, or the lowest alone,
        stays below the next vote even with all of them.
        """
        order = sorted(self.continuing, key=lambda c: self.votes[c])
        waiting = self._deferred()
        together = running = 0
        for size in range(1, len(order) - self.places + 1):
            running += self.votes[order[size - 1]]
            if running + waiting <= self.votes[order[size]]:
                together = size
        if not together:
            return ()
        cut = self.votes[order[together - 1]]
        group = [c for c in order if self.votes[c] < cut]
        tied = [c for c in order if self.votes[c] == cut]
        while len(group) < together:
            if len(group) + len(tied) == together:
                group += tied
            else:
                chosen = self._settle(tied, "exclude")
                tied.remove(chosen)
                group.append(chosen)
        return tuple(sorted(group))

    def _transfer_surplus(self, source: int) -> None:
        """5.3: the last batch received, at what the surplus leaves for each transferable paper."""
        surplus = self.votes[source] - self.quota
        batch = self.held[source][-1]
        moves = by_next([batch], self.passed)
        transferable = sum(papers for _, _, papers, _ in moves)
        value = batch[0]
        if value * transferable > surplus:
            value = surplus // transferable  # 5.3.7: to two decimals, ignoring any remainder.
        given: dict[int, list[Lot]] = {}
        transfers = self._credit(source, value, moves, given)
        for target, lots in given.items():
            self.held[target].append((value, lots))
        # 5.3.9, 6.11: the non-transferable difference.
        lost = surplus - sum(t.votes for t in transfers)
        self.votes[source] = self.quota
        self.non_transferable += lost
        self._note_point()
        won = self._deem_elected()
        self._close_stage("surplus", (source,), won, [*transfers, Transfer(source, 0, lost)])

    def _exclude(self, group: tuple[int, ...]) -> None:
        """5.4: the papers of all excluded, in batches by value, the highest first."""
        self.leaving = group
        self.continuing.difference_update(group)
        self.passed += group
        values = sorted({value for c in group for value, _ in self.held[c]}, reverse=True)
        transfers: list[Transfer] = []
        won: list[int] = []
        for value in values:
            transfers += self._transfer_batch(group, value)
            if not self.elected:
                # 5.4.8: before anybody is elected the quota falls with the papers that run out.
                self.quota = quota(self.valid * ONE - self.non_transferable, self.election.seats)
            self._note_point()
            won += self._deem_elected()
            if not self.places:
                break  # 5.5.2: no further transfers are made.
        self.leaving = ()
        self._close_stage("exclude", group, won, transfers)

    def _transfer_batch(self, group: tuple[int, ...], value: int) -> list[Transfer]:
        """6.1: all the papers of one value, from all who are excluded, are one batch."""
        transfers: list[Transfer] = []
        together: dict[int, list[Lot]] = {}
        for source in group:
            batches = [batch for batch in self.held[source] if batch[0] == value]
            moves = by_next(batches, self.passed)
            papers = sum(count for _, lots in batches for _, count, _ in lots)
            stuck = papers - sum(count for _, _, count, _ in moves)
            credited = self._credit(source, value, moves, together)
            transfers += [*credited, Transfer(source, 0, value * stuck)]
            self.votes[source] -= sum(t.votes for t in credited) + value * stuck
            self.non_transferable += value * stuck
        for target, lots in together.items():
            self.held[target].append((value, lots))
        return transfers

    def _credit(
        self, source: int, value: int, moves: Iterable[Move], lots: dict[int, list[Lot]]
    ) -> list[Transfer]:
        """Credit the votes, and lay the papers to the lots of their candidates."""
        gained: dict[int, int] = {}
        for target, _, papers, pile in moves:
            gained[target] = gained.get(target, 0) + value * papers
            lots.setdefault(target, []).append((UNSORTED, papers, pile))
        for target, votes in gained.items():
            self.votes[target] += votes
        return [Transfer(source, target, gained[target]) for target in sorted(gained)]

    def _deem_elected(self) -> list[int]:
        """5.1.7, 5.3.13, 5.4.9: in descending order, who has the quota or cannot be overtaken."""
        won: list[int] = []
        while self.places and self.continuing:
            top = max(self.votes[c] for c in self.continuing)
            enough = top >= self.quota or top * (self.places + 1) >= self._active_vote()
            if not enough or not top:
                break
            tied = [c for c in self.continuing if self.votes[c] == top]
            if len(tied) <= self.places:
                won += self._elect(tied)
                continue
            first = self._ahead(tied)
            if not first:
                break  # 5.6.2: equal at all points, so none of them at this stage.
            won += self._elect(first)
        return won

    def _active_vote(self) -> int:
        """6.20: the votes of continuing candidates and those that wait to be transferred."""
        waiting = sum(self.votes[c] for c in (*self.continuing, *self.leaving))
        return waiting + self._deferred()

    def _ahead(self, tied: list[int]) -> list[int]:
        """5.6.2: more are level than places remain; who was ahead at the first difference."""
        past = {c: tuple(point[c] for point in self.points) for c in tied}
        order = sorted(tied, key=lambda c: past[c], reverse=True)
        limit = past[order[self.places]]
        first = [c for c in order[: self.places] if past[c] > limit]
        for c in first:
            level = tuple(sorted(tied))
            self.ties.append(Tie(len(self.stages) + 1, "elect", level, "prior", c))
        return first

    def _elect(self, candidates: Iterable[int]) -> list[int]:
        won = sorted(candidates, key=lambda c: (-self.votes[c], c))
        self.elected += won
        self.passed += won
        self.continuing.difference_update(won)
        return won

    def _note_point(self) -> None:
        self.points.append(tuple(self.votes))

    def _close_stage(
        self, action: Action, moved: tuple[int, ...], won: list[int], transfers: Sequence[Transfer]
    ) -> None:
        self.stages.append(
            Stage(
                len(self.stages) + 1,
                action,
                moved,
                self.quota,
                tuple(self.votes),
                self.non_transferable,
                tuple(won),
                _merged(transfers),
            )
        )


def _merged(transfers: Sequence[Transfer]) -> tuple[Transfer, ...]:
    total: dict[tuple[int, int], int] = {}
    for t in transfers:
        total[t.source, t.target] = total.get((t.source, t.target), 0) + t.votes
    return tuple(
        Transfer(source, target, votes) for (source, target), votes in sorted(total.items())
    )


def _with_elected(stage: Stage, last: list[int]) -> Stage:
    return stage._replace(elected=(*stage.elected, *last))
