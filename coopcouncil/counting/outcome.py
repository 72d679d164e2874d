"""What comes of a count: stages, transfers, ties, who is elected.

Vote figures are integers in the rule's smallest unit (`decimals` says which), so that no figure is
ever rounded except where the rule book rounds it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from coopcouncil.counting.papers import Candidate

Action = Literal["first", "surplus", "exclude"]


class Transfer(NamedTuple):
    """Votes that went from one candidate to another at a stage; `target` 0: not transferable."""

    source: int
    target: int
    votes: int


class Stage(NamedTuple):
    """The count as it stood at the end of one stage.

    `votes[0]` is nobody; `votes[n]` is candidate n's. `elected` are those deemed elected at it.
    """

    number: int
    action: Action
    moved: tuple[int, ...]
    quota: int
    votes: tuple[int, ...]
    non_transferable: int
    elected: tuple[int, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    keep_factors: tuple[int, ...] = ()


Purpose = Literal["surplus", "exclude", "elect"]


@dataclass(frozen=True, slots=True)
class Tie:
    """Candidates who were level, and how one was chosen (excluded, transferred first, elected)."""

    stage: int
    purpose: Purpose
    between: tuple[int, ...]
    resolved: Literal["prior", "lot"]
    chosen: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A count by stages, finished."""

    rules: str
    title: str
    seats: int
    candidates: tuple[Candidate, ...]
    cast: int
    valid: int
    quota: int
    decimals: int
    stages: tuple[Stage, ...]
    elected: tuple[int, ...]
    ties: tuple[Tie, ...] = ()

    def figure(self, units: int) -> str:
        """A vote figure as the rule writes it."""
        return figure(units, self.decimals)


@dataclass(frozen=True, slots=True)
class Totals:
    """A count of one stage: first past the post, or approval."""

    rules: str
    title: str
    seats: int
    candidates: tuple[Candidate, ...]
    cast: int
    valid: int
    totals: tuple[int, ...]
    elected: tuple[int, ...]
    ties: tuple[Tie, ...] = field(default=())


def figure(units: int, decimals: int) -> str:
    """An integer of smallest units as a decimal figure.

    >>> figure(10958, 2), figure(-5, 2), figure(7, 0)
    ('109.58', '-0.05', '7')
    """
    if not decimals:
        return str(units)
    whole, part = divmod(abs(units), 10**decimals)
    return f"{'-' if units < 0 else ''}{whole}.{part:0{decimals}d}"
