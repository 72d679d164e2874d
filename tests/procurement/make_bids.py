"""Builders of bids.

    weavers = await supplier(org, "Pennine Weavers Co-operative")
    await bid(org, tender, weavers, price=95_000)
    offers = await opened(org, tender)          # three bidders where nobody bid yet

The answers fit the method of `make.published`; a test says differently what it is about, by code:
`answers={"SV2": "6", "C1": False, "1.1": "Words."}`.
"""

import itertools
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.bids.actions import (
    SupplierDraft,
    add_supplier,
    begin_bid,
    hand_in,
    open_bids,
    paper_of,
)
from coopcouncil.procurement.bids.models import Bid, Supplier, SupplierPerson
from coopcouncil.procurement.bids.reads import OpenedOffer, offers_of
from coopcouncil.procurement.bids.rules.draft import Draft, Written
from coopcouncil.procurement.bids.rules.paper import Answered, Paper
from coopcouncil.procurement.kinds import CriterionKind, Part, Way
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import edition_in_force, leaves_of, lots_of, people_of
from tests.make import make_person
from tests.procurement.make import with_part

_numbers = itertools.count(1)

Said = str | int | Decimal | bool
NAMES = ("Pennine Care Co-operative", "Valley Carers Ltd", "Homelight Services")


async def supplier(
    org: Organisation, name: str = "Pennine Care Co-operative", person: Person | None = None
) -> Supplier:
    """A supplier with somebody who acts for it."""
    draft = SupplierDraft(name, "GB-COH", f"{next(_numbers):08}", is_small=True, is_social=True)
    who = person or await make_person(f"Somebody at {name}")
    return await add_supplier(org, draft, who, who)


async def person_of(org: Organisation, of: Supplier) -> Person:
    """Who acts for a supplier."""
    row = (
        await SupplierPerson.within(org)
        .filter(supplier_id=of.id)
        .order_by("id")
        .first()
        .select_related("person")
    )
    assert row is not None
    return row.person


async def paper(
    org: Organisation,
    tender: Tender,
    answers: Mapping[str, Said] | None = None,
    price: Said = 100_000,
    lots: tuple[int, ...] = (),
) -> Paper:
    """A whole bid that answers every question of these lots (of every lot, if none is said)."""
    said = dict(answers or {})
    draft: dict[int, dict[str, Written]] = {}
    for lot in await lots_of(tender):
        if lots and lot.number not in lots:
            continue
        draft[lot.number] = {}
        for node in await leaves_of(tender, lot):
            one = node.criterion
            usual: Said = {
                CriterionKind.CONDITION: True,
                CriterionKind.PRICE: price,
                CriterionKind.FIGURE: 10,
            }.get(one.kind, f"What we shall do for {one.code}.")
            draft[lot.number][one.code] = Written(_answered(one.kind, said.get(one.code, usual)), 1)
    edition = await edition_in_force(tender)
    return paper_of(tender, edition, Draft(draft), {"true_and_complete": True})


async def bid(
    org: Organisation,
    tender: Tender,
    of: Supplier | None = None,
    answers: Mapping[str, Said] | None = None,
    *,
    price: Said = 100_000,
    lots: tuple[int, ...] = (),
    at: datetime | None = None,
) -> Bid:
    """A bid that is handed in, at a time of its own if one is said: after the deadline, late."""
    who = of or await supplier(org, f"Bidder {next(_numbers)}")
    person = await person_of(org, who)
    made = await begin_bid(org, tender, who, person)
    said = await paper(org, tender, answers, price, lots)
    await hand_in(org, made, said, Way.ONLINE, person, at=at)
    return await Bid.within(org).select_related("supplier", "tender").get(id=made.id)


async def opened(org: Organisation, tender: Tender, lot: int = 1) -> list[OpenedOffer]:
    """The bids opened by two officers two minutes after the deadline; the offers for a lot, by
    label. Where nobody bid yet, three bidders do first, at 100,000, 110,000 and 120,000."""
    if not await Bid.within(org).filter(tender_id=tender.id).exists():
        for number, name in enumerate(NAMES):
            await bid(
                org,
                tender,
                await supplier(org, name),
                {"SV2": 10 - number * 2, "SV3": 20 + number * 20},
                price=100_000 + number * 10_000,
            )
    officers = [one.person for one in await people_of(tender, Part.OPENING_OFFICER)]
    while len(officers) < 2:
        officers.append((await with_part(org, tender, Part.OPENING_OFFICER)).person)
    assert tender.closes_at is not None
    with clock.frozen(max(clock.now(), tender.closes_at + timedelta(minutes=2))):
        await open_bids(org, tender, officers[0], officers[1])
    await tender.refresh_from_db()
    return await offers_of(org, (await lots_of(tender))[lot - 1])


def _answered(kind: CriterionKind, said: Said) -> Answered:
    if kind is CriterionKind.CONDITION:
        return Answered(yes=bool(said))
    if kind in (CriterionKind.FIGURE, CriterionKind.PRICE):
        return Answered(figure=Decimal(str(said)))
    return Answered(text=str(said))
