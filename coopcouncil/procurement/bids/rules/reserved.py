"""Lots that are kept for some bodies alone: what a bidder says of itself when it bids for one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.procurement.kinds import Reservation

BODY, HOW = 300, 5_000
"""So many letters each may have."""


@dataclass(frozen=True)
class Statement:
    """Which kind of body it is, and how it meets the conditions of the reservation."""

    body: str = ""
    how: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether both are said."""
        return bool(self.body and self.how)


@dataclass(frozen=True)
class Kept:
    """A lot for some alone."""

    lot: int
    reservation: Reservation


class NoStatement(Refused):
    """For whom the lot is, the law says; whether the bidder is such a body, only it can say."""

    def __init__(self, lot: int) -> None:
        self.lot = lot

    def sentence(self, _: Gettext) -> str:
        text = _(
            "Lot {number} is reserved: say which kind of body you are, and how you meet the "
            "conditions."
        )
        return text.format(number=self.lot)


def stated(kept: Sequence[Kept], said: Mapping[int, Statement]) -> dict[int, Statement]:
    """The statement of each reserved lot. What is said once holds for every lot with the same
    reservation of which nothing is said.

    >>> kept = [Kept(1, Reservation.SERVICE_MUTUAL), Kept(2, Reservation.SERVICE_MUTUAL)]
    >>> stated(kept, {1: Statement("A society", "By its rules")})[2].body
    'A society'
    """
    found: dict[int, Statement] = {}
    for one in kept:
        own = said.get(one.lot, Statement())
        alike = (
            said[other.lot]
            for other in kept
            if other.reservation is one.reservation
            and other.lot in said
            and said[other.lot].is_whole
        )
        found[one.lot] = own if own.body or own.how else next(alike, own)
    return found


def unstated(kept: Sequence[Kept], said: Mapping[int, Statement]) -> Iterator[NoStatement]:
    """The reserved lots of which something is still to be said."""
    for lot, one in stated(kept, said).items():
        if not one.is_whole:
            yield NoStatement(lot)
