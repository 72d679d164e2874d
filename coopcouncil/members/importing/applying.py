"""Writing a whole list into the register: one transaction, all of it or nothing."""

import asyncio
import gc
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field

from tortoise import connections

from coopcouncil.accounts.models import Person
from coopcouncil.members.importing.against import MembersList, as_if_new, held_against
from coopcouncil.members.importing.rows import Outcome, Reading
from coopcouncil.members.importing.words_in_order import words_in_order
from coopcouncil.members.kinds import Kind
from coopcouncil.members.models import ChangeSet
from coopcouncil.members.recording import Entry, Recording, recording
from coopcouncil.organisations.models import Organisation

Told = Callable[[int], Awaitable[None]]
MOST_FLAWS = 100_000
SELDOM = (200_000, 20, 100)


@dataclass
class Counted:
    """How many rows are what; the wrong ones in full, up to a limit."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    wrong: int = 0
    wrong_rows: list[Outcome] = field(default_factory=list)

    def add(self, outcomes: list[Outcome]) -> None:
        """Count these too."""
        for outcome in outcomes:
            setattr(self, outcome.kind, getattr(self, outcome.kind) + 1)
            if outcome.kind == "wrong" and len(self.wrong_rows) < MOST_FLAWS:
                self.wrong_rows.append(outcome)

    @property
    def rows(self) -> int:
        """All of them."""
        return self.new + self.changed + self.unchanged + self.wrong


class RowsWrong(Exception):
    """Some rows cannot be taken, so none is."""

    def __init__(self, counted: Counted) -> None:
        self.counted = counted


class NothingNew(Exception):
    """The register says all of it already."""

    def __init__(self, counted: Counted) -> None:
        self.counted = counted


async def previewed(org: Organisation, members: MembersList, told: Told | None = None) -> Counted:
    """What applying the list would do; nothing is written."""
    counted = Counted()
    async with aclosing(ahead(members.chunks())) as chunks:
        async for readings, if_new in chunks:
            async with connections.get("default").acquire_connection() as connection:
                counted.add(await held_against(connection, org, readings, if_new))
            if told is not None:
                await told(counted.rows)
    return counted


async def applied(
    org: Organisation,
    members: MembersList,
    *,
    by: Person | None,
    reason: str,
    told: Told | None = None,
) -> tuple[Counted, ChangeSet]:
    """Write the list as one change-set; `RowsWrong`, and nothing is written, if a row is wrong.

    `told` hears after each chunk how many rows are done: outside the transaction.
    """
    async with recording(org, Kind.IMPORT, reason, by) as book:
        counted = await write_list(book, members, told)
        return counted, book.change_set


async def write_list(book: Recording, members: MembersList, told: Told | None = None) -> Counted:
    """The list into a change-set that is under way."""
    counted = Counted()
    async with words_in_order(book) as words, aclosing(ahead(members.chunks())) as chunks:
        async for readings, if_new in chunks:
            outcomes = await held_against(book.connection, book.org, readings, if_new)
            counted.add(outcomes)
            if not counted.wrong:
                await _write(book, outcomes)
                await words.note(len(outcomes))
            if told is not None:
                await told(counted.rows)
        if counted.wrong:
            raise RowsWrong(counted)
        if not counted.new + counted.changed:
            raise NothingNew(counted)
    await book.told(new=counted.new, changed=counted.changed, unchanged=counted.unchanged)
    return counted


async def ahead(
    chunks: Iterator[list[Reading]],
) -> AsyncGenerator[tuple[list[Reading], list[Outcome]], None]:
    """The chunks, each read in a thread while the one before is being written."""

    def following() -> tuple[list[Reading], list[Outcome]] | None:
        readings = next(chunks, None)
        return None if readings is None else (readings, as_if_new(readings))

    before = gc.get_threshold()
    # The collector would look through the same rows again and again; none of them is a circle.
    gc.set_threshold(*SELDOM)
    coming = asyncio.create_task(asyncio.to_thread(following))
    try:
        while (found := await coming) is not None:
            coming = asyncio.create_task(asyncio.to_thread(following))
            yield found
    finally:
        # The thread reads the caller's file: it must have ended before that is closed.
        await asyncio.wait({coming})
        gc.set_threshold(*before)


async def _write(book: Recording, outcomes: list[Outcome]) -> None:
    new = [outcome for outcome in outcomes if outcome.kind == "new" and not outcome.member_id]
    ids = await book.new_members([outcome.reading.number for outcome in new])
    fresh = {i: outcome.reading.number for i, outcome in zip(ids, new, strict=True)}
    written = [*zip(ids, new, strict=True)]
    written += [(o.member_id, o) for o in outcomes if o.lines and o.member_id]
    entries = [
        Entry(member_id, line.effective_on, line.facts, outcome.reading.reason)
        for member_id, outcome in written
        for line in outcome.lines
    ]
    if entries:
        await book.write(entries, fresh)
