"""The criteria as a tree, with each one's share of the whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from coopcouncil.procurement.kinds import CriterionKind
from coopcouncil.procurement.tenders.models import Criterion

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Node:
    """A criterion and those under it."""

    criterion: Criterion
    under: tuple["Node", ...]
    share: Decimal
    """Per cent of the whole; a condition has none."""
    depth: int

    def walk(self) -> Iterator["Node"]:
        """This one and all under it, in order."""
        yield self
        for node in self.under:
            yield from node.walk()


def planted(criteria: Sequence[Criterion]) -> tuple[Node, ...]:
    """The tree of criteria that are in their order."""
    by_parent: dict[int | None, list[Criterion]] = {}
    for one in criteria:
        by_parent.setdefault(one.parent_id, []).append(one)
    return tuple(_grown(by_parent, None, WHOLE, 0))


def _grown(
    by_parent: dict[int | None, list[Criterion]], parent: int | None, whole: Decimal, depth: int
) -> Iterator[Node]:
    for one in by_parent.get(parent, []):
        is_condition = one.kind is CriterionKind.CONDITION
        share = Decimal() if is_condition else whole * one.weight / WHOLE
        yield Node(one, tuple(_grown(by_parent, one.id, share, depth + 1)), share, depth)


def walked(tree: Sequence[Node]) -> tuple[Node, ...]:
    """Every node in the order of the page."""
    return tuple(node for top in tree for node in top.walk())
