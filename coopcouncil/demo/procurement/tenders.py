"""What the council asks for, how it will judge, and who judges."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from coopcouncil.accounts.models import Person
from coopcouncil.demo.orgs import at
from coopcouncil.demo.procurement.measures import chosen, considered, own_measures
from coopcouncil.demo.procurement.words import BANDS, MEASURES, STORIES, Asked, Story
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import CriterionKind, Part, Tie
from coopcouncil.procurement.tenders.actions import (
    BandDraft,
    CriterionDraft,
    Particulars,
    ScaleDraft,
    Times,
    add_criterion,
    add_scale,
    assign,
    create,
    publish,
    set_times,
    take_part,
)
from coopcouncil.procurement.tenders.models import Criterion, Tender, TenderMeasure


@dataclass(frozen=True)
class Judge:
    """An evaluator, and the groups that are theirs."""

    key: str
    codes: tuple[str, ...]


EVALUATORS = (
    Judge("evaluator-care", ("1", "2")),
    Judge("evaluator-community", ("1", "2")),
    Judge("evaluator-user", ("1.1", "SV1")),
)


async def fill(org: Organisation, who: Mapping[str, Person], today: date) -> dict[str, Tender]:
    """The tenders by key, published on their days."""
    with clock.frozen(at(today - timedelta(days=900), 10)):
        await own_measures(org, who["procurement-lead"])
    return {story.key: await _told(org, story, who, today) for story in STORIES}


def published_on(story: Story, today: date) -> date:
    """The day of its notice."""
    return today - timedelta(days=story.days_ago)


async def _told(org: Organisation, story: Story, who: Mapping[str, Person], today: date) -> Tender:
    lead = who["procurement-lead"]
    out_on = published_on(story, today)
    with clock.frozen(at(out_on - timedelta(days=14), 10)):
        tender = await create(org, _particulars(story, out_on), lead)
        criteria = await _method(org, tender, story, lead)
        await _people(org, tender, criteria, who, lead)
        await considered(org, tender, lead)
        closes_on = out_on + timedelta(days=story.days_open)
        times = Times(at(closes_on - timedelta(days=10), 17), at(closes_on, 12))
        await set_times(org, tender, times, lead)
    with clock.frozen(at(out_on, 9)):
        await publish(org, tender, lead)
    return await Tender.one(org, id=tender.id)


def _particulars(story: Story, out_on: date) -> Particulars:
    starts_on = out_on + timedelta(days=story.starts_after)
    return Particulars(
        title=story.title,
        title_cy=story.title_cy,
        description=story.description,
        description_cy=story.description_cy,
        value=Money(story.value),
        procedure=story.procedure,
        cpv=story.cpv,
        area="Calderbrook",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=3 * 365),
        tie=Tie.SCORE,
        tie_code="2",
        reference=story.reference,
    )


async def _method(
    org: Organisation, tender: Tender, story: Story, lead: Person
) -> dict[str, Criterion]:
    scale = await add_scale(
        org,
        tender,
        ScaleDraft(
            "0–5",
            tuple(BandDraft(Decimal(points), *words) for points, words in enumerate(BANDS)),
        ),
        lead,
    )
    measures = {code: await chosen(org, tender, code, lead) for code in MEASURES}
    made: dict[str, Criterion] = {}
    for asked in story.asked:
        draft = _criterion(asked, made, scale.id, measures)
        made[asked.code] = await add_criterion(org, tender, draft, lead)
    return made


def _criterion(
    asked: Asked,
    made: Mapping[str, Criterion],
    scale_id: int,
    measures: Mapping[str, TenderMeasure],
) -> CriterionDraft:
    return CriterionDraft(
        code=asked.code,
        kind=asked.kind,
        title=asked.title,
        title_cy=asked.title_cy,
        question=asked.question,
        question_cy=asked.question_cy,
        weight=Decimal(asked.weight),
        parent_id=made[asked.under].id if asked.under else None,
        scale_id=scale_id if asked.kind is CriterionKind.SCALE else None,
        formula=asked.formula,
        target=Decimal(asked.target) if asked.target else None,
        threshold=Decimal(asked.least) if asked.least else None,
        measure_id=measures[asked.measure].id if asked.measure else None,
        words_limit=750 if asked.kind is CriterionKind.SCALE else None,
        files_allowed=asked.kind is CriterionKind.SCALE,
        is_social=asked.code.startswith(("2", "SV")),
    )


async def _people(
    org: Organisation,
    tender: Tender,
    criteria: Mapping[str, Criterion],
    who: Mapping[str, Person],
    lead: Person,
) -> None:
    for judge in EVALUATORS:
        row = await take_part(org, tender, who[judge.key], Part.EVALUATOR, lead)
        await assign(org, row, [criteria[code].id for code in judge.codes], lead)
    for key, part in (
        ("moderator", Part.MODERATOR),
        ("opening-officer", Part.OPENING_OFFICER),
        ("procurement-lead", Part.OPENING_OFFICER),
        ("contract-manager", Part.CONTRACT_MANAGER),
    ):
        await take_part(org, tender, who[key], part, lead)
