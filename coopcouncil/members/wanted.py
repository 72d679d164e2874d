"""What a list of members is to hold and in which order, written as SQL that finds its index."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any

from coopcouncil.members.kinds import Status
from coopcouncil.members.words import words
from coopcouncil.organisations.models import Organisation

PAGE = 50
MOST_WORDS = 8
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?) (\d[a-z]{2})\b")
_IN_REGISTER = (
    "((e.left_on IS NULL AND e.status IN ('member', 'suspended')) "
    "OR (e.left_on > {on} AND e.status <> 'applicant')) "
    "AND {joined} <= {on}"
)
# By each name, the columns of the index that sorts by it.
BY_NAME = ('e.sort_key COLLATE "C"', "e.id")
SORTS = {
    "name": BY_NAME,
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
class Query:
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


@dataclass(frozen=True)
class Order:
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

    def is_below(self, day: date) -> bool:
        """Whether the page begins at a day of joining, further down than this one."""
        is_by_joining = self.columns == SORTS["joined"]
        place = self.place if is_by_joining and self.downwards else None
        return place is not None and place[0] <= day

    def beyond(self, query: "Query", names: Sequence[str]) -> str:
        """The condition that leaves out what earlier pages held."""
        if self.place is None:
            return "true"
        marks = ", ".join(query.value(value) for value in self.place)
        return f"({', '.join(names)}) {'<' if self.downwards else '>'} ({marks})"


def sought(text: str) -> list[str]:
    """The words that a search is for: each must begin a word of the entry.

    >>> sought("J. Jones LL57 2PZ")
    ['jones', 'll572pz']
    """
    # A postcode is one word of those that an entry has: thousands have either half.
    whole = _POSTCODE.sub(r"\1\2", " ".join(words(text)[:MOST_WORDS])).split()
    found = list(dict.fromkeys(whole))
    # Who has "jones" has "j": sought besides, it says nothing.
    return [w for w in found if not any(o != w and o.startswith(w) for o in found)]


class For(Enum):
    """What the conditions are for: each finds its index only if it is written as that one is."""

    COUNTING = "counting"
    WALKING = "walking"
    WALKING_DOWN_FROM = "walking down, from where the last page ended"
    GIVEN = "given"
    GIVEN_WORDS = "given, all of whom have the words"


# As the index of joining has it: a page by joining begins at the day. But where it begins further
# down, the day must not look like a place to begin at.
_JOINED = "coalesce(e.joined_on, DATE '1000-01-01')"
# Constituency, a text, and joining, as the index has them. Where entries are given by their ids,
# as none has: the planner would rather go through a whole constituency.
_WRITTEN = {
    For.COUNTING: ("e.constituency_id", "{}", _JOINED),
    For.WALKING: ("coalesce(e.constituency_id, 0)", "{}", _JOINED),
    For.WALKING_DOWN_FROM: ("coalesce(e.constituency_id, 0)", "{}", f"{_JOINED} + 0"),
    For.GIVEN: ("coalesce(e.constituency_id, 0) + 0", "({} || '')", f"{_JOINED} + 0"),
    For.GIVEN_WORDS: ("coalesce(e.constituency_id, 0) + 0", "({} || '')", f"{_JOINED} + 0"),
}


def conditions(org: Organisation, wanted: Wanted, use: For) -> tuple[Query, list[str]]:
    """The conditions of the list, once for the entries that still stand and, for what was known
    at a moment, once for those superseded since: each half has indexes of its own.
    """
    place, text, joined = _WRITTEN[use]
    query = Query()
    # Numbers and days stand in the text: a plan that is made for any day whatever takes one that
    # nobody had joined for one like today. No words stand there.
    query.add(f"e.organisation_id = {int(org.id)}::bigint")
    on = f"DATE '{wanted.on.isoformat()}'"
    query.conditions.append(f"e.valid_from <= {on} AND e.valid_to > {on}")
    halves = ["e.superseded_at IS NULL"]
    if wanted.known_at is not None:
        known = f"TIMESTAMPTZ '{wanted.known_at.isoformat()}'"
        query.conditions.append(f"e.recorded_at <= {known}")
        halves.append(f"e.superseded_at > {known}")
    if wanted.status == "members":
        query.conditions.append(_IN_REGISTER.format(on=on, joined=joined))
    elif wanted.status != "all":
        query.add(text.format("e.status") + " = {}", wanted.status)
        if wanted.status != Status.MEMBER and use not in (For.GIVEN, For.GIVEN_WORDS):
            query.conditions.append("e.status <> 'member'")
    for word in sought(wanted.text) if use is not For.GIVEN_WORDS else ():
        query.add("e.search_text LIKE {}", f"% {_escaped(word)}%")
    _choose(query, place, wanted.constituency, "IS NULL" if use is For.COUNTING else "= 0")
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


def _choose(query: Query, column: str, choice: str, none: str = "IS NULL") -> None:
    if choice == "none":
        query.conditions.append(f"{column} {none}")
    elif choice.isascii() and choice.isdigit() and len(choice) < 19:
        query.conditions.append(f"{column} = {int(choice)}::bigint")


def _escaped(word: str) -> str:
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
