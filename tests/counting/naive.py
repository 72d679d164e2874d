"""Second readings of two rules, paper by paper and slowly: what the fast counts are held against.

They share no code with the counts, keep no parcels, merge nothing, and need no lots.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def scottish(papers: list[tuple[int, ...]], candidates: int, seats: int) -> list[list[Fraction]]:
    """The votes of every candidate at every stage; an empty list where a tie needs a lot."""
    point = 10**5
    quota = len(papers) // (seats + 1) + 1
    value = [Fraction(1)] * len(papers)
    holder: list[int | None] = [paper[0] for paper in papers]
    votes = {c: Fraction(0) for c in range(1, candidates + 1)}
    for c in holder:
        assert c is not None
        votes[c] += 1
    running = set(votes)
    elected: list[int] = []
    history: list[list[Fraction]] = []

    def close() -> None:
        for c in sorted(running):
            if votes[c] >= quota:
                elected.append(c)
        running.difference_update(elected)
        if len(running) <= seats - len(elected):
            elected.extend(running)
            running.clear()
        history.append([votes[c] for c in sorted(votes)])

    def one(tied: list[int], highest: bool) -> int | None:
        for past in reversed(history):
            best = (max if highest else min)(past[c - 1] for c in tied)
            tied = [c for c in tied if past[c - 1] == best]
        return tied[0] if len(tied) == 1 else None

    close()
    while len(elected) < seats and running:
        over = [c for c in elected if votes[c] > quota]
        if over:
            top = max(votes[c] for c in over)
            moving = one([c for c in over if votes[c] == top], True)
            if moving is None:
                return []
            surplus, total = votes[moving] - quota, votes[moving]
        else:
            low = min(votes[c] for c in running)
            moving = one([c for c in running if votes[c] == low], False)
            if moving is None:
                return []
            running.discard(moving)
            surplus = total = Fraction(1)
        for n, paper in enumerate(papers):
            if holder[n] != moving:
                continue
            value[n] = Fraction(int(value[n] * surplus / total * point), point)
            holder[n] = next((c for c in paper if c in running), None)
            target = holder[n]
            if target is not None:
                votes[target] += value[n]
        votes[moving] = Fraction(quota) if over else Fraction(0)
        close()
    return history


def meek_kept(
    papers: Sequence[tuple[int, ...]], keep: dict[int, int], one: int
) -> tuple[dict[int, int], int]:
    """What each candidate keeps of all papers at these keep factors, and what nobody keeps."""
    votes = dict.fromkeys(keep, 0)
    spare = 0
    for paper in papers:
        left = one
        for c in paper:
            kept = -((-left * keep[c]) // one)
            votes[c] += kept
            left -= kept
        spare += left
    return votes, spare
