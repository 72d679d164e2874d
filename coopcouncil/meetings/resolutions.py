"""What general meetings decided, for a slice below that rests on it."""

from coopcouncil.ballots.models import Ballot, CountRun, Declaration, Publication
from coopcouncil.kernel import clock
from coopcouncil.meetings.models import (
    AgendaItem,
    Cancellation,
    ItemKind,
    Meeting,
    MinutesPublication,
)
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.dividends.hooks import Resolution, Result

MOST = 40
MEETINGS = 5
_ITEM = "agenda-item:"


async def of_general_meetings(org: Organisation, reference: str | None) -> list[Resolution]:
    """The resolutions of meetings that were called and held, the latest first; or the one asked
    for, whenever it was."""
    if reference is not None:
        number = reference.removeprefix(_ITEM)
        if number == reference or not number.isdecimal():
            return []
        asked = await AgendaItem.get_or_none(id=int(number), meeting__organisation_id=org.id)
        if asked is None:
            return []
        meetings, wanted = await _held(org, asked.meeting_id), asked.id
    else:
        meetings, wanted = await _held(org, None), None
    found = []
    for meeting in meetings:
        items = AgendaItem.of(meeting).filter(kind=ItemKind.RESOLUTION).order_by("place")
        minuted = await MinutesPublication.of(meeting).exists()
        found += [
            await _told(org, meeting, one, minuted)
            for one in await items
            if wanted in (None, one.id)
        ]
    return found[:MOST]


async def _held(org: Organisation, one: int | None) -> list[Meeting]:
    """Meetings whose hour has come and which were not cancelled."""
    off = await Cancellation.filter(meeting__organisation_id=org.id).values("meeting_id")
    held = Meeting.within(org).filter(called_on__isnull=False, starts_at__lte=clock.now())
    held = held.exclude(id__in=[row["meeting_id"] for row in off])
    if one is not None:
        held = held.filter(id=one)
    return await held.order_by("-starts_at").limit(MEETINGS)


async def _told(org: Organisation, meeting: Meeting, item: AgendaItem, minuted: bool) -> Resolution:
    page = ("meetings:minutes" if minuted else "meetings:meeting", meeting.id)
    result = Result.MINUTED if minuted else Result.OPEN
    if item.ballot_id is not None:
        ballot = await Ballot.one(org, id=item.ballot_id)
        result = await _by_ballot(ballot)
        if await Publication.of(ballot).exists():
            page = ("ballots:result", ballot.id)
    return Resolution(f"{_ITEM}{item.id}", item.title, item.title_cy, meeting.on, result, page)


async def _by_ballot(ballot: Ballot) -> Result:
    """As it was declared last: a correction after a recount takes the first word's place."""
    declared = await Declaration.of(ballot).order_by("-n").first()
    if declared is None:
        return Result.OPEN
    run = await CountRun.one_of(ballot, id=declared.run_id)
    return Result.CARRIED if run.result.get("carried") is True else Result.LOST
