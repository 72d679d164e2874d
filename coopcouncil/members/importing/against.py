"""A list held against the register, chunk by chunk: memory stays bounded however long it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import BinaryIO

import asyncpg

from coopcouncil.kernel import clock
from coopcouncil.members.importing.cells import Surroundings, Trouble
from coopcouncil.members.importing.headings import guessed
from coopcouncil.members.importing.reading import Layout, rows
from coopcouncil.members.importing.rows import (
    Flaw,
    ListMeaning,
    Outcome,
    Reading,
    compared,
    read_row,
)
from coopcouncil.members.models import Constituency
from coopcouncil.members.recording import current_periods
from coopcouncil.members.words import folded
from coopcouncil.organisations.models import Organisation

CHUNK = 2_000


@dataclass(frozen=True)
class MembersList:
    """A file that is understood: how it is written, its headings, what its columns are."""

    file: BinaryIO
    layout: Layout
    headings: tuple[str, ...]
    meaning: ListMeaning
    around: Surroundings

    def chunks(self) -> Iterator[list[Reading]]:
        """What the rows say, some thousands at a time; a number that comes twice is a flaw."""
        found = rows(self.file, self.layout)
        next(found)
        width = len(self.headings)
        seen: set[str] = set()
        while chunk := list(islice(found, CHUNK)):
            readings = []
            for row in chunk:
                reading = read_row(row, width, self.meaning, self.around)
                if reading.number:
                    if reading.number in seen:
                        reading = _twice(reading, self.meaning.targets)
                    seen.add(reading.number)
                readings.append(reading)
            yield readings


async def understood(
    org: Organisation, file: BinaryIO, layout: Layout, meaning: ListMeaning | None = None
) -> MembersList:
    """The file with its headings; without a meaning, the one that its headings suggest."""
    headings = tuple(cell.strip() for cell in next(rows(file, layout)).cells)
    meaning = meaning or ListMeaning(guessed(headings))
    return MembersList(file, layout, headings, meaning, await surroundings(org))


async def surroundings(org: Organisation) -> Surroundings:
    """What the cells of this organisation's lists are held against."""
    constituencies: dict[str, int] = {}
    for constituency in await Constituency.within(org):
        for name in (constituency.key, constituency.name, constituency.name_cy):
            if name:
                constituencies.setdefault(folded(name), constituency.id)
    parts: dict[str, int] = {}
    for part in await Organisation.filter(parent_id=org.id):
        for name in (part.slug, part.name, part.name_cy):
            if name:
                parts.setdefault(folded(name), part.id)
    return Surroundings(clock.today(), constituencies, parts)


async def held_against(
    connection: asyncpg.Connection, org: Organisation, readings: Sequence[Reading]
) -> list[Outcome]:
    """These rows held against the register as it stands."""
    known = await connection.fetch(
        "SELECT id, number FROM member WHERE organisation_id = $1 AND number = ANY($2::text[])",
        org.id,
        [reading.number for reading in readings if reading.number],
    )
    ids: dict[str, int] = {row["number"]: row["id"] for row in known}
    periods = await current_periods(connection, list(ids.values())) if ids else {}
    today = clock.today()
    outcomes = []
    for reading in readings:
        member_id = ids.get(reading.number)
        history = tuple(periods.get(member_id, {}).values()) if member_id else ()
        outcomes.append(compared(reading, member_id, history, today))
    return outcomes


def _twice(reading: Reading, targets: Sequence[str]) -> Reading:
    column = list(targets).index("member_number")
    flaw = Flaw(column, Trouble.NUMBER_TWICE, reading.number)
    return replace(reading, flaws=(*reading.flaws, flaw))
