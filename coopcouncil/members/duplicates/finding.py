"""Looking through the register for people who are in it twice.

Only what changed since the last look is looked at again, and only against those who share a key
with it: memory and work stay bounded however large the register is. What a person decided stays.
"""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import asyncpg
from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.jobs import enqueue, every, job
from coopcouncil.members.duplicates.keys import MOST_SHARING, keys_of
from coopcouncil.members.duplicates.likeness import SHOWN_FROM, Verdict, Who, likeness
from coopcouncil.members.duplicates.models import LookedThrough
from coopcouncil.organisations.models import Organisation

CHUNK = 2_000
EVERY = 3_600.0
_WHO = ("given_name", "family_name", "date_of_birth", "email", "postal_address", "postcode")

# The last stretch of days that is known of each member: leavers come back, too. Member by member
# down the index; sorted all at once, the planner falls for the index of the exclusion constraint.
_LATEST = (
    f"SELECT e.member_id, e.{', e.'.join(_WHO)} "  # noqa: S608
    "FROM unnest($1::bigint[]) AS m (id) CROSS JOIN LATERAL (SELECT * FROM register_entry "
    "WHERE member_id = m.id AND superseded_at IS NULL ORDER BY valid_from DESC LIMIT 1) AS e"
)


async def ask_to_look(org: Organisation) -> None:
    """Have the register looked through after this transaction; a job does it."""
    await enqueue("look-for-duplicates", {"organisation": org.id}, org.id)


@job("look-for-duplicates")
async def look_for_duplicates(payload: Mapping[str, Any]) -> None:
    """The job: one organisation's register."""
    await look_through(await Organisation.get(id=payload["organisation"]))


async def look_everywhere() -> None:
    """Every register that changed since it was last looked through."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT c.organisation_id AS id FROM change_set AS c "
        "LEFT JOIN looked_through AS l ON l.organisation_id = c.organisation_id "
        "GROUP BY c.organisation_id, l.number HAVING max(c.number) > coalesce(l.number, 0)"
    )
    for row in rows:
        await look_through(await Organisation.get(id=row["id"]))


every("look-for-duplicates", EVERY, look_everywhere)


async def look_through(org: Organisation) -> int:
    """Compare what changed since the last look; how many pairs were found alike."""
    async with in_transaction() as client:
        await lock("likenesses", org.id)
        looked = await LookedThrough.within(org).first()
        if looked is None:
            looked = await LookedThrough.create(organisation=org)
        async with client.acquire_connection() as connection:
            last = await connection.fetchval(
                "SELECT max(number) FROM change_set WHERE organisation_id = $1", org.id
            )
            if (last or 0) <= looked.number:
                return 0
            await _note_moved(connection, org, looked.number)
            await _renew_keys(connection, org)
            looked.passed_over = await _choose_candidates(connection, org)
            at = clock.now()
            found = await _compare(connection, org, at)
            await connection.execute(
                "DELETE FROM likeness AS l USING moved AS m WHERE l.organisation_id = $1 "
                "AND l.decision = '' AND l.found_at < $2 "
                "AND m.member_id IN (l.earlier_id, l.later_id)",
                org.id,
                at,
            )
            await connection.execute("DROP TABLE moved; DROP TABLE candidate")
        looked.number, looked.looked_at = last, at
        await looked.save()
        return found


async def _note_moved(connection: asyncpg.Connection, org: Organisation, since: int) -> None:
    """The members of whom something was recorded after the change-set of that number."""
    await connection.execute("CREATE TEMP TABLE moved (member_id bigint PRIMARY KEY)")
    await connection.execute(
        "INSERT INTO moved SELECT DISTINCT r.member_id FROM register_change AS r "
        "JOIN change_set AS c ON c.id = r.change_set_id "
        "WHERE c.organisation_id = $1 AND c.number > $2",
        org.id,
        since,
    )
    await connection.execute("ANALYZE moved")


async def _renew_keys(connection: asyncpg.Connection, org: Organisation) -> None:
    await connection.execute(
        "DELETE FROM likeness_key AS k USING moved AS m WHERE k.member_id = m.member_id"
    )
    # By keyset, not by a cursor: an open one would keep its table from being dropped.
    chunk = f"SELECT member_id FROM moved WHERE member_id > $1 ORDER BY member_id LIMIT {CHUNK}"  # noqa: S608
    last = 0
    while members := [row["member_id"] for row in await connection.fetch(chunk, last)]:
        last = members[-1]
        rows = await connection.fetch(_LATEST, members)
        keys = await asyncio.to_thread(_keys, org.id, rows)
        await connection.copy_records_to_table(
            "likeness_key", records=keys, columns=("organisation_id", "member_id", "key")
        )
    await connection.execute("ANALYZE likeness_key")


def _keys(org: int, rows: Sequence[Mapping[str, Any]]) -> list[tuple[int, int, int]]:
    return [(org, row["member_id"], key) for row in rows for key in keys_of(who_of(row))]


async def _choose_candidates(connection: asyncpg.Connection, org: Organisation) -> int:
    """Pairs that share a key, one of them moved; how many keys too many people share."""
    await connection.execute(
        "CREATE TEMP TABLE shared AS "  # noqa: S608
        "SELECT k.key, count(*) AS n FROM likeness_key AS k WHERE k.organisation_id = "
        f"{int(org.id)} AND k.key IN (SELECT t.key FROM likeness_key AS t "
        "JOIN moved USING (member_id)) GROUP BY k.key HAVING count(*) > 1"
    )
    await connection.execute(
        "CREATE TEMP TABLE candidate AS "  # noqa: S608
        "SELECT row_number() OVER () AS place, * FROM (SELECT DISTINCT "
        "a.member_id AS earlier_id, b.member_id AS later_id FROM shared AS s "
        f"JOIN likeness_key AS a ON a.organisation_id = {int(org.id)} AND a.key = s.key "
        f"JOIN likeness_key AS b ON b.organisation_id = {int(org.id)} AND b.key = s.key "
        f"WHERE s.n <= {MOST_SHARING} AND a.member_id < b.member_id AND "
        "(a.member_id IN (SELECT member_id FROM moved) "
        "OR b.member_id IN (SELECT member_id FROM moved))) AS pair"
    )
    passed_over = await connection.fetchval(
        "SELECT count(*) FROM shared WHERE n > $1", MOST_SHARING
    )
    await connection.execute("DROP TABLE shared")
    return int(passed_over)


async def _compare(connection: asyncpg.Connection, org: Organisation, at: datetime) -> int:
    await connection.execute("CREATE INDEX ON candidate (place)")
    chunk = "SELECT earlier_id, later_id FROM candidate WHERE place > $1 AND place <= $2"
    total = done = 0
    while rows := await connection.fetch(chunk, done, done + CHUNK):
        done += CHUNK
        pairs = [(row["earlier_id"], row["later_id"]) for row in rows]
        known = await people(connection, {member for pair in pairs for member in pair})
        found = await asyncio.to_thread(_alike, pairs, known)
        total += len(found)
        await connection.executemany(
            "INSERT INTO likeness (organisation_id, earlier_id, later_id, confidence, reasons, "
            "found_at, decision) VALUES ($1, $2, $3, $4, $5, $6, '') "
            "ON CONFLICT (earlier_id, later_id) DO UPDATE SET confidence = EXCLUDED.confidence, "
            "reasons = EXCLUDED.reasons, found_at = EXCLUDED.found_at",
            [
                (org.id, a, b, verdict.confidence, json.dumps(verdict.reasons), at)
                for (a, b), verdict in found
            ],
        )
    return total


def _alike(
    pairs: Iterable[tuple[int, int]], known: Mapping[int, Who]
) -> list[tuple[tuple[int, int], Verdict]]:
    found = []
    for one, other in pairs:
        if one in known and other in known:
            verdict = likeness(known[one], known[other])
            if verdict is not None and verdict.confidence >= SHOWN_FROM:
                found.append(((one, other), verdict))
    return found


async def people(connection: asyncpg.Connection, members: Iterable[int]) -> dict[int, Who]:
    """What the register says last of these members, as it is compared."""
    rows = await connection.fetch(_LATEST, sorted(members))
    return {row["member_id"]: who_of(row) for row in rows}


def who_of(row: Mapping[str, Any]) -> Who:
    """A row with the facts that are compared."""
    return Who(**{name: row[name] for name in _WHO})
