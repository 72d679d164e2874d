"""What was considered and said of a tender, and what its notice still needs."""

from collections.abc import Sequence
from decimal import Decimal

from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import CriterionKind
from coopcouncil.procurement.tenders.consideration.kinds import Condition, Topic
from coopcouncil.procurement.tenders.consideration.models import (
    ConflictsAssessment,
    Consideration,
    ReservationAnswer,
)
from coopcouncil.procurement.tenders.consideration.rules.before import (
    Facts,
    LotFacts,
    MeasureFacts,
    faults_before,
)
from coopcouncil.procurement.tenders.consideration.rules.reservations import Answered, Contract
from coopcouncil.procurement.tenders.models import Lot, Tender
from coopcouncil.procurement.tenders.reads import leaves_of, lots_of, measures_of
from coopcouncil.procurement.tenders.rules.faults import Fault


async def considered(org: Organisation, tender: Tender) -> dict[Topic, list[Consideration]]:
    """Everything that was considered, by topic, the last first."""
    rows = Consideration.within(org).filter(tender_id=tender.id)
    found: dict[Topic, list[Consideration]] = {}
    for row in await rows.select_related("written_by").order_by("-id"):
        found.setdefault(row.topic, []).append(row)
    return found


async def weight_considered(org: Organisation, tender: Tender) -> Decimal | None:
    """How much social value was to count, as it was recorded last."""
    rows = Consideration.within(org).filter(tender_id=tender.id, topic=Topic.WEIGHT)
    last = await rows.order_by("-id").first()
    return last.weight if last else None


async def answers_of(org: Organisation, lot: Lot) -> dict[Condition, list[ReservationAnswer]]:
    """What was said of each condition, the last first."""
    rows = ReservationAnswer.within(org).filter(lot_id=lot.id)
    found: dict[Condition, list[ReservationAnswer]] = {}
    for row in await rows.select_related("said_by").order_by("-id"):
        found.setdefault(row.condition, []).append(row)
    return found


def last_answers(
    answers: dict[Condition, list[ReservationAnswer]],
) -> dict[Condition, Answered]:
    """What stands."""
    return {
        condition: Answered(rows[0].said, rows[0].evidence, rows[0].on_day)
        for condition, rows in answers.items()
    }


async def assessments_of(org: Organisation, tender: Tender) -> list[ConflictsAssessment]:
    """The conflicts assessment as it stood, the last first."""
    rows = ConflictsAssessment.within(org).filter(tender_id=tender.id)
    return await rows.select_related("written_by").order_by("-id")


def contract_of(org: Organisation, tender: Tender) -> Contract:
    """What of the tender decides which law applies; on the day of its notice, else today."""
    out = tender.published_at
    on = out.astimezone(clock.LONDON).date() if out else clock.today()
    return Contract(
        subject=tender.subject,
        procedure=tender.procedure,
        value=tender.value,
        nation=org.nation.value,
        on=on,
        starts_on=tender.starts_on,
        last_on=tender.may_extend_until or tender.ends_on,
    )


async def social_share(tender: Tender, lot: Lot) -> Decimal | None:
    """Per cent of the whole that the lot's criteria give to social value; None without any."""
    leaves = [
        one
        for one in await leaves_of(tender, lot)
        if one.criterion.kind is not CriterionKind.CONDITION
    ]
    if not leaves:
        return None
    return sum((one.share for one in leaves if one.criterion.is_social), Decimal())


async def facts_of(org: Organisation, tender: Tender) -> Facts:
    """What is known of the tender before its notice."""
    said = await considered(org, tender)
    lots = [
        LotFacts(
            lot.number,
            lot.reservation,
            last_answers(await answers_of(org, lot)),
            await social_share(tender, lot),
        )
        for lot in await lots_of(tender)
    ]
    measures = [
        MeasureFacts(one.code, one.link, one.cleared, tuple(one.matters), one.lifted_by)
        for one in await measures_of(tender)
    ]
    weight = said[Topic.WEIGHT][0].weight if Topic.WEIGHT in said else None
    return Facts(
        contract=contract_of(org, tender),
        topics=frozenset(said),
        weight=weight,
        assessed=bool(await assessments_of(org, tender)),
        lots=tuple(lots),
        measures=tuple(measures),
    )


async def before_notice(org: Organisation, tender: Tender) -> Sequence[Fault]:
    """What a notice still needs; `BEFORE_PUBLISHING` asks it."""
    return list(faults_before(await facts_of(org, tender)))
