"""Comparing some members with all who share a key with them, and keeping who is alike.

A few at a time, so memory and work stay bounded however large the register is (`rounds` says who
is next). What a person decided stays.
"""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg

from coopcouncil.members.duplicates.keys import MOST_SHARING, keys_of
from coopcouncil.members.duplicates.likeness import SHOWN_FROM, Verdict, Who, likeness

_AT_ONCE = 2_000
_WHO = ("given_name", "family_name", "date_of_birth", "email", "postal_address", "postcode")

# The last stretch of days that is known of each member: leavers come back, too. Member by member
# down the index; sorted all at once, the planner falls for the index of the exclusion constraint.
_LATEST = (
    f"SELECT e.member_id, e.{', e.'.join(_WHO)} "  # noqa: S608
    "FROM unnest($1::bigint[]) AS m (id) CROSS JOIN LATERAL (SELECT * FROM register_entry "
    "WHERE member_id = m.id AND superseded_at IS NULL ORDER BY valid_from DESC LIMIT 1) AS e"
)
_MOVED = (
    "EXISTS (SELECT FROM register_change AS r WHERE r.member_id = {member} "
    "AND r.change_set_id > $2 AND r.change_set_id <= $3)"
)


@dataclass(frozen=True)
class Stretch:
    """What is looked at in one round: an organisation's change-sets after one, up to another."""

    organisation: int
    after: int
    upto: int


async def moved_after(
    connection: asyncpg.Connection, stretch: Stretch, member: int, most: int
) -> list[int]:
    """The next members of whom those change-sets say something, in the order of their ids."""
    rows = await connection.fetch(
        "SELECT m.id FROM member AS m WHERE m.organisation_id = $1 AND m.id > $4 "  # noqa: S608
        f"AND {_MOVED.format(member='m.id')} ORDER BY m.id LIMIT $5",
        stretch.organisation,
        stretch.after,
        stretch.upto,
        member,
        most,
    )
    return [row["id"] for row in rows]


async def renew_keys(connection: asyncpg.Connection, org: int, members: Sequence[int]) -> None:
    """Keep the keys of these members anew."""
    await connection.execute(
        "DELETE FROM likeness_key WHERE member_id = ANY($1::bigint[])", members
    )
    rows = await connection.fetch(_LATEST, members)
    keys = await asyncio.to_thread(_keys, org, rows)
    await connection.copy_records_to_table(
        "likeness_key", records=keys, columns=("organisation_id", "member_id", "key")
    )


async def compare(
    connection: asyncpg.Connection, stretch: Stretch, members: Sequence[int], at: datetime
) -> int:
    """Compare these members with others, each pair in the turn of one; how many are alike.

    A pair of which both moved has its turn with the earlier of the two.
    """
    pairs = await _sharing(connection, stretch, members)
    total = 0
    for begin in range(0, len(pairs), _AT_ONCE):
        some = pairs[begin : begin + _AT_ONCE]
        known = await people(connection, {member for pair in some for member in pair})
        found = await asyncio.to_thread(_alike, some, known)
        total += len(found)
        await _keep(connection, stretch.organisation, found, at)
    await connection.execute(
        "DELETE FROM likeness WHERE organisation_id = $1 AND decision = '' "  # noqa: S608
        "AND found_at < $5 AND (earlier_id = ANY($4::bigint[]) OR (later_id = ANY($4::bigint[]) "
        f"AND NOT {_MOVED.format(member='earlier_id')}))",
        stretch.organisation,
        stretch.after,
        stretch.upto,
        members,
        at,
    )
    return total


async def _sharing(
    connection: asyncpg.Connection, stretch: Stretch, members: Sequence[int]
) -> list[tuple[int, int]]:
    """Pairs that share a key which few share, the earlier member first."""
    rows = await connection.fetch(
        "WITH mine AS (SELECT key, member_id FROM likeness_key "  # noqa: S608
        "WHERE organisation_id = $1 AND member_id = ANY($4::bigint[])), "
        "shared AS (SELECT k.key, o.members FROM (SELECT DISTINCT key FROM mine) AS k "
        "CROSS JOIN LATERAL (SELECT array_agg(member_id) AS members FROM (SELECT member_id "
        "FROM likeness_key WHERE organisation_id = $1 AND key = k.key "
        f"LIMIT {MOST_SHARING + 1}) AS few) AS o "
        f"WHERE cardinality(o.members) BETWEEN 2 AND {MOST_SHARING}) "
        "SELECT DISTINCT least(mine.member_id, other.id) AS earlier, "
        "greatest(mine.member_id, other.id) AS later FROM mine JOIN shared USING (key) "
        "CROSS JOIN LATERAL unnest(shared.members) AS other (id) WHERE other.id > mine.member_id "
        f"OR (other.id < mine.member_id AND NOT {_MOVED.format(member='other.id')})",
        stretch.organisation,
        stretch.after,
        stretch.upto,
        members,
    )
    return sorted((row["earlier"], row["later"]) for row in rows)


async def _keep(
    connection: asyncpg.Connection,
    org: int,
    found: Sequence[tuple[tuple[int, int], Verdict]],
    at: datetime,
) -> None:
    await connection.executemany(
        "INSERT INTO likeness (organisation_id, earlier_id, later_id, confidence, reasons, "
        "found_at, decision) VALUES ($1, $2, $3, $4, $5, $6, '') "
        "ON CONFLICT (earlier_id, later_id) DO UPDATE SET confidence = EXCLUDED.confidence, "
        "reasons = EXCLUDED.reasons, found_at = EXCLUDED.found_at",
        [
            (org, a, b, verdict.confidence, json.dumps(verdict.reasons), at)
            for (a, b), verdict in found
        ],
    )


def _keys(org: int, rows: Sequence[Mapping[str, Any]]) -> list[tuple[int, int, int]]:
    return [(org, row["member_id"], key) for row in rows for key in keys_of(who_of(row))]


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
