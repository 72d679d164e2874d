"""Bids from the council's own portal: kept sealed until somebody has looked at the list, then
handed in all at once, each with the time at which the portal had received it."""

import base64
from datetime import datetime
from hashlib import sha256
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.actions.addresses import person_reading
from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock, files
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.actions.drafting import begin_bid
from coopcouncil.procurement.bids.actions.handing_in import hand_in
from coopcouncil.procurement.bids.actions.shared import beside_others
from coopcouncil.procurement.bids.models import (
    AnswerFile,
    Bid,
    PortalImport,
    Submission,
    Supplier,
    SupplierPerson,
)
from coopcouncil.procurement.bids.rules.deadline import BidsAreClosed
from coopcouncil.procurement.bids.rules.paper import FileNamed, Paper, answered, plain
from coopcouncil.procurement.bids.rules.portal import Portal
from coopcouncil.procurement.bids.rules.refusals import NothingToApply
from coopcouncil.procurement.bids.rules.reserved import Statement
from coopcouncil.procurement.bids.sealed import portal_of, sealed_file, sealed_portal
from coopcouncil.procurement.kinds import Reservation, Stage, Way
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import edition_in_force, lots_of


async def bring(
    org: Organisation,
    tender: Tender,
    name: str,
    portal: Portal,
    contents: dict[tuple[str, str, str], bytes],
    by: Person,
) -> PortalImport:
    """Keep the list, sealed, to be looked at: suppliers and times, and no answer."""
    told: dict[str, Any] = {
        "bids": [
            {
                "receipt": one.receipt,
                "received_at": one.received_at.isoformat(),
                "supplier": one.supplier,
                "register": one.register,
                "number": one.number,
                "email": one.email,
                "stated": vars(one.stated),
                "lots": {
                    str(lot): {code: plain(answer) for code, answer in answers.items()}
                    for lot, answers in one.lots.items()
                },
                "files": [
                    {
                        "criterion": code,
                        "name": files.safe_name(name),
                        "bytes": base64.b64encode(data).decode(),
                    }
                    for (receipt, code, name), data in contents.items()
                    if receipt == one.receipt
                ],
            }
            for one in portal.bids
        ],
        "flaws": len(portal.flaws),
    }
    async with in_transaction():
        found = await beside_others(org, tender.id)
        if found.stage is not Stage.PUBLISHED:
            raise BidsAreClosed
        return await PortalImport.create(
            organisation=org,
            tender=found,
            name=files.safe_name(name),
            sealed=sealed_portal(org.id, tender.id, told),
            brought_at=clock.now(),
            brought_by=by,
        )


async def take_in(org: Organisation, waiting: PortalImport, by: Person) -> int:
    """Hand them all in, or none; how many."""
    async with in_transaction():
        tender = await beside_others(org, waiting.tender_id)
        found = await PortalImport.within(org).select_for_update().get(id=waiting.id)
        told = portal_of(found)
        if told is None or found.applied_at is not None or told["flaws"]:
            raise NothingToApply
        edition = await edition_in_force(tender)
        known = await _known(org, tender)
        fresh = [one for one in told["bids"] if one["receipt"] not in known]
        for one in sorted(fresh, key=lambda one: one["received_at"]):
            supplier = await _supplier(org, one)
            bid = await begin_bid(org, tender, supplier, None, brought=True)
            lots = {
                int(lot): {code: answered(answer) for code, answer in answers.items()}
                for lot, answers in one["lots"].items()
            }
            paper = Paper(
                tender=tender.reference,
                edition=edition.number,
                edition_hash=edition.hash,
                lots=lots,
                files=tuple([await _file(org, bid, each) for each in one["files"]]),
                statements={"portal_receipt": one["receipt"]}
                | await _stated(tender, set(lots), one),
            )
            await hand_in(
                org,
                bid,
                paper,
                Way.PORTAL,
                None,
                at=datetime.fromisoformat(one["received_at"]),
                portal_receipt=one["receipt"],
            )
        found.sealed, found.applied_at = None, clock.now()
        await found.save(update_fields=["sealed", "applied_at"])
        await audit.record(
            org.id,
            by.id,
            "brought bids from the portal",
            f"tender:{tender.id}",
            receipts=[one["receipt"] for one in fresh],
        )
    return len(fresh)


async def _stated(tender: Tender, lots: set[int], one: dict[str, Any]) -> dict[str, Any]:
    """What the bidder says it is, of every reserved lot that it bids for."""
    said = Statement(**one.get("stated", {}))
    told = {
        str(lot.number): {"for": lot.reservation.value, **vars(said)}
        for lot in await lots_of(tender)
        if lot.number in lots and lot.reservation is not Reservation.NONE
    }
    return {"reserved": told} if told and (said.body or said.how) else {}


async def _known(org: Organisation, tender: Tender) -> set[str]:
    """The portal's receipts that are here already: a list that is sent twice comes in once."""
    rows = Submission.within(org).filter(bid__tender_id=tender.id).exclude(portal_receipt="")
    return {one.portal_receipt for one in await rows}


async def _supplier(org: Organisation, one: dict[str, Any]) -> Supplier:
    found = None
    if one["number"]:
        found = await Supplier.within(org).get_or_none(scheme=one["register"], number=one["number"])
    else:
        found = await Supplier.within(org).filter(name=one["supplier"], number="").first()
    if found is None:
        found = await Supplier.create(
            organisation=org,
            name=one["supplier"],
            scheme=one["register"] if one["number"] else "",
            number=one["number"],
            created_at=clock.now(),
        )
    if "@" in one["email"]:
        person = await person_reading(one["email"])
        acts = SupplierPerson.within(org).filter(supplier_id=found.id, person_id=person.id)
        if not await acts.exists():
            await SupplierPerson.create(
                organisation=org, supplier=found, person=person, since=clock.now()
            )
    return found


async def _file(org: Organisation, bid: Bid, told: dict[str, Any]) -> FileNamed:
    data = base64.b64decode(told["bytes"])
    stored = await files.put(
        org.id, "sealed", "application/octet-stream", sealed_file(bid, data), made_here=True
    )
    await AnswerFile.create(organisation=org, bid=bid, stored=stored, added_at=clock.now())
    return FileNamed(told["criterion"], told["name"], sha256(data).hexdigest())
