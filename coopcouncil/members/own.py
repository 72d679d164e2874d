"""Which entries of the register are the reader's own, for every page "for you".

Two people who share a mailbox share the account that it signs in to, so an address alone does
not say who reads. A higher slice asks which of them it is; until it is told, none is shown.
"""

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request

from coopcouncil.kernel.errors import NotHere
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import entries_of_person

OWN: list[Callable[[Request], Awaitable[Sequence[RegisterEntry]]]] = []
"""Filled in `told.py`: how it is found out."""


async def own_entries(request: Request) -> list[RegisterEntry]:
    """The members that the reader is: often one, seldom several, none where it is not known."""
    found: dict[int, RegisterEntry] = {}
    for ask in OWN:
        for entry in await ask(request):
            found.setdefault(entry.id, entry)
    return list(found.values())


async def own_entry(request: Request, member: int) -> RegisterEntry:
    """The one of this number, if it is the reader's; else there is no such page (`NotHere`)."""
    for entry in await own_entries(request):
        if entry.member_id == member:
            return entry
    raise NotHere


async def is_shared(request: Request) -> bool:
    """Whether an address of the reader stands with members of whom it is not known who reads."""
    own = {entry.member_id for entry in await own_entries(request)}
    found = await entries_of_person(request.state.person, request.state.org)
    return any(entry.member_id not in own for entry in found)
