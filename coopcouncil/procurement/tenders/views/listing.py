"""The list of tenders: what is next in each, and who waits for whom."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from tortoise.expressions import Q

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.organisations.home import Panel
from coopcouncil.procurement.access import leads, works_here
from coopcouncil.procurement.kinds import Part, Stage
from coopcouncil.procurement.labels import PARTS, STAGES
from coopcouncil.procurement.paging import page_of
from coopcouncil.procurement.tenders.actions import create
from coopcouncil.procurement.tenders.forms.about import AboutForm, SearchForm
from coopcouncil.procurement.tenders.models import TakesPart, Tender
from coopcouncil.procurement.tenders.reads import is_bilingual

PAGE = 50


@dataclass(frozen=True)
class Row:
    """One tender of the list."""

    tender: Tender
    title: str
    parts: tuple[str, ...]
    next: str


async def work(request: Request) -> Response:
    """Every tender for the lead; for others those that they take part in."""
    org, person = request.state.org, request.state.person
    search = await form_of(request, SearchForm)
    search.validate()
    mine = await _parts(request)
    tenders = Tender.within(org).filter(revises_id=None)
    if not leads(request):
        tenders = tenders.filter(id__in=list(mine))
    is_new = not await tenders.exists()
    text = (search.q.data or "").strip()
    if text:
        tenders = tenders.filter(
            Q(reference__icontains=text) | Q(title__icontains=text) | Q(title_cy__icontains=text)
        )
    if search.chosen is not None:
        tenders = tenders.filter(stage=search.chosen)
    count = await tenders.count()
    at, last = page_of(request, count, PAGE)
    found = await tenders.order_by("-created_at", "-id").offset((at - 1) * PAGE).limit(PAGE)
    language = language_of(request)
    return page(
        request,
        "procurement/tenders/work.html",
        search=search,
        rows=[
            Row(
                one,
                one.titled(language),
                tuple(str(PARTS[part]) for part in mine.get(one.id, ())),
                what_next(one),
            )
            for one in found
        ],
        count=count,
        is_new=is_new,
        is_searched=bool(text or search.chosen),
        current=at,
        last=last,
        stages=STAGES,
        leads=leads(request),
        person=person,
    )


async def new_tender(request: Request) -> Response:
    """The form of a new one."""
    return await _new(request, AboutForm())


async def record_tender(request: Request) -> Response:
    """Begin it."""
    form = await form_of(request, AboutForm)
    if not form.validate():
        return await _new(request, form)
    try:
        made = await create(request.state.org, form.particulars(), request.state.person)
    except Refused as refusal:
        form.refuse(refusal)
        return await _new(request, form, refusal.status)
    flash(request, gettext("The tender is begun. Nobody outside sees it yet."))
    return redirect(request, "procurement:tender", id=made.id)


async def home_panel(request: Request) -> Panel | None:
    """Tenders on the organisation's first page, for those whom they concern."""
    org, person = request.state.org, request.state.person
    if person is None or not (leads(request) or await works_here(person, org)):
        return None
    tenders = (
        Tender.within(org)
        .filter(revises_id=None)
        .exclude(stage__in=[Stage.ENDED, Stage.CONTRACTED])
    )
    if not leads(request):
        tenders = tenders.filter(id__in=list(await _parts(request)))
    return Panel(
        "procurement/tenders/_panel.html", {"open": await tenders.count()}, awaits=False, place=40
    )


def what_next(tender: Tender) -> str:
    """Whom the tender waits for, in a sentence."""
    match tender.stage:
        case Stage.PREPARING:
            return gettext("The lead prepares it.")
        case Stage.PUBLISHED if tender.takes_bids(clock.now()):
            return gettext("Bidders answer until the deadline.")
        case Stage.PUBLISHED:
            return gettext("Two officers open the bids.")
        case Stage.OPENED:
            return gettext("Evaluators score, then the moderator brings them to agree.")
        case Stage.AGREED:
            return gettext("The lead sends each bidder its summary.")
        case Stage.SUMMARISED:
            return gettext("The lead publishes the award.")
        case Stage.AWARDED:
            return gettext("The standstill runs, then the contract is signed.")
        case Stage.CONTRACTED:
            return gettext("The supplier delivers, and those it promised to confirm.")
        case _:
            return gettext("Nothing more.")


async def _new(request: Request, form: AboutForm, status: int | None = None) -> Response:
    return page(
        request,
        "procurement/tenders/about.html",
        status=status,
        form=form,
        tender=None,
        stands=(),
        bilingual=await is_bilingual(request.state.org),
    )


async def _parts(request: Request) -> dict[int, list[Part]]:
    """The reader's live parts, by tender."""
    rows = await TakesPart.within(request.state.org).filter(
        person_id=request.state.person.id, ended_at=None
    )
    found: dict[int, list[Part]] = {}
    for row in rows:
        found.setdefault(row.tender_id, []).append(row.part)
    return found
