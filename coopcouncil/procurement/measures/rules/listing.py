"""A list of measures from a spreadsheet: which column is what, and what is wrong in which cell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from coopcouncil.kernel.cells import harmless
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.procurement.measures.kinds import Column
from coopcouncil.procurement.measures.library import library
from coopcouncil.procurement.measures.library.model import model
from coopcouncil.procurement.measures.rules import Draft

MOST_MEASURES = 1_000
MOST_COLUMNS = 40
NEEDED = (Column.CODE, Column.TITLE, Column.UNIT)
LONGEST = {
    Column.CODE: 40,
    Column.TITLE: 300,
    Column.TITLE_CY: 300,
    Column.UNIT: 100,
    Column.UNIT_CY: 100,
    Column.EVIDENCE: 2_000,
    Column.EVIDENCE_CY: 2_000,
    Column.PROXY_SOURCE: 300,
    Column.PROXY_SOURCE_CY: 300,
}
_HEADS = {
    Column.CODE: ("code", "reference", "ref", "id", "no"),
    Column.TITLE: ("title", "measure", "name", "description", "wording"),
    Column.TITLE_CY: ("titlecy", "titlewelsh", "teitl", "mesur"),
    Column.UNIT: ("unit", "units", "unitofmeasure"),
    Column.UNIT_CY: ("unitcy", "unitwelsh", "uned"),
    Column.EVIDENCE: ("evidence", "evidencewanted", "evidencerequired"),
    Column.EVIDENCE_CY: ("evidencecy", "evidencewelsh", "tystiolaeth"),
    Column.OUTCOME: ("outcome", "canlyniad"),
    Column.GOALS: ("goals", "goal", "wellbeinggoals", "nodau"),
    Column.SERVES: ("serves", "criteria", "awardcriteria", "meiniprawf"),
    Column.PROXY: ("proxy", "proxyvalue", "proxypounds", "value", "unitvalue"),
    Column.PROXY_SOURCE: ("proxysource", "source", "valuesource"),
    Column.PROXY_SOURCE_CY: ("proxysourcecy", "sourcecy", "sourcewelsh", "ffynhonnell"),
    Column.PROXY_YEAR: ("proxyyear", "year", "valueyear"),
}


class BadList(Refused):
    """The list as a whole cannot be taken."""

    status = 422


class TooManyMeasures(BadList):
    """No set is so long."""

    def sentence(self, _: Gettext) -> str:
        text = _("The list has more than {most} rows. Nothing was read.")
        return text.format(most=f"{MOST_MEASURES:,}")


class TooManyColumns(BadList):
    """No set is so wide."""

    def sentence(self, _: Gettext) -> str:
        text = _("The list has more than {most} columns. Nothing was read.")
        return text.format(most=MOST_COLUMNS)


class NothingInIt(BadList):
    """A heading and nothing under it."""

    def sentence(self, _: Gettext) -> str:
        return _("The list has no measures. Its first row holds the headings.")


class SeveralSheets(BadList):
    """Which one is meant?"""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)

    def sentence(self, _: Gettext) -> str:
        text = _("The workbook has several sheets ({names}). Leave one, and send it again.")
        return text.format(names=", ".join(self.names[:5]))


class ColumnMissing(BadList):
    """Without it there is no measure."""

    def __init__(self, column: Column) -> None:
        self.column = column

    def sentence(self, _: Gettext) -> str:
        text = _("Say which column holds the {what}.")
        return text.format(what=called(self.column, _))


class ColumnTwice(BadList):
    """Two columns for one thing."""

    def __init__(self, column: Column) -> None:
        self.column = column

    def sentence(self, _: Gettext) -> str:
        text = _("Two columns are taken for the {what}. Leave one of them out.")
        return text.format(what=called(self.column, _))


class CellWrong(BadList):
    """One cell that cannot be what its column says."""

    def __init__(self, row: int, column: Column, why: str, most: int = 0) -> None:
        self.row, self.column, self.why, self.most = row, column, why, most

    def sentence(self, _: Gettext) -> str:
        what = called(self.column, _)
        said = {
            "empty": _("Row {row}: the {what} is missing."),
            "long": _("Row {row}: the {what} is longer than {most} characters."),
            "twice": _("Row {row}: the {what} stands in an earlier row already."),
            "unknown": _("Row {row}: the {what} is none that is known here."),
            "number": _("Row {row}: the {what} is not a number."),
        }[self.why]
        return said.format(row=self.row, what=what, most=self.most)


def called(column: Column, _: Gettext) -> str:
    """What a column holds, in the middle of a sentence."""
    return {
        Column.CODE: _("code"),
        Column.TITLE: _("wording in English"),
        Column.TITLE_CY: _("wording in Welsh"),
        Column.UNIT: _("unit in English"),
        Column.UNIT_CY: _("unit in Welsh"),
        Column.EVIDENCE: _("evidence in English"),
        Column.EVIDENCE_CY: _("evidence in Welsh"),
        Column.OUTCOME: _("outcome"),
        Column.GOALS: _("well-being goals"),
        Column.SERVES: _("award criteria of the Social Value Model"),
        Column.PROXY: _("worth of one unit in pounds"),
        Column.PROXY_SOURCE: _("source of that worth in English"),
        Column.PROXY_SOURCE_CY: _("source of that worth in Welsh"),
        Column.PROXY_YEAR: _("year of that worth"),
    }[column]


@dataclass(frozen=True)
class Read:
    """What a list says: the measures, and every cell that is wrong."""

    measures: tuple[Draft, ...]
    wrong: tuple[CellWrong, ...]


def tidy(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows that hold anything, the headings first, all of one width."""
    kept = [[_plain(cell.strip()) for cell in row] for row in rows]
    kept = [row for row in kept if any(row)]
    if len(kept) < 2:
        raise NothingInIt
    if len(kept) - 1 > MOST_MEASURES:
        raise TooManyMeasures
    width = max(max(i for i, cell in enumerate(row) if cell) + 1 for row in kept)
    if width > MOST_COLUMNS:
        raise TooManyColumns
    return [(row + [""] * width)[:width] for row in kept]


def _plain(cell: str) -> str:
    """Without the apostrophe that our own lists put before what a spreadsheet would run."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


def guessed(headings: Sequence[str]) -> list[str]:
    """What each column seems to hold, by its heading; nothing where that is unclear.

    >>> guessed(["Ref", "Measure", "Units", "Colour"])
    ['code', 'title', 'unit', '']
    """
    found: list[str] = []
    for heading in headings:
        plain = re.sub(r"[^a-z]", "", heading.casefold())
        match = next((column.value for column, names in _HEADS.items() if plain in names), "")
        found.append("" if match in found else match)
    return found


def may_be_read(columns: Sequence[str]) -> None:
    """Refuse columns from which no measure could be made."""
    taken = [column for column in columns if column]
    for column in Column:
        if taken.count(column.value) > 1:
            raise ColumnTwice(column)
    for column in NEEDED:
        if column.value not in taken:
            raise ColumnMissing(column)


def read(rows: Sequence[Sequence[str]], columns: Sequence[str]) -> Read:
    """The measures of a list whose first row are headings."""
    may_be_read(columns)
    found, wrong = [], []
    seen: set[str] = set()
    for number, row in enumerate(rows[1:], start=2):
        cells = {Column(c): row[i] for i, c in enumerate(columns) if c}
        try:
            draft = _draft(number, cells)
            if draft.code.casefold() in seen:
                raise CellWrong(number, Column.CODE, "twice")
        except CellWrong as trouble:
            wrong.append(trouble)
            continue
        seen.add(draft.code.casefold())
        found.append(draft)
    return Read(tuple(found), tuple(wrong))


def _draft(row: int, cells: dict[Column, str]) -> Draft:
    for column in NEEDED:
        if not cells[column]:
            raise CellWrong(row, column, "empty")
    for column, most in LONGEST.items():
        if len(cells.get(column, "")) > most:
            raise CellWrong(row, column, "long", most)
    proxy = _pence(row, cells.get(Column.PROXY, ""))
    year = cells.get(Column.PROXY_YEAR, "")
    if year and not re.fullmatch(r"(19|20)[0-9]{2}", year):
        raise CellWrong(row, Column.PROXY_YEAR, "unknown")
    source = cells.get(Column.PROXY_SOURCE, "")
    if proxy is not None and not source:
        raise CellWrong(row, Column.PROXY_SOURCE, "empty")
    return Draft(
        code=cells[Column.CODE],
        title=cells[Column.TITLE],
        title_cy=cells.get(Column.TITLE_CY, ""),
        unit=cells[Column.UNIT],
        unit_cy=cells.get(Column.UNIT_CY, ""),
        evidence=cells.get(Column.EVIDENCE, ""),
        evidence_cy=cells.get(Column.EVIDENCE_CY, ""),
        outcome=_outcome(row, cells.get(Column.OUTCOME, "")),
        goals=_goals(row, cells.get(Column.GOALS, "")),
        serves=_serves(row, cells.get(Column.SERVES, "")),
        proxy=proxy,
        proxy_source=source,
        proxy_source_cy=cells.get(Column.PROXY_SOURCE_CY, ""),
        proxy_year=int(year) if year else None,
    )


def _pence(row: int, text: str) -> int | None:
    if not text:
        return None
    try:
        pounds = Decimal(text.replace("£", "").replace(",", "").strip())
    except InvalidOperation as trouble:
        raise CellWrong(row, Column.PROXY, "number") from trouble
    if not pounds.is_finite() or not 0 <= pounds < 10**12:
        raise CellWrong(row, Column.PROXY, "number")
    return int((pounds * 100).to_integral_value())


def _outcome(row: int, text: str) -> str:
    if not text:
        return ""
    for one in library().outcomes.values():
        if text.casefold() in (one.code, one.title.casefold(), one.title_cy.casefold()):
            return one.code
    raise CellWrong(row, Column.OUTCOME, "unknown")


def _goals(row: int, text: str) -> tuple[str, ...]:
    found = []
    for part in (one.strip().casefold() for one in re.split(r"[;,|\n]", text)):
        if not part:
            continue
        for goal in library().goals.values():
            if part in (goal.code, goal.title.casefold(), goal.title_cy.casefold()):
                found.append(goal.code)
                break
        else:
            raise CellWrong(row, Column.GOALS, "unknown")
    return tuple(dict.fromkeys(found))


def _serves(row: int, text: str) -> tuple[str, ...]:
    found = []
    for part in (one.strip().casefold() for one in re.split(r"[;,|\n]", text)):
        if not part:
            continue
        if part not in model().criteria:
            raise CellWrong(row, Column.SERVES, "unknown")
        found.append(part)
    return tuple(dict.fromkeys(found))
