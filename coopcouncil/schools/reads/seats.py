"""The forum's seats as at a day, as known now or at a moment: how many, and who sits in them."""

from datetime import date, datetime

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


async def sizes_on(
    trust: Organisation, seats: list[ForumSeat], on: date, known_at: datetime | None = None
) -> dict[int, int]:
    """How many seats each of these lines has on the day; a line that nobody knew of is left out.

    Of a line that was made before its sizes were noted, what it says now.
    """
    rows = await (
        ForumSeatSize.within(trust)
        .filter(seat_id__in=[seat.id for seat in seats])
        .order_by("noted_at", "id")
    )
    noted = {row.seat_id for row in rows}
    found = {seat.id: seat.seats for seat in seats if seat.id not in noted}
    for row in sorted(rows, key=lambda row: row.holds_from or date.min):
        is_known = known_at is None or row.noted_at <= known_at
        if is_known and (row.holds_from is None or row.holds_from <= on):
            found[row.seat_id] = row.seats
    return found


async def holders_of(
    trust: Organisation, seats: list[ForumSeat], known_at: datetime | None = None
) -> list[SeatHolder]:
    """Everybody who was known to sit in these seats at some time."""
    found = SeatHolder.within(trust).filter(seat_id__in=[seat.id for seat in seats])
    if known_at is not None:
        found = found.filter(noted_at__lte=known_at)
    return await found.order_by("since", "id")
