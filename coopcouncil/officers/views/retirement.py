"""Who retires at the next annual meeting, and why."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import address as address_of
from coopcouncil.kernel.pages import flash, page, redirect_to
from coopcouncil.officers.access import keeps
from coopcouncil.officers.actions import draw_lots
from coopcouncil.officers.forms import LotForm, MeetingDayForm
from coopcouncil.officers.labels import CHOSEN_SHORT, why_in_words
from coopcouncil.officers.models import RetirementLot
from coopcouncil.officers.reads import in_office, next_agm, retirement_at
from coopcouncil.organisations.models import rulebook_on


async def retirement(request: Request) -> Response:
    """Each seat of the committee, and what the rules say of it."""
    return await _page(request, LotForm())


async def draw(request: Request) -> Response:
    """Draw lots between those who are equally long in office."""
    form = await form_of(request, LotForm)
    day = MeetingDayForm(request.query_params)
    day.validate()
    on = day.on.data or await next_agm(request.state.org) or clock.today()
    if form.validate():
        await draw_lots(request.state.org, on, witness=form.witness.data, by=request.state.person)
        flash(request, gettext("The lots are drawn, and their order is kept."))
        query = f"?{request.url.query}" if request.url.query else ""
        return redirect_to(request, address_of(request, "officers:retirement") + query)
    return await _page(request, form)


async def _page(request: Request, form: LotForm) -> Response:
    org = request.state.org
    called = await next_agm(org)
    day = MeetingDayForm(request.query_params, data={"on": called or clock.today()})
    day.validate()
    on = day.on.data or called or clock.today()
    known = day.known.data
    known_at = clock.end_of(known) - timedelta(microseconds=1) if known else None
    rules = (await rulebook_on(org, min(on, clock.today()), known_at)).rules
    found = await retirement_at(org, on, known_at)
    # Of a meeting that is past those are named who sat then, though they may have left since.
    then = await in_office(org, min(on, clock.today()), known_at)
    entries = {each.entry.officer_id: each.entry for each in then}
    lots = RetirementLot.within(org).filter(meeting_on=on).select_related("drawn_by")
    if known_at is not None:
        lots = lots.filter(drawn_at__lte=known_at)
    drawn = await lots.order_by("-id").first()
    return page(
        request,
        "officers/retirement.html",
        day=day,
        on=on,
        called=called,
        found=found,
        rules=rules,
        names={officer: entry.name for officer, entry in entries.items()},
        why=lambda fate: why_in_words(fate.why, fate.seat.chosen_on, rules.committee_term_years),
        chosen=CHOSEN_SHORT,
        drawn=drawn,
        known_at=known_at,
        form=form if keeps(request) and found.tied and known_at is None else None,
        query=request.url.query,
    )
