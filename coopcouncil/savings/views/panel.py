"""On the organisation's home page: one's own savings, and the way to work."""

from starlette.requests import Request

from coopcouncil.kernel.i18n import gettext
from coopcouncil.members.reads import is_member_today
from coopcouncil.organisations.home import Panel
from coopcouncil.organisations.kinds import LegalForm, Role
from coopcouncil.savings.access import KEEPING
from coopcouncil.savings.reads import mode_of


async def home_panel(request: Request) -> Panel | None:
    """Where it is a credit union, and for whom it concerns."""
    org, person, roles = request.state.org, request.state.person, request.state.roles
    if org.legal_form is not LegalForm.CREDIT_UNION or person is None:
        return None
    lines = []
    if await mode_of(org) is not None and await is_member_today(person, org):
        lines.append(("savings:my_savings", gettext("Your savings")))
    if roles & (KEEPING | {Role.SECRETARY, Role.CHAIR, Role.DIRECTOR, Role.AUDITOR}):
        lines.append(("savings:savings", gettext("Savings of everybody")))
    if roles & (KEEPING | {Role.TEACHER}):
        lines.append(("savings:collections", gettext("Collections at school")))
    if Role.NOMINATED_OFFICER in roles:
        lines.append(("savings:suspicions", gettext("For the nominated officer")))
    return Panel("savings/_panel.html", {"lines": lines}, place=30) if lines else None
