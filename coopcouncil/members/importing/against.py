"""A list held against the register, chunk by chunk: memory stays bounded however long it is."""

from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import BinaryIO

import asyncpg

from coopcouncil.kernel import clock
from coopcouncil.members.duplicates.pointing import numbers_gone
from coopcouncil.members.importing.cells import Surroundings, Trouble
from coopcouncil.members.importing.headings import guessed
from coopcouncil.members.importing.reading import Layout, Row, rows
from coopcouncil.members.importing.rows import (
    Decided,
    Flaw,
    ListMeaning,
    Outcome,
    Reading,
    compared,
    read_row,
    with_flaw,
)
from coopcouncil.members.models import Constituency
from coopcouncil.members.recording import current_periods
from coopcouncil.members.words import folded
from coopcouncil.organisations.models import Organisation

CHUNK = 4_000
SHARES = frozenset({"shares", "amount_paid"})
SHARES_KEPT: list[
    Callable[[asyncpg.Connection, Organisation, Sequence[int]], Awaitable[Collection[int]]]
] = []
"""Filled in `told.py`: the members whose figures of shares follow from what is kept elsewhere."""


class _Numbers:
    """Member numbers that came already: a bit for each plain one, so that a million are small."""

    def __init__(self) -> None:
        self._plain = bytearray()
        self._others: set[str] = set()

    def add(self, number: str) -> bool:
        """Note a number; whether it is the first time."""
        if not (len(number) < 9 and number.isascii() and number.isdigit() and number[0] != "0"):
            is_new = number not in self._others
            self._others.add(number)
            return is_new
        place, bit = divmod(int(number), 8)
        if place >= len(self._plain):
            self._plain.extend(bytes(place + 4096 - len(self._plain)))
        is_new = not self._plain[place] >> bit & 1
        self._plain[place] |= 1 << bit
        return is_new


@dataclass(frozen=True)
class MembersList:
    """A file that is understood: how it is written, its headings, what its columns are."""

    file: BinaryIO
    layout: Layout
    headings: tuple[str, ...]
    meaning: ListMeaning
    around: Surroundings
    decided: Decided = field(default_factory=Decided)

    def chunks(self) -> Iterator[list[Reading]]:
        """What the rows say, some thousands at a time; a number that comes twice is a flaw."""
        found = rows(self.file, self.layout)
        next(found)
        width = len(self.headings)
        seen = _Numbers()
        while chunk := list(islice(found, CHUNK)):
            readings = []
            for row in chunk:
                if row.number in self.decided.left_out:
                    continue
                reading = self._read(row, width)
                if reading.number and not seen.add(reading.number):
                    reading = _twice(reading, self.meaning.targets)
                readings.append(reading)
            yield readings

    def _read(self, row: Row, width: int) -> Reading:
        reading = read_row(row, width, self.meaning, self.around)
        number = self.decided.instead.get(row.number, reading.number)
        number = self.decided.pointing.get(number, number)
        return reading if number == reading.number else replace(reading, number=number)


async def understood(
    org: Organisation, file: BinaryIO, layout: Layout, meaning: ListMeaning | None = None
) -> MembersList:
    """The file with its headings; without a meaning, the one that its headings suggest."""
    headings = tuple(cell.strip() for cell in next(rows(file, layout)).cells)
    meaning = meaning or ListMeaning(guessed(headings))
    decided = Decided(pointing=await numbers_gone(org))
    return MembersList(file, layout, headings, meaning, await surroundings(org), decided)


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


def as_if_new(readings: Sequence[Reading]) -> list[Outcome]:
    """What each row would be if the register knew nobody: most rows of a long list are new."""
    today = clock.today()
    return [compared(reading, None, (), today) for reading in readings]


async def held_against(
    connection: asyncpg.Connection,
    org: Organisation,
    readings: Sequence[Reading],
    if_new: Sequence[Outcome] | None = None,
) -> list[Outcome]:
    """These rows held against the register as it stands; `if_new` is `as_if_new` of them."""
    known = await connection.fetch(
        "SELECT id, number FROM member WHERE organisation_id = $1 AND number = ANY($2::text[])",
        org.id,
        [reading.number for reading in readings if reading.number],
    )
    ids: dict[str, int] = {row["number"]: row["id"] for row in known}
    if_new = as_if_new(readings) if if_new is None else if_new
    if not ids:
        return list(if_new)
    periods = await current_periods(connection, list(ids.values())) if ids else {}
    today = clock.today()
    kept: set[int] = set()
    for asked in SHARES_KEPT:
        kept.update(await asked(connection, org, list(ids.values())))
    outcomes = []
    for reading, outcome in zip(readings, if_new, strict=True):
        member_id = ids.get(reading.number)
        if member_id is not None:
            history = tuple(periods.get(member_id, {}).values())
            outcome = compared(reading, member_id, history, today)
            if member_id in kept and outcome.before.keys() & SHARES:
                outcome = with_flaw(reading, Trouble.SHARES_KEPT)
        outcomes.append(outcome)
    return outcomes


def _twice(reading: Reading, targets: Sequence[str]) -> Reading:
    column = list(targets).index("member_number")
    flaw = Flaw(column, Trouble.NUMBER_TWICE, reading.number)
    return replace(reading, flaws=(*reading.flaws, flaw))
