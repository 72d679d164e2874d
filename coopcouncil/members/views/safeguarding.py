"""Whom nobody may write to: for safeguarding leads alone, each look on record."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members import safeguarding as acts
from coopcouncil.members.access import Register, may_see_member, register_here
from coopcouncil.members.models import ContactStop, Member
from coopcouncil.members.reads import entry_of
from coopcouncil.members.stop_forms import LiftForm, StopForm
from coopcouncil.organisations.home import Panel
from coopcouncil.organisations.models import Role


async def stops(request: Request) -> Response:
    """Every stop, those that hold first; that somebody looked is recorded."""
    return await _stops_page(request, StopForm())


async def stop(request: Request) -> Response:
    """Stop all that would go to a member."""
    here = await register_here(request)
    form = await form_of(request, StopForm)
    if not form.validate():
        return await _stops_page(request, form)
    member = await Member.within(here.org).filter(number=form.number.data).first()
    if member is None or not here.shows(await entry_of(here.org, member.id)):
        form.wrong(gettext("Nobody here has this member number."), "number")
        return await _stops_page(request, form)
    try:
        await acts.stop_contact(
            here.org,
            member,
            form.why.data,
            form.starts_on.data,
            form.ends_on.data,
            request.state.person,
        )
    except Refused as refusal:
        form.refuse(refusal, "ends_on")
        return await _stops_page(request, form)
    flash(request, gettext("From then on nothing goes to this member."))
    return redirect(request, "members:stops")


async def lifting(request: Request) -> Response:
    """Ask why, before somebody is written to again."""
    _here, found = await _stop(request)
    return page(request, "safeguarding/lift.html", form=LiftForm(), stop=found)


async def lift(request: Request) -> Response:
    """The member may be written to again."""
    here, found = await _stop(request)
    form = await form_of(request, LiftForm)
    if form.validate():
        try:
            await acts.lift_stop(here.org, found, form.why.data, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The stop is lifted."))
            return redirect(request, "members:stops")
    return page(request, "safeguarding/lift.html", form=form, stop=found)


async def safeguarding_panel(request: Request) -> Panel | None:
    """A safeguarding lead's way to the stops; nothing for anybody else."""
    if Role.SAFEGUARDING_LEAD not in request.state.roles:
        return None
    return Panel("safeguarding/_panel.html", place=25)


async def _stop(request: Request) -> tuple[Register, ContactStop]:
    here = await register_here(request)
    found = await ContactStop.one(here.org, id=request.path_params["id"])
    await may_see_member(here, found.member_id)
    await found.fetch_related("member")
    if found.lifted_at is not None:
        raise NotHere
    return here, found


async def _stops_page(request: Request, form: StopForm) -> Response:
    here = await register_here(request)
    found = await acts.stops_read(here.org, request.state.person, here.part)
    today = clock.today()
    shown: list[dict[str, object]] = []
    names: dict[int, str] = {}
    for each in found:
        entry = await entry_of(here.org, each.member_id)
        names[each.member_id] = entry.name if entry else each.member.number
        is_lifted = each.lifted_at is not None
        shown.append(
            {
                "stop": each,
                "name": names[each.member_id],
                "holds": acts.holds_on(each.starts_on, each.ends_on, is_lifted, today),
                "coming": not is_lifted and each.starts_on > today,
            }
        )
    shown.sort(key=lambda each: not (each["holds"] or each["coming"]))
    return page(
        request,
        "safeguarding/stops.html",
        form=form,
        stops=shown,
        held=[(names[one.member_id], one) for one in await acts.held_back(here.org, found)],
        looked_at=clock.now(),
    )
