"""What was considered and said of a tender, and what its notice still needs."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import CriterionKind
from coopcouncil.procurement.tenders.consideration.kinds import Condition, Moment, Topic
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
from coopcouncil.procurement.tenders.reads import (
    edition_in_force,
    leaves_of,
    lots_of,
    measures_of,
)
from coopcouncil.procurement.tenders.rules.faults import Fault


def both(tender: Tender) -> list[int]:
    """The tender and, of a change, what it changes: what was thought of one holds for the other,
    and is written to the one that stays."""
    return [one for one in (tender.id, tender.revises_id) if one is not None]


async def considered(org: Organisation, tender: Tender) -> dict[Topic, list[Consideration]]:
    """Everything that was considered, by topic, the last first."""
    rows = Consideration.within(org).filter(tender_id__in=both(tender))
    found: dict[Topic, list[Consideration]] = {}
    for row in await rows.select_related("written_by").order_by("-id"):
        found.setdefault(row.topic, []).append(row)
    return found


async def weight_considered(org: Organisation, tender: Tender) -> Decimal | None:
    """How much social value was to count, as it was recorded last."""
    rows = Consideration.within(org).filter(tender_id__in=both(tender), topic=Topic.WEIGHT)
    last = await rows.order_by("-id").first()
    return last.weight if last else None


async def answers_of(org: Organisation, lot: Lot) -> dict[Condition, list[ReservationAnswer]]:
    """What was said of each condition, the last first."""
    rows = ReservationAnswer.within(org).filter(lot_id=(await lasting(org, lot) or lot).id)
    found: dict[Condition, list[ReservationAnswer]] = {}
    for row in await rows.select_related("said_by").order_by("-id"):
        found.setdefault(row.condition, []).append(row)
    return found


async def lasting(org: Organisation, lot: Lot) -> Lot | None:
    """The lot that stays when a change is published or dropped: of a change, its like in what is
    changed. None for one that is new in the change."""
    tender = await Tender.one(org, id=lot.tender_id)
    if tender.revises_id is None:
        return lot
    return await Lot.within(org).get_or_none(tender_id=tender.revises_id, number=lot.number)


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
    rows = ConflictsAssessment.within(org).filter(tender_id__in=both(tender))
    return await rows.select_related("written_by").order_by("-id")


async def is_confirmed(org: Organisation, tender: Tender, since: datetime) -> bool:
    """Whether the conflicts assessment was looked at again after the last notice that the law
    asks it of (Procurement Act 2023, s.83)."""
    rows = ConflictsAssessment.within(org).filter(tender_id__in=both(tender))
    return await rows.filter(written_at__gte=since).exclude(moment=Moment.OPENED).exists()


def contract_of(org: Organisation, tender: Tender, out: datetime | None = None) -> Contract:
    """What of the tender decides which law applies; on the day of its notice, else today. A change
    stands under the law of the day on which the tender went `out`."""
    out = out or tender.published_at
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
    assessed = await assessments_of(org, tender)
    confirmed, out = True, None
    if tender.revises_id is not None:
        published = await Tender.one(org, id=tender.revises_id)
        edition = await edition_in_force(published)
        confirmed = await is_confirmed(org, tender, edition.published_at)
        out = published.published_at
    return Facts(
        contract=contract_of(org, tender, out),
        topics=frozenset(said),
        weight=weight,
        assessed=bool(assessed),
        confirmed=confirmed,
        lots=tuple(lots),
        measures=tuple(measures),
    )


async def before_notice(org: Organisation, tender: Tender) -> Sequence[Fault]:
    """What a notice still needs; `BEFORE_PUBLISHING` asks it."""
    return list(faults_before(await facts_of(org, tender)))
