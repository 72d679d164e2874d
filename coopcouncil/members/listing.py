"""A page of the register: searched, filtered, sorted; as fast at a million members as at ten.

Hand-written SQL: it walks one partial index from where the last page ended, instead of
counting rows off. Where words are sought, `searching` finds them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tortoise import connections

from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import settle
from coopcouncil.members.searching import entries_with, found
from coopcouncil.members.wanted import PAGE, SORTS, For, Order, Wanted, conditions, sought
from coopcouncil.organisations.models import Organisation

__all__ = ["Listed", "Wanted", "classes_of", "export_query", "listed"]

COUNTED = 10_000
# So few are gathered and sorted.
FEW = 1_000


@dataclass
class Listed:
    """A page of entries, and what lies around it."""

    entries: list[RegisterEntry]
    count: int
    most: int
    """So far was counted."""
    earlier: int | None = None
    later: int | None = None

    @property
    def is_counted(self) -> bool:
        """Whether `count` is exact, and not only as far as was counted."""
        return self.count <= self.most


async def listed(org: Organisation, wanted: Wanted) -> Listed:
    """One page of the list."""
    if wanted.known_at is not None:
        await settle(org)
    name, descending = wanted.sort.lstrip("-"), wanted.sort.startswith("-")
    columns = SORTS.get(name, SORTS["name"])
    start = wanted.after or wanted.before
    backwards = wanted.before is not None
    downwards = descending != backwards
    place = await _place(org, start, columns) if start is not None else None
    find = found if sought(wanted.text) else _walked
    count, most, ids = await find(org, wanted, Order(columns, downwards, place))
    more, ids = len(ids) > PAGE, ids[:PAGE]
    if backwards:
        ids.reverse()
    rows = {e.id: e for e in await RegisterEntry.within(org).filter(id__in=ids)}
    entries = [rows[i] for i in ids]
    has_earlier, has_later = (more, True) if backwards else (start is not None, more)
    return Listed(
        entries,
        count,
        most,
        ids[0] if ids and has_earlier else None,
        ids[-1] if ids and has_later else None,
    )


async def _walked(org: Organisation, wanted: Wanted, order: Order) -> tuple[int, int, list[int]]:
    """Along the index of the order, from where the last page ended, until the page is full."""
    client = connections.get("default")
    query, halves = conditions(org, wanted, For.COUNTING)
    parts = ", ".join(
        "(SELECT count(*) FROM (SELECT FROM register_entry AS e "  # noqa: S608
        f"WHERE {where} LIMIT {COUNTED + 1}) AS counted) AS n{n}"
        for n, where in enumerate(halves)
    )
    counts = list((await client.execute_query_dict(f"SELECT {parts}", query.values))[0].values())
    # Each half by its own index; the first of both together are the first of all.
    query, walked = conditions(
        org, wanted, For.WALKING_DOWN_FROM if order.is_below(wanted.on) else For.WALKING
    )
    _query, gathered = conditions(org, wanted, For.COUNTING)
    beyond = order.beyond(query, order.columns)
    parts = " UNION ALL ".join(
        f"(SELECT entry, {', '.join(order.names)} FROM (SELECT e.id AS entry, {order.named} "  # noqa: S608
        f"FROM register_entry AS e WHERE {few if count <= FEW else many} AND {beyond} "
        # Where few fit, one would go along the whole register to meet them.
        f"{'OFFSET 0' if count <= FEW else ''}) AS e "
        f"ORDER BY {order.by(order.names)} LIMIT {PAGE + 1})"
        for few, many, count in zip(gathered, walked, counts, strict=True)
        if count
    )
    if not parts:
        return 0, COUNTED, []
    rows = await client.execute_query_dict(
        f"SELECT entry FROM ({parts}) AS half "  # noqa: S608
        f"ORDER BY {order.by(order.names)} LIMIT {PAGE + 1}",
        query.values,
    )
    return min(sum(counts), COUNTED + 1), COUNTED, [row["entry"] for row in rows]


def export_query(org: Organisation, wanted: Wanted) -> tuple[str, list[Any]]:
    """All rows of the list, by member number."""
    # The longest is likely to be the rarest.
    those = sorted(sought(wanted.text), key=len, reverse=True)
    query, halves = conditions(org, wanted, For.GIVEN if those else For.WALKING)
    where = " OR ".join(f"({half})" for half in halves)
    if those:
        where = f"({where}) AND e.id IN ({entries_with(org, query, those)})"
    text = (
        f"SELECT e.* FROM register_entry AS e WHERE {where} "  # noqa: S608
        'ORDER BY e.member_number COLLATE "C"'
    )
    return text, query.values


async def classes_of(org: Organisation) -> list[str]:
    """The classes of member that the register knows now: hops from one to the next."""
    rows = await connections.get("default").execute_query_dict(
        """
        WITH RECURSIVE class (name) AS (
            SELECT min(member_class COLLATE "C") FROM register_entry
            WHERE organisation_id = $1 AND superseded_at IS NULL AND member_class <> ''
            UNION ALL
            SELECT (SELECT min(e.member_class COLLATE "C") FROM register_entry AS e
                    WHERE e.organisation_id = $1 AND e.superseded_at IS NULL
                    AND e.member_class <> '' AND e.member_class COLLATE "C" > class.name)
            FROM class WHERE class.name IS NOT NULL
        )
        SELECT name FROM class WHERE name IS NOT NULL LIMIT 200
        """,
        [org.id],
    )
    return [row["name"] for row in rows]


async def _place(org: Organisation, entry: int, columns: Sequence[str]) -> list[Any] | None:
    """Where an entry stands in the order, though it may be superseded by now."""
    rows = await connections.get("default").execute_query_dict(
        f"SELECT {', '.join(f'{c} AS c{n}' for n, c in enumerate(columns))} "  # noqa: S608
        "FROM register_entry AS e WHERE e.id = $1::bigint AND e.organisation_id = $2::bigint",
        [entry, org.id],
    )
    return list(rows[0].values()) if rows else None
