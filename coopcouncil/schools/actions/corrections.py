"""What was wrong of a forum seat is put right: withdrawn, with the reason, and said anew."""

from dataclasses import dataclass
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.members.refusals import NothingChanged, ReasonNeeded, may_take_effect
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.models import ForumSeat, SeatHolder
from coopcouncil.schools.reads import holders_of, members_places, sitting_of, sizes_on
from coopcouncil.schools.rules.seats import (
    EndsBeforeItBegins,
    NotOfThisConstituency,
    Sitting,
    may_sit,
    may_stand_down,
)


@dataclass(frozen=True)
class Days:
    """The days of somebody's time in a seat."""

    since: date
    until: date
    stood_down_on: date | None = None


async def correct_holder(
    trust: Organisation, holder: SeatHolder, right: Days | None, because: str, by: Person | None
) -> SeatHolder | None:
    """The days were others, or (None) they never had the seat.

    The wrong row is withdrawn and stays to be seen, as it was known; a right one takes its place.
    """
    if not because.strip():
        raise ReasonNeeded
    async with in_transaction():
        await lock("forum", trust.id)
        await holder.refresh_from_db()
        if holder.withdrawn_at is not None:
            raise NotHere
        seat = await ForumSeat.one(trust, id=holder.seat_id)
        if right is not None:
            await _may_be_said(trust, seat, holder, right)
        now = clock.now()
        holder.withdrawn_at, holder.withdrawn_because, holder.withdrawn_by = now, because, by
        await holder.save(update_fields=["withdrawn_at", "withdrawn_because", "withdrawn_by_id"])
        made = None
        if right is not None:
            made = await said_anew(trust, holder, right, holder.member_id, by)
        await audit.record(
            trust.id,
            by.id if by else None,
            "corrected somebody's forum seat",
            f"forum-seat:{seat.id}",
            holder=holder.id,
            became=made.id if made else None,
        )
    return made


async def said_anew(
    trust: Organisation, wrong: SeatHolder, right: Days, member_id: int, by: Person | None
) -> SeatHolder:
    """The row that takes the place of a withdrawn one."""
    is_ended = right.stood_down_on is not None
    return await SeatHolder.create(
        organisation=trust,
        seat_id=wrong.seat_id,
        member_id=member_id,
        since=right.since,
        until=right.until,
        stood_down_on=right.stood_down_on,
        stood_down_because=wrong.stood_down_because if is_ended else "",
        stood_down_noted_at=wrong.withdrawn_at if is_ended else None,
        ballot_id=wrong.ballot_id,
        noted_by=by,
        noted_at=wrong.withdrawn_at,
        corrects=wrong,
    )


async def _may_be_said(
    trust: Organisation, seat: ForumSeat, holder: SeatHolder, right: Days
) -> None:
    today = clock.today()
    may_take_effect(right.since, today)
    if right.until < right.since:
        raise EndsBeforeItBegins
    if right == Days(holder.since, holder.until, holder.stood_down_on):
        raise NothingChanged
    new = Sitting(holder.member_id, right.since, right.until, right.stood_down_on)
    if right.stood_down_on is not None:
        may_take_effect(right.stood_down_on, today)
        may_stand_down(Sitting(new.member, new.since, new.until), right.stood_down_on)
    if right.since != holder.since:
        places = await members_places(trust, [holder.member_id], right.since)
        part_id, constituency_id = places.get(holder.member_id, (None, None))
        if constituency_id != seat.constituency_id or seat.part_id not in (None, part_id):
            raise NotOfThisConstituency
    others = [h for h in await holders_of(trust, [seat]) if h.id != holder.id]
    size = (await sizes_on(trust, [seat], right.since)).get(seat.id, seat.seats)
    may_sit(size, map(sitting_of, others), new)
