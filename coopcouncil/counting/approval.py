"""Approval: a mark for each candidate that the voter can accept, all marks of the same worth.

A maximum, where the rules set one, is a limit on marks: a paper with more is spoilt as a whole,
since nobody can say which marks were meant.
"""

from __future__ import annotations

from collections.abc import Sequence

from coopcouncil.counting.fptp import most_votes
from coopcouncil.counting.outcome import Totals
from coopcouncil.counting.papers import LEFT_OUT, Election

RULES = "approval"


def count(election: Election, lots: Sequence[int] = (), maximum: int | None = None) -> Totals:
    """Count the marks, in whatever order a paper lists them. Ties as in first past the post."""
    totals = [0] * (len(election.candidates) + 1)
    valid = 0
    withdrawn = election.withdrawn
    for paper, weight in election.papers.rankings():
        marked = [
            candidate
            for mark in paper
            for candidate in (mark if isinstance(mark, tuple) else (mark,))
            if candidate != LEFT_OUT
        ]
        if maximum is not None and len(marked) > maximum:
            continue
        approved = [candidate for candidate in marked if candidate not in withdrawn]
        if not approved:
            continue
        valid += weight
        for candidate in approved:
            totals[candidate] += weight
    elected, ties = most_votes(election, totals, lots)
    return Totals(
        RULES,
        election.title,
        election.seats,
        election.candidates,
        election.cast,
        valid,
        tuple(totals),
        elected,
        ties,
    )
