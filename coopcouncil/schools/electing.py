"""Elections to the forum: what its seats ask of a candidate, and who takes one."""

from collections.abc import Collection, Sequence
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.ballots.actions.seating import Seats
from coopcouncil.ballots.models import Ballot
from coopcouncil.kernel.errors import Refused
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.actions.seats import take_seat
from coopcouncil.schools.models import ForumSeat, RaisedElection, SeatHolder
from coopcouncil.schools.reads import members_places
from coopcouncil.schools.rules.seats import NotOfThisConstituency


async def seat_for(ballot: Ballot) -> ForumSeat | None:
    """The line of seats that a ballot was raised to fill, if it was."""
    trust = await Organisation.get(id=ballot.organisation_id)
    raised = RaisedElection.within(trust).filter(ballot_id=ballot.id).select_related("seat")
    row = await raised.first()
    return row.seat if row else None


async def asked_for_the_forum(ballot: Ballot, member_id: int, on: date) -> Sequence[Refused]:
    """A seat belongs to the members of its constituency and school: so do its candidates."""
    seat = await seat_for(ballot)
    if seat is None:
        return ()
    trust = await Organisation.get(id=ballot.organisation_id)
    places = await members_places(trust, [member_id], on)
    part_id, constituency_id = places.get(member_id, (None, None))
    if constituency_id == seat.constituency_id and seat.part_id in (None, part_id):
        return ()
    return (NotOfThisConstituency(),)


async def forum_seats(ballot: Ballot) -> Seats | None:
    """What `ballots.actions.seating.FILLING` asks: the line of seats that a ballot fills."""
    seat = await seat_for(ballot)
    if seat is None:
        return None
    trust = await Organisation.get(id=ballot.organisation_id)

    async def taken(members: Collection[int]) -> frozenset[int]:
        rows = SeatHolder.within(trust).filter(
            seat_id=seat.id, ballot_id=ballot.id, withdrawn_at=None
        )
        return frozenset(row.member_id for row in await rows if row.member_id in set(members))

    async def take(member: Member, since: date, by: Person | None) -> None:
        await take_seat(trust, seat, member, since, by, ballot)

    return Seats(taken, take)
