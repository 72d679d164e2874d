"""The forum's seats as at a day, as known now or at a moment: how many, and who sits in them."""

from datetime import date, datetime

from tortoise.expressions import Q

from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.models import ForumSeat, ForumSeatSize, SeatHolder
from coopcouncil.schools.rules.seats import Sitting


def sitting_of(holder: SeatHolder, known_at: datetime | None = None) -> Sitting:
    """A row as the rules know it; a standing down that was noted later was not known yet."""
    noted = holder.stood_down_noted_at
    knew = known_at is None or noted is None or noted <= known_at
    return Sitting(
        holder.member_id, holder.since, holder.until, holder.stood_down_on if knew else None
    )


async def size_lines(
    trust: Organisation, seats: list[ForumSeat], known_at: datetime | None = None
) -> list[ForumSeatSize]:
    """What was said of how many seats there are, by the day from which it holds; of one day, the
    last recorded comes last and decides."""
    found = ForumSeatSize.within(trust).filter(seat_id__in=[seat.id for seat in seats])
    if known_at is not None:
        found = found.filter(noted_at__lte=known_at)
    rows = await found.select_related("noted_by").order_by("noted_at", "id")
    return sorted(rows, key=lambda row: row.holds_from or date.min)


async def sizes_on(
    trust: Organisation, seats: list[ForumSeat], on: date, known_at: datetime | None = None
) -> dict[int, int]:
    """How many seats each of these lines has on the day; a line that nobody knew of is left out.

    Of a line that was made before its sizes were noted, what it says now.
    """
    rows = await size_lines(trust, seats)
    noted = {row.seat_id for row in rows}
    found = {seat.id: seat.seats for seat in seats if seat.id not in noted}
    for row in rows:
        is_known = known_at is None or row.noted_at <= known_at
        if is_known and (row.holds_from is None or row.holds_from <= on):
            found[row.seat_id] = row.seats
    return found


async def holders_of(
    trust: Organisation, seats: list[ForumSeat], known_at: datetime | None = None
) -> list[SeatHolder]:
    """Everybody who was known to sit in these seats at some time, but for what was withdrawn."""
    found = SeatHolder.within(trust).filter(seat_id__in=[seat.id for seat in seats])
    if known_at is None:
        found = found.filter(withdrawn_at=None)
    else:
        still = Q(withdrawn_at=None) | Q(withdrawn_at__gt=known_at)
        found = found.filter(still, noted_at__lte=known_at)
    return await found.order_by("since", "id")


async def withdrawn_of(
    trust: Organisation, seat: ForumSeat, known_at: datetime | None = None
) -> list[SeatHolder]:
    """What was said of these seats and taken back, the latest first."""
    found = SeatHolder.within(trust).filter(seat_id=seat.id, withdrawn_at__isnull=False)
    if known_at is not None:
        found = found.filter(withdrawn_at__lte=known_at)
    return await found.order_by("-withdrawn_at", "-id")
