"""What views fetch: always within the organisation, else 404."""

from starlette.requests import Request

from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.i18n import LANGUAGES
from coopcouncil.meetings.models import AgendaItem, Meeting, Notice
from coopcouncil.organisations.models import Role

CONVENES = frozenset({Role.SECRETARY, Role.CHAIR, Role.TRUST_ADMINISTRATOR})
"""The offices that call and run meetings."""


def convenes(request: Request) -> bool:
    """Whether the reader calls and runs meetings here."""
    return bool(CONVENES & request.state.roles)


async def meeting_of(request: Request) -> Meeting:
    """The meeting that the address names; one being prepared is there for officers alone."""
    meeting = await Meeting.one(request.state.org, id=request.path_params["id"])
    if meeting.called_on is None and not convenes(request):
        raise NotHere
    return meeting


async def item_of(request: Request, meeting: Meeting) -> AgendaItem:
    """The item that the address names."""
    return await AgendaItem.one_of(meeting, id=request.path_params["item"])


async def notice_of(request: Request, meeting: Meeting) -> Notice:
    """The notice that the address names."""
    return await Notice.one_of(meeting, number=request.path_params["number"])


def languages_shown(is_bilingual: bool) -> tuple[str, ...]:
    """The languages that this organisation's texts are written in."""
    return LANGUAGES if is_bilingual else LANGUAGES[:1]
