"""What bids show elsewhere: on the organisation's home, and on a tender's page."""

from starlette.requests import Request

from coopcouncil.kernel import clock
from coopcouncil.kernel.i18n import gettext, ngettext
from coopcouncil.kernel.pages import address
from coopcouncil.organisations.home import Panel
from coopcouncil.procurement.access import leads, part_in
from coopcouncil.procurement.bids.models import Bid, OpeningConfirmed, Question
from coopcouncil.procurement.bids.reads import bidder_of
from coopcouncil.procurement.bids.rules.deadline import AFTER
from coopcouncil.procurement.kinds import BidState, Part, Stage
from coopcouncil.procurement.tenders.models import TakesPart, Tender
from coopcouncil.procurement.tenders.steps import Progress, Step, StepShown


async def home_panel(request: Request) -> Panel | None:
    """For a bidder: the bids. For the lead and opening officers: questions, and what to open."""
    org, person = request.state.org, request.state.person
    if person is None:
        return None
    suppliers = await bidder_of(person, org)
    bids = []
    if suppliers:
        rows = Bid.within(org).filter(supplier_id__in=[one.id for one in suppliers])
        bids = await rows.filter(tender__stage=Stage.PUBLISHED).select_related("tender")
    waiting = 0
    if leads(request):
        waiting = await Question.within(org).filter(answered_at=None).count()
    to_open = await _to_open(request)
    drafts = [bid for bid in bids if bid.state is BidState.DRAFT]
    if not (suppliers or waiting or to_open):
        return None
    return Panel(
        "procurement/bids/_panel.html",
        {"bids": bids, "is_bidder": bool(suppliers), "waiting": waiting, "to_open": to_open},
        awaits=bool(drafts or waiting or to_open),
    )


async def _to_open(request: Request) -> list[Tender]:
    """The tenders whose bids wait for this officer's word."""
    org, person = request.state.org, request.state.person
    past = clock.now() - AFTER
    found = Tender.within(org).filter(stage=Stage.PUBLISHED, closes_at__lte=past)
    if not leads(request):
        parts = TakesPart.within(org).filter(
            person_id=person.id, part=Part.OPENING_OFFICER, ended_at=None
        )
        found = found.filter(id__in=[one.tender_id for one in await parts])
    done = OpeningConfirmed.within(org).filter(person_id=person.id)
    given = {one.tender_id for one in await done}
    return [one for one in await found.order_by("closes_at") if one.id not in given]


async def bids_step(request: Request, tender: Tender) -> StepShown | None:
    """Bids and questions, on the tender's page, for the lead."""
    if not leads(request):
        return None
    if tender.stage is Stage.PREPARING or tender.closes_at is None:
        return StepShown(Step.BIDS, Progress.NOT_YET)
    waiting = (
        await Question.within(request.state.org)
        .filter(tender_id=tender.id, answered_at=None)
        .count()
    )
    beneath = ""
    if waiting:
        text = ngettext(
            "{many} question waits for an answer.", "{many} questions wait for an answer.", waiting
        )
        beneath = text.format(many=waiting)
    is_past = clock.now() > tender.closes_at
    progress = Progress.DONE if is_past else Progress.AWAITS_OTHERS
    return StepShown(
        Step.BIDS,
        Progress.TO_DO if waiting and not is_past else progress,
        address(request, "procurement:bids", id=tender.id),
        beneath=beneath,
    )


async def opening_step(request: Request, tender: Tender) -> StepShown | None:
    """The opening, on the tender's page, for the lead and opening officers."""
    parts = await part_in(tender, request.state.person)
    if not leads(request) and Part.OPENING_OFFICER not in parts:
        return None
    if tender.stage is Stage.PREPARING or tender.closes_at is None:
        return StepShown(Step.OPENING, Progress.NOT_YET)
    where = address(request, "procurement:opening", id=tender.id)
    if tender.stage is not Stage.PUBLISHED:
        return StepShown(Step.OPENING, Progress.DONE, where)
    if clock.now() < tender.closes_at + AFTER:
        return StepShown(Step.OPENING, Progress.NOT_YET, where)
    confirmed = await OpeningConfirmed.within(request.state.org).filter(tender_id=tender.id)
    own = any(one.person_id == request.state.person.id for one in confirmed)
    return StepShown(
        Step.OPENING,
        Progress.AWAITS_OTHERS if own else Progress.TO_DO,
        where,
        beneath=gettext("One officer is ready. A second one opens the bids.") if confirmed else "",
    )
