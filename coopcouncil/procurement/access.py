"""Who may: leads, those who take part in a tender, and bidders.

A tender in which somebody has no part is a page that is not here: nothing tells that there is one.
"""

from collections.abc import Awaitable, Callable

from starlette.requests import Request

from coopcouncil.accounts.models import Person
from coopcouncil.kernel.errors import Forbidden, NotHere, SignInNeeded
from coopcouncil.kernel.web import Who
from coopcouncil.organisations.access import holds
from coopcouncil.organisations.kinds import Role
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Part
from coopcouncil.procurement.once import once
from coopcouncil.procurement.tenders.models import TakesPart, Tender

LEAD = holds(Role.PROCUREMENT_LEAD)

ACTS_FOR: list[Callable[[Person, Organisation], Awaitable[bool]]] = []
"""Filled in `told.py`: the bids know who acts for a supplier of the organisation."""

KEPT_OUT: list[Callable[[Tender, Person], Awaitable[None]]] = []
"""Filled in `told.py`: refuses whoever has declared an interest that is not decided, or that was
decided against going on. At once, and on every page but that of the declarations."""


def leads(request: Request) -> bool:
    """Whether the reader is a procurement lead here."""
    return Role.PROCUREMENT_LEAD in request.state.roles


async def part_in(tender: Tender, person: Person | None) -> frozenset[Part]:
    """The parts that the person has in the tender now."""
    if person is None:
        return frozenset()
    return frozenset(one.part for one in await live_parts(tender, person))


@once
async def live_parts(tender: Tender, person: Person) -> list[TakesPart]:
    """The rows behind `part_in`."""
    return await TakesPart.everywhere().filter(
        tender_id=tender.id, person_id=person.id, ended_at=None
    )


async def taking_part(
    request: Request, *parts: Part, lead: bool = True, declaring: bool = False
) -> Tender:
    """The tender of the address, for those with one of the parts in it (any, if none is named)
    and, unless `lead` is false, for the procurement lead; not here (404) for everybody else.

    Whoever an interest keeps out comes in to declare alone.
    """
    tender = await Tender.one(request.state.org, id=request.path_params["id"])
    if not (lead and leads(request)):
        held = await part_in(tender, request.state.person)
        if not (held & set(parts) if parts else held):
            raise NotHere
    if not declaring:
        for refuse in KEPT_OUT:
            await refuse(tender, request.state.person)
    return tender


async def works_here(person: Person, org: Organisation) -> bool:
    """Whether the person has a part in any tender of the organisation."""
    return await TakesPart.within(org).filter(person_id=person.id, ended_at=None).exists()


async def _worker(request: Request) -> None:
    if request.state.person is None:
        raise SignInNeeded
    if not leads(request) and not await works_here(request.state.person, request.state.org):
        raise Forbidden


async def _bidder(request: Request) -> None:
    if request.state.person is None:
        raise SignInNeeded
    for tells in ACTS_FOR:
        if await tells(request.state.person, request.state.org):
            return
    raise Forbidden


WORKERS = Who("the procurement lead and those who take part in a tender", _worker)
BIDDERS = Who("those who act for a supplier", _bidder)
