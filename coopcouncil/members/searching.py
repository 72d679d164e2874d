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
from coopcouncil.members.words import marks
from coopcouncil.organisations.models import Organisation

COUNTED_FOUND = 500
# Whether somebody has several words is read in the register itself, which is dearer.
COUNTED_OF_SEVERAL = 200
# How many there are is told exactly, or that there are more than one of these.
STEPS = (COUNTED_FOUND, COUNTED_OF_SEVERAL, 100, PAGE)
# So far it is counted how many have each of several words. The rarest is looked up, or the longest.
MANY = 4_000
# Who has a word that begins so is everywhere: one soon meets a page of them along the names.
SHORT, LOOKED_AT = 2, 1_500
# So many are looked at for the page, and so many to be counted; if too few fit, then so many.
LOOKS = ((8 * PAGE, 800), (64 * PAGE, 16 * COUNTED_FOUND))
# So many different words that begin alike are each read in the order of names.
HOPS = 40
_LAST = "\U0010ffff"
_PLACE = ("w.sort_key", "w.entry_id")


@dataclass(frozen=True)
class _Seen:
    """What a look into the words found."""

    count: int
    is_exact: bool
    page: list[int]
    is_whole: bool

    @property
    def most(self) -> int | None:
        """As far as this it was counted; nothing if that is not far enough."""
        if self.is_exact:
            return COUNTED_FOUND
        return next((step for step in STEPS if step < self.count), None)


async def found(org: Organisation, wanted: Wanted, order: Order) -> tuple[int, int, list[int]]:
    """How many have all the words, and how far they were counted; and the page's entries."""
    words = await _rarest_first(org, sought(wanted.text))
    if order.columns == BY_NAME:
        page: list[int] = []
        if len(words) == 1 and len(words[0]) <= SHORT and wanted.known_at is None:
            page = await _met(org, wanted, order)
        is_met = len(page) > PAGE
        for candidates, among in LOOKS:
            seen = await _look(org, wanted, order, words, (0 if is_met else candidates, among))
            if seen.most is not None and (is_met or seen.is_whole):
                return seen.count, seen.most, page if is_met else seen.page
    return await _all(org, wanted, order, words)


def entries_with(org: Organisation, query: Query, words: Sequence[str]) -> str:
    """A SELECT of the entries that have the first of the words, some of them twice. Of those that
    have not the other words too it holds few."""
    return f"SELECT w.entry_id FROM ({_held(org, query, words)}) AS w"  # noqa: S608


async def _rarest_first(org: Organisation, words: Sequence[str]) -> Sequence[str]:
    """The conditions hold the others against those who have the first."""
    if len(words) == 1:
        return words
    sizes = dict(zip(words, await _sizes(org, words, MANY), strict=True))
    return sorted(words, key=lambda word: (sizes[word], -len(word)))


async def _sizes(org: Organisation, words: Sequence[str], most: int) -> list[int]:
    """How often something begins so, counted as far as this."""
    query = Query()
    row = await _row(
        f"""
        SELECT array_agg(size.n ORDER BY r.place) AS sizes
        FROM {_ranges(query, words)} CROSS JOIN LATERAL (
            SELECT count(*) AS n FROM (
                SELECT FROM register_word AS w WHERE {_within(org)} LIMIT {most}
            ) AS w
        ) AS size
        """,  # noqa: S608
        query,
    )
    return list(row["sizes"])


async def _look(
    org: Organisation,
    wanted: Wanted,
    order: Order,
    words: Sequence[str],
    numbers: tuple[int, int],
) -> _Seen:
    """The page from the first candidates in the order of names, and a count among some: all in
    one, and from indexes alone if there are no filters and one word."""
    candidates, among = numbers
    most = COUNTED_FOUND if len(words) == 1 else COUNTED_OF_SEVERAL
    # What was looked up need not be looked for.
    use = For.GIVEN_WORDS if len(words) == 1 else For.GIVEN
    query, halves = conditions(org, wanted, use)
    beyond, by = order.beyond(query, _PLACE), order.by(_PLACE)
    hop, ahead = _in_order(org, query, words, beyond, f"ORDER BY {by} LIMIT {candidates}")
    each = _fitting(halves, "e.id = w.entry_id")
    all_of_sample = _fitting(halves, "e.id = ANY (ARRAY(SELECT entry_id FROM sample))")
    found_all = f"sampled < {among} AND fitting <= {most} AND {candidates} > 0"
    row = await _row(
        f"""
        WITH RECURSIVE {hop},
        sample AS MATERIALIZED (
            SELECT w.* FROM ({_held(org, query, words)} LIMIT {among}) AS w
        ),
        fit AS MATERIALIZED ({all_of_sample} LIMIT {most + 1}),
        number AS MATERIALIZED (
            SELECT (SELECT count(*) FROM sample) AS sampled, (SELECT count(*) FROM fit) AS fitting
        ),
        ahead AS MATERIALIZED ({ahead})
        SELECT number.*, CASE WHEN {found_all} THEN ARRAY(
                SELECT w.entry_id FROM sample AS w JOIN fit ON fit.id = w.entry_id WHERE {beyond}
                GROUP BY {", ".join(_PLACE)} ORDER BY {by} LIMIT {PAGE + 1}
            ) ELSE ARRAY(
                SELECT w.entry_id FROM (SELECT DISTINCT * FROM ahead) AS w
                CROSS JOIN LATERAL ({each} LIMIT 1) AS fit
                ORDER BY {by} LIMIT {PAGE + 1}
            ) END AS page,
            CASE WHEN {found_all} THEN 0 ELSE (SELECT count(*) FROM ahead) END AS seen
        FROM number
        """,  # noqa: S608
        query,
    )
    return _Seen(
        count=row["fitting"],
        is_exact=row["fitting"] <= most and row["sampled"] < among,
        page=list(row["page"]),
        is_whole=len(row["page"]) > PAGE or row["seen"] < candidates,
    )


def _in_order(
    org: Organisation, query: Query, words: Sequence[str], beyond: str, first: str
) -> tuple[str, str]:
    """Parts of a WITH, and a SELECT of the first who have a word that begins so. Those of one word
    stand in the order of names; so one hops from word to word, and takes the first of each."""
    beyond = f"{_marked(query, words[1:])} AND {beyond}"
    own = f"w.organisation_id = {int(org.id)}::bigint"
    onwards = f"{own} AND w.word > hop.word AND w.word < hop.last"
    hops = {
        "hop": f"{own} AND w.word = hop.word",
        f"(SELECT * FROM hop WHERE n = {HOPS}) AS hop": onwards,  # noqa: S608
        _ranges(query, _beneath(words[0])): _within(org),
    }
    parts = [
        f"""SELECT w.* FROM {which} CROSS JOIN LATERAL (
            SELECT w.sort_key, w.entry_id FROM register_word AS w
            WHERE {where} AND {beyond} {first}
        ) AS w"""  # noqa: S608
        for which, where in hops.items()
    ]
    next_word = "SELECT w.word FROM register_word AS w WHERE {} ORDER BY w.word LIMIT 1"
    hop = f"""hop (word, last, n) AS (
        SELECT w.word, r.last, 1 FROM {_ranges(query, words[:1])}
        CROSS JOIN LATERAL ({next_word.format(_within(org))}) AS w
        UNION ALL
        SELECT w.word, hop.last, hop.n + 1 FROM hop
        CROSS JOIN LATERAL ({next_word.format(onwards)}) AS w WHERE hop.n < {HOPS}
    )"""  # noqa: S608
    return hop, f"SELECT w.* FROM ({' UNION ALL '.join(parts)}) AS w {first}"  # noqa: S608


def _fitting(halves: Sequence[str], which: str) -> str:
    return " UNION ALL ".join(
        f"SELECT e.id FROM register_entry AS e WHERE {which} AND {half}"  # noqa: S608
        for half in halves
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
) -> tuple[int, int, list[int]]:
    """In whichever order, however many they are: each is read."""
    query, halves = conditions(org, wanted, For.GIVEN)
    parts = " UNION ALL ".join(
        f"SELECT e.id AS entry, {order.named} FROM register_entry AS e "  # noqa: S608
        f"WHERE e.id = ANY (ARRAY(SELECT entry_id FROM held)) AND {half}"
        for half in halves
    )
    beyond = order.beyond(query, order.names)
    row = await _row(
        f"WITH held AS MATERIALIZED ({entries_with(org, query, words)}), "  # noqa: S608
        f"found AS MATERIALIZED ({parts}) "
        "SELECT (SELECT count(*) FROM found) AS n, ARRAY(SELECT entry FROM found "
        f"WHERE {beyond} ORDER BY {order.by(order.names)} LIMIT {PAGE + 1}) AS page",
        query,
    )
    return min(row["n"], COUNTED_FOUND + 1), COUNTED_FOUND, list(row["page"])


def _held(org: Organisation, query: Query, words: Sequence[str]) -> str:
    """The places of all who have the first of the words, and the marks of the others."""
    return f"""SELECT w.* FROM {_ranges(query, [words[0], *_beneath(words[0])])}
        CROSS JOIN LATERAL (
            SELECT w.sort_key, w.entry_id FROM register_word AS w
            WHERE {_within(org)} AND {_marked(query, words[1:])} OFFSET 0
        ) AS w"""  # noqa: S608


def _beneath(word: str) -> list[str]:
    """An address that begins with a word of its own entry stands beneath that word: else half of
    all that begins with a name would be said twice."""
    return [f" {word[:end]} {word[end:]}" for end in range(1, len(word))]


def _ranges(query: Query, words: Sequence[str]) -> str:
    """All that begins so. The statement looks the same for all words, and as dear: so that it is
    planned once, and not each time for as long as it runs."""
    first, last = query.value(list(words)), query.value([word + _LAST for word in words])
    return f"unnest({first}::text[], {last}::text[]) WITH ORDINALITY AS r (first, last, place)"


def _within(org: Organisation) -> str:
    return f"w.organisation_id = {int(org.id)}::bigint AND w.word >= r.first AND w.word < r.last"


def _marked(query: Query, words: Sequence[str]) -> str:
    """Whether it may be that an entry has the words too."""
    mask = marks(words)
    return f"w.marks & {(own := query.value(mask))}::bigint = {own}::bigint" if mask else "true"


async def _row(sql: str, query: Query) -> dict[str, Any]:
    found: list[dict[str, Any]] = await connections.get("default").execute_query_dict(
        sql, query.values
    )
    return found[0]
