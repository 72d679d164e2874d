"""Deeds before the notice. Each writes a row that stays."""

from datetime import date
from decimal import Decimal
from typing import Any

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.measures.rules import Frozen
from coopcouncil.procurement.tenders.actions.shared import locked, preparing, record
from coopcouncil.procurement.tenders.consideration.kinds import Condition, Moment, Said, Topic
from coopcouncil.procurement.tenders.consideration.models import (
    ConflictsAssessment,
    Consideration,
    ReservationAnswer,
)
from coopcouncil.procurement.tenders.consideration.reads import (
    both,
    contract_of,
    lasting,
)
from coopcouncil.procurement.tenders.consideration.rules.assessing import (
    Assessment,
    may_assess,
)
from coopcouncil.procurement.tenders.consideration.rules.choosing import (
    InUse,
    may_choose,
    may_clear,
)
from coopcouncil.procurement.tenders.consideration.rules.reservations import (
    Answered,
    may_answer,
)
from coopcouncil.procurement.tenders.models import Criterion, Lot, Tender, TenderMeasure


async def consider(
    org: Organisation,
    tender: Tender,
    topic: Topic,
    said: dict[str, str],
    by: Person | None,
    *,
    goals: tuple[str, ...] = (),
    weight: Decimal | None = None,
    model: str | None = None,
) -> Consideration:
    """Write down what was considered. What was written before stays beside it; after the notice
    nothing is added but for a change of it, since the thought comes first. It stays if the change
    is dropped: it was thought all the same."""
    async with in_transaction():
        found = await preparing(org, tender)
        if model is not None:
            # With the weight: it is a part of how much social value counts, and is published.
            found.social_model, said = model, {**said, "model": model}
            await found.save(update_fields=["social_model"])
        made = await Consideration.create(
            organisation=org,
            tender_id=found.revises_id or found.id,
            topic=topic,
            said=said,
            goals=list(goals),
            weight=weight,
            written_at=clock.now(),
            written_by=by,
        )
        await record(org, by, "recorded a consideration", found, topic=topic.value)
        return made


async def answer_condition(
    org: Organisation,
    tender: Tender,
    lot: Lot,
    condition: Condition,
    said: Said,
    evidence: str,
    by: Person | None,
    on_day: date | None = None,
) -> ReservationAnswer:
    """Say whether a condition of a reservation is met, and on what evidence."""
    may_answer(condition, Answered(said, evidence, on_day))
    async with in_transaction():
        found = await preparing(org, tender)
        # One that is new in a change has no like that stays: its answers go over with it.
        stays = await lasting(org, lot) or lot
        made = await ReservationAnswer.create(
            organisation=org,
            lot=stays,
            condition=condition,
            said=said,
            evidence=evidence,
            on_day=on_day,
            said_at=clock.now(),
            said_by=by,
        )
        await record(
            org,
            by,
            "answered a condition",
            found,
            lot=lot.number,
            condition=condition.value,
            said=said.value,
        )
        return made


async def carry_answers(org: Organisation, new: Lot, kept: Lot) -> None:
    """What was said of a lot that was new in a change is said of it now that it is published, with
    who said it and when. The rows of the change go with the change."""
    for row in await ReservationAnswer.within(org).filter(lot_id=new.id).order_by("id"):
        await ReservationAnswer.create(
            organisation=org,
            lot=kept,
            condition=row.condition,
            said=row.said,
            evidence=row.evidence,
            on_day=row.on_day,
            said_at=row.said_at,
            said_by_id=row.said_by_id,
        )


async def assess_conflicts(
    org: Organisation, tender: Tender, assessment: Assessment, by: Person | None
) -> ConflictsAssessment:
    """The conflicts assessment as it stands now: prepared, reviewed, or confirmed for a notice."""
    async with in_transaction():
        found = await locked(org, tender)
        there = ConflictsAssessment.within(org).filter(tender_id__in=both(found))
        stage = found.stage if found.revises_id is None else Stage.PUBLISHED
        may_assess(assessment, stage, await there.exists())
        made = await ConflictsAssessment.create(
            organisation=org,
            tender_id=found.revises_id or found.id,
            written_at=clock.now(),
            written_by=by,
            **vars(assessment),
        )
        await record(
            org,
            by,
            "assessed conflicts of interest",
            found,
            moment=assessment.moment.value,
            notice=assessment.notice,
        )
        return made


async def open_assessment(
    org: Organisation,
    tender: Tender,
    by: Person | None,
    conflicts: str = "",
    steps: str = "",
    perceived: str = "",
    perceived_steps: str = "",
) -> ConflictsAssessment:
    """The first one, before the notice."""
    first = Assessment(Moment.OPENED, "", conflicts, steps, perceived, perceived_steps)
    return await assess_conflicts(org, tender, first, by)


async def choose_measure(
    org: Organisation, tender: Tender, frozen: Frozen, by: Person | None
) -> TenderMeasure:
    """Freeze a measure for the tender: words, version, licence and worth as they are now."""
    async with in_transaction():
        found = await preparing(org, tender)
        there = await TenderMeasure.within(org).filter(tender_id=found.id)
        may_choose(frozen, [(one.source, one.code) for one in there])
        names = vars(frozen)
        taken: dict[str, Any] = {
            **names,
            "goals": list(frozen.goals),
            "matters": list(frozen.matters),
            "serves": list(frozen.serves),
        }
        made = await TenderMeasure.create(organisation=org, tender=found, **taken)
        await record(org, by, "chose a measure", found, code=frozen.code, version=frozen.version)
        return made


async def clear_measure(
    org: Organisation,
    tender: Tender,
    row: TenderMeasure,
    link: str,
    matters: tuple[str, ...],
    lifted_by: str,
    cleared: str,
    by: Person | None,
) -> None:
    """State how the measure belongs to the contract, and clear it as no non-commercial matter."""
    async with in_transaction():
        found = await preparing(org, tender)
        now = await TenderMeasure.one(org, id=row.id, tender_id=found.id)
        may_clear(now.code, matters, lifted_by, contract_of(org, found))
        now.link, now.cleared = link, cleared
        now.matters, now.lifted_by = list(matters), lifted_by
        await now.save(update_fields=["link", "cleared", "matters", "lifted_by"])
        await record(org, by, "cleared a measure", found, code=now.code, lifted_by=lifted_by)


async def remove_measure(
    org: Organisation, tender: Tender, row: TenderMeasure, by: Person | None
) -> None:
    """Leave a measure out again, where no criterion asks for it."""
    async with in_transaction():
        found = await preparing(org, tender)
        now = await TenderMeasure.one(org, id=row.id, tender_id=found.id)
        using = await Criterion.within(org).filter(measure_id=now.id).order_by("place").first()
        if using is not None:
            raise InUse(using.code)
        await now.delete()
        await record(org, by, "left a measure out", found, code=now.code)
