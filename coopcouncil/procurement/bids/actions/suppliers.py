"""Suppliers: they name themselves, add colleagues, or are invited by a letter."""

from dataclasses import asdict, dataclass

from tortoise.transactions import in_transaction

from coopcouncil.accounts.actions.addresses import person_reading
from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.kernel import audit, clock, mail
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.models import Invited, Supplier, SupplierPerson
from coopcouncil.procurement.bids.rules.refusals import (
    ActsAlready,
    AskedAlready,
    LastPerson,
    SupplierKnown,
)
from coopcouncil.procurement.bids.telling import address, tell
from coopcouncil.procurement.tenders.models import Tender


@dataclass(frozen=True)
class SupplierDraft:
    """What an organisation says of itself."""

    name: str
    scheme: str = ""
    number: str = ""
    address: str = ""
    postcode: str = ""
    is_small: bool = False
    is_social: bool = False
    is_supported_employment: bool = False
    is_service_mutual: bool = False


async def add_supplier(
    org: Organisation, draft: SupplierDraft, person: Person | None, by: Person | None
) -> Supplier:
    """A supplier that is new here, and perhaps who acts for it."""
    async with in_transaction():
        await _is_free(org, draft)
        made = await Supplier.create(organisation=org, created_at=clock.now(), **asdict(draft))
        if person is not None:
            await _let_act(org, made, person)
        await _record(org, by, "named a supplier", made)
    return made


async def change_supplier(
    org: Organisation, supplier: Supplier, draft: SupplierDraft, by: Person | None
) -> Supplier:
    """What it says of itself now."""
    async with in_transaction():
        await _is_free(org, draft, supplier.id)
        found = await Supplier.one(org, id=supplier.id)
        await found.update_from_dict(asdict(draft)).save()
        await _record(org, by, "changed a supplier", found)
    return found


async def add_colleague(
    org: Organisation, supplier: Supplier, email: str, by: Person
) -> SupplierPerson:
    """Let somebody else act for the supplier; a message tells them."""
    async with in_transaction():
        person = await person_reading(email)
        row = await _let_act(org, supplier, person)
        await _record(org, by, "let somebody act for a supplier", supplier, person=person.id)
        await _tell_colleague(org, supplier, person, by)
    return row


async def _tell_colleague(
    org: Organisation, supplier: Supplier, person: Person, by: Person
) -> None:
    """That they act for it now, and where."""
    found = await EmailAddress.filter(person_id=person.id).order_by("id").first()
    if found is not None:
        language = person.language or by.language or "en"
        await mail.send(
            org.id,
            found.address,
            template="email/procurement/colleague",
            language=language,
            context={
                "organisation": org.called(language),
                "supplier": supplier.name,
                "colleague": by.name,
                "link": address(org, "/bids"),
            },
            about=f"supplier:{supplier.id}",
        )


async def end_acting(org: Organisation, supplier: Supplier, person_id: int, by: Person) -> None:
    """Somebody no longer acts for it; the last one stays."""
    async with in_transaction():
        await lock("supplier", supplier.id)
        rows = await SupplierPerson.within(org).filter(supplier_id=supplier.id, ended_at=None)
        row = next((one for one in rows if one.person_id == person_id), None)
        if row is None:
            raise NotHere
        if len(rows) == 1:
            raise LastPerson
        row.ended_at = clock.now()
        await row.save(update_fields=["ended_at"])
        await _record(org, by, "ended acting for a supplier", supplier, person=person_id)


async def invite(
    org: Organisation, tender: Tender, draft: SupplierDraft, email: str, language: str, by: Person
) -> Invited:
    """Ask a supplier to bid: the link in the letter leads to the tender, and signs nobody in.

    A supplier of the same number is the same supplier.
    """
    async with in_transaction():
        await lock("tender-invited", tender.id)
        supplier = None
        if draft.number:
            supplier = await Supplier.within(org).get_or_none(
                scheme=draft.scheme, number=draft.number
            )
        if supplier is None:
            supplier = await Supplier.create(
                organisation=org, created_at=clock.now(), **asdict(draft)
            )
        if await Invited.within(org).filter(tender_id=tender.id, supplier_id=supplier.id).exists():
            raise AskedAlready
        person = await person_reading(email, language=language)
        if not await _acts(org, supplier, person):
            await _let_act(org, supplier, person)
        row = await Invited.create(
            organisation=org,
            tender=tender,
            supplier=supplier,
            email=email,
            asked_at=clock.now(),
            asked_by=by,
        )
        await audit.record(
            org.id, by.id, "invited a supplier", f"tender:{tender.id}", supplier=supplier.id
        )
        await tell(
            org,
            [person],
            "invited",
            tender,
            f"tender:{tender.id}",
            supplier=supplier.name,
            link=address(org, f"/bids/for/{tender.reference}"),
        )
    return row


async def _acts(org: Organisation, supplier: Supplier, person: Person) -> bool:
    found = SupplierPerson.within(org).filter(supplier_id=supplier.id, person_id=person.id)
    return await found.filter(ended_at=None).exists()


async def _let_act(org: Organisation, supplier: Supplier, person: Person) -> SupplierPerson:
    await lock("supplier", supplier.id)
    row = await SupplierPerson.within(org).get_or_none(supplier_id=supplier.id, person_id=person.id)
    if row is None:
        return await SupplierPerson.create(
            organisation=org, supplier=supplier, person=person, since=clock.now()
        )
    if row.ended_at is None:
        raise ActsAlready
    row.since, row.ended_at = clock.now(), None
    await row.save(update_fields=["since", "ended_at"])
    return row


async def _is_free(org: Organisation, draft: SupplierDraft, own: int = 0) -> None:
    if draft.number:
        await lock("supplier-number", f"{org.id}:{draft.scheme}:{draft.number}")
        same = Supplier.within(org).filter(scheme=draft.scheme, number=draft.number)
        if await same.exclude(id=own).exists():
            raise SupplierKnown


async def _record(
    org: Organisation, by: Person | None, verb: str, supplier: Supplier, **facts: int
) -> None:
    await audit.record(org.id, by.id if by else None, verb, f"supplier:{supplier.id}", **facts)
