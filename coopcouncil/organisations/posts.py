"""What became of needs that stand in a council's directory; a higher slice knows."""

from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum

from coopcouncil.organisations.models import NeedOrOffer, Organisation


class Answer(StrEnum):
    """What became of a need."""

    PROMISED = "promised"
    """A supplier of the council has promised it."""
    MET = "met"
    """It came, and the organisation said so."""


Answers = Callable[[Organisation, Sequence[NeedOrOffer]], Awaitable[dict[int, Answer]]]

ANSWERED: list[Answers] = []
"""Filled by procurement's `told.py`: of the needs in the council's directory, those answered."""


async def answered(council: Organisation, posts: Sequence[NeedOrOffer]) -> dict[int, Answer]:
    """By the number of the need, what became of it."""
    found: dict[int, Answer] = {}
    for tells in ANSWERED:
        found |= await tells(council, posts)
    return found
