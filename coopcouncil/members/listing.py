"""A page of the register: searched, filtered, sorted; as fast at a million members as at ten.

Hand-written SQL: it walks one partial index from where the last page ended, instead of
counting rows off.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any

from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.members.kinds import Status
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import settle
from coopcouncil.members.words import words
from coopcouncil.organisations.models import Organisation

PAGE = 50
COUNTED = 10_000
_IN_REGISTER = (
    "((e.left_on IS NULL AND e.status IN ('member', 'suspended')) "
    "OR (e.left_on > {on} AND e.status <> 'applicant')) "
    # As the index of joining has it: a page by joining begins at the day.
    "AND coalesce(e.joined_on, DATE '1000-01-01') <= {on}"
)
# As the index register_entry_prefixes has it: the words, each of which may be begun. Each bears
# its organisation's number: to narrow down by that apart would read everybody's place.
_WORDS = (
    "array_to_tsvector(string_to_array(btrim(replace(e.search_text, ' ', "
    "' ' || e.organisation_id::text || '/')), ' '))"
)
# By each name, the columns of the index that sorts by it.
SORTS = {
    "name": ('e.sort_key COLLATE "C"', "e.id"),
    "number": ("length(e.member_number)", 'e.member_number COLLATE "C"', "e.id"),
    "joined": ("coalesce(e.joined_on, DATE '1000-01-01')", "e.id"),
    "constituency": ("coalesce(e.constituency_id, 0)", 'e.sort_key COLLATE "C"', "e.id"),
}


@dataclass(frozen=True)
class Wanted:
    """What a list is to hold, and in which order."""

    on: date
    known_at: datetime | None = None
    text: str = ""
    status: str = "members"
    constituency: str = ""
    part: str = ""
    member_class: str = ""
    language: str = ""
    format: str = ""
    email: str = ""
    sort: str = "name"
    after: int | None = None
    before: int | None = None


@dataclass
class Listed:
    """A page of entries, and what lies around it."""

    entries: list[RegisterEntry]
    count: int
    earlier: int | None = None
    later: int | None = None

    @property
    def is_counted(self) -> bool:
        """Whether `count` is exact, and not only as far as was counted."""
        return self.count <= COUNTED


@dataclass
class _Query:
    """Conditions and their values, numbered as they come."""

    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def value(self, value: Any) -> str:
        self.values.append(value)
        return f"${len(self.values)}"

    def add(self, condition: str, *values: Any) -> None:
        self.conditions.append(condition.format(*(self.value(value) for value in values)))

    @property
    def where(self) -> str:
        return " AND ".join(self.conditions)


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
    found = _found if words(wanted.text) else _walked
    count, ids = await found(org, wanted, _Order(columns, downwards, place))
    more, ids = len(ids) > PAGE, ids[:PAGE]
    if backwards:
        ids.reverse()
    rows = {e.id: e for e in await RegisterEntry.within(org).filter(id__in=ids)}
    entries = [rows[i] for i in ids]
    has_earlier, has_later = (more, True) if backwards else (start is not None, more)
    return Listed(
        entries,
        count,
        ids[0] if ids and has_earlier else None,
        ids[-1] if ids and has_later else None,
    )


@dataclass(frozen=True)
class _Order:
    """How a page is sorted, and after which place it begins."""

    columns: Sequence[str]
    downwards: bool
    place: Sequence[Any] | None

    def by(self, names: Sequence[str]) -> str:
        return ", ".join(f"{name} {'DESC' if self.downwards else 'ASC'}" for name in names)

    @property
    def named(self) -> str:
        """The columns as a subquery hands them on."""
        return ", ".join(f"{column} AS c{n}" for n, column in enumerate(self.columns))

    @property
    def names(self) -> list[str]:
        return [f"c{n}" for n in range(len(self.columns))]

    def beyond(self, query: "_Query", names: Sequence[str]) -> str:
        """The condition that leaves out what earlier pages held."""
        if self.place is None:
            return "true"
        marks = ", ".join(query.value(value) for value in self.place)
        return f"({', '.join(names)}) {'<' if self.downwards else '>'} ({marks})"


async def _walked(org: Organisation, wanted: Wanted, order: _Order) -> tuple[int, list[int]]:
    """Along the index of the order, from where the last page ended, until the page is full."""
    client = connections.get("default")
    query, halves = _conditions(org, wanted, _For.COUNTING)
    parts = " UNION ALL ".join(
        f"SELECT 1 FROM register_entry AS e WHERE {where}"  # noqa: S608
        for where in halves
    )
    counted = await client.execute_query_dict(
        f"SELECT count(*) AS n FROM ({parts} LIMIT {COUNTED + 1}) AS counted",  # noqa: S608
        query.values,
    )
    query, halves = _conditions(org, wanted, _For.WALKING)
    beyond = order.beyond(query, order.columns)
    # Each half by its own index; the first of both together are the first of all.
    parts = " UNION ALL ".join(
        f"(SELECT e.id AS entry, {order.named} FROM register_entry AS e "  # noqa: S608
        f"WHERE {where} AND {beyond} ORDER BY {order.by(order.columns)} LIMIT {PAGE + 1})"
        for where in halves
    )
    rows = await client.execute_query_dict(
        f"SELECT entry FROM ({parts}) AS half "  # noqa: S608
        f"ORDER BY {order.by(order.names)} LIMIT {PAGE + 1}",
        query.values,
    )
    return counted[0]["n"], [row["entry"] for row in rows]


async def _found(org: Organisation, wanted: Wanted, order: _Order) -> tuple[int, list[int]]:
    """By the index of words, all at once: who has a common name stands together in the order
    of names, where walking along would first pass everybody else."""
    query, halves = _conditions(org, wanted, _For.WORDS)
    parts = " UNION ALL ".join(
        f"SELECT e.id AS entry, {order.named} FROM register_entry AS e WHERE {where}"  # noqa: S608
        for where in halves
    )
    beyond = order.beyond(query, order.names)
    rows = await connections.get("default").execute_query_dict(
        f"WITH found AS MATERIALIZED ({parts}) "  # noqa: S608
        f"SELECT (SELECT count(*) FROM found) AS n, ARRAY(SELECT entry FROM found "
        f"WHERE {beyond} ORDER BY {order.by(order.names)} LIMIT {PAGE + 1}) AS entries",
        query.values,
    )
    return min(rows[0]["n"], COUNTED + 1), list(rows[0]["entries"])


def export_query(org: Organisation, wanted: Wanted) -> tuple[str, list[Any]]:
    """All rows of the list, by member number."""
    use = _For.WORDS if words(wanted.text) else _For.WALKING
    query, halves = _conditions(org, wanted, use)
    where = " OR ".join(f"({half})" for half in halves)
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


class _For(Enum):
    """What the conditions are for: each finds its index only if it is written as that one is."""

    COUNTING = "counting"
    WALKING = "walking"
    WORDS = "words"


# Constituency, then a text, as the index has them. Where words are sought, as none has: the
# planner takes a name of thousands for a rare one, and would go through a constituency instead.
_WRITTEN = {
    _For.COUNTING: ("e.constituency_id", "{}"),
    _For.WALKING: ("coalesce(e.constituency_id, 0)", "{}"),
    _For.WORDS: ("coalesce(e.constituency_id, 0) + 0", "({} || '')"),
}


def _conditions(org: Organisation, wanted: Wanted, use: _For) -> tuple[_Query, list[str]]:
    """The conditions of the list, once for the entries that still stand and, for what was known
    at a moment, once for those superseded since: each half has indexes of its own.
    """
    place, text = _WRITTEN[use]
    query = _Query()
    query.add("e.organisation_id = {}::bigint", org.id)
    on = query.value(wanted.on) + "::date"
    query.conditions.append(f"e.valid_from <= {on} AND e.valid_to > {on}")
    halves = ["e.superseded_at IS NULL"]
    if wanted.known_at is not None:
        known = query.value(wanted.known_at) + "::timestamptz"
        query.conditions.append(f"e.recorded_at <= {known}")
        halves.append(f"e.superseded_at > {known}")
    if wanted.status == "members":
        query.conditions.append(_IN_REGISTER.format(on=on))
    elif wanted.status != "all":
        query.add(text.format("e.status") + " = {}", wanted.status)
        if wanted.status != Status.MEMBER and use is not _For.WORDS:
            query.conditions.append("e.status <> 'member'")
    if sought := words(wanted.text)[:8]:
        # An initial begins a word of nearly everybody: it is held against who fits the rest.
        long = [word for word in sought if len(word) > 2] or sought
        lexemes = " & ".join(_prefix(org.id, word) for word in long)
        query.add(f"{_WORDS} @@ {{}}::text::tsquery", lexemes)
        for word in sought:
            if word not in long:
                query.add("e.search_text LIKE {}", f"% {_escaped(word)}%")
    _choose(query, place, wanted.constituency, "IS NULL" if use is _For.COUNTING else "= 0")
    _choose(query, "e.part_id", wanted.part)
    if wanted.member_class:
        query.add(text.format("e.member_class") + " = {}", wanted.member_class)
    if wanted.language:
        language = "" if wanted.language == "none" else wanted.language
        query.add(text.format("e.language") + " = {}", language)
    if wanted.format:
        query.add(text.format("e.format") + " = {}", wanted.format)
    if wanted.email:
        query.conditions.append("e.email <> ''" if wanted.email == "yes" else "e.email = ''")
    return query, [f"{query.where} AND {half}" for half in halves]


def _choose(query: _Query, column: str, choice: str, none: str = "IS NULL") -> None:
    if choice == "none":
        query.conditions.append(f"{column} {none}")
    elif choice.isascii() and choice.isdigit() and len(choice) < 19:
        query.add(column + " = {}::bigint", int(choice))


def _prefix(organisation: int, word: str) -> str:
    """The beginning of a word, as the index of words is asked for it."""
    quoted = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{organisation}/{quoted}':*"


def _escaped(word: str) -> str:
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


async def _place(org: Organisation, entry: int, columns: Sequence[str]) -> list[Any] | None:
    """Where an entry stands in the order, though it may be superseded by now."""
    rows = await connections.get("default").execute_query_dict(
        f"SELECT {', '.join(f'{c} AS c{n}' for n, c in enumerate(columns))} "  # noqa: S608
        "FROM register_entry AS e WHERE e.id = $1::bigint AND e.organisation_id = $2::bigint",
        [entry, org.id],
    )
    return list(rows[0].values()) if rows else None


def today_or(on: date | None) -> date:
    """The day that was asked for, or today."""
    return on or clock.today()
