"""The way of a tender as its page shows it; higher parts add their steps in `told.py`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from starlette.requests import Request

from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.rules.faults import Step

__all__ = ["STEPS", "Progress", "Step", "StepShown"]


class Progress(StrEnum):
    """How far a step of a tender is."""

    DONE = "done"
    TO_DO = "to-do"
    AWAITS_OTHERS = "awaits-others"
    NOT_YET = "not-yet"


@dataclass(frozen=True)
class StepShown:
    """One step: where it leads, how far it is, and what is missing, each in a sentence."""

    step: Step
    progress: Progress
    address: str = ""
    """Empty while there is nothing to open."""
    missing: tuple[str, ...] = ()
    beneath: str = ""
    """One line of what stands there."""


STEPS: dict[Step, Callable[[Request, Tender], Awaitable[StepShown | None]]] = {}
"""The steps that other parts show on a tender's page; nothing for a reader who may not see it."""
