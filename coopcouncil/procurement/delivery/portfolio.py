"""Promises added up: by ward, mission and supplier; each figure leads to the rows behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from coopcouncil.procurement.delivery.standings import Group


@dataclass(frozen=True)
class Sum:
    """Promises that share something, under the name that they share."""

    key: str
    name: str
    promises: int
    kept: int
    late: int
    disputed: int

    @property
    def under_way(self) -> int:
        """Neither kept nor late nor disputed."""
        return self.promises - self.kept - self.late - self.disputed


@dataclass(frozen=True)
class Amounts:
    """So much of a unit, promised and kept: figures of one unit alone are added."""

    unit: str
    promised: Decimal
    kept: Decimal


def summed(groups: Sequence[Group], name: Callable[[str], str]) -> tuple[Sum, ...]:
    """By what `name` calls each, in the order of names."""
    found = [
        Sum(one.key, name(one.key), one.promises, one.kept, one.late, one.disputed)
        for one in groups
    ]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.key)))


def amounts(groups: Sequence[Group], language: str) -> tuple[Amounts, ...]:
    """By unit, what was promised and what was kept of it."""
    found: dict[str, list[Decimal]] = {}
    for one in groups:
        sofar = found.setdefault((one.cy if language == "cy" else "") or one.key, [Decimal(0)] * 2)
        sofar[0] += one.amount
        sofar[1] += one.amount_kept
    return tuple(Amounts(unit, *figures) for unit, figures in sorted(found.items()))
