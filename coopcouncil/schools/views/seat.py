"""One line of seats: who sits there and who sat, how many there were, and what was put right."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Member
from coopcouncil.members.refusals import ReasonNeeded
from coopcouncil.members.two_times import two_times
from coopcouncil.schools.access import Here, cluster_here
from coopcouncil.schools.actions import corrections
from coopcouncil.schools.actions import seats as acts
from coopcouncil.schools.forms import (
    HolderForm,
    SeatCorrectionForm,
    SeatSizeForm,
    StandingDownForm,
)
from coopcouncil.schools.models import ForumSeat, SeatHolder
from coopcouncil.schools.reads import (
    holders_of,
    names_of_members,
    sitting_of,
    size_lines,
    sizes_on,
    withdrawn_of,
)
from coopcouncil.schools.rules.identities import NotComeYet
from coopcouncil.schools.rules.seats import vacancies


async def seat(request: Request) -> Response:
    """One line of seats: everybody who has ever sat there, as at a day and as known on one."""
    here, found = await _seat(request)
    return await _seat_page(
        request,
        here,
        found,
        _size_form(found),
        HolderForm(),
    )


async def change_seats(request: Request) -> Response:
    """More seats or fewer."""
    here, found = await _seat(request)
    form = await form_of(request, SeatSizeForm)
    if form.validate():
        try:
            await acts.change_seats(
                here.trust,
                found,
                form.seats.data,
                form.term_years.data,
                request.state.person,
                holds_from=form.holds_from.data,
                because=form.because.data or "",
            )
        except ReasonNeeded as refusal:
            form.refuse(refusal, "because")
        except NotComeYet as refusal:
            form.refuse(refusal, "holds_from")
        except Refused as refusal:
            form.refuse(refusal, "seats")
        else:
            flash(request, gettext("The seats are changed."))
            return redirect(request, "schools:seat", id=found.id)
    return await _seat_page(request, here, found, form, HolderForm())


async def take_seat(request: Request) -> Response:
    """A member takes a seat."""
    here, found = await _seat(request)
    form = await form_of(request, HolderForm)
    size = _size_form(found)
    if not form.validate():
        return await _seat_page(request, here, found, size, form)
    member = await Member.within(here.trust).filter(number=form.number.data).first()
    if member is None:
        form.wrong(gettext("Nobody in the register has this member number."), "number")
        return await _seat_page(request, here, found, size, form)
    try:
        await acts.take_seat(here.trust, found, member, form.since.data, request.state.person)
    except Refused as refusal:
        form.refuse(refusal, "number")
        return await _seat_page(request, here, found, size, form)
    flash(request, gettext("They have the seat."))
    return redirect(request, "schools:seat", id=found.id)


async def standing_down(request: Request) -> Response:
    """Ask for the last day."""
    _here, found, holder = await _holder(request)
    name = await _name(holder)
    form = StandingDownForm()
    return page(request, "schools/stand_down.html", form=form, seat=found, holder=holder, name=name)


async def stand_down(request: Request) -> Response:
    """Somebody's time in a seat ends before the term."""
    here, found, holder = await _holder(request)
    form = await form_of(request, StandingDownForm)
    if form.validate():
        try:
            await acts.stand_down(
                here.trust, holder, form.on.data, form.because.data or "", request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal, "on")
        else:
            flash(request, gettext("Their time in the seat ends with that day."))
            return redirect(request, "schools:seat", id=found.id)
    name = await _name(holder)
    return page(request, "schools/stand_down.html", form=form, seat=found, holder=holder, name=name)


async def correcting_holder(request: Request) -> Response:
    """Ask what was right, and why it is said otherwise now."""
    _here, _found, holder = await _holder(request, ended=True)
    days = {"since": holder.since, "until": holder.until, "stood_down_on": holder.stood_down_on}
    return await _correction_page(request, SeatCorrectionForm(data=days))


async def correct_holder(request: Request) -> Response:
    """What was noted of somebody's time in a seat is put right."""
    here, found, holder = await _holder(request, ended=True)
    form = await form_of(request, SeatCorrectionForm)
    if form.validate():
        right = corrections.Days(form.since.data, form.until.data, form.stood_down_on.data)
        try:
            await corrections.correct_holder(
                here.trust,
                holder,
                None if form.never.data else right,
                form.because.data,
                request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal, "since")
        else:
            flash(
                request,
                gettext("This is put right. What was known before can still be seen."),
            )
            return redirect(request, "schools:seat", id=found.id)
    return await _correction_page(request, form)


async def _correction_page(request: Request, form: SeatCorrectionForm) -> Response:
    _here, found, holder = await _holder(request, ended=True)
    name = await _name(holder)
    return page(
        request, "schools/correct_holder.html", form=form, seat=found, holder=holder, name=name
    )


def _size_form(found: ForumSeat) -> SeatSizeForm:
    return SeatSizeForm(data={"seats": found.seats, "term_years": found.term_years})


async def _seat(request: Request) -> tuple[Here, ForumSeat]:
    here = await cluster_here(request)
    found = await ForumSeat.one(here.trust, id=request.path_params["id"])
    if not here.shows(found.part_id):
        raise NotHere
    await found.fetch_related("part", "constituency")
    return here, found


async def _holder(request: Request, *, ended: bool = False) -> tuple[Here, ForumSeat, SeatHolder]:
    here, found = await _seat(request)
    number = request.path_params["holder"]
    holder = await SeatHolder.one(here.trust, id=number, seat_id=found.id, withdrawn_at=None)
    if holder.stood_down_on is not None and not ended:
        raise NotHere
    return here, found, holder


async def _name(holder: SeatHolder) -> str:
    return (await names_of_members([holder.member_id], clock.today()))[holder.member_id][0]


async def _seat_page(
    request: Request, here: Here, found: ForumSeat, size: SeatSizeForm, form: HolderForm
) -> Response:
    times, language = await two_times(request, here.trust), language_of(request)
    on, known_at = times.on, times.known_at
    seats = (await sizes_on(here.trust, [found], on, known_at)).get(found.id)
    held = (await holders_of(here.trust, [found], known_at))[::-1]
    wrong = await withdrawn_of(here.trust, found, known_at)
    names = await names_of_members([row.member_id for row in (*held, *wrong)], on, known_at)
    held = [holder for holder in held if holder.member_id in names]
    sittings = [sitting_of(holder, known_at) for holder in held]
    running = {} if times.is_past else await acts.elections_under_way(here.trust)
    return page(
        request,
        "schools/seat.html",
        scope=here,
        times=times,
        seat=found,
        seats=seats,
        school=found.part.called(language) if found.part else "",
        constituency=found.constituency.called(language),
        size=size,
        form=form,
        holders=[
            {
                "holder": holder,
                "name": names[holder.member_id][0],
                "number": names[holder.member_id][1],
                "sits": sitting.sits_on(on),
                "comes": sitting.since > on,
                "last_day": sitting.last_day,
                "stood_down": sitting.stood_down_on is not None,
            }
            for holder, sitting in zip(held, sittings, strict=True)
        ],
        wrong=[(row, names.get(row.member_id, ("",))[0]) for row in wrong],
        sizes=(await size_lines(here.trust, [found], known_at))[::-1],
        vacant=vacancies(seats or 0, sittings, on),
        election=running.get(found.id),
    )
