"""Words sought in the register: names, numbers, postcodes and e-mail addresses, each perhaps begun.

`register_word` holds each word of each entry, and beside it the entry's place in the order of
names (a trigger writes it, so every writer of entries does). A range of its index is all that
begins so; of the register itself nothing is read but the page, and some to be counted.
"""

from collections.abc import Callable, Sequence
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
# So many are fetched and sorted, whoever they are; of several words, the rarest one's.
FEW, FEW_OF_SEVERAL = 1_200, 3_000
MANY = 30_000
# Who has a word that begins so is everywhere: one soon meets a page of them along the names.
SHORT, LOOKED_AT = 2, 1_500
# Some candidates were superseded, or do not fit the filters: so many are asked, then so many.
CANDIDATES = (8 * PAGE, 64 * PAGE)
COUNTED_AMONG = 16 * COUNTED_FOUND
_LAST = "\U0010ffff"
_AS_WORDS_HAVE_IT = ("w.sort_key", "w.entry_id")


async def found(org: Organisation, wanted: Wanted, order: Order) -> tuple[int, list[int]]:
    """How many have all the words, as far as they were counted; and the page's entries."""
    words = sought(wanted.text)
    some, is_all = await _some(org, words)
    if is_all:
        return await _of(org, wanted, order, some)
    if order.columns == BY_NAME:
        page = await _page(org, wanted, order, words)
        count = None if page is None else await _counted(org, wanted, words, some)
        if page is not None and count is not None:
            return count, page
    return await _all(org, wanted, order, words)


def entries_with(org: Organisation, query: Query, words: Sequence[str]) -> str:
    """A SELECT of the entries that have all the words, some of them twice."""
    return " INTERSECT ".join(f"({_range(org, query, word)})" for word in words)


async def _some(org: Organisation, words: Sequence[str]) -> tuple[list[int], bool]:
    """Entries of the rarest word, or such as have the two rarest, and whether they are all of
    these. What else is sought, the conditions hold against them."""
    most = FEW
    if len(words) > 1:
        most = FEW_OF_SEVERAL
        sizes = await _sizes(org, words, most)
        if min(sizes) > most and len(words) > 2:
            sizes = await _sizes(org, words, MANY)
        rarest = sorted(range(len(words)), key=lambda n: sizes[n])
        words = [words[n] for n in rarest[: 1 if sizes[rarest[0]] <= most else 2]]
    query = Query()
    rows = await _rows(f"{entries_with(org, query, words)} LIMIT {most + 1}", query)
    return [row["entry_id"] for row in rows], len(rows) <= most


async def _sizes(org: Organisation, words: Sequence[str], most: int) -> list[int]:
    """How often something begins so, counted as far as this."""
    query = Query()
    counts = ", ".join(
        f"(SELECT count(*) FROM ({_range(org, query, word)} LIMIT {most + 1}) AS one) AS n{n}"  # noqa: S608
        for n, word in enumerate(words)
    )
    return list((await _rows(f"SELECT {counts}", query))[0].values())


async def _page(
    org: Organisation, wanted: Wanted, order: Order, words: Sequence[str]
) -> list[int] | None:
    """The page in the order of names; None where too few of the first thousands fit."""
    if len(words) == 1 and len(words[0]) <= SHORT and wanted.known_at is None:
        page = await _met(org, wanted, order)
        if len(page) > PAGE:
            return page
    for limit in CANDIDATES:
        query = Query()
        both = " INTERSECT ".join(
            f"({_range(org, query, word, 'w.sort_key, w.entry_id')})" for word in words
        )
        beyond = order.beyond(query, _AS_WORDS_HAVE_IT)
        rows = await _rows(
            f"SELECT w.entry_id FROM ({both}) AS w WHERE {beyond} "  # noqa: S608
            f"ORDER BY {order.by(_AS_WORDS_HAVE_IT)} LIMIT {limit}",
            query,
        )
        candidates = list({row["entry_id"] for row in rows})
        _count, page = await _of(org, wanted, order, candidates)
        if len(page) > PAGE or len(rows) < limit:
            return page
    return None


async def _counted(
    org: Organisation, wanted: Wanted, words: Sequence[str], some: Sequence[int]
) -> int | None:
    """How many there are at least; None where too few of the first thousands fit."""
    count = await _fitting(org, wanted, len(words), some)
    if count > COUNTED_FOUND:
        return count
    query = Query()
    rows = await _rows(f"{entries_with(org, query, words)} LIMIT {COUNTED_AMONG}", query)
    count = await _fitting(org, wanted, len(words), [row["entry_id"] for row in rows])
    return count if count > COUNTED_FOUND or len(rows) < COUNTED_AMONG else None


async def _fitting(org: Organisation, wanted: Wanted, words: int, entries: Sequence[int]) -> int:
    """How many of these entries fit; of what was sought besides the rarest words, too."""
    use = For.GIVEN if words > 2 else For.GIVEN_WORDS
    query, halves = conditions(org, wanted, use)
    given = query.value(list(set(entries)))
    parts = " UNION ALL ".join(
        f"SELECT 1 FROM register_entry AS e WHERE e.id = ANY ({given}::bigint[]) AND {half}"  # noqa: S608
        for half in halves
    )
    rows = await _rows(
        f"SELECT count(*) AS n FROM ({parts} LIMIT {COUNTED_FOUND + 1}) AS c",  # noqa: S608
        query,
    )
    return int(rows[0]["n"])


async def _met(org: Organisation, wanted: Wanted, order: Order) -> list[int]:
    """Who is met first along the order of names; fewer than a page and one where they stand far
    apart, or all together further on."""
    query, halves = conditions(org, wanted, For.GIVEN)
    beyond, by = order.beyond(query, order.columns), order.by(order.columns)
    rows = await _rows(
        "SELECT e.id AS entry FROM (SELECT * FROM register_entry AS e "  # noqa: S608
        f"WHERE e.organisation_id = {query.value(org.id)}::bigint AND e.superseded_at IS NULL "
        f"AND {beyond} ORDER BY {by} LIMIT {LOOKED_AT}) AS e "
        f"WHERE {halves[0]} ORDER BY {by} LIMIT {PAGE + 1}",
        query,
    )
    return [row["entry"] for row in rows]


async def _of(
    org: Organisation, wanted: Wanted, order: Order, entries: Sequence[int]
) -> tuple[int, list[int]]:
    """Of these entries, those that fit: how many, and the first in order."""
    return await _sorted(org, wanted, order, lambda q: f"ANY ({q.value(list(entries))}::bigint[])")


async def _all(
    org: Organisation, wanted: Wanted, order: Order, words: Sequence[str]
) -> tuple[int, list[int]]:
    """However many they are."""
    count, page = await _sorted(
        org, wanted, order, lambda q: f"ANY (ARRAY({entries_with(org, q, words)}))"
    )
    return min(count, COUNTED_FOUND + 1), page


async def _sorted(
    org: Organisation, wanted: Wanted, order: Order, those: Callable[[Query], str]
) -> tuple[int, list[int]]:
    query, halves = conditions(org, wanted, For.GIVEN)
    which = those(query)
    parts = " UNION ALL ".join(
        f"SELECT e.id AS entry, {order.named} FROM register_entry AS e "  # noqa: S608
        f"WHERE e.id = {which} AND {half}"
        for half in halves
    )
    beyond = order.beyond(query, order.names)
    rows = await _rows(
        f"WITH found AS MATERIALIZED ({parts}) "  # noqa: S608
        "SELECT (SELECT count(*) FROM found) AS n, ARRAY(SELECT entry FROM found "
        f"WHERE {beyond} ORDER BY {order.by(order.names)} LIMIT {PAGE + 1}) AS entries",
        query,
    )
    return int(rows[0]["n"]), list(rows[0]["entries"])


def _range(org: Organisation, query: Query, word: str, what: str = "w.entry_id") -> str:
    """All that begins so. An address that begins with a word of its own entry stands beneath that
    word: else half of all that begins with a name would be said twice."""
    its = query.value(org.id)
    beneath = [f" {word[:end]} {word[end:]}" for end in range(1, len(word))]
    return " UNION ALL ".join(
        f"SELECT {what} FROM register_word AS w WHERE w.organisation_id = {its}::bigint "  # noqa: S608
        f"AND w.word >= {query.value(first)} AND w.word < {query.value(first + _LAST)}"
        for first in (word, *beneath)
    )


async def _rows(sql: str, query: Query) -> list[dict[str, Any]]:
    found = await connections.get("default").execute_query_dict(sql, query.values)
    return [dict(row) for row in found]
