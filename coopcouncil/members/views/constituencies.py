"""The constituencies of an organisation, in both languages."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.actions import add_constituency, rename_constituency
from coopcouncil.members.forms import ConstituencyForm, SearchForm
from coopcouncil.members.models import Constituency
from coopcouncil.members.reads import members_by_constituency


async def constituencies(request: Request) -> Response:
    """All of them, with how many members each has."""
    return await _page(request, ConstituencyForm())


async def add(request: Request) -> Response:
    """Add one."""
    form = await form_of(request, ConstituencyForm)
    if form.validate():
        try:
            await add_constituency(
                request.state.org,
                form.name.data,
                form.name_cy.data or "",
                votes=form.votes.data == "yes",
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal, "name")
        else:
            flash(request, gettext("The constituency is added."))
            return redirect(request, "members:constituencies")
    return await _page(request, form)


async def constituency(request: Request) -> Response:
    """One of them, to be renamed."""
    found = await Constituency.one(request.state.org, id=request.path_params["id"])
    form = ConstituencyForm(
        data={
            "name": found.name,
            "name_cy": found.name_cy,
            "votes": "yes" if found.votes else "no",
        }
    )
    return page(request, "members/constituency.html", form=form, constituency=found)


async def rename(request: Request) -> Response:
    """Keep its names."""
    found = await Constituency.one(request.state.org, id=request.path_params["id"])
    form = await form_of(request, ConstituencyForm)
    if not form.validate():
        return page(request, "members/constituency.html", form=form, constituency=found)
    await rename_constituency(
        found,
        form.name.data,
        form.name_cy.data or "",
        votes=form.votes.data == "yes",
        by=request.state.person,
    )
    flash(request, gettext("The constituency is saved."))
    return redirect(request, "members:constituencies")


async def _page(request: Request, form: ConstituencyForm) -> Response:
    org = request.state.org
    found = await Constituency.within(org).order_by("place", "id")
    search = SearchForm(request.query_params)
    search.on.validate(search)
    search.known.validate(search)
    on, known = search.on.data or clock.today(), search.known.data
    known_at = clock.end_of(known) - timedelta(microseconds=1) if known else None
    return page(
        request,
        "members/constituencies.html",
        form=form,
        constituencies=found,
        counts=await members_by_constituency(org, on, known_at),
        search=search,
        on=on,
        known=known,
        is_past=on != clock.today() or known is not None,
    )
