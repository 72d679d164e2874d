"""Promises added up: by ward, mission and supplier; each figure leads to the rows behind it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from coopcouncil.procurement.delivery.reads import Brief
from coopcouncil.procurement.delivery.rules.status import Status

CLOSED = frozenset({Status.REPLACED, Status.WAIVED, Status.ENDED})


@dataclass(frozen=True)
class Sum:
    """Promises that share something: how many, and how they stand."""

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


def summed(rows: Iterable[Brief], key: Callable[[Brief], tuple[str, str]]) -> tuple[Sum, ...]:
    """By what `key` gives, a key and a name, in the order of names. Settled ones are left out."""
    groups: dict[tuple[str, str], list[Status]] = {}
    for one in rows:
        if one.standing.status not in CLOSED:
            groups.setdefault(key(one), []).append(one.standing.status)
    return tuple(
        Sum(
            which,
            name,
            len(found),
            found.count(Status.CONFIRMED),
            found.count(Status.LATE),
            found.count(Status.DISPUTED),
        )
        for (which, name), found in sorted(groups.items(), key=lambda item: item[0][1].casefold())
    )


def amounts(rows: Sequence[Brief], language: str) -> tuple[Amounts, ...]:
    """By unit, what was promised and what was kept of it."""
    found: dict[str, list[Decimal]] = {}
    for one in rows:
        if one.standing.status in CLOSED:
            continue
        commitment = one.commitment
        unit = (commitment.unit_cy if language == "cy" else "") or commitment.unit
        sofar = found.setdefault(unit, [Decimal(0), Decimal(0)])
        sofar[0] += one.standing.promised
        sofar[1] += min(one.standing.kept, one.standing.promised)
    return tuple(Amounts(unit, *figures) for unit, figures in sorted(found.items()))
