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
    expected: int
    early: int

    @property
    def short(self) -> int:
        """Not expected to be kept at the pace so far."""
        return self.promises - self.expected - self.early

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
    expected: Decimal
    """What will have come at the end, of promises of which that can be said."""
    early: Decimal
    """What the others promise."""


def summed(groups: Sequence[Group], name: Callable[[str], str]) -> tuple[Sum, ...]:
    """By what `name` calls each, in the order of names."""
    found = [
        Sum(
            one.key,
            name(one.key),
            one.promises,
            one.kept,
            one.late,
            one.disputed,
            one.expected,
            one.early,
        )
        for one in groups
    ]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.key)))


def amounts(groups: Sequence[Group], language: str) -> tuple[Amounts, ...]:
    """By unit, what was promised, what was kept of it and what is expected at the end."""
    found: dict[str, list[Decimal]] = {}
    for one in groups:
        sofar = found.setdefault((one.cy if language == "cy" else "") or one.key, [Decimal(0)] * 4)
        for place, figure in enumerate(
            (one.amount, one.amount_kept, one.amount_expected, one.amount_early)
        ):
            sofar[place] += figure
    return tuple(Amounts(unit, *figures) for unit, figures in sorted(found.items()))
