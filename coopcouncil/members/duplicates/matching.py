"""New rows of a list that may be somebody already: in the register, or in an earlier row.

Found while the preview is made, chunk by chunk; a person decides before the list is applied, or
leaves it, and finds the pairs among the register's own afterwards.
"""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import asyncpg

from coopcouncil.members.duplicates.finding import people
from coopcouncil.members.duplicates.keys import MOST_SHARING, keys_of
from coopcouncil.members.duplicates.likeness import SHOWN_FROM, Verdict, Who, likeness
from coopcouncil.members.duplicates.models import Decision, ListedPerson, RowLikeness
from coopcouncil.members.importing.against import MembersList
from coopcouncil.members.importing.models import ImportBatch
from coopcouncil.members.importing.rows import Decided, Outcome, Reading
from coopcouncil.organisations.models import Organisation

MOST = 5_000
"""So many likenesses of a list's rows are kept; more would be a list to mend elsewhere."""
_COLUMNS = (
    "organisation_id, batch_id, row, row_number, row_name, member_id, other_row, other_number, "
    "other_name, confidence, reasons, decision"
)


@dataclass(frozen=True)
class _Found:
    """A row that is like somebody."""

    row: Reading
    who: Who
    other: Who
    other_number: str
    member_id: int | None
    other_row: int | None
    verdict: Verdict


async def begin_matching(batch: ImportBatch) -> None:
    """Forget what an earlier preview found, but not what was decided."""
    await ListedPerson.everywhere().filter(batch_id=batch.id).delete()
    await RowLikeness.everywhere().filter(batch_id=batch.id, decision=Decision.WAITING).delete()


async def match_chunk(
    connection: asyncpg.Connection,
    org: Organisation,
    batch: ImportBatch,
    outcomes: Sequence[Outcome],
) -> None:
    """Hold the new rows of a chunk against the register's keys, and keep theirs."""
    new = [o.reading for o in outcomes if o.kind == "new" and o.member_id is None]
    if not new:
        return
    keys = await asyncio.to_thread(lambda: [keys_of(who_in(reading)) for reading in new])
    await connection.copy_records_to_table(
        "listed_person",
        records=[
            (org.id, batch.id, reading.row, key)
            for reading, its in zip(new, keys, strict=True)
            for key in its
        ],
        columns=("organisation_id", "batch_id", "row", "key"),
    )
    rows = await connection.fetch(
        "SELECT key, array_agg(member_id) AS members FROM likeness_key "
        "WHERE organisation_id = $1 AND key = ANY($2::bigint[]) "
        "GROUP BY key HAVING count(*) <= $3",
        org.id,
        [key for its in keys for key in its],
        MOST_SHARING,
    )
    sharing: dict[int, list[int]] = {row["key"]: row["members"] for row in rows}
    pairs = [
        (reading, member)
        for reading, its in zip(new, keys, strict=True)
        for member in sorted({m for key in its for m in sharing.get(key, ())})
    ]
    members = {member for _reading, member in pairs}
    known = await people(connection, members) if members else {}
    numbers = await _numbers(connection, members)
    found = []
    for reading, member in pairs:
        if member in known:
            verdict = likeness(who := who_in(reading), known[member])
            if verdict is not None and verdict.confidence >= SHOWN_FROM:
                number = numbers[member]
                found.append(_Found(reading, who, known[member], number, member, None, verdict))
    await _keep(connection, org, batch, found)


async def match_rows(
    connection: asyncpg.Connection, org: Organisation, batch: ImportBatch, members: MembersList
) -> None:
    """Hold the new rows against one another: the file is read once more for those worth it."""
    rows = await connection.fetch(
        "SELECT DISTINCT a.row AS one, b.row AS other FROM listed_person AS a "
        "JOIN listed_person AS b ON b.batch_id = a.batch_id AND b.key = a.key AND b.row < a.row "
        "WHERE a.batch_id = $1 AND a.key IN (SELECT key FROM listed_person WHERE batch_id = $1 "
        "GROUP BY key HAVING count(*) BETWEEN 2 AND $2) LIMIT $3",
        batch.id,
        MOST_SHARING,
        20 * MOST,
    )
    if rows:
        pairs = sorted((row["one"], row["other"]) for row in rows)
        wanted = {row for pair in pairs for row in pair}
        readings = await asyncio.to_thread(_readings, members, wanted)
        found = []
        for one, other in pairs:
            if one in readings and other in readings:
                mine, theirs = readings[one], readings[other]
                verdict = likeness(who := who_in(mine), them := who_in(theirs))
                if verdict is not None and verdict.confidence >= SHOWN_FROM:
                    found.append(_Found(mine, who, them, theirs.number, None, other, verdict))
        await _keep(connection, org, batch, found)
    await connection.execute("DELETE FROM listed_person WHERE batch_id = $1", batch.id)


async def decided_of(batch: ImportBatch) -> Decided:
    """What was decided of the rows of a list: whose number each takes, which are left out."""
    said = await (
        RowLikeness.everywhere()
        .filter(batch_id=batch.id, decision=Decision.SAME)
        .order_by("row", "-confidence")
    )
    return Decided(
        {like.row: like.other_number for like in reversed(said) if like.member_id is not None},
        frozenset(like.row for like in said if like.other_row is not None),
    )


async def remember_different(connection: asyncpg.Connection, batch: ImportBatch) -> None:
    """Rows told apart from members stay told apart as members."""
    await connection.execute(
        "INSERT INTO likeness (organisation_id, earlier_id, later_id, confidence, reasons, "
        "found_at, decision, decided_by_id, decided_at) SELECT l.organisation_id, "
        "least(a.id, b.id), greatest(a.id, b.id), l.confidence, l.reasons, now(), "
        "'different', $2, now() FROM row_likeness AS l "
        "JOIN member AS a ON a.organisation_id = l.organisation_id AND a.number = l.row_number "
        "JOIN member AS b ON b.organisation_id = l.organisation_id AND b.number = l.other_number "
        "WHERE l.batch_id = $1 AND l.decision = 'different' AND a.id <> b.id "
        "ON CONFLICT (earlier_id, later_id) DO NOTHING",
        batch.id,
        batch.started_by_id,
    )


def who_in(reading: Reading) -> Who:
    """Whom a row names, as it is compared."""
    facts = reading.facts
    return Who(
        str(facts.get("given_name") or ""),
        str(facts.get("family_name") or ""),
        reading.born,
        str(facts.get("email") or ""),
        str(facts.get("postal_address") or ""),
        str(facts.get("postcode") or ""),
    )


def _readings(members: MembersList, wanted: Iterable[int]) -> dict[int, Reading]:
    rows = set(wanted)
    return {
        reading.row: reading
        for chunk in members.chunks()
        for reading in chunk
        if reading.row in rows
    }


async def _numbers(connection: asyncpg.Connection, members: Iterable[int]) -> Mapping[int, str]:
    rows = await connection.fetch(
        "SELECT id, number FROM member WHERE id = ANY($1::bigint[])", sorted(members)
    )
    return {row["id"]: row["number"] for row in rows}


async def _keep(
    connection: asyncpg.Connection,
    org: Organisation,
    batch: ImportBatch,
    found: Sequence[_Found],
) -> None:
    kept = await connection.fetchval(
        "SELECT count(*) FROM row_likeness WHERE batch_id = $1", batch.id
    )
    surest = sorted(found, key=lambda one: -one.verdict.confidence)[: max(0, MOST - kept)]
    await connection.executemany(
        f"INSERT INTO row_likeness ({_COLUMNS}) "  # noqa: S608
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '') "
        "ON CONFLICT (batch_id, row, other_number) DO NOTHING",
        [
            (
                org.id,
                batch.id,
                one.row.row,
                one.row.number,
                one.who.name,
                one.member_id,
                one.other_row,
                one.other_number,
                one.other.name,
                one.verdict.confidence,
                json.dumps(one.verdict.reasons),
            )
            for one in surest
        ],
    )
