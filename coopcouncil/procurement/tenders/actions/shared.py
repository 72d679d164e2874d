"""What every deed on a tender begins and ends with."""

from typing import Any

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit
from coopcouncil.kernel.db import lock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.rules.refusals import may_prepare


async def locked(org: Organisation, tender: Tender) -> Tender:
    """The tender as it stands, for nobody else to change until the commit."""
    await lock("tender", tender.id)
    return await Tender.one(org, id=tender.id)


async def preparing(org: Organisation, tender: Tender) -> Tender:
    """The same, and refused once it is published."""
    found = await locked(org, tender)
    may_prepare(found.stage)
    return found


async def record(
    org: Organisation, by: Person | None, verb: str, tender: Tender, **facts: Any
) -> None:
    """Into the organisation's record."""
    await audit.record(org.id, by.id if by else None, verb, f"tender:{tender.id}", **facts)
