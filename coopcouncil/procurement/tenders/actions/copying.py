"""A method that was used before, for another tender."""

from collections.abc import Collection
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.tenders.actions.shared import preparing, record
from coopcouncil.procurement.tenders.models import (
    Band,
    Criterion,
    Lot,
    Scale,
    Tender,
    TenderMeasure,
)
from coopcouncil.procurement.tenders.rules.refusals import HasCriteria

OWN = ("id", "organisation_id", "tender_id")


def values(row: Any, without: Collection[str] = OWN) -> dict[str, Any]:
    """A row's columns, without those that are its own."""
    return {name: getattr(row, name) for name in row._meta.db_fields - set(without)}


async def copy_from(org: Organisation, tender: Tender, earlier: Tender, by: Person | None) -> None:
    """The scales and criteria of an earlier tender, into one that has no criteria yet. Criteria of
    a lot go to the lot of the same number, and those of a lot that is not here stay behind. The
    measures come along where they are frozen here too: a measure is linked to each contract anew.
    """
    async with in_transaction():
        found = await preparing(org, tender)
        if await Criterion.within(org).filter(tender_id=found.id).exists():
            raise HasCriteria
        await copy_method(org, earlier, found)
        await record(org, by, "copied the method of a tender", found, of=earlier.reference)


async def copy_measures(org: Organisation, source: Tender, to: Tender) -> None:
    """The frozen measures, as they are."""
    for row in await TenderMeasure.within(org).filter(tender_id=source.id).order_by("id"):
        await TenderMeasure.create(organisation=org, tender=to, **values(row))


async def copy_method(org: Organisation, source: Tender, to: Tender) -> None:
    """Scales with their bands, and criteria with their weights."""
    scales = await _copy_scales(org, source, to)
    lots = await _alike(org, Lot, source, to, "number")
    measures = await _alike(org, TenderMeasure, source, to, "source", "code")
    numbers: dict[int, int] = {}
    waiting = [
        row
        for row in await Criterion.within(org).filter(tender_id=source.id).order_by("place", "id")
        if row.lot_id is None or row.lot_id in lots
    ]
    while waiting:
        ready = [row for row in waiting if row.parent_id is None or row.parent_id in numbers]
        for row in ready:
            said = values(row) | {
                "lot_id": row.lot_id and lots[row.lot_id],
                "measure_id": row.measure_id and measures.get(row.measure_id),
                "scale_id": row.scale_id and scales[row.scale_id],
                "parent_id": row.parent_id and numbers[row.parent_id],
            }
            made = await Criterion.create(organisation=org, tender=to, **said)
            numbers[row.id] = made.id
        waiting = [row for row in waiting if row not in ready]


async def _copy_scales(org: Organisation, source: Tender, to: Tender) -> dict[int, int]:
    there = {row.name: row.id for row in await Scale.within(org).filter(tender_id=to.id)}
    scales: dict[int, int] = {}
    for scale in await Scale.within(org).filter(tender_id=source.id).order_by("id"):
        if scale.name in there:
            scales[scale.id] = there[scale.name]
            continue
        made = await Scale.create(organisation=org, tender=to, name=scale.name)
        scales[scale.id] = made.id
        await Band.bulk_create(
            Band(
                organisation=org, scale=made, **values(band, ("id", "organisation_id", "scale_id"))
            )
            for band in await Band.within(org).filter(scale_id=scale.id)
        )
    return scales


async def _alike(
    org: Organisation,
    table: type[Lot] | type[TenderMeasure],
    source: Tender,
    to: Tender,
    *names: str,
) -> dict[int, int]:
    """The number of the like in the other tender, for each row that has one."""
    there = {
        tuple(getattr(row, name) for name in names): row.id
        for row in await table.within(org).filter(tender_id=to.id)
    }
    rows = await table.within(org).filter(tender_id=source.id)
    found = {row.id: there.get(tuple(getattr(row, name) for name in names)) for row in rows}
    return {number: like for number, like in found.items() if like is not None}
