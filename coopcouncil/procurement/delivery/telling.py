"""Messages about promises: to suppliers, to recipients, to who follows the contract."""

from collections.abc import Iterable
from typing import Any

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.kernel import mail, pages
from coopcouncil.organisations.models import Organisation, Role
from coopcouncil.organisations.reached import reached
from coopcouncil.procurement.bids.telling import acting_for, address
from coopcouncil.procurement.delivery.models import Commitment
from coopcouncil.procurement.delivery.reads import CONFIRM
from coopcouncil.procurement.kinds import Part
from coopcouncil.procurement.tenders.models import TakesPart

Reader = tuple[Person, str]


async def suppliers_people(org: Organisation, commitment: Commitment) -> list[Reader]:
    """Those who act for the supplier of the promise."""
    return await _addressed(await acting_for(org, [commitment.contract.supplier_id]))


async def following(org: Organisation, commitment: Commitment) -> list[Reader]:
    """The contract managers of the tender; where there is none, the procurement leads."""
    managers = (
        await TakesPart.within(org)
        .filter(
            tender_id=commitment.contract.tender_id or 0,
            part=Part.CONTRACT_MANAGER,
            ended_at=None,
        )
        .select_related("person")
        .order_by("id")
    )
    found = await _addressed(list({one.person_id: one.person for one in managers}.values()))
    return found or await reached(org, Role.PROCUREMENT_LEAD)


async def recipients_people(commitment: Commitment) -> list[Reader]:
    """Those who may say for the organisation that it came."""
    return await reached(commitment.recipient, *CONFIRM) if commitment.recipient else []


async def tell(
    org: Organisation,
    readers: Iterable[Reader],
    template: str,
    commitment: Commitment,
    path: str,
    **context: Any,
) -> int:
    """One message to each in their own language, in the current transaction; how many."""
    told = 0
    for person, to in readers:
        await write(org, to, person.language or "en", template, commitment, path, **context)
        told += 1
    return told


async def write(
    org: Organisation,
    to: str,
    language: str,
    template: str,
    commitment: Commitment,
    path: str,
    *,
    sensitive: bool = False,
    in_both: bool = False,
    **context: Any,
) -> None:
    """One message; `path` is where its link leads, within the council. `in_both` puts the Welsh
    text after the English, for a reader who has chosen neither."""
    template = f"email/procurement/{template}"
    also = ""
    if in_both:
        facts = _facts(org, "cy", commitment, path)
        text = pages.render(f"{template}.txt", "cy", **facts, **context, also="")
        also = text.lstrip().partition("\n")[2].strip()
    await mail.send(
        org.id,
        to,
        template=template,
        language=language,
        context={**_facts(org, language, commitment, path), **context, "also": also},
        about=f"commitment:{commitment.id}",
        sensitive=sensitive,
    )


def _facts(
    org: Organisation, language: str, commitment: Commitment, path: str
) -> dict[str, object]:
    return {
        "organisation": org.called(language),
        "promise": commitment.titled(language),
        "supplier": commitment.contract.supplier.name,
        "contract": commitment.contract.number,
        "unit": (commitment.unit_cy if language == "cy" else "") or commitment.unit,
        "link": address(org, path),
    }


async def _addressed(people: Iterable[Person]) -> list[Reader]:
    found = []
    for person in people:
        known = EmailAddress.filter(person_id=person.id, proven_at__isnull=False)
        at = await known.order_by("id").first()
        if at is not None:
            found.append((person, at.address))
    return found
