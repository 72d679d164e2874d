"""What an organisation's home shows of this slice, and to whom."""

from starlette.requests import Request

from coopcouncil.kernel import clock
from coopcouncil.mutuals.models import Course, ExportState, HrExport
from coopcouncil.mutuals.reads import stages_of_all
from coopcouncil.mutuals.staff import NoStaffConstituency, follows_employment, former_employees
from coopcouncil.organisations.home import Panel
from coopcouncil.organisations.models import LegalForm, Role

HELPERS = frozenset({Role.SECRETARY, Role.PROCUREMENT_LEAD})


async def home_panel(request: Request) -> Panel | None:
    """A council's courses for those who help them; a mutual's staff for its secretary."""
    org, roles = request.state.org, request.state.roles
    if org.legal_form is LegalForm.COUNCIL:
        if not roles & HELPERS:
            return None
        courses = await Course.within(org).filter(ended_on=None)
        late = [
            s for stages in (await stages_of_all(courses)).values() for s in stages if s.is_late
        ]
        facts = {"courses": len(courses), "late": len(late)}
        return Panel("mutuals/_courses_panel.html", facts, place=15)
    if Role.SECRETARY not in roles or not await follows_employment(org):
        return None
    today = clock.today()
    waiting = await HrExport.within(org).filter(state=ExportState.PREVIEWED).count()
    try:
        due = [each for each in await former_employees(org) if each.is_due(today)]
    except NoStaffConstituency:  # The rules name one that is not there yet.
        due = []
    return Panel(
        "mutuals/_staff_panel.html",
        {"waiting": waiting, "due": len(due)},
        awaits=bool(waiting),
        place=35,
    )
