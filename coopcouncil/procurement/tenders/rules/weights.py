"""What the weights make, group by group and lot by lot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from coopcouncil.procurement.kinds import CriterionKind

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Weighed:
    """A criterion as far as its weight goes. Parents and lots are numbers; None: the top, all."""

    id: int
    parent: int | None
    lot: int | None
    kind: CriterionKind
    weight: Decimal


@dataclass(frozen=True)
class Sum:
    """What stands under one group, or at the top, in one lot."""

    parent: int | None
    lot: int | None
    """None where it is the same in every lot."""
    total: Decimal

    @property
    def is_whole(self) -> bool:
        """As it must be."""
        return self.total == WHOLE

    @property
    def missing(self) -> Decimal:
        """What is left to give; less than nothing where it is too much."""
        return WHOLE - self.total


def sums(rows: Sequence[Weighed], lots: Sequence[int]) -> tuple[Sum, ...]:
    """Each group that has criteria with a weight under it, the top first.

    >>> one = Weighed(1, None, None, CriterionKind.SCALE, Decimal(60))
    >>> [(s.parent, s.lot, str(s.total)) for s in sums([one], [7])]
    [(None, None, '60')]
    """
    found: list[Sum] = []
    for parent in (None, *(row.id for row in rows if row.kind is CriterionKind.GROUP)):
        under = [
            row for row in rows if row.parent == parent and row.kind is not CriterionKind.CONDITION
        ]
        if parent is not None:
            # What is under a group is in the group's lot.
            if under:
                found.append(Sum(parent, under[0].lot, _total(under)))
        elif all(row.lot is None for row in under):
            found.append(Sum(None, None, _total(under)))
        else:
            for lot in lots:
                here = (row for row in under if row.lot in (None, lot))
                found.append(Sum(None, lot, _total(here)))
    return tuple(found)


def _total(rows: Iterable[Weighed]) -> Decimal:
    return sum((row.weight for row in rows), Decimal())
