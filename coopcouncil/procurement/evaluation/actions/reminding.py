"""The day by which scores are wanted, and messages to those who have something left."""

from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.evaluation.actions.shared import record, tell
from coopcouncil.procurement.evaluation.models import ScoresDue
from coopcouncil.procurement.evaluation.reads import bidders_of, ground_of
from coopcouncil.procurement.evaluation.reads_declaring import missing_from
from coopcouncil.procurement.evaluation.reads_scores import (
    due_on,
    scores_of,
    seats_of,
    still_left,
)
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.tenders.actions.shared import locked
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import lots_of


async def set_due(org: Organisation, tender: Tender, day: date, by: Person) -> None:
    """By when evaluators are asked to finish."""
    async with in_transaction():
        await locked(org, tender)
        found = await ScoresDue.within(org).get_or_none(tender_id=tender.id)
        if found is None:
            await ScoresDue.create(organisation=org, tender=tender, due_on=day, set_by=by)
        else:
            found.due_on, found.set_by = day, by
            await found.save(update_fields=["due_on", "set_by_id"])
        await record(org, by, "set the day for the scores", tender, day=day.isoformat())


async def remind(org: Organisation, tender: Tender, by: Person) -> int:
    """Write to all who have still to declare or to score; how many were reached."""
    async with in_transaction():
        tender = await locked(org, tender)
        people: dict[int, Person] = {}
        undeclared: set[int] = set()
        left: dict[int, int] = {}
        for one in await missing_from(tender, await bidders_of(tender)):
            people[one.person.id] = one.person
            undeclared.add(one.person.id)
        if tender.stage is Stage.OPENED:
            for lot in await lots_of(tender):
                ground = await ground_of(tender, lot)
                scores = await scores_of(ground)
                for seat in await seats_of(ground):
                    if seat.is_live and seat.finished_at is None:
                        count = len(still_left(ground, seat, scores))
                        people[seat.person.id] = seat.person
                        left[seat.person.id] = left.get(seat.person.id, 0) + count
        due = await due_on(tender)
        reached = 0
        for person_id, person in people.items():
            reached += await tell(
                org,
                person,
                "scores_reminder",
                tender,
                undeclared=person_id in undeclared,
                scores=left.get(person_id),
                due=due,
            )
        if people:
            await record(org, by, "reminded evaluators", tender, people=reached)
        return reached
