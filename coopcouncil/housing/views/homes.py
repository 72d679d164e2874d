"""A home’s page, and what is recorded of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.housing.access import housing_rules
from coopcouncil.housing.actions import homes as acts
from coopcouncil.housing.forms.homes import (
    ChangeHomeForm,
    CorrectHomeForm,
    EmptyForm,
    NewHomeForm,
    VoidForm,
)
from coopcouncil.housing.labels import KINDS, rent_words, words_of
from coopcouncil.housing.models import HomeAllocation, HomeLine, HomeVoid, TenancyTerms
from coopcouncil.housing.reads import as_line, home_states, homes_on
from coopcouncil.housing.rules.homes import FACTS, HomeState, on_day, rents, states
from coopcouncil.housing.rules.rent import RentLost, rent_lost
from coopcouncil.housing.views.found import ask, home_of
from coopcouncil.housing.views.listing import looked_at
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect


async def new_home(request: Request) -> Response:
    """Take a home in."""
    await housing_rules(request)
    form = await form_of(request, NewHomeForm, data={"effective_on": clock.today(), "is_let": True})
    if request.method == "POST" and form.validate():
        try:
            home = await acts.add_home(
                request.state.org,
                form.reference.data,
                form.effective_on.data,
                form.facts(),
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The home is in the list."))
            return redirect(request, "housing:home", id=home.id)
    return ask(
        request, form, gettext("Take in a home"), gettext("Take it in"), ("housing:homes", {})
    )


@dataclass
class Empty:
    """A time in which the home stood empty, and what that lost."""

    void: HomeVoid
    lost: RentLost


async def home(request: Request) -> Response:
    """What a home is on a day, who lives there, what is recorded of it."""
    org = request.state.org
    found = await home_of(request)
    look, day, known_at = await looked_at(request)
    known_states = await home_states(found, known_at)
    lines = await _lines(found)
    terms = TenancyTerms.known(org, known_at).filter(home_id=found.id)
    open_allocation = HomeAllocation.within(org).filter(home_id=found.id, closed_at=None)
    rows = {row.home.id: row for row in await homes_on(org, day, known_at)}
    voids = HomeVoid.known(org, known_at).filter(home_id=found.id).order_by("-vacated_on")
    return page(
        request,
        "housing/home.html",
        home=found,
        look=look,
        day=day,
        known=look.known.data,
        is_past=bool(look.on.data or look.known.data),
        state=on_day(known_states, day),
        row=rows.get(found.id),
        facts=home_facts(on_day(known_states, day)),
        lines=lines,
        terms=await terms.select_related("tenancy").order_by("-began_on"),
        voids=[Empty(void, _lost(void, known_states, day)) for void in await voids],
        allocation=await open_allocation.first(),
        words=words_of(org.nation),
        rent_words=rent_words,
        line_facts=line_facts,
    )


def _lost(void: HomeVoid, known: Sequence[HomeState], day: date) -> RentLost:
    """Up to the letting or, while it is empty, up to the day that is looked at."""
    until = min(void.let_on or day, day) if void.vacated_on <= day else void.vacated_on
    return rent_lost(rents(known), void.vacated_on, until)


async def _lines(found: object) -> list[HomeLine]:
    rows = HomeLine.within(found.organisation).filter(home_id=found.id)  # type: ignore[attr-defined]
    return await rows.select_related("recorded_by").order_by("-effective_on", "-id")


def home_facts(state: HomeState | None) -> list[tuple[str, str]]:
    """What a home is, in words."""
    if state is None:
        return []
    found = [
        (gettext("Address"), state.postal_address),
        (gettext("Postcode"), state.postcode),
        (gettext("Bedrooms"), "" if state.bedrooms is None else str(state.bedrooms)),
        (gettext("Kind of home"), str(KINDS[state.kind]) if state.kind else ""),
        (gettext("Rent"), rent_words(state.rent)),
        (gettext("Adaptations"), state.adaptations),
        (gettext("Let by the co-operative"), gettext("Yes") if state.is_let else gettext("No")),
    ]
    return [(name, value) for name, value in found if value]


def line_facts(line: HomeLine) -> list[tuple[str, str]]:
    """What a line says, and nothing that it does not speak of."""
    (state,) = states([as_line(line)])
    shown = home_facts(state)
    unsaid = {
        gettext("Rent"): line.rent_pence is None,
        gettext("Let by the co-operative"): line.is_let is None,
    }
    return [(name, value) for name, value in shown if not unsaid.get(name)]


async def change_home(request: Request) -> Response:
    """From a day on it is different."""
    found = await home_of(request)
    state = on_day(await home_states(found), clock.today())
    begin = ChangeHomeForm.showing(state) if state else {}
    form = await form_of(request, ChangeHomeForm, data={**begin, "effective_on": clock.today()})
    if request.method == "POST" and form.validate():
        try:
            await acts.change_home(
                request.state.org,
                found,
                form.effective_on.data,
                form.facts(),
                by=request.state.person,
                reason=form.reason.data or "",
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The change is recorded."))
            return redirect(request, "housing:home", id=found.id)
    return ask(
        request,
        form,
        gettext("Change home {reference}").format(reference=found.reference),
        gettext("Record the change"),
        ("housing:home", {"id": found.id}),
        gettext("What you change holds from the day that you give, until a later change."),
    )


async def correct_home(request: Request) -> Response:
    """A line was wrong: put another in its place."""
    found = await home_of(request)
    line = await HomeLine.one(
        request.state.org, id=request.path_params["line"], home_id=found.id, superseded_at=None
    )
    begin = {**CorrectHomeForm.showing(line), "effective_on": line.effective_on}
    form = await form_of(request, CorrectHomeForm, data=begin)
    form.only(line)
    if request.method == "POST" and form.validate():
        facts = {name: getattr(line, name) for name in FACTS} | form.corrected()
        try:
            await acts.correct_home(
                request.state.org,
                line,
                form.effective_on.data,
                facts,
                by=request.state.person,
                reason=form.reason.data,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The correction is recorded. What was known before stays."))
            return redirect(request, "housing:home", id=found.id)
    return ask(
        request,
        form,
        gettext("Put right what is recorded of home {reference}").format(reference=found.reference),
        gettext("Record the correction"),
        ("housing:home", {"id": found.id}),
    )


async def empty_home(request: Request) -> Response:
    """It stands empty from a day on."""
    found = await home_of(request)
    form = await form_of(request, EmptyForm, data={"vacated_on": clock.today()})
    if request.method == "POST" and form.validate():
        try:
            await acts.empty_home(
                request.state.org,
                found,
                form.vacated_on.data,
                ready_on=form.ready_on.data,
                why=form.why.data,
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The home is recorded as empty."))
            return redirect(request, "housing:home", id=found.id)
    return ask(
        request,
        form,
        gettext("Home {reference} stands empty").format(reference=found.reference),
        gettext("Record it"),
        ("housing:home", {"id": found.id}),
    )


async def change_void(request: Request) -> Response:
    """More is known of an empty home."""
    found = await home_of(request)
    void = await HomeVoid.one(
        request.state.org, id=request.path_params["void"], home_id=found.id, superseded_at=None
    )
    names = ("vacated_on", "ready_on", "let_on", "why")
    form = await form_of(request, VoidForm, data={name: getattr(void, name) for name in names})
    if request.method == "POST" and form.validate():
        try:
            await acts.change_void(
                request.state.org,
                void,
                vacated_on=form.vacated_on.data,
                ready_on=form.ready_on.data,
                let_on=form.let_on.data,
                why=form.why.data,
                reason=form.reason.data or "",
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The change is recorded."))
            return redirect(request, "housing:home", id=found.id)
    return ask(
        request,
        form,
        gettext("The time in which home {reference} stands empty").format(
            reference=found.reference
        ),
        gettext("Record the change"),
        ("housing:home", {"id": found.id}),
    )
