"""What assessing shows elsewhere: its steps on a tender's page, what is left to do on the home."""

from starlette.requests import Request

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.i18n import gettext, ngettext
from coopcouncil.kernel.pages import address
from coopcouncil.organisations.home import Panel
from coopcouncil.procurement.access import leads, part_in
from coopcouncil.procurement.evaluation.kinds import ExclusionStep
from coopcouncil.procurement.evaluation.reads import (
    answers_in,
    bidders_of,
    ground_of,
    is_checked,
    plain,
    refuse_kept_out,
    standing_in,
)
from coopcouncil.procurement.evaluation.reads_declaring import missing_from
from coopcouncil.procurement.evaluation.reads_grid import how_many_left
from coopcouncil.procurement.evaluation.reads_scores import (
    everyone_finished,
    live_lock,
    own_seat,
    scores_of,
    seats_of,
    still_left,
)
from coopcouncil.procurement.evaluation.rules.declaring import standing_of
from coopcouncil.procurement.kinds import Part, Stage
from coopcouncil.procurement.tenders.models import TakesPart, Tender
from coopcouncil.procurement.tenders.reads import lots_of
from coopcouncil.procurement.tenders.steps import Progress, Step, StepShown

DECLARING = frozenset({Part.EVALUATOR, Part.MODERATOR, Part.OPENING_OFFICER})
BEFORE = (Stage.PREPARING, Stage.PUBLISHED)


async def declarations_step(request: Request, tender: Tender) -> StepShown | None:
    """Interests: one's own for everybody who must declare, everybody's for the lead."""
    person = request.state.person
    parts = await part_in(tender, person)
    if not leads(request) and not parts & DECLARING:
        return None
    if tender.stage is Stage.PREPARING:
        return StepShown(Step.DECLARATIONS, Progress.NOT_YET)
    where = address(request, "procurement:declarations", id=tender.id)
    bidders = await bidders_of(tender)
    own = await standing_in(tender, person)
    if own.unanswered:
        text = ngettext(
            "You have {count} bidder to answer for.",
            "You have {count} bidders to answer for.",
            own.unanswered,
        )
        missing = (text.format(count=own.unanswered),)
        return StepShown(Step.DECLARATIONS, Progress.TO_DO, where, missing)
    if leads(request):
        said = await answers_in(tender)
        if standing_of((), plain(said)).undecided:
            text = gettext("An interest waits for a decision.")
            return StepShown(Step.DECLARATIONS, Progress.TO_DO, where, (text,))
        waiting = await missing_from(tender, bidders)
        if waiting:
            names = ", ".join(one.person.name for one in waiting)
            beneath = gettext("Still to declare: %(names)s.") % {"names": names}
            return StepShown(Step.DECLARATIONS, Progress.AWAITS_OTHERS, where, beneath=beneath)
    return StepShown(Step.DECLARATIONS, Progress.DONE if bidders else Progress.NOT_YET, where)


async def scores_step(request: Request, tender: Tender) -> StepShown | None:
    """An evaluator's own scores; how far everybody is, for lead and moderator."""
    parts = await part_in(tender, request.state.person)
    oversees = leads(request) or Part.MODERATOR in parts
    if not oversees and Part.EVALUATOR not in parts:
        return None
    if tender.stage in BEFORE or await _is_kept_out(request, tender):
        return StepShown(Step.SCORES, Progress.NOT_YET)
    if Part.EVALUATOR in parts:
        left = await left_for(request, tender)
        done = left is None
        text = ngettext(
            "{count} score still wants something.",
            "{count} scores still want something.",
            left or 0,
        )
        return StepShown(
            Step.SCORES,
            Progress.DONE if done or tender.stage is not Stage.OPENED else Progress.TO_DO,
            address(request, "procurement:scores", id=tender.id),
            (text.format(count=left),) if left and tender.stage is Stage.OPENED else (),
        )
    where = address(request, "procurement:progress", id=tender.id)
    if leads(request) and not await is_checked(tender, ExclusionStep.BEFORE_ASSESSMENT):
        text = gettext("The bidders are to be checked for exclusion and debarment.")
        checks = address(request, "procurement:exclusions", id=tender.id)
        return StepShown(Step.SCORES, Progress.TO_DO, checks, (text,))
    grounds = [await ground_of(tender, lot) for lot in await lots_of(tender)]
    finished = [everyone_finished(one, await seats_of(one)) for one in grounds]
    return StepShown(Step.SCORES, Progress.DONE if all(finished) else Progress.AWAITS_OTHERS, where)


async def moderation_step(request: Request, tender: Tender) -> StepShown | None:
    """How far the agreement is."""
    parts = await part_in(tender, request.state.person)
    if not leads(request) and not parts & {Part.MODERATOR, Part.EVALUATOR}:
        return None
    if tender.stage in BEFORE or await _is_kept_out(request, tender):
        return StepShown(Step.MODERATION, Progress.NOT_YET)
    where = address(request, "procurement:moderation", id=tender.id)
    grounds = [await ground_of(tender, lot) for lot in await lots_of(tender)]
    if all([await live_lock(one) for one in grounds]):
        return StepShown(Step.MODERATION, Progress.DONE, where)
    if not all([everyone_finished(one, await seats_of(one)) for one in grounds]):
        return StepShown(Step.MODERATION, Progress.NOT_YET, where)
    left = sum([await how_many_left(one) for one in grounds])
    text = ngettext("{count} score is not agreed yet.", "{count} scores are not agreed yet.", left)
    beneath = text.format(count=left) if left else gettext("The lead locks what is agreed.")
    mine = leads(request) or (left and Part.MODERATOR in parts)
    return StepShown(
        Step.MODERATION,
        Progress.TO_DO if mine else Progress.AWAITS_OTHERS,
        where,
        beneath=beneath,
    )


async def home_panel(request: Request) -> Panel | None:
    """For those who judge, on the organisation's home: each tender that waits for them."""
    org, person = request.state.org, request.state.person
    if person is None:
        return None
    parts = TakesPart.within(org).filter(
        person_id=person.id, part__in=[Part.EVALUATOR, Part.MODERATOR], ended_at=None
    )
    ids = {one.tender_id for one in await parts}
    stages = (Stage.PUBLISHED, Stage.OPENED)
    waiting: list[tuple[Tender, str, str]] = []
    for tender in await Tender.within(org).filter(id__in=list(ids), stage__in=stages):
        for step in (declarations_step, scores_step, moderation_step):
            shown = await step(request, tender)
            if shown is not None and shown.progress is Progress.TO_DO:
                words = shown.missing[0] if shown.missing else shown.beneath
                waiting.append((tender, shown.address, words or gettext("Check and finish")))
                break
    if not waiting:
        return None
    return Panel("procurement/evaluation/_panel.html", {"waiting": waiting}, awaits=True)


async def left_for(request: Request, tender: Tender) -> int | None:
    """How many scores of an evaluator want something; None once every lot is finished."""
    left, is_open = 0, False
    for lot in await lots_of(tender):
        ground = await ground_of(tender, lot)
        seat = await own_seat(ground, request.state.person)
        if seat is not None and seat.finished_at is None:
            is_open = True
            left += len(still_left(ground, seat, await scores_of(ground, seat.part)))
    return left if is_open else None


async def _is_kept_out(request: Request, tender: Tender) -> bool:
    try:
        await refuse_kept_out(tender, request.state.person)
    except Refused:
        return True
    return False
