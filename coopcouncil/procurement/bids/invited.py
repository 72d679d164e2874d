"""Who is asked to bid, and so may read what others may not."""

from coopcouncil.accounts.models import Person
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import Invited
from coopcouncil.procurement.bids.reads import bidder_of
from coopcouncil.procurement.tenders.models import Tender


async def is_invited(org: Organisation, tender: Tender, person: Person | None) -> bool:
    """Whether the person acts for a supplier that was asked to bid."""
    if person is None:
        return False
    suppliers = [one.id for one in await bidder_of(person, org)]
    invited = Invited.within(org).filter(tender_id=tender.id, supplier_id__in=suppliers)
    return bool(suppliers) and await invited.exists()
