"""What the deeds of assessing share."""

from typing import Any

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.kernel import audit, i18n, mail
from coopcouncil.kernel.db import lock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.tenders.models import Lot, Tender


async def moderating(lot: Lot) -> None:
    """Nobody else agrees, locks, opens again or excludes in the lot until the commit."""
    await lock("moderation", lot.id)


async def scoring(part: int) -> None:
    """Nobody else writes this evaluator's scores, or finishes them, until the commit."""
    await lock("scores", part)


async def record(
    org: Organisation, by: Person | None, verb: str, tender: Tender, **facts: Any
) -> None:
    """Into the organisation's record."""
    await audit.record(org.id, by.id if by else None, verb, f"tender:{tender.id}", **facts)


async def tell(
    org: Organisation, person: Person, template: str, tender: Tender, **facts: Any
) -> bool:
    """A message to somebody who takes part, at their first proven address; whether there is one."""
    proven = EmailAddress.filter(person_id=person.id, proven_at__isnull=False)
    address = await proven.order_by("id").first()
    if address is None:
        return False
    language = person.language or i18n.LANGUAGES[0]
    await mail.send(
        org.id,
        address.address,
        f"email/procurement/{template}",
        language,
        {
            "organisation": org.called(language),
            "name": person.name,
            "tender": tender.titled(language),
            "reference": tender.reference,
            **facts,
        },
        about=f"tender:{tender.id}",
    )
    return True
