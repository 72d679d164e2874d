"""The forum's seats: who sits, until when, what is vacant; elections over the cluster at once."""

from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.clock import london
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.labels import names_of
from coopcouncil.members.models import Constituency
from coopcouncil.members.two_times import two_times
from coopcouncil.schools.access import Here, cluster_here
from coopcouncil.schools.actions import seats as acts
from coopcouncil.schools.forms import (
    ElectionsForm,
    SeatsForm,
)
from coopcouncil.schools.models import ForumSeat, SeatHolder
from coopcouncil.schools.reads import holders_of, names_of_members, sitting_of, sizes_on
from coopcouncil.schools.rules.seats import vacancies


async def forum(request: Request) -> Response:
    """Every line of seats: who sits there on the day, as known, and what is vacant."""
    here = await cluster_here(request)
    times = await two_times(request, here.trust)
    on, known_at = times.on, times.known_at
    seats = await _seats(here)
    sizes = await sizes_on(here.trust, seats, on, known_at)
    running = {} if times.is_past else await acts.elections_under_way(here.trust)
    holders = await holders_of(here.trust, seats, known_at)
    names = await names_of_members([holder.member_id for holder in holders], on, known_at)
    language = language_of(request)
    rows = []
    for seat in seats:
        if seat.id not in sizes:
            continue
        its = [(h, sitting_of(h, known_at)) for h in holders if h.seat_id == seat.id]
        sitting = [(holder, sits) for holder, sits in its if sits.sits_on(on)]
        rows.append(
            {
                "seat": seat,
                "seats": sizes[seat.id],
                "school": seat.part.called(language) if seat.part else "",
                "constituency": seat.constituency.called(language),
                "sitting": [
                    (sits.last_day, names.get(holder.member_id, ("",))[0])
                    for holder, sits in sitting
                ],
                "vacant": vacancies(sizes[seat.id], (sits for _holder, sits in its), on),
                "election": running.get(seat.id),
            }
        )
    return page(
        request,
        "schools/forum.html",
        scope=here,
        times=times,
        rows=rows,
        seats=sum(row["seats"] for row in rows),
        vacant=sum(row["vacant"] for row in rows),
    )


async def new_seats(request: Request) -> Response:
    """The form of a line of seats."""
    return page(request, "schools/new_seats.html", form=await _seats_form(request))


async def add_seats(request: Request) -> Response:
    """A constituency of a school gets seats."""
    here = await cluster_here(request)
    form = await _seats_form(request)
    if form.validate():
        school = here.school(int(form.school.data)) if form.school.data else None
        constituency = await Constituency.one(here.trust, id=int(form.constituency.data))
        try:
            made = await acts.add_seats(
                here.trust,
                school,
                constituency,
                form.seats.data,
                form.term_years.data,
                request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal, "constituency")
        else:
            flash(request, gettext("The seats are there."))
            return redirect(request, "schools:seat", id=made.id)
    return page(request, "schools/new_seats.html", form=form)


async def elections(request: Request) -> Response:
    """For which seats, and when: one form for the whole cluster."""
    today = clock.today()
    form = ElectionsForm(
        data={
            "qualifying_on": today,
            "opens_on": today + timedelta(days=21),
            "closes_on": today + timedelta(days=35),
        }
    )
    here = await cluster_here(request)
    await _offer_seats(request, here, form)
    form.seats.data = [number for number, _text in form.seats.choices or ()]
    return page(request, "schools/elections.html", form=form, raised=None)


async def raise_elections(request: Request) -> Response:
    """A draft for each; the page tells what was begun and what was there already."""
    here = await cluster_here(request)
    form = await form_of(request, ElectionsForm)
    everything = await _offer_seats(request, here, form, everything=True)
    if not form.validate():
        return page(request, "schools/elections.html", form=form, raised=None)
    opens, closes = _moments(form)
    if opens >= closes:
        form.wrong(gettext("Voting must open before it closes."), "closes_on")
        return page(request, "schools/elections.html", form=form, raised=None)
    try:
        raised = await acts.raise_elections(
            here.trust,
            [int(number) for number in form.seats.data],
            form.qualifying_on.data,
            opens,
            closes,
            request.state.person,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return page(request, "schools/elections.html", form=form, raised=None)
    return page(request, "schools/raised.html", raised=raised, names=everything)


def _moments(form: ElectionsForm) -> tuple[datetime, datetime]:
    opens, closes = form.opens_time.data, form.closes_time.data
    assert opens is not None and closes is not None  # noqa: PT018  the form was valid
    return london(form.opens_on.data, opens), london(form.closes_on.data, closes)


async def _offer_seats(
    request: Request, here: Here, form: ElectionsForm, everything: bool = False
) -> dict[int, str]:
    """The lines of seats as choices; those with a vacancy and no election, or all of them."""
    language, today = language_of(request), clock.today()
    running = await acts.elections_under_way(here.trust)
    choices, names = [], {}
    for row in await _seats(here):
        held = await SeatHolder.within(here.trust).filter(seat_id=row.id)
        soon = today + timedelta(days=60)
        free = vacancies(row.seats, map(sitting_of, held), soon)
        group = row.constituency.called(language)
        name = (
            gettext("{constituency}, {school}").format(
                constituency=group, school=row.part.called(language)
            )
            if row.part
            else group
        )
        names[row.id] = name
        if everything or (free and row.id not in running):
            choices.append((str(row.id), name))
    form.seats.choices = choices
    return names


async def _seats(here: Here) -> list[ForumSeat]:
    found = ForumSeat.within(here.trust).select_related("part", "constituency")
    if here.part is not None:
        found = found.filter(part_id=here.part.id)
    rows = await found.order_by("part__name", "constituency__place", "id")
    return sorted(rows, key=lambda row: row.part_id is None)


async def _seats_form(request: Request) -> SeatsForm:
    here = await cluster_here(request)
    form = await form_of(request, SeatsForm)
    names = await names_of(here.trust)
    form.offer(here.schools, names.constituencies, language_of(request))
    return form
