"""Closing the ballot, then opening its box: once, all at once, and nothing of it before."""

import asyncio
import secrets
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.ballots import keys, locks
from coopcouncil.ballots.actions.chain import add_event
from coopcouncil.ballots.actions.telling import tell_roll
from coopcouncil.ballots.models import (
    Ballot,
    BallotEvent,
    Closing,
    EventKind,
    KeyedPaper,
    OpenedBox,
    PaperBatch,
    PaperMark,
)
from coopcouncil.ballots.models.paper import BatchSource
from coopcouncil.ballots.reads import course_of
from coopcouncil.ballots.rules.batches import papers_obstacles
from coopcouncil.ballots.rules.course import KeyNotHere, WrongKey, may_close, may_open_box
from coopcouncil.ballots.rules.papers import commitment, lines, merged, read_lines, unpadded
from coopcouncil.kernel import audit, clock
from coopcouncil.organisations.rulebook import KeyKeeper

PIECE = 5_000


async def close_ballot(ballot: Ballot, by: Person | None) -> None:
    """Record that voting is over, and send the chain's head to every voter and scrutineer.

    Voting ended by itself at the closing time; this fixes the record before anyone counts.
    """
    async with in_transaction():
        await locks.alone(ballot)
        may_close(await course_of(ballot), clock.now())
        voted = await connections.get("default").execute_query_dict(
            "SELECT (SELECT count(*) FROM envelope WHERE ballot_id = $1)"
            " + (SELECT count(*) FROM paper_mark WHERE ballot_id = $1) AS voted",
            [ballot.id],
        )
        event = await add_event(ballot, EventKind.CLOSED, took_part=int(voted[0]["voted"]))
        await Closing.create(ballot=ballot, at=clock.now(), head=event.hash)
        await _record(ballot, by, "closed a ballot", head=event.hash)
        await tell_roll(ballot, event)


async def open_box(
    ballot: Ballot, folder: Path, by: Person | None, held: bytes | None = None
) -> None:
    """Open every envelope, keep the papers sorted and without a name, and let the envelopes go.

    `held` is the officer's private half, used here and kept nowhere. The platform's own is
    destroyed after the commit; `finish_interrupted` does that if we are killed in between.
    """
    private = _private(ballot, folder, held)
    async with in_transaction():
        await locks.alone(ballot)
        may_open_box(await course_of(ballot), clock.now())
        await _papers_agree(ballot)
        opener = keys.Opener(private)
        found, marks, unreadable = await _envelopes(ballot, opener)
        papers = merged([found, await _batches(ballot, opener)])
        marks += await _paper_marks(ballot)
        await _write_down(ballot, papers, sorted(set(marks)), unreadable, by)
        await connections.get("default").execute_query(
            "DELETE FROM envelope WHERE ballot_id = $1", [ballot.id]
        )
    keys.destroy_comparing(folder, bytes(ballot.public_key or b""))
    if ballot.key_keeper is KeyKeeper.PLATFORM:
        await _destroy(ballot, folder)


async def finish_interrupted(folder: Path) -> int:
    """At start-up: destroy the keys of boxes that were opened before a kill; how many."""
    finished = 0
    opened = await OpenedBox.filter().prefetch_related("ballot")
    for box in opened:
        ballot = box.ballot
        keys.destroy_comparing(folder, bytes(ballot.public_key or b""))
        if ballot.key_keeper is KeyKeeper.PLATFORM and not await _is_destroyed(ballot):
            await _destroy(ballot, folder)
            finished += 1
    return finished


async def record_destroyed_copies(ballot: Ballot, by: Person | None) -> None:
    """The officers say that their copies of the private half are destroyed."""
    async with in_transaction():
        await locks.alone(ballot)
        if not await _is_destroyed(ballot):
            await add_event(ballot, EventKind.KEY_DESTROYED, keeper=ballot.key_keeper.value)
            await _record(ballot, by, "destroyed a ballot's key")


def _private(ballot: Ballot, folder: Path, held: bytes | None) -> bytes:
    public = bytes(ballot.public_key or b"")
    if ballot.key_keeper is KeyKeeper.PLATFORM:
        private = keys.kept(folder, public)
        if private is None:
            raise KeyNotHere
        return private
    if held is None or keys.public_half(held) != public:
        raise WrongKey
    return held


async def _papers_agree(ballot: Ballot) -> None:
    batches = await PaperBatch.of(ballot).order_by("n")
    agreed = sum(batch.papers for batch in batches if batch.agreed_at)
    unfinished = [batch.n for batch in batches if not batch.agreed_at]
    marks = await PaperMark.of(ballot).count()
    for obstacle in papers_obstacles(marks, agreed, unfinished):
        raise obstacle


async def _envelopes(ballot: Ballot, opener: keys.Opener) -> tuple[Counter[str], list[int], int]:
    """The papers, the roll numbers of those who voted, and how many could not be read."""
    found: Counter[str] = Counter()
    marks: list[int] = []
    unreadable = 0
    async for piece in _pieces(ballot):
        envelopes = [(row["roll_entry_id"], bytes(row["sealed"])) for row in piece]
        # In a thread: the site answers others while a hundred thousand are opened.
        opened = await asyncio.to_thread(opener.open_all, ballot.id, envelopes)
        for _entry, paper in opened:
            ranking = unpadded(paper) if paper is not None else None
            if ranking is None:
                unreadable += 1
            else:
                found[ranking] += 1
        marks += [row["number"] for row in piece]
    return found, marks, unreadable


async def _pieces(ballot: Ballot) -> AsyncIterator[list[dict[str, Any]]]:
    after = 0
    while True:
        rows = await connections.get("default").execute_query_dict(
            "SELECT v.roll_entry_id, v.sealed, e.number FROM envelope v"
            " JOIN roll_entry e ON e.id = v.roll_entry_id AND e.ballot_id = v.ballot_id"
            " WHERE v.ballot_id = $1 AND v.roll_entry_id > $2"
            " ORDER BY v.roll_entry_id LIMIT $3",
            [ballot.id, after, PIECE],
        )
        if not rows:
            return
        yield rows
        after = rows[-1]["roll_entry_id"]


async def _batches(ballot: Ballot, opener: keys.Opener) -> Counter[str]:
    found: Counter[str] = Counter()
    for batch in await PaperBatch.of(ballot).order_by("n"):
        if batch.source is BatchSource.KEYED:
            found.update(await _keyed(ballot, batch, opener))
            continue
        sealed = opener.open(ballot.id, keys.batch(batch.id), bytes(batch.sealed or b""))
        if sealed is None:
            raise WrongKey
        for ranking, weight in read_lines(sealed.decode()):
            found[ranking] += weight
    return found


async def _keyed(ballot: Ballot, batch: PaperBatch, opener: keys.Opener) -> Counter[str]:
    """Papers that two officers keyed alike: the first one's reading, and then neither is kept."""
    found: Counter[str] = Counter()
    both = KeyedPaper.of(ballot).filter(batch_id=batch.id)
    for paper in await both.filter(keyed_by_id=batch.begun_by_id):
        about = keys.keyed(batch.id, paper.place, paper.keyed_by_id)
        sealed = opener.open(ballot.id, about, bytes(paper.sealed))
        ranking = unpadded(sealed) if sealed is not None else None
        if ranking is None:
            raise WrongKey
        found[ranking] += 1
    await both.delete()
    return found


async def _paper_marks(ballot: Ballot) -> list[int]:
    rows = await connections.get("default").execute_query_dict(
        "SELECT e.number FROM paper_mark m JOIN roll_entry e ON e.id = m.entry_id"
        " WHERE m.ballot_id = $1",
        [ballot.id],
    )
    return [row["number"] for row in rows]


async def _write_down(
    ballot: Ballot, papers: Counter[str], marks: list[int], unreadable: int, by: Person | None
) -> None:
    """The set of papers and the set of marks: each whole, sorted, and by itself."""
    text, marked = lines(papers), "".join(f"{number}\n" for number in marks)
    salt, marks_salt = secrets.token_hex(32), secrets.token_hex(32)
    box = await OpenedBox.create(
        ballot=ballot,
        opened_at=clock.now(),
        papers=text,
        papers_hash=commitment(text, salt),
        count=papers.total(),
        unreadable=unreadable,
        marks=marked,
        marks_hash=commitment(marked, marks_salt),
        salt=salt,
        marks_salt=marks_salt,
    )
    await add_event(
        ballot,
        EventKind.OPENED_BOX,
        papers=box.count,
        unreadable=unreadable,
        papers_hash=box.papers_hash,
        marks=len(marks),
        marks_hash=box.marks_hash,
    )
    await _record(ballot, by, "opened a ballot's box", papers=box.count, unreadable=unreadable)


async def _destroy(ballot: Ballot, folder: Path) -> None:
    keys.destroy(folder, bytes(ballot.public_key or b""))
    async with in_transaction():
        await locks.alone(ballot)
        if not await _is_destroyed(ballot):
            await add_event(ballot, EventKind.KEY_DESTROYED, keeper=ballot.key_keeper.value)
            await _record(ballot, None, "destroyed a ballot's key")


async def _is_destroyed(ballot: Ballot) -> bool:
    return await BallotEvent.of(ballot).filter(kind=EventKind.KEY_DESTROYED).exists()


async def _record(ballot: Ballot, by: Person | None, verb: str, **facts: object) -> None:
    await audit.record(
        ballot.organisation_id, by.id if by else None, verb, f"ballot:{ballot.id}", **facts
    )
