"""Named reads of the roll for officers: finding a voter, who is on paper, who has a code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise import connections

from coopcouncil.ballots.models import Ballot
from coopcouncil.members.kinds import Format

PAGE = 25


@dataclass(frozen=True, slots=True)
class OnRoll:
    """A voter as an officer looks for one: never whether or how they voted on the web."""

    id: int
    number: int
    member_number: str
    name: str
    postcode: str
    format: str
    marked_at: datetime | None
    has_code: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """How many are on the roll, and how they are reached."""

    voters: int
    without_email: int
    with_code: int
    without_code: int
    on_paper: int


_FOUND = """
SELECT e.id, e.number, e.member_number, e.name, e.postcode, e.format, m.marked_at,
    EXISTS (SELECT FROM voting_code c
            WHERE c.entry_id = e.id AND c.struck_at IS NULL) AS has_code
FROM roll_entry e LEFT JOIN paper_mark m ON m.entry_id = e.id
WHERE e.ballot_id = $1 AND {which}
ORDER BY {order} LIMIT $2 OFFSET $3
"""


async def found(ballot: Ballot, text: str, page: int = 1) -> tuple[list[OnRoll], int]:
    """Voters by member number, or by any part of the name or postcode; and how many in all."""
    words = text.strip()
    which = (
        "($4 = '' OR lower(e.member_number) = lower($4) OR strpos(lower(e.name), lower($4)) > 0"
        " OR strpos(lower(replace(e.postcode, ' ', '')), lower(replace($4, ' ', ''))) > 0)"
    )
    return await _listed(
        ballot, which, "lower(e.member_number) <> lower($4), e.number", page, words
    )


async def on_paper(ballot: Ballot, page: int = 1) -> tuple[list[OnRoll], int]:
    """Those whose paper has come, the latest first."""
    return await _listed(
        ballot, "m.marked_at IS NOT NULL AND $4 = ''", "m.marked_at DESC, e.number", page, ""
    )


async def in_other_formats(ballot: Ballot, most: int = 500) -> list[OnRoll]:
    """Voters whom a printed letter alone does not serve."""
    which = "e.format IN ('audio', 'braille', 'telephone') AND $4 = ''"
    rows = await connections.get("default").execute_query_dict(
        _FOUND.format(which=which, order="e.format, e.number"), [ballot.id, most, 0, ""]
    )
    return [OnRoll(**row) for row in rows]


async def reach(ballot: Ballot) -> Reach:
    """How the voters of a ballot are reached."""
    rows = await connections.get("default").execute_query_dict(
        "WITH v AS (SELECT e.email <> '' AND e.told_by_email AS by_email,"
        " EXISTS (SELECT FROM paper_mark m WHERE m.entry_id = e.id) AS marked,"
        " EXISTS (SELECT FROM voting_code c WHERE c.entry_id = e.id AND c.struck_at IS NULL)"
        " AS coded FROM roll_entry e WHERE e.ballot_id = $1)"
        " SELECT count(*) AS voters,"
        " count(*) FILTER (WHERE NOT by_email AND NOT marked) AS without_email,"
        " count(*) FILTER (WHERE coded) AS with_code,"
        " count(*) FILTER (WHERE NOT coded AND NOT marked) AS without_code,"
        " count(*) FILTER (WHERE marked) AS on_paper FROM v",
        [ballot.id],
    )
    return Reach(**rows[0])


async def addressees(ballot: Ballot, who: str) -> tuple[list[int], int]:
    """The roll entries that a choice of letters names, and how many of them hold a code now."""
    which = {
        "everyone": "true",
        "no-email": "NOT (e.email <> '' AND e.told_by_email)",
        "no-code": "NOT EXISTS (SELECT FROM voting_code c"
        " WHERE c.entry_id = e.id AND c.struck_at IS NULL)",
    }[who]
    rows = await connections.get("default").execute_query_dict(
        "SELECT e.id, EXISTS (SELECT FROM voting_code c WHERE c.entry_id = e.id"  # noqa: S608
        " AND c.struck_at IS NULL) AS has_code FROM roll_entry e WHERE e.ballot_id = $1"
        " AND NOT EXISTS (SELECT FROM paper_mark m WHERE m.entry_id = e.id)"
        f" AND {which} ORDER BY e.number",
        [ballot.id],
    )
    return [row["id"] for row in rows], sum(row["has_code"] for row in rows)


async def formats_of(ballot: Ballot, entries: Sequence[int]) -> dict[Format, int]:
    """How many of these voters want which format."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT format, count(*) AS n FROM roll_entry WHERE ballot_id = $1"
        " AND id = ANY ($2::bigint[]) GROUP BY format ORDER BY format",
        [ballot.id, list(entries)],
    )
    return {Format(row["format"]): row["n"] for row in rows}


async def standing_of_marks(
    ballot: Ballot,
) -> tuple[dict[str, int], frozenset[int], frozenset[int]]:
    """For a file of marks: entries by member number, the marked, and those with another vote."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT e.id, e.member_number,"
        " EXISTS (SELECT FROM paper_mark m WHERE m.entry_id = e.id) AS marked,"
        " EXISTS (SELECT FROM envelope v WHERE v.roll_entry_id = e.id) AS voted"
        " FROM roll_entry e WHERE e.ballot_id = $1",
        [ballot.id],
    )
    return (
        {row["member_number"]: row["id"] for row in rows},
        frozenset(row["id"] for row in rows if row["marked"]),
        frozenset(row["id"] for row in rows if row["voted"]),
    )


async def changed_addresses(ballot: Ballot, today: object, most: int = 200) -> list[dict[str, str]]:
    """Voters whose address in the register is no longer the one on the roll."""
    rows: list[dict[str, str]] = await connections.get("default").execute_query_dict(
        "SELECT e.id, e.number, e.member_number, e.name, e.email AS old, lower(r.email) AS new"
        " FROM roll_entry e JOIN register_entry r ON r.member_id = e.member_id"
        " AND r.superseded_at IS NULL AND r.valid_from <= $2 AND r.valid_to > $2"
        " WHERE e.ballot_id = $1 AND r.email <> '' AND lower(r.email) <> e.email"
        " AND NOT EXISTS (SELECT FROM email_release x WHERE x.entry_id = e.id"
        " AND x.email = lower(r.email) AND x.refused_at IS NULL)"
        " ORDER BY e.number LIMIT $3",
        [ballot.id, today, most],
    )
    return rows


async def _listed(
    ballot: Ballot, which: str, order: str, page: int, words: str
) -> tuple[list[OnRoll], int]:
    connection = connections.get("default")
    rows = await connection.execute_query_dict(
        _FOUND.format(which=which, order=order),
        [ballot.id, PAGE, (max(1, page) - 1) * PAGE, words],
    )
    counted = await connection.execute_query_dict(
        "SELECT count(*) AS n FROM roll_entry e LEFT JOIN paper_mark m ON m.entry_id = e.id"  # noqa: S608
        f" WHERE e.ballot_id = $1 AND {which.replace('$4', '$2')}",
        [ballot.id, words],
    )
    return [OnRoll(**row) for row in rows], int(counted[0]["n"])
