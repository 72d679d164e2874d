"""The method that bids for a lot are scored by: what was published, not what rows say now."""

from coopcouncil.procurement.tenders.models import Lot, Tender
from coopcouncil.procurement.tenders.reads import edition_in_force
from coopcouncil.procurement.tenders.rules.document import method_of_document
from coopcouncil.scoring import Method


async def method_of(tender: Tender, lot: Lot) -> Method:
    """From the edition in force; `NotPublished` before there is one."""
    return method_of_document((await edition_in_force(tender)).method, lot.number)
