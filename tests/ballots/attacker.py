"""Someone who holds the whole database, its backups, its WAL and the logs, and wants to know
who voted how. Knows who everybody is, what every possible paper looks like, and in which order
the voters came; lacks the key alone.

A join pairs rows that name a voter with places where a paper stands: by the transaction that
wrote them, or by being the k-th in any order that can be found. What it returns is the share of
voters whose paper it names rightly.
"""

import itertools
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tortoise import connections

Order = tuple[Any, ...]


@dataclass
class Row:
    """A row of any table, with what PostgreSQL keeps of it besides."""

    table: str
    ctid: tuple[int, int]
    xmin: int
    xmax: int
    values: Mapping[str, Any]


@dataclass
class Sightings:
    """Things seen (voters, or papers), each with the places where and when they stood."""

    # source -> [(thing, its place in that order)]
    orders: dict[str, list[tuple[str, Order]]] = field(default_factory=lambda: defaultdict(list))
    # transaction -> [(thing, place)]
    transactions: dict[int, list[tuple[str, Order]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def see(self, source: str, thing: str, place: Order) -> None:
        self.orders[source].append((thing, place))


async def all_rows() -> list[Row]:
    """Every row of every table, catalogues of our own alone."""
    database = connections.get("default")
    tables = await database.execute_query_dict(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    found = []
    for table in (row["relname"] for row in tables):
        rows = await database.execute_query_dict(
            f"SELECT ctid::text AS c, xmin::text::bigint AS a, xmax::text::bigint AS z,"
            f' to_jsonb(t)::text AS j FROM "{table}" AS t'
        )
        for row in rows:
            block, offset = re.findall(r"\d+", row["c"])
            found.append(
                Row(table, (int(block), int(offset)), row["a"], row["z"], json.loads(row["j"]))
            )
    return found


def voters_in(rows: Iterable[Row], names: Mapping[str, str]) -> Sightings:
    """Where voters are named: by a text of theirs, or by a number in a column about entries."""
    seen = Sightings()
    for row in rows:
        voter = next((v for c in row.values.items() if (v := _names(c, names))), None)
        if voter is None:
            continue
        seen.transactions[row.xmin].append((voter, row.ctid))
        if row.xmax:
            seen.transactions[row.xmax].append((voter, row.ctid))
            seen.see(f"{row.table}.xmax", voter, (row.xmax, row.ctid))
        _orders(seen, row, voter, (0,))
    return seen


def papers_in(rows: Iterable[Row], papers: Sequence[str]) -> Sightings:
    """Where papers stand: in any text of any row, each with its place within the text."""
    seen = Sightings()
    known = frozenset(papers)
    for row in rows:
        for column, value in row.values.items():
            text = value if isinstance(value, str) else repr(value)
            found = [match[0].decode() for match in _RANKING.finditer(text.encode())]
            for n, paper in enumerate(paper for paper in found if paper in known):
                seen.transactions[row.xmin].append((paper, (row.ctid, n)))
                _orders(seen, row, paper, (n,), column)
    return seen


def papers_in_files(folders: Iterable[Path], papers: Sequence[str]) -> Sightings:
    """Where papers stand in the bytes of files, in the order of their first places: within each
    file, and from one file to the next, as the segments of the WAL follow each other."""
    seen = Sightings()
    known = frozenset(paper.encode() for paper in papers)
    for folder in folders:
        first: dict[str, tuple[int, int]] = {}
        for n, path in enumerate(sorted(folder.rglob("*"))):
            if not path.is_file():
                continue
            for match in _RANKING.finditer(path.read_bytes()):
                if match[0] in known:
                    paper, place = match[0].decode(), (n, match.start())
                    first.setdefault(paper, place)
                    seen.see(f"{folder.name}/{path.name}", paper, place)
        for paper, place in first.items():
            seen.see(folder.name, paper, place)
    return seen


# A whole paper of seven ranks; with all ranked, each voter's can be another.
_RANKING = re.compile(
    rb"(?<![0-9 ])[1-7](?: [1-7]){6}(?![0-9 ])|(?<=[0-9] )[1-7](?: [1-7]){6}(?=\n)"
)


def best_join(
    voters: Sightings, papers: Sightings, came: Sequence[str], truth: Mapping[str, str]
) -> tuple[float, str]:
    """The share of voters that the best of all joins unmasks, and how it did it."""
    voters.orders["the order in which they came"] = [(v, (n,)) for n, v in enumerate(came)]
    tried = [_by_transaction(voters, papers, truth)]
    for (one, named), (other, stood) in itertools.product(
        voters.orders.items(), papers.orders.items()
    ):
        for backwards in (False, True):
            guess = zip(_in_order(named), _in_order(stood, backwards), strict=False)
            tried.append((_share(dict(guess), truth), f"{one} = {other}"))
    return max(tried)


def _by_transaction(
    voters: Sightings, papers: Sightings, truth: Mapping[str, str]
) -> tuple[float, str]:
    guess: dict[str, str] = {}
    for transaction, named in voters.transactions.items():
        stood = papers.transactions.get(transaction, [])
        guess |= dict(zip(_in_order(named), _in_order(stood), strict=False))
    return _share(guess, truth), "one transaction"


def _share(guess: Mapping[str, str], truth: Mapping[str, str]) -> float:
    return sum(truth.get(voter) == paper for voter, paper in guess.items()) / len(truth)


def _in_order(things: list[tuple[str, Order]], backwards: bool = False) -> list[str]:
    try:
        ordered = sorted(things, key=lambda one: one[1], reverse=backwards)
    except TypeError:
        ordered = sorted(things, key=lambda one: repr(one[1]), reverse=backwards)
    return list(dict.fromkeys(thing for thing, _place in ordered))


def _orders(seen: Sightings, row: Row, thing: str, place: Order, within: str = "") -> None:
    """Every order that the row stands in: where it lies, when it was written, what it holds."""
    about = f"{row.table}.{within}" if within else row.table
    seen.see(f"{about}: place", thing, (row.ctid, *place))
    seen.see(f"{about}: transaction", thing, (row.xmin, row.ctid, *place))
    for column, value in row.values.items():
        if value is not None and not isinstance(value, (dict, list, bool)):
            seen.see(f"{about}: {column}", thing, (value, *place))
            seen.see(f"{about}: size of {column}", thing, (len(str(value)), row.ctid, *place))


def _names(cell: tuple[str, Any], names: Mapping[str, str]) -> str | None:
    column, value = cell
    if isinstance(value, str):
        return names.get(value)
    if isinstance(value, int) and "entry" in column:
        return names.get(f"entry {value}")
    return None
