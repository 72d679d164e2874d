"""Turnout while voting goes on: looked at hourly, kept coarse."""

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.ballots.models import Ballot, TurnoutStep
from coopcouncil.ballots.reads import course_of
from coopcouncil.ballots.rules.state import State, state_of
from coopcouncil.ballots.rules.turnout import HOUR, next_step
from coopcouncil.kernel import clock


async def note_turnouts() -> int:
    """Add a step to each open ballot that has come far enough; how many were added."""
    now = clock.now()
    # Yesterday's close still gets its last step, if that is coarse enough.
    recent = (
        await Ballot.everywhere().filter(opens_at__lte=now, closes_at__gt=now - HOUR).order_by("id")
    )
    return sum([await _note(ballot) for ballot in recent])


async def _note(ballot: Ballot) -> int:
    async with in_transaction() as connection:
        # Two workers must not both see that a step is due.
        await connection.execute_query("SELECT FROM ballot WHERE id = $1 FOR UPDATE", [ballot.id])
        now = clock.now()
        if state_of(await course_of(ballot), now) not in (State.OPEN, State.ENDED):
            return 0
        last = await TurnoutStep.of(ballot).order_by("-at").first()
        rows = await connections.get("default").execute_query_dict(
            "SELECT count(*) AS total FROM envelope WHERE ballot_id = $1", [ballot.id]
        )
        total = int(rows[0]["total"])
        if not next_step((last.at, last.total) if last else None, now, total):
            return 0
        # The minute is enough: a second could be held against a log.
        await TurnoutStep.create(
            ballot=ballot, at=now.replace(second=0, microsecond=0), total=total
        )
        return 1
