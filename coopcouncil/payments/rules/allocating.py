"""Which charges a payment pays: those named first, then the oldest; never more than is owed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Due:
    """What is still owed of a charge, in pence; `only_named` is never paid unasked."""

    charge: int
    owed: int
    due_on: date
    only_named: bool = False


def allocate(
    amount: int, owed: Sequence[Due], named: Iterable[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """How much of each charge an amount pays. What is left over stays the member's credit.

    `named` are charges with the most that is meant for each.

    >>> old, new = Due(1, 500, date(2026, 1, 1)), Due(2, 300, date(2026, 2, 1))
    >>> allocate(600, [new, old])
    [(1, 500), (2, 100)]
    >>> allocate(600, [new, old], [(2, 300)])
    [(2, 300), (1, 300)]
    """
    left = {one.charge: one.owed for one in owed}
    paid: dict[int, int] = {}

    def pay(charge: int, most: int) -> None:
        nonlocal amount
        part = min(amount, left.get(charge, 0), most)
        if part > 0:
            amount -= part
            left[charge] -= part
            paid[charge] = paid.get(charge, 0) + part

    for charge, most in named:
        pay(charge, most)
    for one in sorted(owed, key=lambda one: (one.due_on, one.charge)):
        if not one.only_named:
            pay(one.charge, one.owed)
    return list(paid.items())


def free(amount: int, standing: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """How much of each allocation is undone, in the order given, until the amount is free.

    >>> free(400, [(2, 300), (1, 500)])
    [(2, 300), (1, 100)]
    """
    undone = []
    for charge, stands in standing:
        part = min(amount, stands)
        if part > 0:
            undone.append((charge, part))
            amount -= part
    return undone
