"""Allocating a home: the secretary names the panel, offers, records answers and agreements."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.housing.access import housing_rules
from coopcouncil.housing.actions import allocation as acts
from coopcouncil.housing.forms.waiting import (
    AnswerForm,
    NoteForm,
    OfferForm,
    PanelistForm,
    SignForm,
)
from coopcouncil.housing.kinds import Agreement, Answer
from coopcouncil.housing.labels import ANSWERS, ASKING, words_of
from coopcouncil.housing.models import (
    HomeAllocation,
    HomeOffer,
    PanelInterest,
    Panelist,
    PanelScore,
)
from coopcouncil.housing.reads import home_states, is_fully_mutual
from coopcouncil.housing.reads_allocation import (
    order_of,
    panel_of,
    refusals_of,
    scored_by,
    shortlist_of,
)
from coopcouncil.housing.rules.allocation import NotOnThePanel
from coopcouncil.housing.rules.homes import on_day
from coopcouncil.housing.rules.tenancies import agreements
from coopcouncil.housing.views.found import allocation_of, ask, home_of
from coopcouncil.housing.views.homes import home_facts
from coopcouncil.housing.views.waiting import maybe_former
from coopcouncil.joining.reads import house_of
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import RegisterEntry
from coopcouncil.organisations.chapters.housing import Allocating
from coopcouncil.organisations.models import Role


async def begin_allocation(request: Request) -> Response:
    """Consider those who wait for a home of this size."""
    home = await home_of(request)
    made = await acts.begin_allocation(request.state.org, home, by=request.state.person)
    flash(request, gettext("The allocation has begun."))
    return redirect(request, "housing:allocation", id=made.id)


async def allocations(request: Request) -> Response:
    """Every allocation, the latest first."""
    await housing_rules(request)
    rows = HomeAllocation.within(request.state.org).select_related("home").order_by("-id")
    return page(request, "housing/allocations.html", rows=await rows)


async def allocation(request: Request) -> Response:
    """For the secretary the whole of it; for the panel their own part of it."""
    found = await allocation_of(request)
    own = await Panelist.within(request.state.org).get_or_none(
        allocation_id=found.id, person_id=request.state.person.id
    )
    if Role.SECRETARY in request.state.roles:
        return await _secretarys(request, found, own)
    if own is None:
        raise NotOnThePanel
    return redirect(request, "housing:panel", id=found.id)


async def _secretarys(request: Request, found: HomeAllocation, own: Panelist | None) -> Response:
    org = request.state.org
    by_panel = found.method is Allocating.PANEL
    scored = await scored_by(org, found) if by_panel else 0
    needed = found.rulebook.rules.panel_number
    is_ready = not by_panel or scored >= needed
    listed = await shortlist_of(org, found)
    offers = HomeOffer.within(org).filter(allocation_id=found.id).order_by("id")
    panel = await panel_of(org, found)
    ids = [one.panelist.id for one in panel]
    interests = PanelInterest.within(org).filter(panelist_id__in=ids)
    scores = PanelScore.within(org).filter(panelist_id__in=ids if is_ready else [])
    state = on_day(await home_states(found.home), clock.today())
    return page(
        request,
        "housing/allocation.html",
        allocation=found,
        facts=home_facts(state),
        listed={row.application_id: row.application for row in listed},
        order=await order_of(org, found) if is_ready else (),
        refusals=await refusals_of(org, (row.application_id for row in listed)),
        by_panel=by_panel,
        panel=panel,
        interests=await interests.select_related("application", "panelist__person"),
        scores=await scores.select_related("panelist__person").order_by("id"),
        scored=scored,
        needed=needed,
        is_ready=is_ready,
        offers=await offers.select_related("application"),
        has_open_offer=await HomeOffer.within(org)
        .filter(allocation_id=found.id, answer=None)
        .exists(),
        own=own,
        asking=ASKING,
        answers=ANSWERS,
    )


async def name_panelist(request: Request) -> Response:
    """Somebody is of the panel."""
    found = await allocation_of(request)
    form = await form_of(request, PanelistForm)
    if request.method == "POST" and form.validate():
        try:
            await acts.name_panelist(
                request.state.org, found, form.email.data, by=request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("They are of the panel, and will find it on their home page."))
            return redirect(request, "housing:allocation", id=found.id)
    return ask(
        request,
        form,
        gettext("Name somebody to the panel"),
        gettext("Name them"),
        ("housing:allocation", {"id": found.id}),
        gettext("A member or an officer who has signed in here before."),
    )


async def offer_home(request: Request) -> Response:
    """Offer the home, with the reason."""
    org = request.state.org
    found = await allocation_of(request)
    listed = {row.application_id: row.application for row in await shortlist_of(org, found)}
    order = await order_of(org, found)
    form = await form_of(request, OfferForm, data={"reply_by": clock.today() + timedelta(days=7)})
    form.application.choices = [
        (
            each.application_id,
            gettext("{name}: {points} points").format(
                name=listed[each.application_id].name, points=each.total
            ),
        )
        for each in order
    ]
    if request.method == "POST" and form.validate():
        try:
            await acts.offer_home(
                org,
                found,
                form.application.data,
                form.reply_by.data,
                form.why.data,
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The offer is recorded. Tell the applicant yourself."))
            return redirect(request, "housing:allocation", id=found.id)
    return ask(
        request,
        form,
        gettext("Offer home {reference}").format(reference=found.home.reference),
        gettext("Record the offer"),
        ("housing:allocation", {"id": found.id}),
        gettext("Who has most stands first; the reason for the choice is kept."),
    )


async def _offer(request: Request, found: HomeAllocation) -> HomeOffer:
    offer = await HomeOffer.one(
        request.state.org, id=request.path_params["offer"], allocation_id=found.id
    )
    await offer.fetch_related("application")
    return offer


async def answer_offer(request: Request) -> Response:
    """What became of an offer."""
    found = await allocation_of(request)
    offer = await _offer(request, found)
    form = await form_of(request, AnswerForm)
    if request.method == "POST" and form.validate():
        try:
            await acts.answer_offer(
                request.state.org,
                offer,
                Answer(form.answer.data),
                form.note.data or "",
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The answer is recorded."))
            return redirect(request, "housing:allocation", id=found.id)
    return ask(
        request,
        form,
        gettext("The answer of {name}").format(name=offer.application.name),
        gettext("Record the answer"),
        ("housing:allocation", {"id": found.id}),
    )


async def sign_agreement(request: Request) -> Response:
    """The agreement is signed: tenant and member from that day."""
    org = request.state.org
    found = await allocation_of(request)
    offer = await _offer(request, found)
    offered = agreements(org.nation, await is_fully_mutual(org, clock.today()))
    today = clock.today()
    begin = {
        "agreement": offered[0].value,
        "began_on": today,
        "occupied_on": today,
        "decided_on": today,
    }
    form = await form_of(request, SignForm, data=begin)
    form.offer(offered)
    again: list[RegisterEntry] = []
    if offer.application.member_id is None:
        again = await maybe_former(org, offer.application)
        form.admits(again, (await house_of(org)).allots)
    else:
        form.admits_nobody()
    if request.method == "POST" and form.validate():
        try:
            await acts.sign_agreement(
                org,
                offer,
                Agreement(form.agreement.data),
                form.began_on.data,
                form.occupied_on.data,
                form.admission(again),
                by=request.state.person,
                site=request.app.state.config.base_url,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The home is let, and the register says so."))
            return redirect(request, "housing:home", id=found.home_id)
    said = (
        gettext(
            "{name} is a member from the first day of the agreement: with it, the membership "
            "agreement and the share. The treasurer takes what is due on the share."
        )
        if offer.application.member_id is None
        else gettext("{name} is a member already, and holds the agreement from that day on.")
    )
    return ask(
        request,
        form,
        str(words_of(org.nation).let),
        gettext("Record it"),
        ("housing:allocation", {"id": found.id}),
        said.format(name=offer.application.name),
    )


async def close_allocation(request: Request) -> Response:
    """It ends without a letting."""
    found = await allocation_of(request)
    form = await form_of(request, NoteForm)
    if request.method == "POST" and form.validate():
        try:
            await acts.close_allocation(
                request.state.org, found, form.note.data or "", by=request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The allocation is closed."))
            return redirect(request, "housing:home", id=found.home_id)
    return ask(
        request,
        form,
        gettext("Close this allocation"),
        gettext("Close it"),
        ("housing:allocation", {"id": found.id}),
    )
