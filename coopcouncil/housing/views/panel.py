"""The panel's part of an allocation: declare, then see, then score, each once."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.housing.actions import allocation as acts
from coopcouncil.housing.labels import ASKING
from coopcouncil.housing.models import HomeAllocation, PanelInterest, Panelist, PanelScore
from coopcouncil.housing.reads import home_states
from coopcouncil.housing.reads_allocation import shortlist_of
from coopcouncil.housing.rules.allocation import NotOnThePanel
from coopcouncil.housing.rules.homes import on_day
from coopcouncil.housing.views.found import allocation_of
from coopcouncil.housing.views.homes import home_facts
from coopcouncil.kernel import clock
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect


async def panel(request: Request) -> Response:
    """Declare interests; then, without one, see the applications and score them."""
    org = request.state.org
    found = await allocation_of(request)
    own = await _own(request, found)
    interests = PanelInterest.within(org).filter(panelist_id=own.id)
    given = PanelScore.within(org).filter(panelist_id=own.id).select_related("application")
    state = on_day(await home_states(found.home), clock.today())
    return page(
        request,
        "housing/panel.html",
        allocation=found,
        own=own,
        facts=home_facts(state),
        interests=await interests.select_related("application"),
        given=await given.order_by("id"),
        listed=[row.application for row in await shortlist_of(org, found)],
        most=found.rulebook.rules.panel_score_most,
        asking=ASKING,
        form=None,
        typed={},
    )


async def declare_interests(request: Request) -> Response:
    """An interest in some of them, or in none."""
    org = request.state.org
    found = await allocation_of(request)
    own = await _own(request, found)
    sent = await request.form()
    interests = {}
    for row in await shortlist_of(org, found):
        if sent.get(f"interest-{row.application_id}") == "yes":
            what = str(sent.get(f"what-{row.application_id}", ""))[:1000].replace("\0", "")
            interests[row.application_id] = what
    await acts.declare_interests(org, own, interests, by=request.state.person)
    if interests:
        flash(request, gettext("Your interest is recorded. You stand aside from this one."))
    else:
        flash(request, gettext("You have declared no interest."))
    return redirect(request, "housing:panel", id=found.id)


async def give_scores(request: Request) -> Response:
    """A score and a reason for each."""
    org = request.state.org
    found = await allocation_of(request)
    own = await _own(request, found)
    sent = await request.form()
    scores: dict[int, tuple[int | None, str]] = {}
    for row in await shortlist_of(org, found):
        text = str(sent.get(f"score-{row.application_id}", "")).strip()
        why = str(sent.get(f"why-{row.application_id}", ""))[:2000].replace("\0", "")
        is_number = text.isascii() and text.isdigit() and len(text) <= 4
        scores[row.application_id] = (int(text) if is_number else None, why)
    await acts.give_scores(org, found, own, scores, by=request.state.person)
    flash(request, gettext("Your scores are recorded. Thank you."))
    return redirect(request, "housing:panel", id=found.id)


async def _own(request: Request, found: HomeAllocation) -> Panelist:
    own = await Panelist.within(request.state.org).get_or_none(
        allocation_id=found.id, person_id=request.state.person.id
    )
    if own is None:
        raise NotOnThePanel
    return own
