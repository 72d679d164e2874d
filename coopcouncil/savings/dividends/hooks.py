"""Resolutions of meetings that a dividend may rest on: a higher slice knows them."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import NamedTuple

from coopcouncil.organisations.models import Organisation


class Resolution(NamedTuple):
    """A resolution on the agenda of an annual meeting."""

    reference: str
    title: str
    title_cy: str
    on: date


RESOLUTIONS: list[Callable[[Organisation], Awaitable[list[Resolution]]]] = []
"""Filled in `told.py`: the latest resolutions of annual meetings."""


async def resolutions_of(org: Organisation) -> list[Resolution]:
    """What annual meetings had before them, the latest first."""
    return [one for tells in RESOLUTIONS for one in await tells(org)]
