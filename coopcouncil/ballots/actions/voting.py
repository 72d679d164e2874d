"""Casting a vote: the one path that must be quick, and that writes nothing but the envelope."""

from dataclasses import dataclass

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.ballots import keys, locks
from coopcouncil.ballots.models import Ballot, Way
from coopcouncil.ballots.rules.papers import padded
from coopcouncil.ballots.rules.state import Course
from coopcouncil.ballots.rules.voting import Voter, may_cast
from coopcouncil.kernel import clock

_FIRST = """
INSERT INTO envelope (roll_entry_id, ballot_id, way, sealed) VALUES ($1, $2, $3, $4)
ON CONFLICT (roll_entry_id) DO NOTHING RETURNING 1
"""
_LATEST = """
INSERT INTO envelope (roll_entry_id, ballot_id, way, sealed) VALUES ($1, $2, $3, $4)
ON CONFLICT (roll_entry_id) DO UPDATE SET way = EXCLUDED.way, sealed = EXCLUDED.sealed RETURNING 1
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What casting must know, read in one statement."""

    course: Course
    voter: Voter


async def cast_vote(ballot: Ballot, roll_entry: int, ranking: str, way: Way) -> None:
    """Put the voter's paper in the box, in place of an earlier one where rules let.

    No audit row, no time, no number: what is written here says who took part, not when, and
    nobody without the key can say how.
    """
    sealed = keys.seal(
        bytes(ballot.public_key or b""),
        ballot.id,
        keys.entry(roll_entry),
        padded(ranking, ballot.paper_length or 0),
    )
    async with in_transaction():
        await locks.beside_others(ballot.id)
        # The lock first, then the clock: whoever opens the box waits for us or we for them.
        facts = await _facts(ballot.id, roll_entry)
        may_cast(facts.course, facts.voter, clock.now())
        if not await _put_in(ballot.id, roll_entry, way, sealed, facts.voter.may_change):
            # Somebody with the same entry was quicker, and the rules let nobody change.
            may_cast(facts.course, Voter(True, has_voted=True, may_change=False), clock.now())


async def facts_for(ballot: Ballot, roll_entry: int) -> Facts:
    """The same facts outside the lock, to show a page: casting asks again."""
    return await _facts(ballot.id, roll_entry)


async def _facts(ballot_id: int, roll_entry: int) -> Facts:
    rows = await connections.get("default").execute_query_dict(
        """
        SELECT b.opens_at, b.closes_at, b.vote_changeable,
            EXISTS (SELECT FROM roll r
                    WHERE r.ballot_id = b.id AND r.sealed_at IS NOT NULL) AS is_sealed,
            EXISTS (SELECT FROM ballot_suspension s
                    WHERE s.ballot_id = b.id AND s.resumed_at IS NULL) AS is_suspended,
            EXISTS (SELECT FROM ballot_voiding v WHERE v.ballot_id = b.id) AS is_voided,
            EXISTS (SELECT FROM ballot_closing c WHERE c.ballot_id = b.id) AS is_closed,
            EXISTS (SELECT FROM opened_box o WHERE o.ballot_id = b.id) AS is_opened,
            -- By its number alone: never through all that are on the roll.
            coalesce((SELECT e.ballot_id FROM roll_entry e WHERE e.id = $2) = b.id, false)
                AS is_on_roll,
            EXISTS (SELECT FROM paper_mark m WHERE m.entry_id = $2) AS has_paper,
            EXISTS (SELECT FROM envelope e WHERE e.roll_entry_id = $2) AS has_voted
        FROM ballot b WHERE b.id = $1
        """,
        [ballot_id, roll_entry],
    )
    row = rows[0]
    return Facts(
        Course(
            opens_at=row["opens_at"],
            closes_at=row["closes_at"],
            is_sealed=row["is_sealed"],
            is_suspended=row["is_suspended"],
            is_voided=row["is_voided"],
            is_closed=row["is_closed"],
            is_opened=row["is_opened"],
        ),
        Voter(
            is_on_roll=row["is_on_roll"],
            has_paper=row["has_paper"],
            has_voted=row["has_voted"],
            may_change=row["vote_changeable"],
        ),
    )


async def _put_in(
    ballot_id: int, roll_entry: int, way: Way, sealed: bytes, may_change: bool
) -> bool:
    """One envelope per roll entry, however many votes come at once."""
    rows = await connections.get("default").execute_query_dict(
        _LATEST if may_change else _FIRST, [roll_entry, ballot_id, way.value, sealed]
    )
    return bool(rows)
