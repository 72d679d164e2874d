"""STV as Scotland elects its councils: `scottish-2011`.

The Scottish Local Government Elections Order 2011 (SSI 2011/399), Schedule 1, rules 46 to 53; in
the same words, one number lower, rules 45 to 52 of the Order of 2007 (SSI 2007/42). Weighted
inclusive Gregory: every paper of an elected candidate passes on at a reduced value. With one seat
it is the alternative vote.

Figures are integers of 0.00001, the fifth place where rule 49(3) stops.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coopcouncil.counting.outcome import Action, Outcome, Stage, Tie, Transfer
from coopcouncil.counting.papers import Election, Pile, consecutive
from coopcouncil.counting.piles import sort
from coopcouncil.counting.ties import settle

RULES = "scottish-2011"
DECIMALS = 5
ONE = 10**DECIMALS


def quota(papers: int, seats: int) -> int:
    """The fewest whole votes that only `seats` candidates can reach (rule 47).

    >>> quota(100, 3)
    26
    """
    return papers // (seats + 1) + 1


def count(election: Election, lots: Sequence[int] = ()) -> Outcome:
    """Count the papers. A tie that the rule leaves to lot and `lots` does not settle is raised."""
    return _Count(election, lots).run()


class _Count:
    def __init__(self, election: Election, lots: Sequence[int]) -> None:
        papers = consecutive(election)
        self.election, self.lots = election, lots
        self.valid = papers.total
        self.quota = quota(self.valid, election.seats) * ONE
        self.votes = [0] * (len(election.candidates) + 1)
        # The parcels of each: those of first preferences, then, by value, what was transferred.
        self.firsts = papers.firsts
        self.held: dict[int, dict[int, list[Pile]]] = {c: {} for c in election.standing}
        self.continuing = set(election.standing)
        self.passed: list[int] = []
        self.elected: list[int] = []
        self.non_transferable = 0
        self.stages: list[Stage] = []
        self.ties: list[Tie] = []
        # Rule 46: parcels by first preference, one vote a paper.
        for candidate, (count, _) in self.firsts.items():
            self.votes[candidate] = count * ONE

    def run(self) -> Outcome:
        self._close_stage("first", (), ())
        while len(self.elected) < self.election.seats and self.continuing:
            # Rule 51(1): exclusion waits until every surplus is transferred.
            over = [c for c in self.elected if self.votes[c] > self.quota]
            if over:
                self._transfer_surplus(self._largest(over))
            else:
                self._exclude(self._lowest())
        e = self.election
        return Outcome(
            RULES,
            e.title,
            e.seats,
            e.candidates,
            e.cast,
            self.valid,
            self.quota,
            DECIMALS,
            tuple(self.stages),
            tuple(self.elected),
            tuple(self.ties),
        )

    def _largest(self, over: list[int]) -> int:
        """Rule 50(1): the highest surplus first; (2), (3) break a tie."""
        top = max(self.votes[c] for c in over)
        tied = [c for c in over if self.votes[c] == top]
        return tied[0] if len(tied) == 1 else self._settle(tied, "surplus")

    def _lowest(self) -> int:
        """Rule 51(1): the lowest is excluded; rule 52 breaks a tie."""
        low = min(self.votes[c] for c in self.continuing)
        tied = [c for c in self.continuing if self.votes[c] == low]
        return tied[0] if len(tied) == 1 else self._settle(tied, "exclude")

    def _settle(self, tied: list[int], purpose: Action) -> int:
        """Rules 50(2) and 52(2): the most recent earlier stage that tells them apart; then lot."""
        assert purpose != "first"
        earlier = [stage.votes for stage in reversed(self.stages)]
        tie = settle(tied, earlier, purpose, len(self.stages) + 1, self.lots)
        self.ties.append(tie)
        return tie.chosen

    def _transfer_surplus(self, source: int) -> None:
        """Rule 49: every paper goes on, at surplus times its value over the candidate's votes."""
        total = self.votes[source]
        surplus = total - self.quota
        self._transfer("surplus", source, surplus, surplus, total)

    def _exclude(self, source: int) -> None:
        """Rule 51(2) to (4): papers go on at the value at which the candidate received them."""
        self.continuing.discard(source)
        self.passed.append(source)
        self._transfer("exclude", source, self.votes[source], 1, 1)

    def _transfer(self, action: Action, source: int, votes: int, part: int, whole: int) -> None:
        """Sort the candidate's papers and credit them, each at part / whole of its value."""
        gained = [0] * len(self.votes)
        held, passed = self.held, self.passed
        loose = held.pop(source)
        if source in self.firsts:
            value = ONE * part // whole
            again = loose.get(ONE, [])
            for after, papers, pile in self.firsts[source][1]:
                if after in passed:
                    again.append(pile)
                elif after:
                    gained[after] += value * papers
                    held[after].setdefault(value, []).append(pile)
            if again:
                loose[ONE] = again
        for received, piles in sort(loose, passed):
            # Rule 49(3): five decimal places, any remainder being ignored.
            value = received * part // whole
            for target, pile in piles.items():
                gained[target] += value * sum(pile.values())
                held[target].setdefault(value, []).append(pile)
        # What the remainders leave, and the papers without a next preference.
        lost = votes - sum(gained)
        self.votes = [had + gain for had, gain in zip(self.votes, gained, strict=True)]
        self.votes[source] -= votes
        self.non_transferable += lost
        credited = [Transfer(source, c, gain) for c, gain in enumerate(gained) if gain]
        self._close_stage(action, (source,), (*credited, Transfer(source, 0, lost)))

    def _close_stage(
        self, action: Action, moved: tuple[int, ...], transfers: tuple[Transfer, ...]
    ) -> None:
        """Rule 48: who has the quota is elected at once; rule 53: so are the last for the rest."""
        won = self._elect([c for c in self.continuing if self.votes[c] >= self.quota])
        if len(self.continuing) <= self.election.seats - len(self.elected):
            won += self._elect(self.continuing)
        self.stages.append(
            Stage(
                len(self.stages) + 1,
                action,
                moved,
                self.quota,
                tuple(self.votes),
                self.non_transferable,
                tuple(won),
                transfers,
            )
        )

    def _elect(self, candidates: Iterable[int]) -> list[int]:
        won = sorted(candidates, key=lambda c: (-self.votes[c], c))
        self.elected += won
        self.passed += won
        self.continuing.difference_update(won)
        return won
