"""A change of a published tender: prepared on a copy that nobody but the lead sees, then put in
the other's place whole, so that no bidder ever meets half of it."""

from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.tenders.actions.copying import copy_measures, copy_method, values
from coopcouncil.procurement.tenders.actions.shared import locked, record
from coopcouncil.procurement.tenders.hooks import LOT_TAKEN_OVER
from coopcouncil.procurement.tenders.models import (
    Band,
    Criterion,
    Lot,
    Scale,
    Tender,
    TenderMeasure,
)
from coopcouncil.procurement.tenders.reads import change_of
from coopcouncil.procurement.tenders.rules.editions import may_begin_change
from coopcouncil.procurement.tenders.rules.refusals import OneChangeAtATime

OWN = (
    "id organisation_id reference stage published_at opened_at ended_at ended_because created_at "
    "created_by_id revises_id ocid final_asked_at"
).split()
"""What is a tender's own, and in no change of it."""


async def begin_change(org: Organisation, tender: Tender, by: Person | None) -> Tender:
    """A copy of everything that is published, to be changed on the same pages."""
    async with in_transaction():
        found = await locked(org, tender)
        may_begin_change(found.stage, clock.now(), found.closes_at)
        if await change_of(found) is not None:
            raise OneChangeAtATime
        change = await Tender.create(
            organisation=org,
            reference=f"~{found.id}",
            stage=Stage.PREPARING,
            revises=found,
            created_at=clock.now(),
            created_by=by,
            **values(found, OWN),
        )
        lots = await Lot.within(org).filter(tender_id=found.id).order_by("number")
        for lot in lots:
            await Lot.create(organisation=org, tender=change, **values(lot))
        await copy_measures(org, found, change)
        await copy_method(org, found, change)
        await record(org, by, "began to change a tender", found)
    return change


async def drop_change(org: Organisation, change: Tender, by: Person | None) -> None:
    """Leave what is published as it is."""
    async with in_transaction():
        if change.revises_id is None:
            return
        found = await locked(org, await Tender.one(org, id=change.revises_id))
        await _clear(org, change)
        await record(org, by, "dropped a change of a tender", found)


async def merge(org: Organisation, tender: Tender, change: Tender) -> None:
    """The change takes the tender's place; rows that have their like stay the same rows."""
    tender.update_from_dict(values(change, OWN))
    await tender.save()
    before = {row.number for row in await Lot.within(org).filter(tender_id=tender.id)}
    lots = await _merged(org, Lot, tender, change, "number")
    for row in await Lot.within(org).filter(tender_id=change.id).order_by("number"):
        if row.number not in before:
            kept = await Lot.one(org, id=lots[row.id])
            for carry in LOT_TAKEN_OVER:
                await carry(org, row, kept)
    measures = await _merged(org, TenderMeasure, tender, change, "code", "source")
    scales = await _merged(org, Scale, tender, change, "name")
    for scale_id, kept_id in scales.items():
        await Band.within(org).filter(scale_id=kept_id).delete()
        await Band.within(org).filter(scale_id=scale_id).update(scale_id=kept_id)
    await _merge_criteria(org, tender, change, lots, measures, scales)
    await _remove_unlike(org, Scale, tender, change, "name")
    await _remove_unlike(org, TenderMeasure, tender, change, "code", "source")
    await _clear(org, change)


async def _merge_criteria(
    org: Organisation,
    tender: Tender,
    change: Tender,
    lots: dict[int, int],
    measures: dict[int, int],
    scales: dict[int, int],
) -> None:
    kept = {row.code: row for row in await Criterion.within(org).filter(tender_id=tender.id)}
    numbers: dict[int, int] = {}
    waiting = await Criterion.within(org).filter(tender_id=change.id).order_by("place", "id")
    while waiting:
        ready = [row for row in waiting if row.parent_id is None or row.parent_id in numbers]
        for row in ready:
            said = values(row) | {
                "lot_id": row.lot_id and lots[row.lot_id],
                "measure_id": row.measure_id and measures[row.measure_id],
                "scale_id": row.scale_id and scales[row.scale_id],
                "parent_id": row.parent_id and numbers[row.parent_id],
            }
            like = kept.get(row.code)
            if like is None:
                like = await Criterion.create(organisation=org, tender=tender, **said)
            else:
                like.update_from_dict(said)
                await like.save()
            numbers[row.id] = like.id
        waiting = [row for row in waiting if row not in ready]


async def _merged(
    org: Organisation,
    table: type[Lot] | type[Scale] | type[TenderMeasure],
    tender: Tender,
    change: Tender,
    *names: str,
) -> dict[int, int]:
    """Each row of the change by its number, and the number of its like in the tender."""
    kept = {_key(row, names): row for row in await table.within(org).filter(tender_id=tender.id)}
    numbers: dict[int, int] = {}
    for row in await table.within(org).filter(tender_id=change.id).order_by("id"):
        like = kept.get(_key(row, names))
        if like is None:
            like = await table.create(organisation=org, tender=tender, **values(row))
        else:
            like.update_from_dict(values(row))
            await like.save()
        numbers[row.id] = like.id
    return numbers


async def _remove_unlike(
    org: Organisation,
    table: type[Scale] | type[TenderMeasure],
    tender: Tender,
    change: Tender,
    *names: str,
) -> None:
    there = {_key(row, names) for row in await table.within(org).filter(tender_id=change.id)}
    for row in await table.within(org).filter(tender_id=tender.id):
        if _key(row, names) not in there:
            await table.within(org).filter(id=row.id).delete()


def _key(row: Any, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)


async def _clear(org: Organisation, change: Tender) -> None:
    """The copy goes; leaves before groups, criteria before the scales that they are scored by."""
    while rows := await Criterion.within(org).filter(tender_id=change.id):
        parents = {row.parent_id for row in rows}
        leaves = [row.id for row in rows if row.id not in parents]
        await Criterion.within(org).filter(id__in=leaves).delete()
    for table in (Scale, TenderMeasure, Lot, Tender):
        column = "id" if table is Tender else "tender_id"
        await table.within(org).filter(**{column: change.id}).delete()
