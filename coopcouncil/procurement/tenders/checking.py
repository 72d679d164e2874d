"""What keeps a tender from being published, asked of its rows and of those who add to it."""

from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.tenders.hooks import BEFORE_PUBLISHING
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import is_bilingual
from coopcouncil.procurement.tenders.rules.faults import (
    Fault,
    faults_of_dates,
    faults_of_method,
)
from coopcouncil.procurement.tenders.writing import document_of


async def faults_of(org: Organisation, tender: Tender) -> list[Fault]:
    """Everything that keeps the tender, or the change of one, from being published now."""
    published_at = None
    if tender.revises_id is not None:
        published_at = (await Tender.one(org, id=tender.revises_id)).published_at
    found = list(
        faults_of_method(await document_of(org, tender), bilingual=await is_bilingual(org))
    )
    found += faults_of_dates(
        tender.procedure,
        tender.questions_until,
        tender.closes_at,
        tender.short_because,
        clock.now(),
        published_at,
    )
    for ask in BEFORE_PUBLISHING:
        found += await ask(org, tender)
    return found
