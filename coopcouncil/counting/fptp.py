"""First past the post: the most first preferences win.

With several places (the "single non-transferable vote") the highest are elected. A tie for the last
place is decided by lot, as in UK parliamentary elections (Representation of the People Act 1983,
Schedule 1, rule 49).
"""

from __future__ import annotations

from collections.abc import Sequence

from coopcouncil.counting.outcome import Tie, Totals
from coopcouncil.counting.papers import Election, consecutive
from coopcouncil.counting.ties import by_lot

RULES = "fptp"


def count(election: Election, lots: Sequence[int] = ()) -> Totals:
    """Count the first preferences. A tie that `lots` does not settle is raised."""
    totals = [0] * (len(election.candidates) + 1)
    for first, (papers, _) in consecutive(election).firsts.items():
        totals[first] = papers
    elected, ties = most_votes(election, totals, lots)
    return Totals(
        RULES,
        election.title,
        election.seats,
        election.candidates,
        election.cast,
        sum(totals),
        tuple(totals),
        elected,
        ties,
    )


def most_votes(
    election: Election, totals: Sequence[int], lots: Sequence[int]
) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """Those with the most votes, as many as there are places; level ones at the edge by lot.

    Candidates who are level and all elected are not a tie: nothing hangs on their order.
    """
    order = sorted(election.standing, key=lambda c: (-totals[c], c))
    seats = min(election.seats, len(order))
    edge = totals[order[seats - 1]]
    elected = [c for c in order if totals[c] > edge]
    level = [c for c in order if totals[c] == edge]
    ties: list[Tie] = []
    while len(elected) < seats:
        if len(elected) + len(level) == seats:
            elected += level
            break
        chosen = by_lot(level, lots, "elect", 1)
        ties.append(Tie(1, "elect", tuple(level), "lot", chosen))
        elected.append(chosen)
        level.remove(chosen)
    return tuple(elected), tuple(ties)
