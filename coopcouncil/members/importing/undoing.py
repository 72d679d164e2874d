"""Taking a whole list out of what is known: all of it, or nothing where somebody built on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg
from tortoise import connections

from coopcouncil.accounts.models import Person
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.members.duplicates.rounds import ask_to_look
from coopcouncil.members.kinds import Kind
from coopcouncil.members.models import BatchState, ImportBatch
from coopcouncil.members.recording import Entry, Recording, journals_of, recording
from coopcouncil.members.rules import standing
from coopcouncil.organisations.models import Organisation

CHUNK = 2_000
TOLD = 20


class NotApplied(Refused):
    """Only what is in the register can be taken out of it."""

    def sentence(self, _: Gettext) -> str:
        return _("This list is not in the register, so there is nothing to undo.")


class ChangedSince(Refused):
    """Members of the list have been changed after it."""

    def __init__(self, numbers: Sequence[str], more: int) -> None:
        self.numbers, self.more = numbers, more

    def sentence(self, _: Gettext) -> str:
        numbers = ", ".join(self.numbers)
        if not self.more:
            text = _("Nothing is undone: more has been recorded since about the members {numbers}.")
            return text.format(numbers=numbers)
        text = _(
            "Nothing is undone: more has been recorded since about {count} members, "
            "among them {numbers}."
        )
        return text.format(count=len(self.numbers) + self.more, numbers=numbers)


@dataclass(frozen=True)
class Since:
    """What was recorded of a member of the list after it, and stands."""

    member_id: int
    number: str
    kind: Kind
    recorded_at: datetime
    reason: str


async def undo(org: Organisation, batch: ImportBatch, *, reason: str, by: Person | None) -> int:
    """Withdraw every line that the list wrote; how many. What was known then stays to be seen."""
    async with recording(org, Kind.UNDO, reason or batch.file_name, by) as book:
        batch = await ImportBatch.one(org, id=batch.id)
        if batch.state != BatchState.APPLIED or batch.change_set_id is None:
            raise NotApplied
        lines = await withdraw_all(book, batch.change_set_id, reason)
        batch.state, batch.undone_at = BatchState.UNDONE, book.change_set.recorded_at
        await batch.save(update_fields=["state", "undone_at"])
        await ask_to_look(org)
        await book.told(batch=batch.id, lines=lines)
        return lines


async def withdraw_all(book: Recording, change_set_id: int, reason: str) -> int:
    """Withdraw every line of a change-set; how many. Refuses where somebody built on it."""
    if found := await _since(book.connection, book.org, change_set_id):
        numbers = sorted({since.number for since in found})
        raise ChangedSince(numbers[:TOLD], max(0, len(numbers) - TOLD))
    lines = 0
    after = 0
    while chunk := await book.connection.fetch(_LINES, change_set_id, after, CHUNK):
        # Whole members, or the rest of one's lines would supersede what was just written.
        after = chunk[-1]["member_id"]
        lines += len(chunk)
        await book.write(
            [
                Entry(line["member_id"], line["effective_on"], {}, reason, line["id"])
                for line in chunk
            ]
        )
    return lines


async def changed_since(org: Organisation, batch: ImportBatch) -> list[Since]:
    """What keeps a list from being undone, as far as a page can show it."""
    if batch.change_set_id is None or batch.state != BatchState.APPLIED:
        return []
    async with connections.get("default").acquire_connection() as connection:
        return await _since(connection, org, batch.change_set_id)


_LINES = """
    SELECT id, member_id, effective_on FROM register_change
    WHERE change_set_id = $1 AND member_id IN (
        SELECT DISTINCT member_id FROM register_change
        WHERE change_set_id = $1 AND member_id > $2 ORDER BY member_id LIMIT $3
    )
    ORDER BY member_id, id
"""
_TOUCHED = """
    SELECT DISTINCT later.member_id FROM register_change AS later
    WHERE later.organisation_id = $1 AND later.change_set_id > $2 AND EXISTS (
        SELECT FROM register_change AS its
        WHERE its.member_id = later.member_id AND its.change_set_id = $2
    )
    ORDER BY later.member_id
"""
_TELLING = """
    SELECT r.id, r.member_id, m.number, c.kind, c.recorded_at,
        coalesce(nullif(r.reason, ''), c.reason) AS reason
    FROM register_change AS r JOIN change_set AS c ON c.id = r.change_set_id
    JOIN member AS m ON m.id = r.member_id WHERE r.id = ANY($1::bigint[]) ORDER BY r.id
"""


async def _since(connection: asyncpg.Connection, org: Organisation, its: int) -> list[Since]:
    """The lines that build on the list's: recorded after it, standing, and saying something.

    A change that was itself undone, or a merge of which nothing is left, keeps nobody back.
    """
    touched = [row["member_id"] for row in await connection.fetch(_TOUCHED, org.id, its)]
    found: list[Since] = []
    for start in range(0, len(touched), CHUNK):
        members = touched[start : start + CHUNK]
        rows = await connection.fetch(
            "SELECT id, change_set_id FROM register_change WHERE member_id = ANY($1::bigint[])",
            members,
        )
        set_of = {row["id"]: row["change_set_id"] for row in rows}
        journals = await journals_of(connection, members)
        building = [
            line.place
            for journal in journals.values()
            for line in standing(journal)
            if set_of[line.place] > its
            and (line.facts or (line.withdraws is not None and set_of[line.withdraws] <= its))
        ]
        if building:
            found += [
                Since(
                    row["member_id"],
                    row["number"],
                    Kind(row["kind"]),
                    row["recorded_at"],
                    row["reason"],
                )
                for row in await connection.fetch(_TELLING, building)
            ]
    return found
