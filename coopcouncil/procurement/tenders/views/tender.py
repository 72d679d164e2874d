"""A tender's own page: its way, step by step, with what is missing in each."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.i18n import gettext, language_of, ngettext
from coopcouncil.kernel.pages import address, page
from coopcouncil.kernel.shown import shown_datetime
from coopcouncil.procurement.access import leads, part_in, taking_part
from coopcouncil.procurement.kinds import Part, Stage
from coopcouncil.procurement.labels import PARTS, PROCEDURES, STAGES
from coopcouncil.procurement.once import reading
from coopcouncil.procurement.tenders.checking import faults_of
from coopcouncil.procurement.tenders.labels import STEP_NAMES
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import (
    change_of,
    editions_of,
    is_bilingual,
    leaves_of,
    lots_of,
    measures_of,
    people_of,
    scales_of,
)
from coopcouncil.procurement.tenders.rules.faults import Fault, Step
from coopcouncil.procurement.tenders.steps import STEPS, Progress, StepShown
from coopcouncil.procurement.tenders.views.listing import what_next


async def tender(request: Request) -> Response:
    """Everything about one tender, for the lead; for others what is theirs to do."""
    with reading():
        return await _shown(request, await taking_part(request))


async def _shown(request: Request, found: Tender) -> Response:
    if found.revises_id is not None:
        return await _change(request, found)
    is_lead = leads(request)
    missing = await faults_of(request.state.org, found) if _prepares(found) and is_lead else []
    parts = await part_in(found, request.state.person)
    return page(
        request,
        "procurement/tenders/tender.html",
        tender=found,
        called=found.titled(language_of(request)),
        steps=await _steps(request, found, missing),
        names=STEP_NAMES,
        missing=len(missing),
        stage=STAGES[found.stage],
        procedure=PROCEDURES[found.procedure],
        next=what_next(found),
        parts=[PARTS[part] for part in Part if part in parts],
        leads=is_lead,
        editions=await editions_of(found),
        change=await change_of(found) if is_lead else None,
        bilingual=await is_bilingual(request.state.org),
        can_change=is_lead and found.stage is Stage.PUBLISHED,
        can_end=is_lead and found.stage not in (Stage.ENDED, Stage.CONTRACTED),
    )


async def _change(request: Request, change: Tender) -> Response:
    """The change of a published tender: the same steps, as far as they can change."""
    org = request.state.org
    missing = await faults_of(org, change)
    own = (Step.ABOUT, Step.LOTS, Step.SCALES, Step.CRITERIA, Step.DATES, Step.PUBLISH)
    return page(
        request,
        "procurement/tenders/change.html",
        tender=change,
        published=await Tender.one(org, id=change.revises_id),
        called=change.titled(language_of(request)),
        steps=[await _own_step(request, change, step, missing) for step in own],
        names=STEP_NAMES,
    )


async def _steps(request: Request, tender: Tender, missing: list[Fault]) -> list[StepShown]:
    """The lead sees the whole way; others what other parts show them."""
    shown: list[StepShown] = []
    for step in Step:
        if step in STEPS:
            one = await STEPS[step](request, tender)
            if one is not None:
                shown.append(_with_faults(one, missing))
        elif leads(request) and step in OWN:
            shown.append(await _own_step(request, tender, step, missing))
    return shown


def _with_faults(shown: StepShown, missing: list[Fault]) -> StepShown:
    """A step of another part's, with the faults that it named for this step."""
    said = tuple(one.refusal.sentence(gettext) for one in missing if one.step is shown.step)
    if not said or shown.missing:
        return shown
    return StepShown(shown.step, Progress.TO_DO, shown.address, said, shown.beneath)


ADDRESSES = {
    Step.ABOUT: "procurement:about",
    Step.LOTS: "procurement:lots",
    Step.SCALES: "procurement:scales",
    Step.CRITERIA: "procurement:criteria",
    Step.PEOPLE: "procurement:people",
    Step.DATES: "procurement:dates",
    Step.PUBLISH: "procurement:publication",
}
OWN = frozenset(ADDRESSES)


async def _own_step(
    request: Request, tender: Tender, step: Step, missing: list[Fault]
) -> StepShown:
    said = [one.refusal.sentence(gettext) for one in missing if one.step is step]
    if step is Step.PUBLISH:
        return _publish_step(request, tender, missing)
    if step is Step.PEOPLE:
        said += await _people_missing(tender)
    beneath = await _beneath(tender, step)
    return StepShown(
        step,
        Progress.TO_DO if said else Progress.DONE,
        _own_address(request, tender, step),
        tuple(dict.fromkeys(said)),
        beneath,
    )


def _own_address(request: Request, tender: Tender, step: Step) -> str:
    """Where a step is written; what stands once published is read as it was published."""
    if _prepares(tender) or step not in (Step.ABOUT, Step.DATES):
        return address(request, ADDRESSES[step], id=tender.id)
    if tender.published_at is None:
        return ""
    return address(request, "procurement:method", reference=tender.reference)


def _publish_step(request: Request, tender: Tender, missing: list[Fault]) -> StepShown:
    at = address(request, ADDRESSES[Step.PUBLISH], id=tender.id)
    if not _prepares(tender):
        when = shown_datetime(tender.published_at) if tender.published_at else ""
        return StepShown(Step.PUBLISH, Progress.DONE, at, beneath=when)
    if missing:
        text = ngettext(
            "%(num)d thing is missing before it can be published.",
            "%(num)d things are missing before it can be published.",
            len(missing),
        )
        return StepShown(Step.PUBLISH, Progress.NOT_YET, at, (text % {"num": len(missing)},))
    return StepShown(Step.PUBLISH, Progress.TO_DO, at)


async def _people_missing(tender: Tender) -> list[str]:
    """Who is lacking; a tender may be published without, and its bids not opened."""
    if tender.stage not in (Stage.PREPARING, Stage.PUBLISHED):
        return []
    people = await people_of(tender)
    held = {part: [one for one in people if one.row.part is part] for part in Part}
    said = []
    if len(held[Part.OPENING_OFFICER]) < 2:
        said.append(gettext("Bids are opened by two officers. Name them before the deadline."))
    if not held[Part.MODERATOR]:
        said.append(gettext("There is no moderator."))
    scored = {number for one in held[Part.EVALUATOR] for number in one.criteria}
    for leaf in await leaves_of(tender):
        row = leaf.criterion
        if row.scale_id is not None and row.id not in scored:
            text = gettext("Nobody scores criterion {code}.")
            said.append(text.format(code=row.code))
    return said


async def _beneath(tender: Tender, step: Step) -> str:
    if step is Step.LOTS:
        count = len(await lots_of(tender))
        if count == 1:
            return gettext("In one piece")
        return ngettext("%(num)d lot", "%(num)d lots", count) % {"num": count}
    if step is Step.SCALES:
        count = len(await scales_of(tender))
        return ngettext("%(num)d scale", "%(num)d scales", count) % {"num": count}
    if step is Step.CRITERIA:
        count = len(await leaves_of(tender))
        return ngettext("%(num)d criterion", "%(num)d criteria", count) % {"num": count}
    if step is Step.MEASURES:
        count = len(await measures_of(tender))
        return ngettext("%(num)d measure", "%(num)d measures", count) % {"num": count}
    if step is Step.PEOPLE:
        count = len({one.row.person_id for one in await people_of(tender)})
        return ngettext("%(num)d person", "%(num)d people", count) % {"num": count}
    if step is Step.DATES and tender.closes_at is not None:
        text = gettext("Bids until {when}")
        return text.format(when=shown_datetime(tender.closes_at))
    return ""


def _prepares(tender: Tender) -> bool:
    return tender.stage is Stage.PREPARING
