"""Writing a whole list into the register: one transaction, all of it or nothing."""

import asyncio
import gc
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from tortoise import connections

from coopcouncil.accounts.models import Person
from coopcouncil.members.importing.against import MembersList, as_if_new, held_against
from coopcouncil.members.importing.rows import Outcome, Reading
from coopcouncil.members.importing.words_in_order import words_in_order
from coopcouncil.members.kinds import Kind
from coopcouncil.members.models import ChangeSet
from coopcouncil.members.newcomers import Newcomer, newcomer, write_newcomers
from coopcouncil.members.recording import Entry, Recording, recording
from coopcouncil.organisations.models import Organisation

Told = Callable[[int], Awaitable[None]]
MOST_FLAWS = 100_000
SELDOM = (200_000, 20, 100)
SWITCHED = 0.000_5


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
    async with aclosing(Ahead(members.chunks(), makes_ready=False).chunks()) as chunks:
        async for chunk in chunks:
            async with connections.get("default").acquire_connection() as connection:
                counted.add(await held_against(connection, org, chunk.readings, chunk.if_new))
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


async def write_list(
    book: Recording, members: MembersList, told: Told | None = None, words: Told | None = None
) -> Counted:
    """The list into a change-set that is under way.

    `told` hears after each chunk how many rows are done; `words`, before the words of rows are
    written, of how many: that takes long, and the last of them follow after the last row.
    """
    counted = Counted()
    reader = Ahead(members.chunks(), makes_ready=True)
    async with words_in_order(book, words) as following, aclosing(reader.chunks()) as chunks:
        async for chunk in chunks:
            outcomes = await held_against(book.connection, book.org, chunk.readings, chunk.if_new)
            counted.add(outcomes)
            if not counted.wrong:
                new = await _write(book, outcomes, chunk.ready)
                # Most of one piece are known, so most of the next: it is not made ready for
                # nothing.
                reader.makes_ready = 2 * new >= len(outcomes)
                await following.note(len(outcomes))
            if told is not None:
                await told(counted.rows)
        if counted.wrong:
            raise RowsWrong(counted)
        if not counted.new + counted.changed:
            raise NothingNew(counted)
    await book.told(new=counted.new, changed=counted.changed, unchanged=counted.unchanged)
    return counted


@dataclass(frozen=True)
class Chunk:
    """Some thousands of rows: what each would be if the register knew nobody, and perhaps all
    that would be written of it then."""

    readings: list[Reading]
    if_new: list[Outcome]
    ready: list[Newcomer | None]


class Ahead:
    """The chunks of a list, each read in a thread while the one before is being written."""

    def __init__(self, readings: Iterator[list[Reading]], makes_ready: bool) -> None:
        self._readings = readings
        self.makes_ready = makes_ready

    async def chunks(self) -> AsyncGenerator[Chunk, None]:
        """One after another."""
        collected, switched = gc.get_threshold(), sys.getswitchinterval()
        # The collector would look through the same rows again and again; none of them is a circle.
        gc.set_threshold(*SELDOM)
        # The server waits for us whenever we wait for that thread.
        sys.setswitchinterval(SWITCHED)
        coming = asyncio.create_task(asyncio.to_thread(self._following))
        try:
            while (found := await coming) is not None:
                coming = asyncio.create_task(asyncio.to_thread(self._following))
                yield found
        finally:
            # The thread reads the caller's file: it must have ended before that is closed.
            await asyncio.wait({coming})
            gc.set_threshold(*collected)
            sys.setswitchinterval(switched)

    def _following(self) -> Chunk | None:
        readings = next(self._readings, None)
        if readings is None:
            return None
        if_new = as_if_new(readings)
        return Chunk(readings, if_new, _made_ready(if_new) if self.makes_ready else [])


def _made_ready(outcomes: Sequence[Outcome]) -> list[Newcomer | None]:
    return [
        newcomer(outcome.reading.number, outcome.lines, outcome.reading.reason)
        if outcome.kind == "new"
        else None
        for outcome in outcomes
    ]


async def _write(
    book: Recording, outcomes: Sequence[Outcome], ready: Sequence[Newcomer | None]
) -> int:
    """Write what is new or changed; how many are new to the register."""
    is_new = [outcome.kind == "new" and not outcome.member_id for outcome in outcomes]
    if not ready:
        of_new = [outcome for outcome, its in zip(outcomes, is_new, strict=True) if its]
        newcomers = await asyncio.to_thread(_made_ready, of_new)
    else:
        newcomers = [one for one, its in zip(ready, is_new, strict=True) if its]
    if newcomers:
        await write_newcomers(book, [one for one in newcomers if one is not None])
    entries = [
        Entry(outcome.member_id, line.effective_on, line.facts, outcome.reading.reason)
        for outcome in outcomes
        if outcome.member_id
        for line in outcome.lines
    ]
    if entries:
        await book.write(entries)
    return len(newcomers)
