"""How far the scoring is: counts alone, never a score. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from coopcouncil.procurement.evaluation.rules.scoring import Left

__all__ = ["Count", "count_of", "days_left", "uncovered"]


@dataclass(frozen=True)
class Count:
    """Scores whole, begun and not begun."""

    done: int
    begun: int
    left: int

    @property
    def all(self) -> int:
        """How many there are."""
        return self.done + self.begun + self.left


def count_of(pairs: Collection[tuple[int, int]], left: Iterable[Left]) -> Count:
    """Of these scores, by offer and criterion, how many are whole.

    >>> count_of([(1, 1), (2, 1), (3, 1)], [Left(2, 1, True, True), Left(3, 1, False, True)])
    Count(done=1, begun=1, left=1)
    """
    wanting = {(one.offer, one.criterion): one for one in left}
    mine = [wanting[pair] for pair in pairs if pair in wanting]
    untouched = sum(1 for one in mine if one.no_points and one.no_reason)
    return Count(len(pairs) - len(mine), len(mine) - untouched, untouched)


def days_left(due: date | None, today: date) -> int | None:
    """Days until the scores are due: 0 on the day, less when it is past, None without a day.

    >>> days_left(date(2026, 12, 4), date(2026, 12, 1))
    3
    """
    return None if due is None else (due - today).days


def uncovered(leaves: Collection[int], scored_by: Mapping[int, Collection[int]]) -> tuple[int, ...]:
    """Criteria that nobody is there to score: `scored_by` names evaluators by criterion.

    >>> uncovered([1, 2], {1: [7], 2: []})
    (2,)
    """
    return tuple(leaf for leaf in leaves if not scored_by.get(leaf))
