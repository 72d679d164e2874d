"""Words sought in the register: names, numbers, postcodes and e-mail addresses, each perhaps begun.

`register_word` holds each word of each entry, and beside it the entry's place in the order of
names (a trigger writes it, so every writer of entries does). A range of its index is all that
begins so; of the register itself nothing is read but the page, and some to be counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tortoise import connections

from coopcouncil.members.wanted import (
    BY_NAME,
    PAGE,
    For,
    Order,
    Query,
    Wanted,
    conditions,
    sought,
)
from coopcouncil.organisations.models import Organisation

COUNTED_FOUND = 500
# Of several words, the rarest alone is looked up where so many have it; else the two rarest.
FEW, MANY = 3_000, 30_000
# Who has a word that begins so is everywhere: one soon meets a page of them along the names.
SHORT, LOOKED_AT = 2, 1_500
# So many are looked at for the page, and so many to be counted; if too few fit, then so many.
LOOKS = ((8 * PAGE, 1_200), (64 * PAGE, 16 * COUNTED_FOUND))
_LAST = "\U0010ffff"
_PLACE = ("w.sort_key", "w.entry_id")


@dataclass(frozen=True)
class _Seen:
    """What a look into the words found."""

    count: int
    is_counted: bool
    page: list[int]
    is_whole: bool


async def found(org: Organisation, wanted: Wanted, order: Order) -> tuple[int, list[int]]:
    """How many have all the words, as far as they were counted; and the page's entries."""
    words = await _telling(org, sought(wanted.text))
    if order.columns == BY_NAME:
        page: list[int] = []
        if len(words) == 1 and len(words[0]) <= SHORT and wanted.known_at is None:
            page = await _met(org, wanted, order)
        for candidates, among in LOOKS:
            is_met = len(page) > PAGE
            seen = await _look(org, wanted, order, words, (0 if is_met else candidates, among))
            if seen.is_counted and (is_met or seen.is_whole):
                return seen.count, page if is_met else seen.page
    return await _all(org, wanted, order, words)


def entries_with(org: Organisation, query: Query, words: Sequence[str]) -> str:
    """A SELECT of the entries that have all the words, some of them twice."""
    return _held(org, query, words, "w.entry_id")


async def _telling(org: Organisation, words: Sequence[str]) -> Sequence[str]:
    """The rarest of the words, or the two rarest: the conditions hold the others against them."""
    if len(words) == 1:
        return words
    sizes = await _sizes(org, words, FEW)
    if min(sizes) > FEW and len(words) > 2:
        sizes = await _sizes(org, words, MANY)
    rarest = sorted(range(len(words)), key=lambda n: sizes[n])
    return [words[n] for n in rarest[: 1 if sizes[rarest[0]] <= FEW else 2]]


async def _sizes(org: Organisation, words: Sequence[str], most: int) -> list[int]:
    """How often something begins so, counted as far as this."""
    query = Query()
    counts = ", ".join(
        f"(SELECT count(*) FROM ({_range(org, query, word)} LIMIT {most + 1}) AS one) AS n{n}"  # noqa: S608
        for n, word in enumerate(words)
    )
    return list((await _row(f"SELECT {counts}", query)).values())


async def _look(
    org: Organisation,
    wanted: Wanted,
    order: Order,
    words: Sequence[str],
    numbers: tuple[int, int],
) -> _Seen:
    """The page from the first candidates in the order of names, and a count among some: all in
    one, and from indexes alone unless there are filters."""
    candidates, among = numbers
    # What was looked up need not be looked for.
    is_all = len(words) == len(sought(wanted.text))
    query, halves = conditions(org, wanted, For.GIVEN_WORDS if is_all else For.GIVEN)
    held = _held(org, query, words, "w.sort_key, w.entry_id")
    # Sets are compared whole: the planner takes a name of thousands for one of three.
    begin = f"WITH held AS MATERIALIZED ({held}), " if len(words) > 1 else "WITH "
    held = "SELECT * FROM held" if len(words) > 1 else held
    beyond, by = order.beyond(query, _PLACE), order.by(_PLACE)

    def fitting(which: str) -> str:
        return " UNION ALL ".join(
            "SELECT e.id FROM register_entry AS e "  # noqa: S608
            f"WHERE e.id = ANY (ARRAY(SELECT entry_id FROM {which})) AND {half}"
            for half in halves
        )

    row = await _row(
        f"""
        {begin} sample AS MATERIALIZED (SELECT * FROM ({held}) AS w LIMIT {among}),
        ahead AS MATERIALIZED (
            SELECT w.sort_key, w.entry_id FROM ({held}) AS w
            WHERE {beyond} ORDER BY {by} LIMIT {candidates}
        ),
        fit AS MATERIALIZED ({fitting("ahead")})
        SELECT (SELECT count(*) FROM sample) AS sampled,
            (SELECT count(*) FROM ({fitting("sample")} LIMIT {COUNTED_FOUND + 1}) AS c) AS fitting,
            (SELECT count(*) FROM ahead) AS seen,
            ARRAY(SELECT w.entry_id FROM ahead AS w JOIN fit ON fit.id = w.entry_id
                GROUP BY {", ".join(_PLACE)} ORDER BY {by} LIMIT {PAGE + 1}) AS page
        """,  # noqa: S608
        query,
    )
    return _Seen(
        count=row["fitting"],
        is_counted=row["fitting"] > COUNTED_FOUND or row["sampled"] < among,
        page=list(row["page"]),
        is_whole=len(row["page"]) > PAGE or row["seen"] < candidates,
    )


async def _met(org: Organisation, wanted: Wanted, order: Order) -> list[int]:
    """Who is met first along the order of names; fewer than a page and one where they stand far
    apart, or all together further on."""
    query, halves = conditions(org, wanted, For.GIVEN)
    beyond, by = order.beyond(query, order.columns), order.by(order.columns)
    row = await _row(
        "SELECT ARRAY(SELECT e.id FROM (SELECT * FROM register_entry AS e "  # noqa: S608
        f"WHERE e.organisation_id = {query.value(org.id)}::bigint AND e.superseded_at IS NULL "
        f"AND {beyond} ORDER BY {by} LIMIT {LOOKED_AT}) AS e "
        f"WHERE {halves[0]} ORDER BY {by} LIMIT {PAGE + 1}) AS page",
        query,
    )
    return list(row["page"])


async def _all(
    org: Organisation, wanted: Wanted, order: Order, words: Sequence[str]
) -> tuple[int, list[int]]:
    """In whichever order, however many they are: each is read."""
    query, halves = conditions(org, wanted, For.GIVEN)
    held = entries_with(org, query, words)
    parts = " UNION ALL ".join(
        f"SELECT e.id AS entry, {order.named} FROM register_entry AS e "  # noqa: S608
        f"WHERE e.id = ANY (ARRAY({held})) AND {half}"
        for half in halves
    )
    beyond = order.beyond(query, order.names)
    row = await _row(
        f"WITH found AS MATERIALIZED ({parts}) "  # noqa: S608
        "SELECT (SELECT count(*) FROM found) AS n, ARRAY(SELECT entry FROM found "
        f"WHERE {beyond} ORDER BY {order.by(order.names)} LIMIT {PAGE + 1}) AS page",
        query,
    )
    return min(row["n"], COUNTED_FOUND + 1), list(row["page"])


def _held(org: Organisation, query: Query, words: Sequence[str], what: str) -> str:
    return " INTERSECT ".join(f"({_range(org, query, word, what)})" for word in words)


def _range(org: Organisation, query: Query, word: str, what: str = "w.entry_id") -> str:
    """All that begins so. An address that begins with a word of its own entry stands beneath that
    word: else half of all that begins with a name would be said twice."""
    beneath = [f" {word[:end]} {word[end:]}" for end in range(1, len(word))]
    return " UNION ALL ".join(
        f"SELECT {what} FROM register_word AS w WHERE w.organisation_id = {int(org.id)}::bigint "  # noqa: S608
        f"AND w.word >= {query.value(first)} AND w.word < {query.value(first + _LAST)}"
        for first in (word, *beneath)
    )


async def _row(sql: str, query: Query) -> dict[str, Any]:
    found: list[dict[str, Any]] = await connections.get("default").execute_query_dict(
        sql, query.values
    )
    return found[0]
