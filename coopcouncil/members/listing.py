"""A page of the register: searched, filtered, sorted; as fast at a million members as at ten.

Hand-written SQL: it walks one partial index from where the last page ended, instead of
counting rows off.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import settle
from coopcouncil.members.words import words
from coopcouncil.organisations.models import Organisation

PAGE = 50
COUNTED = 10_000
_IN_REGISTER = (
    "((e.left_on IS NULL AND e.status IN ('member', 'suspended')) "
    "OR (e.left_on > {on} AND e.status <> 'applicant')) "
    "AND (e.joined_on IS NULL OR e.joined_on <= {on})"
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
    client = connections.get("default")
    query = _conditions(org, wanted)
    counted = await client.execute_query_dict(
        f"SELECT count(*) AS n FROM (SELECT 1 FROM register_entry AS e "  # noqa: S608
        f"WHERE {query.where} LIMIT {COUNTED + 1}) AS counted",
        query.values,
    )
    name, descending = wanted.sort.lstrip("-"), wanted.sort.startswith("-")
    columns = SORTS.get(name, SORTS["name"])
    start = wanted.after or wanted.before
    backwards = wanted.before is not None
    downwards = descending != backwards
    if start is not None:
        place = await _place(org, start, columns)
        if place is not None:
            sign = "<" if downwards else ">"
            marks = ", ".join(query.value(value) for value in place)
            query.conditions.append(f"({', '.join(columns)}) {sign} ({marks})")
    order = ", ".join(f"{column} {'DESC' if downwards else 'ASC'}" for column in columns)
    rows = await client.execute_query_dict(
        f"SELECT e.id FROM register_entry AS e WHERE {query.where} "  # noqa: S608
        f"ORDER BY {order} LIMIT {PAGE + 1}",
        query.values,
    )
    ids = [row["id"] for row in rows]
    more, ids = len(ids) > PAGE, ids[:PAGE]
    if backwards:
        ids.reverse()
    found = {e.id: e for e in await RegisterEntry.within(org).filter(id__in=ids)}
    entries = [found[i] for i in ids]
    has_earlier, has_later = (more, True) if backwards else (start is not None, more)
    return Listed(
        entries,
        counted[0]["n"],
        ids[0] if ids and has_earlier else None,
        ids[-1] if ids and has_later else None,
    )


def export_query(org: Organisation, wanted: Wanted) -> tuple[str, list[Any]]:
    """All rows of the list, by member number."""
    query = _conditions(org, wanted)
    text = (
        f"SELECT e.* FROM register_entry AS e WHERE {query.where} "  # noqa: S608
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


def _conditions(org: Organisation, wanted: Wanted) -> _Query:
    query = _Query()
    query.add("e.organisation_id = {}::bigint", org.id)
    on = query.value(wanted.on) + "::date"
    query.conditions.append(f"e.valid_from <= {on} AND e.valid_to > {on}")
    if wanted.known_at is None:
        query.conditions.append("e.superseded_at IS NULL")
    else:
        known = query.value(wanted.known_at) + "::timestamptz"
        query.conditions.append(
            f"e.recorded_at <= {known} AND (e.superseded_at IS NULL OR e.superseded_at > {known})"
        )
    if wanted.status == "members":
        query.conditions.append(_IN_REGISTER.format(on=on))
    elif wanted.status != "all":
        query.add("e.status = {}", wanted.status)
    for word in words(wanted.text)[:8]:
        query.add("e.search_text LIKE {}", f"% {_escaped(word)}%")
    _choose(query, "e.constituency_id", wanted.constituency)
    _choose(query, "e.part_id", wanted.part)
    if wanted.member_class:
        query.add("e.member_class = {}", wanted.member_class)
    if wanted.language:
        query.add("e.language = {}", "" if wanted.language == "none" else wanted.language)
    if wanted.format:
        query.add("e.format = {}", wanted.format)
    if wanted.email:
        query.conditions.append("e.email <> ''" if wanted.email == "yes" else "e.email = ''")
    return query


def _choose(query: _Query, column: str, choice: str) -> None:
    if choice == "none":
        query.conditions.append(f"{column} IS NULL")
    elif choice.isascii() and choice.isdigit() and len(choice) < 19:
        query.add(column + " = {}::bigint", int(choice))


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
