"""Elections to the forum: what its seats ask of a candidate."""

from collections.abc import Sequence
from datetime import date

from coopcouncil.ballots.models import Ballot
from coopcouncil.kernel.errors import Refused
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.models import ForumSeat, RaisedElection
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
