"""The tree of criteria and its weights."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import CriterionKind
from coopcouncil.procurement.tenders.actions.shared import preparing, record
from coopcouncil.procurement.tenders.models import Criterion, Lot, Scale, Tender, TenderMeasure
from coopcouncil.procurement.tenders.rules.criteria import (
    COLUMNS,
    CriterionDraft,
    fits_its_kind,
    may_weigh,
)
from coopcouncil.procurement.tenders.rules.document import plain
from coopcouncil.procurement.tenders.rules.refusals import (
    CodeTaken,
    GroupHasCriteria,
    NotAGroup,
    PublishedStays,
    UnderItself,
)
from coopcouncil.procurement.tenders.rules.seen import as_seen


def shown_criterion(row: Criterion) -> Sequence[Any]:
    """What the page of a criterion shows."""
    return [
        plain(value) if isinstance(value := getattr(row, name), Decimal) else value
        for name in COLUMNS
    ]


def shown_weights(rows: Sequence[Criterion]) -> Sequence[Any]:
    """What the page of all the weights shows."""
    return [[row.id, row.code, plain(row.weight)] for row in sorted(rows, key=lambda r: r.id)]


async def add_criterion(
    org: Organisation, tender: Tender, draft: CriterionDraft, by: Person | None
) -> Criterion:
    """Put one last under its group, or at the top."""
    async with in_transaction():
        found = await preparing(org, tender)
        draft = await _checked(org, found, draft)
        await _code_is_free(org, found, draft.code)
        last = (
            await Criterion.within(org)
            .filter(tender_id=found.id, parent_id=draft.parent_id)
            .order_by("-place")
            .first()
        )
        row = await Criterion.create(
            organisation=org, tender=found, place=last.place + 1 if last else 1, **asdict(draft)
        )
        await record(org, by, "added a criterion", found, code=row.code)
    return row


async def change_criterion(
    org: Organisation,
    criterion: Criterion,
    draft: CriterionDraft,
    by: Person | None,
    shown: str | None = None,
) -> Criterion:
    """Say it otherwise. What stands under a group goes with it into its lot."""
    async with in_transaction():
        found = await preparing(org, await Tender.one(org, id=criterion.tender_id))
        row = await Criterion.one(org, id=criterion.id)
        as_seen(shown, shown_criterion(row))
        draft = await _checked(org, found, draft, row)
        if draft.code != row.code:
            await _code_is_free(org, found, draft.code)
        below = await _below(org, found, row)
        if below and draft.kind is not CriterionKind.GROUP:
            raise GroupHasCriteria
        if draft.code != row.code or draft.kind is not row.kind:
            await _was_not_published(org, found, row)
        row.update_from_dict(asdict(draft))
        await row.save()
        await (
            Criterion.within(org)
            .filter(id__in=[one.id for one in below])
            .update(lot_id=draft.lot_id)
        )
        await record(org, by, "changed a criterion", found, code=row.code)
    return row


async def remove_criterion(org: Organisation, criterion: Criterion, by: Person | None) -> None:
    """Take one out under which nothing stands."""
    async with in_transaction():
        found = await preparing(org, await Tender.one(org, id=criterion.tender_id))
        if await Criterion.within(org).filter(parent_id=criterion.id).exists():
            raise GroupHasCriteria
        await _was_not_published(org, found, criterion)
        await Criterion.within(org).filter(id=criterion.id).delete()
        await record(org, by, "removed a criterion", found, code=criterion.code)


async def move_criterion(
    org: Organisation, criterion: Criterion, up: bool, by: Person | None
) -> None:
    """One place up or down among its siblings; at the end it stays."""
    async with in_transaction():
        found = await preparing(org, await Tender.one(org, id=criterion.tender_id))
        rows = (
            await Criterion.within(org)
            .filter(tender_id=found.id, parent_id=criterion.parent_id)
            .order_by("place", "id")
        )
        at = next(n for n, row in enumerate(rows) if row.id == criterion.id)
        to = max(0, at - 1) if up else min(len(rows) - 1, at + 1)
        rows.insert(to, rows.pop(at))
        for place, row in enumerate(rows, 1):
            if row.place != place:
                row.place = place
                await row.save(update_fields=["place"])
        await record(org, by, "moved a criterion", found, code=criterion.code)


async def weigh(
    org: Organisation,
    tender: Tender,
    weights: Mapping[int, Decimal],
    by: Person | None,
    shown: str | None = None,
) -> None:
    """All the weights at once, by the number of the criterion. They need not add up yet: until
    they do, the tender cannot be published, and its page says by how much."""
    for weight in weights.values():
        may_weigh(weight)
    async with in_transaction():
        found = await preparing(org, tender)
        rows = await Criterion.within(org).filter(tender_id=found.id)
        as_seen(shown, shown_weights(rows))
        for row in rows:
            if row.id in weights and row.kind is not CriterionKind.CONDITION:
                row.weight = weights[row.id]
                await row.save(update_fields=["weight"])
        await record(org, by, "weighed the criteria", found)


async def _checked(
    org: Organisation, tender: Tender, draft: CriterionDraft, row: Criterion | None = None
) -> CriterionDraft:
    """The draft within its tender and its group's lot, without what its kind does not have."""
    lot_id = draft.lot_id
    if draft.parent_id is not None:
        parent = await Criterion.one(org, id=draft.parent_id, tender_id=tender.id)
        if parent.kind is not CriterionKind.GROUP:
            raise NotAGroup
        if row is not None and parent.id in {
            row.id,
            *(one.id for one in await _below(org, tender, row)),
        }:
            raise UnderItself
        lot_id = parent.lot_id
    for table, number in (
        (Lot, lot_id),
        (Scale, draft.scale_id),
        (TenderMeasure, draft.measure_id),
    ):
        if number is not None:
            await table.one(org, id=number, tender_id=tender.id)
    may_weigh(draft.weight)
    return fits_its_kind(draft, lot_id)


async def _below(org: Organisation, tender: Tender, row: Criterion) -> list[Criterion]:
    """Everything under a criterion."""
    rows = await Criterion.within(org).filter(tender_id=tender.id)
    found: list[Criterion] = []
    parents = {row.id}
    while grown := [one for one in rows if one.parent_id in parents and one not in found]:
        found += grown
        parents = {one.id for one in grown}
    return found


async def _code_is_free(org: Organisation, tender: Tender, code: str) -> None:
    if await Criterion.within(org).filter(tender_id=tender.id, code=code).exists():
        raise CodeTaken


async def _was_not_published(org: Organisation, tender: Tender, row: Criterion) -> None:
    """In the change of a published tender: bidders may have answered it already."""
    if tender.revises_id is not None and (
        await Criterion.within(org).filter(tender_id=tender.revises_id, code=row.code).exists()
    ):
        raise PublishedStays(row.code)
