"""Who holds office: to the members of the organisation, on any day."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.pages import page
from coopcouncil.members.labels import names_of
from coopcouncil.officers.access import keeps
from coopcouncil.officers.labels import CHOSEN_SHORT, fault_in_words, office_name
from coopcouncil.officers.models import Officer
from coopcouncil.officers.reads import (
    faults_today,
    in_office,
    next_agm,
    officer_of_person,
    retirement_at,
)
from coopcouncil.officers.views.asked import asked_of
from coopcouncil.organisations.home import Panel
from coopcouncil.organisations.kinds import COMPANIES
from coopcouncil.organisations.models import Organisation, has_rules


async def officers(request: Request) -> Response:
    """The committee and the other officers, since when each."""
    org = request.state.org
    asked = asked_of(request)
    return page(
        request,
        "officers/officers.html",
        asked=asked,
        found=await in_office(org, asked.on, asked.known_at),
        names=await names_of(org),
        office_name=lambda office: office_name(office, org),
        chosen=CHOSEN_SHORT,
        keeps=keeps(request),
        sits=keeps(request) or await officer_of_person(request.state.person, org) is not None,
        faults=await _faults(org) if keeps(request) and not asked.is_past else [],
        is_company=org.legal_form in COMPANIES,
        is_new=not await Officer.within(org).exists(),
    )


async def _faults(org: Organisation) -> list[str]:
    if not await has_rules(org):
        return []
    return [fault_in_words(fault, entry.name) for entry, fault in await faults_today(org)]


async def home_panel(request: Request) -> Panel | None:
    """For members: who is on the committee, and whose time is up at the next annual meeting."""
    org, person = request.state.org, request.state.person
    belongs = getattr(request.state, "belongs", False)
    if person is None or org.parent_id is not None or not (belongs or keeps(request)):
        return None
    found = await in_office(org, clock.today())
    if not found:
        return None
    meeting_on = await next_agm(org)
    retiring = 0
    if meeting_on and await has_rules(org):
        retirement = await retirement_at(org, meeting_on)
        retiring = len(retirement.retiring) + retirement.places
    facts = {
        "found": found,
        "meeting_on": meeting_on,
        "retiring": retiring,
        "office_name": lambda office: office_name(office, org),
    }
    return Panel("officers/_panel.html", facts, place=60)
