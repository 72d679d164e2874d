"""What every deed on a bid begins and ends with."""

from typing import Any

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit
from coopcouncil.kernel.db import lock
from coopcouncil.organisations.access import roles_of
from coopcouncil.organisations.kinds import Role
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.access import part_in
from coopcouncil.procurement.bids.models import Bid
from coopcouncil.procurement.bids.rules.deadline import BidsAreClosed
from coopcouncil.procurement.bids.rules.refusals import TakesPartHere
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.tenders.models import Tender


async def beside_others(org: Organisation, tender_id: int) -> Tender:
    """The tender as it stands: bidders go on beside each other, and nobody opens or changes it
    before the commit."""
    await lock("tender", tender_id, shared=True)
    return await Tender.one(org, id=tender_id)


async def locked(org: Organisation, bid: Bid) -> tuple[Tender, Bid]:
    """The tender and the bid as they stand; two windows of one bidder wait for each other."""
    tender = await beside_others(org, bid.tender_id)
    await lock("bid", bid.id)
    found = await Bid.one(org, id=bid.id)
    found.tender = tender
    return tender, found


async def drafting(org: Organisation, bid: Bid) -> tuple[Tender, Bid]:
    """The same, and refused once nothing more can be handed in, late or not."""
    tender, found = await locked(org, bid)
    if tender.stage is not Stage.PUBLISHED:
        raise BidsAreClosed
    return tender, found


async def may_bid(org: Organisation, tender: Tender, person: Person) -> None:
    """Refuse whoever takes part in the tender, and the procurement leads: they read every bid."""
    if await takes_part(org, tender, person):
        raise TakesPartHere


async def takes_part(org: Organisation, tender: Tender, person: Person) -> bool:
    """Whether somebody is on the council's side of a tender."""
    return Role.PROCUREMENT_LEAD in await roles_of(person, org) or bool(
        await part_in(tender, person)
    )


async def record(org: Organisation, by: Person | None, verb: str, bid: Bid, **facts: Any) -> None:
    """Into the organisation's record: that it was done, and never what a bid says."""
    await audit.record(org.id, by.id if by else None, verb, f"bid:{bid.id}", **facts)
