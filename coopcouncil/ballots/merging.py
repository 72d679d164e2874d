"""What a merge of two members means for ballots: nobody may come to two votes by it."""

from collections.abc import Sequence

from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.members.duplicates.refusals import OnOneOpenRoll
from coopcouncil.organisations.models import Organisation


async def on_one_open_roll(org: Organisation, kept: int, gone: int) -> Sequence[Refused]:
    """Both numbers on the roll of a ballot that is not over would be one person's two votes.

    A roll that is done with keeps the number that it had, and that number points on.
    """
    rows = await connections.get("default").execute_query_dict(
        "SELECT 1 AS one FROM roll_entry AS a JOIN roll_entry AS b ON b.ballot_id = a.ballot_id "
        "JOIN ballot ON ballot.id = a.ballot_id WHERE a.member_id = $1 AND b.member_id = $2 "
        "AND ballot.organisation_id = $3 AND ballot.closes_at > $4 AND NOT EXISTS "
        "(SELECT FROM ballot_voiding AS v WHERE v.ballot_id = ballot.id) LIMIT 1",
        [kept, gone, org.id, clock.now()],
    )
    return [OnOneOpenRoll()] if rows else []
