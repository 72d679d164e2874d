"""Who takes part in a tender, and what each evaluator scores."""

from collections.abc import Awaitable, Callable, Collection

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import CriterionKind, Part, Stage
from coopcouncil.procurement.tenders.actions.shared import locked, record
from coopcouncil.procurement.tenders.models import Assigned, Criterion, TakesPart, Tender
from coopcouncil.procurement.tenders.rules.refusals import (
    AlreadyTakesPart,
    BidsForIt,
    Ended,
    ReasonNeeded,
)

CANNOT_TAKE_PART: list[Callable[[Organisation, Tender, Person], Awaitable[bool]]] = []
"""Filled in `told.py`: who acts for a bidder judges nobody."""


async def take_part(
    org: Organisation, tender: Tender, person: Person, part: Part, by: Person | None
) -> TakesPart:
    """Give somebody a part. An evaluator scores nothing until criteria are assigned."""
    async with in_transaction():
        found = await locked(org, tender)
        if found.stage is Stage.ENDED:
            raise Ended
        for refuses in CANNOT_TAKE_PART:
            if await refuses(org, found, person):
                raise BidsForIt
        if (
            await TakesPart.within(org)
            .filter(tender_id=found.id, person_id=person.id, part=part, ended_at=None)
            .exists()
        ):
            raise AlreadyTakesPart
        row = await TakesPart.create(
            organisation=org,
            tender=found,
            person=person,
            part=part,
            given_at=clock.now(),
            given_by=by,
        )
        await record(org, by, "gave a part in a tender", found, part=part, person=person.id)
    return row


async def assign(
    org: Organisation, taking: TakesPart, criteria: Collection[int], by: Person | None
) -> None:
    """The criteria that an evaluator scores, all of them; a group stands for what is under it."""
    async with in_transaction():
        found = await locked(org, await Tender.one(org, id=taking.tender_id))
        row = await TakesPart.one(org, id=taking.id, part=Part.EVALUATOR, ended_at=None)
        rows = await Criterion.within(org).filter(tender_id=found.id)
        under = {one.id: one.parent_id for one in rows}
        wanted = set(criteria)
        scored = {
            one.id
            for one in rows
            if one.kind is CriterionKind.SCALE and wanted & _line(under, one.id)
        }
        kept = set(
            await Assigned.within(org)
            .filter(takes_part_id=row.id)
            .values_list("criterion_id", flat=True)
        )
        await (
            Assigned.within(org)
            .filter(takes_part_id=row.id, criterion_id__in=list(kept - scored))
            .delete()
        )
        await Assigned.bulk_create(
            Assigned(organisation=org, takes_part=row, criterion_id=number)
            for number in sorted(scored - kept)
        )
        await record(
            org,
            by,
            "assigned criteria",
            found,
            person=row.person_id,
            criteria=sorted(one.code for one in rows if one.id in scored),
        )


async def end_part(
    org: Organisation, taking: TakesPart, because: str, by: Person | None
) -> TakesPart:
    """Take a part back. What was scored stays, and who scored it."""
    if not because:
        raise ReasonNeeded
    async with in_transaction():
        found = await locked(org, await Tender.one(org, id=taking.tender_id))
        row = await TakesPart.one(org, id=taking.id)
        if row.ended_at is None:
            row.ended_at, row.ended_because = clock.now(), because
            await row.save(update_fields=["ended_at", "ended_because"])
            await record(
                org,
                by,
                "ended a part in a tender",
                found,
                part=row.part,
                person=row.person_id,
                because=because,
            )
    return row


def _line(under: dict[int, int | None], number: int) -> set[int]:
    """The criterion and every group above it."""
    line: set[int] = set()
    at: int | None = number
    while at is not None and at not in line:
        line.add(at)
        at = under.get(at)
    return line
