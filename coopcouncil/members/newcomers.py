"""New members by the thousand, made ready beside the writing: nothing waits but the server.

What is written of a member whom nobody knew follows from their lines alone; only the numbers of
the rows are still missing. So it is made in a thread, while the server takes those before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coopcouncil.members.recording import (
    ENTRY_COLUMNS,
    LINE_COLUMNS,
    Recording,
    as_json,
    entry_row,
)
from coopcouncil.members.rules import Change, Line, timeline


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody new: the lines of the journal and the entries, but for the numbers of the rows."""

    number: str
    lines: tuple[tuple[date, str, None, str], ...]
    entries: tuple[tuple[Any, ...], ...]


def newcomer(number: str, lines: Sequence[Line], reason: str) -> Newcomer:
    """All that is written of a new member with these lines."""
    changes = [
        Change(place, line.effective_on, line.facts, None, reason)
        for place, line in enumerate(lines)
    ]
    return Newcomer(
        number,
        tuple((line.effective_on, as_json(dict(line.facts)), None, reason) for line in lines),
        tuple(entry_row(number, period) for period in timeline(changes)),
    )


async def write_newcomers(book: Recording, newcomers: Sequence[Newcomer]) -> None:
    """Their numbers, their lines and their entries: nothing is read back, nothing superseded."""
    members = await book.new_members([one.number for one in newcomers])
    both = list(zip(members, newcomers, strict=True))
    org, change_set = book.org.id, book.change_set
    ids = iter(await book.ids("register_change", sum(len(one.lines) for one in newcomers)))
    await book.connection.copy_records_to_table(
        "register_change",
        records=(
            (next(ids), org, change_set.id, member, *line)
            for member, one in both
            for line in one.lines
        ),
        columns=LINE_COLUMNS,
    )
    keys = iter(await book.ids("register_entry", sum(len(one.entries) for one in newcomers)))
    await book.connection.copy_records_to_table(
        "register_entry",
        records=(
            (next(keys), org, member, change_set.recorded_at, *entry)
            for member, one in both
            for entry in one.entries
        ),
        columns=ENTRY_COLUMNS,
    )
