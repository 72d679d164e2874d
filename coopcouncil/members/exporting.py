"""The register as a list, streamed: CSV for programs and spreadsheets, ODS for people."""

import csv
import io
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from tortoise import connections

from coopcouncil.kernel.cells import harmless
from coopcouncil.members.reads import entries_as_at_sql, settle
from coopcouncil.members.written import EXPORTED, REDACTED, Keys, cell_text, keys_of
from coopcouncil.organisations.models import Organisation

CHUNK = 2_000


async def register_csv(
    org: Organisation, on: date, known_at: datetime | None = None, redacted: bool = False
) -> AsyncIterator[str]:
    """The register's own CSV, by member number: the same bytes for the same two times."""
    if known_at is not None:
        await settle(org)
    targets = [t for t in EXPORTED if not (redacted and t in REDACTED)]
    selected = entries_as_at_sql(known_at="$3" if known_at else None)
    query = f'SELECT * FROM ({selected}) AS e ORDER BY e.member_number COLLATE "C"'  # noqa: S608
    arguments = [org.id, on, *([known_at] if known_at else [])]
    async for text in csv_of(org, targets, query, arguments):
        yield text


async def csv_of(
    org: Organisation, targets: Sequence[str], query: str, arguments: Sequence[Any]
) -> AsyncIterator[str]:
    """The rows of a query as CSV: UTF-8, LF, no formula left to run."""
    keys = await keys_of(org)
    yield _line(targets)
    async for rows in chunks_of(query, arguments):
        yield "".join(
            _line([harmless(text) for text in _texts(row, targets, keys)]) for row in rows
        )


async def texts_of(
    org: Organisation, targets: Sequence[str], query: str, arguments: Sequence[Any]
) -> AsyncIterator[list[list[str]]]:
    """The same rows as texts of cells, some thousands at a time."""
    keys = await keys_of(org)
    async for rows in chunks_of(query, arguments):
        yield [_texts(row, targets, keys) for row in rows]


async def chunks_of(
    query: str, arguments: Sequence[Any]
) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
    """The rows of a query without holding them all: a cursor in one snapshot."""
    client = connections.get("default")
    # Not `in_transaction`: its context would leak out of a generator that is left half-way.
    async with client.acquire_connection() as connection, connection.transaction():
        cursor = await connection.cursor(query, *arguments)
        while rows := await cursor.fetch(CHUNK):
            yield rows


def _texts(row: Mapping[str, Any], targets: Sequence[str], keys: Keys) -> list[str]:
    texts = []
    for target in targets:
        if target == "effective_on":
            texts.append(row["valid_from"].isoformat())
        else:
            texts.append(cell_text(target, row, keys))
    return texts


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
