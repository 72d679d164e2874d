"""Statements as CSV: a bank's own layout, or columns that the treasurer named. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from coopcouncil.banking.kinds import Bank, Column
from coopcouncil.banking.reading.facts import (
    Facts,
    HalfWritten,
    Named,
    NoDay,
    NoLines,
    NoSum,
    NotSterling,
    Read,
)
from coopcouncil.banking.reading.layouts import HEADLESS, enough, guessed, known, plain
from coopcouncil.banking.reading.values import day, pence, tidy
from coopcouncil.members.importing.reading import Layout, Row, layout_of, rows

BEFORE_HEADINGS = 15
"""Some banks write the account and the period above the headings."""


@dataclass(frozen=True)
class Shape:
    """How a CSV statement is written: where its headings stand, and what is known of them.

    `columns` are the bank's own or guesses; only a known `bank`'s need no look.
    """

    layout: Layout
    headings: tuple[str, ...]
    line: int
    columns: tuple[Column, ...]
    bank: Bank | None
    examples: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Meaning:
    """What the columns hold, and how its sums and days are written."""

    columns: tuple[Column, ...]
    decimal: str = "."
    day_first: bool = True


def shape_of(file: BinaryIO) -> Shape:
    """Find the headings and guess what the columns are."""
    layout = layout_of(file)
    first: list[Row] = []
    for row in rows(file, layout):
        first.append(row)
        if len(first) == BEFORE_HEADINGS + 3:
            break
    if _has_day(first[0].cells[0]):
        found = HEADLESS if len(plain_cells(first[0])) == 3 else tuple(_by_look(first[0]))
        bank = Bank.HSBC if found == HEADLESS else None
        return Shape(layout, (), 0, found, bank, _examples(first))
    for place, row in enumerate(first[:BEFORE_HEADINGS]):
        if hit := known(row.cells):
            bank, columns = hit
            return Shape(
                layout,
                tuple(plain(row.cells)),
                row.line,
                tuple(columns),
                bank,
                _examples(first[place + 1 :]),
            )
    best, place = max(
        ((row, place) for place, row in enumerate(first[:BEFORE_HEADINGS])),
        key=lambda one: (sum(map(bool, guessed(one[0].cells))), -one[1]),
    )
    columns = guessed(best.cells)
    return Shape(
        layout,
        tuple(plain(best.cells)),
        best.line,
        tuple(columns),
        None,
        _examples(first[place + 1 :]),
    )


def read_separated(
    file: BinaryIO, layout: Layout, headings_at: int, meaning: Meaning, facts: Facts
) -> Iterator[Read]:
    """Every line of the bank, in the order of the file."""
    assert enough(meaning.columns)
    place = {column: n for n, column in enumerate(meaning.columns) if column}
    width = max(place.values()) + 1
    last = 0
    for row in rows(file, layout):
        if row.line <= headings_at:
            continue
        last = row.line
        if len(row.cells) < width:
            raise HalfWritten(row.line)
        if found := _line(row, place, meaning, facts):
            yield found
    if not last:
        raise NoLines


def _line(row: Row, place: dict[Column, int], meaning: Meaning, facts: Facts) -> Read | None:
    def cell(column: Column) -> str:
        return row.cells[place[column]].strip() if column in place else ""

    try:
        on = day(cell(Column.DATE), meaning.day_first)
    except ValueError as trouble:
        raise NoDay(row.line, cell(Column.DATE)) from trouble
    if (currency := cell(Column.CURRENCY).upper()) and currency != "GBP":
        raise NotSterling(row.line, currency)
    if number := _digits(cell(Column.ACCOUNT)):
        sort_code = _digits(cell(Column.SORT_CODE))
        if len(number) == 14 and not sort_code:
            sort_code, number = number[:6], number[6:]
        facts.accounts.add(Named(number, sort_code))
    amount = _amount(row, place, meaning)
    balance = _sum(row.line, cell(Column.BALANCE), meaning) if cell(Column.BALANCE) else None
    if not amount and balance is None:
        return None
    text = cell(Column.TEXT) or " ".join((cell(Column.NAME), cell(Column.REFERENCE)))
    return Read(
        row.line,
        on,
        amount,
        tidy(text, 500),
        tidy(cell(Column.NAME), 200),
        tidy(cell(Column.REFERENCE), 200),
        tidy(cell(Column.KIND), 40),
        balance,
        tidy(cell(Column.ID), 200),
    )


def _amount(row: Row, place: dict[Column, int], meaning: Meaning) -> int:
    if Column.AMOUNT in place:
        return _sum(row.line, row.cells[place[Column.AMOUNT]], meaning)
    sums = {}
    for column in (Column.PAID_IN, Column.PAID_OUT):
        text = row.cells[place[column]].strip() if column in place else ""
        sums[column] = abs(_sum(row.line, text, meaning)) if text else 0
    if all(sums.values()):
        raise NoSum(row.line, row.cells[place[Column.PAID_OUT]])
    if not any(row.cells[n].strip() for c, n in place.items() if c in sums):
        raise NoSum(row.line, "")
    return sums[Column.PAID_IN] - sums[Column.PAID_OUT]


def _sum(line: int, text: str, meaning: Meaning) -> int:
    try:
        return pence(text, meaning.decimal)
    except ValueError as trouble:
        raise NoSum(line, text.strip()) from trouble


def plain_cells(row: Row) -> list[str]:
    """The cells of a row, without empty ones at its end."""
    return plain(row.cells)


def _by_look(row: Row) -> list[Column]:
    """For a file without headings: the first is the day, the last sum the amount."""
    found = [Column.IGNORED] * len(row.cells)
    found[0] = Column.DATE
    for n, cell in enumerate(row.cells[1:], 1):
        if _is_sum(cell):
            found[n] = Column.AMOUNT
            break
    if (rest := [n for n, one in enumerate(found) if not one]) and row.cells[rest[0]]:
        found[rest[0]] = Column.TEXT
    return found


def _examples(first: Sequence[Row]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell[:60] for cell in row.cells) for row in first[:3])


def _digits(text: str) -> str:
    return "".join(mark for mark in text if mark in "0123456789")


def _has_day(text: str) -> bool:
    try:
        day(text)
    except ValueError:
        return False
    return True


def _is_sum(text: str) -> bool:
    try:
        pence(text)
    except ValueError:
        return False
    return True
