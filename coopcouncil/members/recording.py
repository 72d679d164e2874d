"""Writing into the journal, and bringing the entries into line with it.

Everything that is recorded goes through `recording(…)`: it holds the organisation's register
lock, gives the change-set its number and its strictly increasing time, and commits.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

import asyncpg
from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.i18n import welsh_key
from coopcouncil.members.kinds import UNKNOWN, Fact, Kind
from coopcouncil.members.models import ChangeSet, RegisterEntry
from coopcouncil.members.rules import Change, Line, Period, revise, timeline
from coopcouncil.members.words import search_text
from coopcouncil.organisations.models import Organisation

FACTS = tuple(UNKNOWN)
as_json = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, check_circular=False).encode
_IN_ORDER = itemgetter(*FACTS)
_DATES = tuple(FACTS.index(name) for name in ("date_of_birth", "joined_on", "left_on"))
LINE_COLUMNS = (
    "id",
    "organisation_id",
    "change_set_id",
    "member_id",
    "effective_on",
    "facts",
    "withdraws_id",
    "reason",
)
ENTRY_COLUMNS = (
    "id",
    "organisation_id",
    "member_id",
    "recorded_at",
    "member_number",
    "valid_from",
    "valid_to",
    "reason",
    "sort_key",
    "search_text",
    *FACTS,
)


@dataclass(frozen=True)
class Entry:
    """A line of the journal to be written."""

    member_id: int
    effective_on: date
    facts: Mapping[str, Fact]
    reason: str = ""
    withdraws: int | None = None


@dataclass
class Recording:
    """A change-set under way. Its lock is held; nothing is seen outside before it commits."""

    org: Organisation
    change_set: ChangeSet
    connection: asyncpg.Connection

    async def new_members(self, numbers: Sequence[str]) -> list[int]:
        """Numbers into the list of members, for ever; their ids in the same order."""
        ids = await self.ids("member", len(numbers))
        rows = [(i, self.org.id, n) for i, n in zip(ids, numbers, strict=True)]
        await self.connection.copy_records_to_table(
            "member", records=rows, columns=("id", "organisation_id", "number")
        )
        return ids

    async def write(self, entries: Sequence[Entry], fresh: Mapping[int, str] | None = None) -> None:
        """Add lines to the journal, then bring the entries of their members into line.

        `fresh`, by id and number, are new members all of whose lines are here: an import
        need not read back what it has just written.
        """
        ids = await self.ids("register_change", len(entries))
        fresh = fresh or {}
        mine: dict[int, list[Change]] = {member: [] for member in fresh}
        for place, entry in zip(ids, entries, strict=True):
            if entry.member_id in fresh:
                line = Change(place, entry.effective_on, entry.facts, None, entry.reason)
                mine[entry.member_id].append(line)
        others = sorted({entry.member_id for entry in entries} - fresh.keys())
        await self._copy_lines(ids, entries)
        rows = self._fresh_rows(mine, fresh)
        if others:
            rows += await self._changed_rows(others)
        if rows:
            ids = await self.ids("register_entry", len(rows))
            await self.connection.copy_records_to_table(
                "register_entry",
                records=((key, *row) for key, row in zip(ids, rows, strict=True)),
                columns=ENTRY_COLUMNS,
            )

    async def told(self, **facts: object) -> None:
        """The audit entry of this change-set: what was done, by whom, to whom; no details."""
        await audit.record(
            self.org.id,
            self.change_set.recorded_by_id,
            f"recorded {self.change_set.kind.value}",
            f"change-set:{self.change_set.number}",
            **facts,
        )

    async def _copy_lines(self, ids: Sequence[int], entries: Sequence[Entry]) -> None:
        await self.connection.copy_records_to_table(
            "register_change",
            # Made one by one, while the server takes those before.
            records=(
                (
                    place,
                    self.org.id,
                    self.change_set.id,
                    entry.member_id,
                    entry.effective_on,
                    as_json(dict(entry.facts)),
                    entry.withdraws,
                    entry.reason,
                )
                for place, entry in zip(ids, entries, strict=True)
            ),
            columns=LINE_COLUMNS,
        )

    def _fresh_rows(
        self, journals: Mapping[int, list[Change]], numbers: Mapping[int, str]
    ) -> list[tuple[Any, ...]]:
        """The entries of members who had none: nothing is read back, nothing superseded."""
        return [
            self._row(member, numbers[member], period)
            for member, journal in journals.items()
            for period in timeline(journal)
        ]

    async def _changed_rows(self, members: list[int]) -> list[tuple[Any, ...]]:
        """The new entries of these members; those that no longer hold are superseded."""
        found = await self.connection.fetch(
            "SELECT id, number FROM member WHERE id = ANY($1::bigint[])", members
        )
        numbers = {row["id"]: row["number"] for row in found}
        journals = await journals_of(self.connection, members)
        current = await current_periods(self.connection, members)
        superseded: list[int] = []
        rows: list[tuple[Any, ...]] = []
        for member, journal in journals.items():
            revision = revise(current.get(member, {}), timeline(journal))
            superseded += revision.superseded
            rows += [self._row(member, numbers[member], period) for period in revision.added]
        if superseded:
            await self.connection.execute(
                "UPDATE register_entry SET superseded_at = $1 WHERE id = ANY($2::bigint[])",
                self.change_set.recorded_at,
                superseded,
            )
        return rows

    def _row(self, member: int, number: str, period: Period) -> tuple[Any, ...]:
        return (self.org.id, member, self.change_set.recorded_at, *entry_row(number, period))

    async def ids(self, table: str, count: int) -> list[int]:
        """Numbers for so many new rows."""
        found: list[int] | None = await self.connection.fetchval(
            # OFFSET 0, or the sequence would be looked up again for each number.
            "SELECT array_agg(nextval(sequence.name)) FROM (SELECT "
            "pg_get_serial_sequence($1, 'id')::regclass AS name OFFSET 0) AS sequence, "
            "generate_series(1, $2)",
            table,
            count,
        )
        return found or []


BEFORE_COMMIT: list[Callable[[Recording], Awaitable[None]]] = []
"""Filled in `told.py`: what higher slices keep and the register must agree with; they refuse."""


@asynccontextmanager
async def recording(
    org: Organisation, kind: Kind, reason: str, by: Person | None
) -> AsyncIterator[Recording]:
    """One change-set, one transaction, under the organisation's register lock."""
    async with in_transaction() as client:
        await lock("register", org.id)
        last = await ChangeSet.within(org).order_by("-number").first()
        recorded_at = clock.now()
        if last is not None:
            recorded_at = max(recorded_at, last.recorded_at + timedelta(microseconds=1))
        change_set = await ChangeSet.create(
            organisation=org,
            number=last.number + 1 if last else 1,
            recorded_at=recorded_at,
            recorded_by=by,
            kind=kind,
            reason=reason,
        )
        async with client.acquire_connection() as connection:
            book = Recording(org, change_set, connection)
        yield book
        for agrees in BEFORE_COMMIT:
            await agrees(book)


async def record_changes(
    org: Organisation, changes: Sequence[Entry], kind: Kind, reason: str, by: Person | None
) -> ChangeSet:
    """Write these lines as one change-set, and their audit entry with them."""
    async with recording(org, kind, reason, by) as book:
        await book.write(changes)
        await book.told(members=sorted({change.member_id for change in changes})[:100])
        return book.change_set


def entry_row(number: str, period: Period) -> tuple[Any, ...]:
    """A period as an entry's columns, from the member's number on."""
    facts = period.facts
    given, family = str(facts["given_name"]), str(facts["family_name"])
    values: list[Fact | date] = list(_IN_ORDER(facts))
    for place in _DATES:
        if isinstance(day := values[place], str):
            values[place] = date.fromisoformat(day)
    return (
        number,
        period.valid_from,
        period.valid_to,
        period.reason,
        welsh_key(f"{family} {given}")[:300],
        search_text(number, given, family, str(facts["email"]), str(facts["postcode"])),
        *values,
    )


def entries_for(member_id: int, lines: Iterable[Line], reason: str = "") -> list[Entry]:
    """The lines of a deed as lines of one member's journal."""
    return [Entry(member_id, line.effective_on, line.facts, reason) for line in lines]


async def journals_of(
    connection: asyncpg.Connection, members: Sequence[int]
) -> dict[int, list[Change]]:
    """Every line of these members' journals."""
    found: dict[int, list[Change]] = {member: [] for member in members}
    rows = await connection.fetch(
        "SELECT id, member_id, effective_on, facts, withdraws_id, reason FROM register_change "
        "WHERE member_id = ANY($1::bigint[]) ORDER BY id",
        members,
    )
    for row in rows:
        facts = json.loads(row["facts"])
        change = Change(row["id"], row["effective_on"], facts, row["withdraws_id"], row["reason"])
        found[row["member_id"]].append(change)
    return found


async def current_periods(
    connection: asyncpg.Connection, members: Sequence[int]
) -> dict[int, dict[int, Period]]:
    """What the register says now of these members, by member and by the entry's id."""
    rows = await connection.fetch(
        f"SELECT id, member_id, valid_from, valid_to, reason, {', '.join(FACTS)} "  # noqa: S608
        "FROM register_entry WHERE member_id = ANY($1::bigint[]) AND superseded_at IS NULL "
        "ORDER BY member_id, valid_from",
        members,
    )
    found: dict[int, dict[int, Period]] = {}
    for row in rows:
        facts = {name: fact(row[name]) for name in FACTS}
        period = Period(row["valid_from"], row["valid_to"], facts, row["reason"])
        found.setdefault(row["member_id"], {})[row["id"]] = period
    return found


async def history_of(member_id: int) -> tuple[Period, ...]:
    """The periods of one member, as known now."""
    async with connections.get("default").acquire_connection() as connection:
        found = await current_periods(connection, [member_id])
    return tuple(found.get(member_id, {}).values())


def fact(value: date | datetime | str | int | None) -> Fact:
    """A column's value as the journal writes it."""
    return value.isoformat() if isinstance(value, date) else value


def facts_of(entry: RegisterEntry) -> dict[str, Fact]:
    """What an entry says, as the journal writes it."""
    return {name: fact(getattr(entry, name)) for name in FACTS}
