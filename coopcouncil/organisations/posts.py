"""What became of needs that stand in a council's directory; a higher slice knows."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coopcouncil.organisations.models import NeedOrOffer, Organisation


class Answer(StrEnum):
    """What became of a need."""

    PROMISED = "promised"
    """A supplier of the council has promised it."""
    MET = "met"
    """It came, and the organisation said so."""


@dataclass(frozen=True)
class Became:
    """What became of a need, and who promised it."""

    answer: Answer
    by: str

    @property
    def is_met(self) -> bool:
        """Whether it came."""
        return self.answer is Answer.MET


Answers = Callable[[Organisation, Sequence[NeedOrOffer]], Awaitable[dict[int, Became]]]

ANSWERED: list[Answers] = []
"""Filled by procurement's `told.py`: of the needs in the council's directory, those answered."""


async def answered(council: Organisation, posts: Sequence[NeedOrOffer]) -> dict[int, Became]:
    """By the number of the need, what became of it."""
    found: dict[int, Became] = {}
    for tells in ANSWERED:
        found |= await tells(council, posts)
    return found
