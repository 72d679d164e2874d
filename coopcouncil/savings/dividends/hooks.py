"""Resolutions of general meetings that a dividend may rest on: a higher slice knows them."""

from collections.abc import Awaitable, Callable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from coopcouncil.organisations.models import Organisation


class Result(StrEnum):
    """What is known of how a resolution went."""

    CARRIED = "carried"
    LOST = "lost"
    MINUTED = "minuted"
    """No ballot was held on it; what was decided stands in the published minutes."""
    OPEN = "open"
    """Neither has a ballot's result been declared nor have minutes been published."""


class Resolution(NamedTuple):
    """A resolution on the agenda of a general meeting that was held."""

    reference: str
    title: str
    title_cy: str
    on: date
    result: Result
    page: tuple[str, int]
    """Where the meeting's own result is read: the name of the route, and the number in it."""

    def called(self, language: str) -> str:
        """The title in the reader's language, or its only title."""
        return (self.title_cy if language == "cy" else "") or self.title


Teller = Callable[[Organisation, str | None], Awaitable[list[Resolution]]]

RESOLUTIONS: list[Teller] = []
"""Filled in `told.py`: the latest resolutions of meetings held, or the one of a reference."""


async def resolutions_of(org: Organisation) -> list[Resolution]:
    """What general meetings had before them, the latest first."""
    return [one for tells in RESOLUTIONS for one in await tells(org, None)]


async def resolution_of(org: Organisation, reference: str) -> Resolution | None:
    """One resolution as it stands now; None where no such one was before a meeting held here."""
    if not reference:
        return None
    found = [one for tells in RESOLUTIONS for one in await tells(org, reference)]
    return found[0] if found else None
