"""Attendance: who is here, and whether they are enough."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused, Unreadable
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext as _
from coopcouncil.kernel.pages import address as path_of
from coopcouncil.kernel.pages import flash, page, redirect_to
from coopcouncil.meetings.actions import room as acts
from coopcouncil.meetings.forms import ArrivalForm, FinderForm
from coopcouncil.meetings.models import Apology, Attendance, AttendanceWay, Meeting
from coopcouncil.meetings.reads import cancellation_of, electorate, room_of, rules_of
from coopcouncil.meetings.rules.preparing import may_take_attendance
from coopcouncil.members.listing import Wanted, listed
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import as_at
from coopcouncil.organisations.models import Organisation

FOUND_AT_MOST = 20
LATEST = 30


@dataclass(frozen=True)
class Row:
    """A member on the attendance page."""

    entry: RegisterEntry | None
    stay: Attendance | None
    votes: bool = True
    apology: bool = False

    @property
    def is_here(self) -> bool:
        """Whether the member is in the room now."""
        return self.stay is not None and self.stay.left_at is None


async def attendance(request: Request) -> Response:
    """Find a member, press one button; the quorum beside."""
    return await _attendance_page(request, await _meeting(request))


async def arrive(request: Request) -> Response:
    """A member is here."""
    meeting = await _meeting(request)
    form = await form_of(request, ArrivalForm)
    if not form.validate():
        raise Unreadable
    try:
        stay = await acts.arrive(
            request.state.org,
            meeting,
            form.member.data,
            AttendanceWay(form.way.data),
            by=request.state.person,
            proxy_name=form.proxy_name.data or "",
        )
    except Refused as refusal:
        return await _attendance_page(request, meeting, refusal)
    return await _again(request, meeting, undoes=stay.id)


async def leave(request: Request) -> Response:
    """A member has left."""
    meeting = await _meeting(request)
    stay = await Attendance.one_of(meeting, id=request.path_params["stay"])
    await acts.leave(request.state.org, meeting, stay, by=request.state.person)
    return await _again(request, meeting, undoes=stay.id)


async def undo(request: Request) -> Response:
    """Take back what was noted last of a stay."""
    meeting = await _meeting(request)
    stay = await Attendance.one_of(meeting, id=request.path_params["stay"])
    try:
        await acts.undo(request.state.org, meeting, stay, by=request.state.person)
    except Refused as refusal:
        return await _attendance_page(request, meeting, refusal)
    flash(request, _("Taken back."))
    return await _again(request, meeting)


async def apology(request: Request) -> Response:
    """A member sends apologies, or takes them back."""
    meeting = await _meeting(request)
    form = await form_of(request, ArrivalForm)
    if not form.validate():
        raise Unreadable
    act = acts.withdraw_apology if request.query_params.get("back") else acts.receive_apology
    await act(request.state.org, meeting, form.member.data, by=request.state.person)
    return await _again(request, meeting)


async def _meeting(request: Request) -> Meeting:
    return await Meeting.one(request.state.org, id=request.path_params["id"])


async def _again(request: Request, meeting: Meeting, undoes: int | None = None) -> Response:
    """The page again with its search: whole, or the part that HTMX asked for."""
    sent = await request.form()
    query = {"q": str(sent.get("q", "")), "undo": str(undoes or "")}
    path = path_of(request, "meetings:attendance", id=meeting.id)
    kept = urlencode({name: value for name, value in query.items() if value})
    return redirect_to(request, f"{path}?{kept}" if kept else path)


async def _attendance_page(
    request: Request, meeting: Meeting, refusal: Refused | None = None
) -> Response:
    org: Organisation = request.state.org
    rules = await rules_of(meeting)
    form = await form_of(request, FinderForm)
    cancelled = await cancellation_of(meeting) is not None
    too_soon: Refused | None = None
    try:
        may_take_attendance(cancelled, meeting.called_on, meeting.on, clock.today())
    except Refused as reason:
        too_soon = reason
    asked = (form.q.data or "").strip()
    stays = await Attendance.of(meeting).order_by("-id").limit(LATEST)
    undoable = request.query_params.get("undo", "")
    return page(
        request,
        "meetings/attendance.html",
        block="quorum",
        status=409 if refusal else 200,
        form=form,
        meeting=meeting,
        rules=rules,
        room=await room_of(org, meeting, rules),
        too_soon=too_soon,
        refusal=refusal,
        found=await _found(org, meeting, rules, asked) if asked else [],
        asked=asked,
        at_most=FOUND_AT_MOST,
        latest=await _rows(org, meeting, stays),
        undoable=next((s for s in stays if str(s.id) == undoable), None),
        apologies=await Apology.of(meeting).count(),
        now=clock.now(),
    )


async def _found(org: Organisation, meeting: Meeting, rules: object, asked: str) -> list[Row]:
    """The members whose number or names begin so, with where each stands."""
    found = await listed(org, Wanted(on=meeting.on, text=asked))
    entries = found.entries[: FOUND_AT_MOST + 1]
    exact = await as_at(org, meeting.on).filter(member_number__iexact=asked).first()
    if exact:
        entries = [exact, *(entry for entry in entries if entry.id != exact.id)]
    ids = [entry.member_id for entry in entries]
    stays = {
        stay.member_id: stay
        for stay in await Attendance.of(meeting).filter(member_id__in=ids).order_by("id")
    }
    sorry = {each.member_id for each in await Apology.of(meeting).filter(member_id__in=ids)}
    voting = (
        await electorate(org, await rules_of(meeting), meeting.on)
        .filter(member_id__in=ids)
        .values("member_id")
    )
    voters = {row["member_id"] for row in voting}
    return [
        Row(
            entry,
            stays.get(entry.member_id),
            entry.member_id in voters,
            entry.member_id in sorry,
        )
        for entry in entries[:FOUND_AT_MOST]
    ]


async def _rows(org: Organisation, meeting: Meeting, stays: list[Attendance]) -> list[Row]:
    found = as_at(org, meeting.on).filter(member_id__in=[stay.member_id for stay in stays])
    known = {entry.member_id: entry for entry in await found}
    return [Row(known.get(stay.member_id), stay) for stay in stays]
