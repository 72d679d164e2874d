"""A workbook that somebody sent, read with suspicion: its cells as text, or one clear refusal.

Nothing is unpacked before the archive's own list says how large it is, and rows are counted as a
stream before a cell is kept. Pure: bytes in, cells out.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from coopcouncil.kernel.errors import Gettext, Refused

LARGEST = 10_000_000
"""Bytes of the file."""
UNPACKED = 120_000_000
"""Bytes of all that is in it; some 300,000 short rows, which are then counted and refused."""
MOST_PARTS = 2_000
MOST_ROWS = 5_000
MOST_COLUMNS = 100
MOST_ELEMENTS = 3_000_000
LONGEST_CELL = 32_767
LONGEST_LIST = 1_000_000
"""Bytes that are read of the list of sheets: what is longer names none."""
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class BadWorkbook(Refused):
    """The file is no workbook that is taken."""

    status = 422


class NotAWorkbook(BadWorkbook):
    """Something else under a workbook's name: a CSV that was renamed, a picture, a torn file."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "This is not an Excel workbook (.xlsx). Save it as one: another name is not enough."
        )


class HasPassword(BadWorkbook):
    """Encrypted with a password, or saved in the format of 1997."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "This workbook has a password, or is saved in an old format. Take the password away, "
            "save it as .xlsx and send it again."
        )


class HasMacro(BadWorkbook):
    """A program is inside."""

    def sentence(self, _: Gettext) -> str:
        return _("This workbook has a macro in it. Save it as .xlsx, without macros.")


class TooManyRows(BadWorkbook):
    """More rows than any answer needs."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet

    def sentence(self, _: Gettext) -> str:
        text = _("The sheet “{sheet}” has more than {most} rows. Nothing was read.")
        return text.format(sheet=self.sheet, most=f"{MOST_ROWS:,}")


class TooWide(BadWorkbook):
    """More columns than any answer needs."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet

    def sentence(self, _: Gettext) -> str:
        text = _("The sheet “{sheet}” has more than {most} columns. Nothing was read.")
        return text.format(sheet=self.sheet, most=MOST_COLUMNS)


class TooMuchInside(BadWorkbook):
    """It would unpack to far more than it is: a bomb, or pictures by the hundred."""

    def sentence(self, _: Gettext) -> str:
        return _("This workbook holds far more than answers need. Nothing was read.")


class IsFormula(BadWorkbook):
    """A formula where a value is wanted."""

    def __init__(self, sheet: str, at: str) -> None:
        self.sheet, self.at = sheet, at

    def sentence(self, _: Gettext) -> str:
        text = _("{sheet}, cell {cell}: this is a formula. Type its value instead.")
        return text.format(sheet=self.sheet, cell=self.at)


class IsMerged(BadWorkbook):
    """Cells that were merged, so that none can say what stands where."""

    def __init__(self, sheet: str, at: str) -> None:
        self.sheet, self.at = sheet, at

    def sentence(self, _: Gettext) -> str:
        text = _("{sheet}, cells {cells}: these are merged. Take the merging back.")
        return text.format(sheet=self.sheet, cells=self.at)


@dataclass(frozen=True)
class Cell:
    """What stands in one cell, as text; a number without the noise of binary fractions."""

    at: str
    text: str
    is_formula: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows from the first, each as wide as it is filled."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[str, ...] = ()
    is_hidden: bool = False

    def flaws(self) -> list[BadWorkbook]:
        """Every formula and every merged range: what a strict reader refuses."""
        merged: list[BadWorkbook] = [IsMerged(self.name, at) for at in self.merged]
        formulas = [IsFormula(self.name, c.at) for row in self.rows for c in row if c.is_formula]
        return [*merged, *formulas]

    def texts(self) -> list[list[str]]:
        """The rows as plain text."""
        return [[cell.text for cell in row] for row in self.rows]


@dataclass(frozen=True)
class Workbook:
    """Every sheet, in order."""

    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name."""
        return next((one for one in self.sheets if one.name == name), None)


def read(data: bytes) -> Workbook:
    """The cells of a workbook; a `BadWorkbook` says why there are none."""
    _guard(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=False, keep_links=False)
        sheets = tuple(_sheet(one) for one in book.worksheets)
    except BadWorkbook:
        raise
    # Its author has many ways to be wrong, and the library as many to say so.
    except Exception as trouble:
        raise NotAWorkbook from trouble
    if not sheets:
        raise NotAWorkbook
    return Workbook(sheets)


def _guard(data: bytes) -> None:
    """Refuse before anything is unpacked, or at the first row too many."""
    if data.startswith(_OLE):
        raise HasPassword
    if len(data) > LARGEST:
        raise TooMuchInside
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _look(archive, parts)
            titles = _titles(archive)
            for part in parts:
                if _SHEET.fullmatch(part.filename):
                    _count(archive, part, titles.get(part.filename, part.filename))
            # What is not a sheet the library reads whole: words, styles, the book itself.
            if any(p.file_size > LARGEST for p in parts if not _SHEET.fullmatch(p.filename)):
                raise TooMuchInside
    except BadWorkbook:
        raise
    # An unknown way of packing is a RuntimeError too.
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, RuntimeError, EOFError) as trouble:
        raise NotAWorkbook from trouble


def _look(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise HasPassword
    if len(parts) > MOST_PARTS or len(names) < len(parts):
        raise TooMuchInside
    if sum(part.file_size for part in parts) > UNPACKED:
        raise TooMuchInside
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise NotAWorkbook
    kinds = archive.read("[Content_Types].xml")[:200_000]
    if any("vbaproject" in name.lower() for name in names) or b"macroEnabled" in kinds:
        raise HasMacro
    if any(name.startswith(("xl/macrosheets/", "xl/dialogsheets/")) for name in names):
        raise HasMacro


def _titles(archive: zipfile.ZipFile) -> dict[str, str]:
    """What the sheets are called to whoever made the workbook, by the parts that hold them."""
    try:
        book, links = (
            ElementTree.fromstring(archive.open(name).read(LONGEST_LIST), forbid_dtd=True)
            for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
        )
    except (KeyError, ElementTree.ParseError, DefusedXmlException):
        return {}
    called = {
        value: sheet.get("name", "")
        for sheet in book.iter(f"{_MAIN}sheet")
        for key, value in sheet.items()
        if key.endswith("}id")
    }
    return {
        "xl/" + one.get("Target", "").removeprefix("/xl/"): called.get(one.get("Id", ""), "")
        for one in links
    }


def _count(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    rows = elements = 0
    try:
        with archive.open(part) as opened:
            for _event, element in ElementTree.iterparse(opened, events=("end",), forbid_dtd=True):
                elements += 1
                if elements > MOST_ELEMENTS:
                    raise TooMuchInside
                if element.tag.endswith("}row"):
                    rows += 1
                    if rows > MOST_ROWS:
                        raise TooManyRows(name)
                    element.clear()
    except (ElementTree.ParseError, DefusedXmlException) as trouble:
        raise NotAWorkbook from trouble


def _sheet(sheet: Any) -> Sheet:
    # A single cell far below makes a tall sheet of few rows.
    if sheet.max_row > MOST_ROWS:
        raise TooManyRows(sheet.title)
    if sheet.max_column > MOST_COLUMNS:
        raise TooWide(sheet.title)
    rows = tuple(tuple(_cell(cell) for cell in row) for row in sheet.iter_rows())
    merged = tuple(str(one) for one in sheet.merged_cells.ranges)
    return Sheet(sheet.title, rows, merged, sheet.sheet_state != "visible")


def _cell(cell: Any) -> Cell:
    value = cell.value
    kind = getattr(cell, "data_type", "n")
    if kind == "f":
        return Cell(cell.coordinate, "", is_formula=True)
    return Cell(cell.coordinate, _text(value)[:LONGEST_CELL])


def _text(value: object) -> str:
    """The value as somebody would have typed it.

    >>> _text(12.0), _text(0.1), _text(True), _text(None)
    ('12', '0.1', 'TRUE', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # Fifteen figures are what a spreadsheet shows; the rest is noise of the binary fraction.
        return format(Decimal(format(value, ".15g")), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
