"""What waits for a second person, one of them, and the answer."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.checks.access import CHECKING
from coopcouncil.checks.actions import LEADS, approve, open_ones, refuse, take_back, why_not
from coopcouncil.checks.forms import RefusalForm
from coopcouncil.checks.labels import STATES, kind_of, why_of
from coopcouncil.checks.models import Check, State
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import address, flash, page, redirect
from coopcouncil.kernel.web import may_open
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.home import Panel


async def checks(request: Request) -> Response:
    """What waits for the reader, what waits for others, what was decided last."""
    org, person = request.state.org, request.state.person
    waiting = await open_ones(org)
    mine = [(one, await why_not(org, one, person)) for one in waiting]
    decided = Check.within(org).exclude(state=State.WAITING)
    return page(
        request,
        "checks/checks.html",
        for_me=[one for one, refusal in mine if refusal is None],
        for_others=[one for one, refusal in mine if refusal is not None],
        decided=await decided.select_related("asked_by", "decided_by")
        .order_by("-decided_at", "-id")
        .limit(50),
        kind_of=kind_of,
        states=STATES,
    )


async def check(request: Request) -> Response:
    """One of them, with what there is to see of it."""
    return await _page(request, RefusalForm())


async def record_approval(request: Request) -> Response:
    """It is right: it is done."""
    found = await _found(request)
    await approve(request.state.org, found, request.state.person)
    flash(request, gettext("You approved it, and it is done."))
    return redirect(request, "checks:checks")


async def record_refusal(request: Request) -> Response:
    """It is not right, and why."""
    form = await form_of(request, RefusalForm)
    if not form.validate():
        return await _page(request, form)
    found = await _found(request)
    try:
        await refuse(request.state.org, found, form.reason.data, request.state.person)
    except Refused as refusal:
        form.refuse(refusal)
        return await _page(request, form, refusal.status)
    flash(request, gettext("You refused it. Whoever asked sees why."))
    return redirect(request, "checks:checks")


async def record_taking_back(request: Request) -> Response:
    """Who asked no longer wants it."""
    await take_back(request.state.org, await _found(request), request.state.person)
    flash(request, gettext("You took it back. Nothing was done."))
    return redirect(request, "checks:checks")


async def home_panel(request: Request) -> Panel | None:
    """What waits for this reader to check, and what came back refused."""
    org, person = request.state.org, request.state.person
    if person is None or not CHECKING.intersection(request.state.roles):
        return None
    waiting = await open_ones(org)
    mine = [one for one in waiting if await why_not(org, one, person) is None]
    own = sum(one.asked_by_id == person.id for one in waiting)
    if not (mine or own):
        return None
    facts = {"waiting": len(mine), "own": own}
    return Panel("checks/_panel.html", facts, awaits=bool(mine), place=10)


async def _found(request: Request) -> Check:
    found = await Check.one(request.state.org, id=request.path_params["id"])
    await found.fetch_related("asked_by", "decided_by", "member")
    return found


async def _page(request: Request, form: RefusalForm, status: int | None = None) -> Response:
    org = request.state.org
    found = await _found(request)
    refusal = await why_not(org, found, request.state.person)
    sort, _, number = found.subject.partition(":")
    route = LEADS.get(sort)
    return page(
        request,
        "checks/check.html",
        status,
        form=form,
        check=found,
        kind=kind_of(found),
        why_two=why_of(found),
        state=STATES[found.state],
        concerns=await entry_of(org, found.member_id) if found.member_id else None,
        why_not=refusal.sentence(gettext) if refusal else "",
        is_open=found.is_open,
        is_own=found.asked_by_id == request.state.person.id,
        leads_to=address(request, route, id=int(number))
        if route and number.isdigit() and await may_open(request, route)
        else None,
    )
