"""Messages to those who act for suppliers, each in their own language."""

from collections.abc import Iterable, Mapping
from typing import Any

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.kernel import config, mail
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import Bid, Invited, SupplierPerson
from coopcouncil.procurement.kinds import BidState
from coopcouncil.procurement.tenders.models import Tender


def address(org: Organisation, path: str) -> str:
    """A whole address within the organisation, for a message."""
    return f"{config.current().base_url}/{org.slug}{path}"


async def tell(
    org: Organisation,
    people: Iterable[Person],
    template: str,
    tender: Tender,
    about: str,
    **context: Any,
) -> None:
    """One message to each, in the current transaction."""
    for person in people:
        language = person.language or "en"
        found = await EmailAddress.filter(person_id=person.id).order_by("id").first()
        if found is None:
            continue
        await mail.send(
            org.id,
            found.address,
            template=f"email/procurement/{template}",
            language=language,
            context={
                "organisation": org.called(language),
                "tender": tender.titled(language),
                "reference": tender.reference,
                "closes_at": tender.closes_at,
                **{key: _said(value, language) for key, value in context.items()},
            },
            about=about,
        )


async def acting_for(org: Organisation, supplier_ids: Iterable[int]) -> list[Person]:
    """Everybody who acts for one of the suppliers now, once each."""
    rows = await (
        SupplierPerson.within(org)
        .filter(supplier_id__in=list(supplier_ids), ended_at=None)
        .select_related("person")
        .order_by("id")
    )
    return list({row.person_id: row.person for row in rows}.values())


async def bidders(org: Organisation, tender: Tender) -> list[Person]:
    """Everybody who acts for a supplier that bids, or was invited to."""
    bids = await Bid.within(org).filter(tender_id=tender.id).exclude(state=BidState.WITHDRAWN)
    invited = await Invited.within(org).filter(tender_id=tender.id)
    return await acting_for(
        org, {one.supplier_id for one in bids} | {one.supplier_id for one in invited}
    )


def _said(value: Any, language: str) -> Any:
    """Of a text in both languages, the reader's."""
    if isinstance(value, Mapping):
        return value.get(language) or value.get("en", "")
    return value
