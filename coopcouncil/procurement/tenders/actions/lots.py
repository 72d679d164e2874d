"""Lots, and for whom each is reserved."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Reservation
from coopcouncil.procurement.tenders.actions.shared import preparing, record
from coopcouncil.procurement.tenders.models import Criterion, Lot, Tender
from coopcouncil.procurement.tenders.rules.refusals import LastLot, LotHasCriteria, LotStays
from coopcouncil.procurement.tenders.rules.seen import as_seen


@dataclass(frozen=True)
class LotDraft:
    """One lot as typed."""

    title: str
    value: Money
    title_cy: str = ""
    reservation: Reservation = Reservation.NONE
    reserved_because: str = ""

    def columns(self) -> dict[str, Any]:
        """As the table keeps them."""
        return asdict(self) | {"value": self.value.pence}


def shown_lot(lot: Lot) -> Sequence[Any]:
    """What the page of a lot shows."""
    return [getattr(lot, name) for name in LotDraft("", Money(0)).columns()]


async def add_lot(org: Organisation, tender: Tender, draft: LotDraft, by: Person | None) -> Lot:
    """One more, with the next number."""
    async with in_transaction():
        found = await preparing(org, tender)
        last = await Lot.within(org).filter(tender_id=found.id).order_by("-number").first()
        lot = await Lot.create(
            organisation=org,
            tender=found,
            number=last.number + 1 if last else 1,
            **draft.columns(),
        )
        await record(org, by, "added a lot", found, lot=lot.number)
    return lot


async def change_lot(
    org: Organisation, lot: Lot, draft: LotDraft, by: Person | None, shown: str | None = None
) -> Lot:
    """Say it otherwise."""
    async with in_transaction():
        found = await preparing(org, await Tender.one(org, id=lot.tender_id))
        row = await Lot.one(org, id=lot.id)
        as_seen(shown, shown_lot(row))
        row.update_from_dict(draft.columns())
        await row.save()
        await record(org, by, "changed a lot", found, lot=row.number)
    return row


async def remove_lot(org: Organisation, lot: Lot, by: Person | None) -> None:
    """Take it out; the numbers of the others stay, for they may be in letters already."""
    async with in_transaction():
        found = await preparing(org, await Tender.one(org, id=lot.tender_id))
        if await Lot.within(org).filter(tender_id=found.id).count() < 2:
            raise LastLot
        if await Criterion.within(org).filter(lot_id=lot.id).exists():
            raise LotHasCriteria
        if found.revises_id is not None and await published_lot(org, found.revises_id, lot.number):
            raise LotStays
        await Lot.within(org).filter(id=lot.id).delete()
        await record(org, by, "removed a lot", found, lot=lot.number)


async def published_lot(org: Organisation, tender_id: int, number: int) -> bool:
    """Whether the tender that is being changed has the lot."""
    return await Lot.within(org).filter(tender_id=tender_id, number=number).exists()
