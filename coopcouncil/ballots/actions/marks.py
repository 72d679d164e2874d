"""Marking on the roll that a voter's paper has come, and taking a mark back."""

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.ballots import locks
from coopcouncil.ballots.actions.codes import restore_after_paper, strike_for_paper
from coopcouncil.ballots.models import Ballot, Envelope, PaperMark, RollEntry
from coopcouncil.ballots.reads import course_of
from coopcouncil.ballots.rules.marks import (
    MarkedAlready,
    NotMarked,
    may_mark,
    may_take_paper,
)
from coopcouncil.ballots.rules.state import state_of
from coopcouncil.kernel import audit, clock
from coopcouncil.organisations.rulebook import PaperVote


async def mark_paper(ballot: Ballot, entry: RollEntry, by: Person | None) -> None:
    """This voter's paper has arrived: the code is struck, and the paper stands as rules say."""
    async with in_transaction():
        await _begin(ballot)
        earlier = await PaperMark.of(ballot).get_or_none(entry_id=entry.id)
        if earlier is not None:
            raise MarkedAlready(entry.name, earlier.marked_at)
        has_voted = await Envelope.filter(ballot_id=ballot.id, roll_entry_id=entry.id).exists()
        may_take_paper(entry.name, has_voted, ballot.paper_vote)
        await _mark(ballot, [entry.id], by)
        await _record(ballot, by, "marked a paper vote", roll_number=entry.number)


async def mark_papers(ballot: Ballot, entries: list[int], by: Person | None) -> int:
    """Mark many at once, as a file that was looked at names them; how many were marked.

    Whoever was marked since is passed over; so is whoever voted since another way, where the
    rules let that vote stand.
    """
    async with in_transaction() as connection:
        await _begin(ballot)
        rows = await connection.execute_query_dict(
            "SELECT e.id FROM roll_entry e WHERE e.ballot_id = $1 AND e.id = ANY ($2::bigint[])"
            " AND NOT EXISTS (SELECT FROM paper_mark m WHERE m.entry_id = e.id)"
            " AND NOT ($3 AND EXISTS (SELECT FROM envelope v WHERE v.roll_entry_id = e.id))"
            " ORDER BY e.id",
            [ballot.id, entries, ballot.paper_vote is PaperVote.REFUSED],
        )
        marked = [row["id"] for row in rows]
        await _mark(ballot, marked, by)
        await _record(ballot, by, "marked paper votes from a list", papers=len(marked))
    return len(marked)


async def unmark_paper(ballot: Ballot, entry: RollEntry, by: Person | None) -> None:
    """The mark was a slip. The code that it struck works again; a vote it replaced is gone."""
    async with in_transaction():
        await _begin(ballot)
        if not await PaperMark.of(ballot).filter(entry_id=entry.id).delete():
            raise NotMarked
        await restore_after_paper(ballot, entry.id)
        await _record(ballot, by, "took back a paper mark", roll_number=entry.number)


async def _begin(ballot: Ballot) -> None:
    # Alone: a vote that is being cast now is waited for, and the next one sees the mark.
    await locks.alone(ballot)
    may_mark(state_of(await course_of(ballot), clock.now()), ballot.closes_at)


async def _mark(ballot: Ballot, entries: list[int], by: Person | None) -> None:
    connection = connections.get("default")
    await connection.execute_query(
        "INSERT INTO paper_mark (ballot_id, entry_id, marked_at, marked_by_id)"
        " SELECT $1, entry, $3, $4 FROM unnest($2::bigint[]) AS entry",
        [ballot.id, entries, clock.now(), by.id if by else None],
    )
    await connection.execute_query(
        "DELETE FROM envelope WHERE ballot_id = $1 AND roll_entry_id = ANY ($2::bigint[])",
        [ballot.id, entries],
    )
    await strike_for_paper(ballot, entries)


async def _record(ballot: Ballot, by: Person | None, verb: str, **facts: object) -> None:
    await audit.record(
        ballot.organisation_id, by.id if by else None, verb, f"ballot:{ballot.id}", **facts
    )
