"""Whose a promise is to the reader, and what its page shares with the forms."""

from dataclasses import dataclass

from starlette.requests import Request

from coopcouncil.kernel.errors import NotHere
from coopcouncil.procurement.bids.reads import bidder_of
from coopcouncil.procurement.delivery.models import Commitment
from coopcouncil.procurement.delivery.reads import manages, received_by


@dataclass(frozen=True)
class Seen:
    """A promise before its reader."""

    commitment: Commitment
    supplies: bool
    receives: bool
    manages: bool


async def promise_of(request: Request) -> Seen:
    """The promise of the address, for its supplier, its recipient and who follows the contract;
    not here (404) for everybody else."""
    org, person = request.state.org, request.state.person
    found = (
        await Commitment.within(org)
        .filter(id=request.path_params["id"])
        .select_related(
            "contract__supplier",
            "contract__tender",
            "recipient",
            "recipient_group",
            "replaces",
            "need",
        )
        .first()
    )
    if found is None:
        raise NotHere
    suppliers = {one.id for one in await bidder_of(person, org)}
    seen = Seen(
        found,
        found.contract.supplier_id in suppliers,
        found.id in await received_by(person, [found]),
        found.contract_id in await manages(org, person, request.state.roles),
    )
    if not (seen.supplies or seen.receives or seen.manages):
        raise NotHere
    return seen


async def managed_promise(request: Request) -> Commitment:
    """The same, for who follows the contract alone."""
    seen = await promise_of(request)
    if not seen.manages:
        raise NotHere
    return seen.commitment
