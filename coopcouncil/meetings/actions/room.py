"""Who is in the room: arrivals, leavings, apologies, each with its way back."""

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.meetings.actions.calling import subject
from coopcouncil.meetings.models import Apology, Attendance, AttendanceWay, Meeting
from coopcouncil.meetings.reads import cancellation_of, rules_of
from coopcouncil.meetings.rules.preparing import (
    AlreadyHere,
    NoProxies,
    NotInTheRegister,
    may_minute,
    may_take_attendance,
)
from coopcouncil.members.reads import as_at
from coopcouncil.organisations.models import Organisation


async def arrive(
    org: Organisation,
    meeting: Meeting,
    member_id: int,
    way: AttendanceWay,
    *,
    by: Person,
    proxy_name: str = "",
) -> Attendance:
    """Note that a member is here, or represented. Written up afterwards: from the beginning."""
    rules = await rules_of(meeting)
    async with in_transaction():
        await meeting.lock()
        await _may_take(meeting)
        if way is AttendanceWay.PROXY and not rules.proxies:
            raise NoProxies
        await _is_member(org, meeting, member_id)
        if await Attendance.of(meeting).filter(member_id=member_id, left_at=None).exists():
            raise AlreadyHere
        now = clock.now()
        attendance = await Attendance.create(
            meeting=meeting,
            member_id=member_id,
            way=way,
            arrived_at=now if now < meeting.ends_at else meeting.starts_at,
            proxy_name=proxy_name,
            recorded_by=by,
        )
        await audit.record(
            org.id, by.id, "noted arrival", subject(meeting), member=member_id, way=way.value
        )
    return attendance


async def leave(org: Organisation, meeting: Meeting, attendance: Attendance, *, by: Person) -> None:
    """Note that a member has left: the quorum counts those who are there."""
    async with in_transaction():
        await meeting.lock()
        await _may_take(meeting)
        if attendance.left_at is not None:
            return
        attendance.left_at = max(clock.now(), attendance.arrived_at)
        await attendance.save(update_fields=["left_at"])
        await audit.record(
            org.id, by.id, "noted leaving", subject(meeting), member=attendance.member_id
        )


async def undo(org: Organisation, meeting: Meeting, attendance: Attendance, *, by: Person) -> None:
    """Take back what was noted last of this stay: the leaving, else the arrival."""
    async with in_transaction():
        await meeting.lock()
        await _may_take(meeting)
        if attendance.left_at is not None:
            here = Attendance.of(meeting).filter(member_id=attendance.member_id, left_at=None)
            if await here.exists():
                raise AlreadyHere
            attendance.left_at = None
            await attendance.save(update_fields=["left_at"])
            verb = "took back leaving"
        else:
            await attendance.delete()
            verb = "took back arrival"
        await audit.record(org.id, by.id, verb, subject(meeting), member=attendance.member_id)


async def receive_apology(
    org: Organisation, meeting: Meeting, member_id: int, *, by: Person
) -> None:
    """Note a member's apologies; a second time changes nothing."""
    async with in_transaction():
        await meeting.lock()
        may_minute(await cancellation_of(meeting) is not None, meeting.called_on)
        await _is_member(org, meeting, member_id)
        if await Apology.of(meeting).filter(member_id=member_id).exists():
            return
        await Apology.create(
            meeting=meeting, member_id=member_id, received_at=clock.now(), recorded_by=by
        )
        await audit.record(org.id, by.id, "noted apology", subject(meeting), member=member_id)


async def withdraw_apology(
    org: Organisation, meeting: Meeting, member_id: int, *, by: Person
) -> None:
    """Take an apology back."""
    async with in_transaction():
        await meeting.lock()
        if await Apology.of(meeting).filter(member_id=member_id).delete():
            await audit.record(
                org.id, by.id, "took back apology", subject(meeting), member=member_id
            )


async def _may_take(meeting: Meeting) -> None:
    cancelled = await cancellation_of(meeting) is not None
    may_take_attendance(cancelled, meeting.called_on, meeting.on, clock.today())


async def _is_member(org: Organisation, meeting: Meeting, member_id: int) -> None:
    if not await as_at(org, meeting.on).filter(member_id=member_id).exists():
        raise NotInTheRegister
