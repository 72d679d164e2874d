"""What annual meetings had before them, for a slice below that rests on it."""

from coopcouncil.meetings.models import AgendaItem, ItemKind, Kind, Meeting
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.dividends.hooks import Resolution

MOST = 40


async def of_annual_meetings(org: Organisation) -> list[Resolution]:
    """The resolutions on the agendas of annual meetings that were called, the latest first."""
    called = Meeting.within(org).filter(kind=Kind.AGM, called_on__isnull=False)
    found = []
    for meeting in await called.order_by("-starts_at").limit(3):
        items = AgendaItem.of(meeting).filter(kind=ItemKind.RESOLUTION)
        found += [
            Resolution(f"agenda-item:{one.id}", one.title, one.title_cy, meeting.on)
            for one in await items.order_by("place")
        ]
    return found[:MOST]
