"""What officers declared: shown to the committee, declared by each or by the secretary."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.officers.access import keeps
from coopcouncil.officers.actions import declare, end_interest
from coopcouncil.officers.forms import DeclareForm, EndInterestForm
from coopcouncil.officers.models import Interest, Officer
from coopcouncil.officers.reads import in_office, interests_of, officer_of_person
from coopcouncil.officers.rules.refusals import NotYours
from coopcouncil.officers.views.asked import asked_of


async def interests(request: Request) -> Response:
    """Every declaration as at a day, and the form of one's own."""
    form = DeclareForm(data={"declared_on": clock.today()})
    await _offer(request, form)
    return await _page(request, form)


async def declare_interest(request: Request) -> Response:
    """Write a declaration down."""
    org = request.state.org
    form = await form_of(request, DeclareForm)
    await _offer(request, form)
    if form.validate():
        try:
            officer = await Officer.one(org, id=form.officer.data)
            await declare(
                org,
                officer,
                form.concerns.data,
                form.nature.data,
                form.declared_on.data,
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal, "declared_on")
        else:
            flash(request, gettext("The interest is declared."))
            return redirect(request, "officers:interests")
    return await _page(request, form)


async def ending_interest(request: Request) -> Response:
    """The form that ends a declaration."""
    interest = await _own_interest(request)
    form = EndInterestForm(data={"ended_on": clock.today()})
    return page(request, "officers/end_interest.html", form=form, interest=interest)


async def record_end(request: Request) -> Response:
    """Write down that an interest is over."""
    interest = await _own_interest(request)
    form = await form_of(request, EndInterestForm)
    if form.validate():
        try:
            await end_interest(
                request.state.org,
                interest,
                form.ended_on.data,
                was_mistaken=form.how.data == "mistaken",
                reason=form.reason.data or "",
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("That is recorded. The declaration stays in the register."))
            return redirect(request, "officers:interests")
    return page(request, "officers/end_interest.html", form=form, interest=interest)


async def _own_interest(request: Request) -> Interest:
    org = request.state.org
    interest = await Interest.one(org, id=request.path_params["id"])
    own = await officer_of_person(request.state.person, org)
    if not keeps(request) and (own is None or own.officer_id != interest.officer_id):
        raise NotYours
    return interest


async def _offer(request: Request, form: DeclareForm) -> None:
    """The secretary declares for anybody in office; others for themselves."""
    org = request.state.org
    if keeps(request):
        found = [each.entry for each in await in_office(org, clock.today())]
    else:
        own = await officer_of_person(request.state.person, org)
        found = [own] if own else []
    form.officer.choices = [(entry.officer_id, entry.name) for entry in found]


async def _page(request: Request, form: DeclareForm) -> Response:
    asked = asked_of(request)
    own = await officer_of_person(request.state.person, request.state.org)
    return page(
        request,
        "officers/interests.html",
        asked=asked,
        declared=await interests_of(request.state.org, asked.on, asked.known_at),
        form=form if form.officer.choices else None,
        keeps=keeps(request),
        own=own.officer_id if own else None,
    )
