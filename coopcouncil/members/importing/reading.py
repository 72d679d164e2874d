"""From the bytes of a spreadsheet's export to rows of cells, as a stream. Pure.

Excel and Google write UTF-8 (with or without a byte-order mark), Windows-1252 or UTF-16, and
part cells by commas, semicolons or tabs. Quotes are read strictly: an unclosed one would
swallow half the list.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from coopcouncil.kernel.errors import Gettext, Refused

ENCODINGS = ("utf-8", "cp1252", "utf-16")
DELIMITERS = (",", ";", "\t")
MOST_COLUMNS = 1_000
_CHUNK = 1 << 20
_SAMPLE = 1 << 16


class UnreadableList(Refused):
    """The file cannot be read from a certain line on."""

    status = 422

    def __init__(self, line: int = 0) -> None:
        self.line = line


class BadByte(UnreadableList):
    """A byte that no encoding on offer explains."""

    def sentence(self, _: Gettext) -> str:
        text = _(
            "Line {line} has a letter that is written neither in UTF-8 nor in Windows-1252. "
            "Save the list as “CSV UTF-8” and try again."
        )
        return text.format(line=self.line)


class HasNul(UnreadableList):
    """A byte that belongs in no text: this is no CSV file."""

    def sentence(self, _: Gettext) -> str:
        text = _("Line {line} has a NUL byte, so this is not a CSV file. Save the list as CSV.")
        return text.format(line=self.line)


class OpenQuote(UnreadableList):
    """A quotation mark that is never closed."""

    def sentence(self, _: Gettext) -> str:
        text = _('Line {line} opens a quotation mark (") that is never closed.')
        return text.format(line=self.line)


class StrayQuote(UnreadableList):
    """Text after a closing quotation mark."""

    def sentence(self, _: Gettext) -> str:
        text = _('Line {line} has text after a closing quotation mark ("). Write "" inside quotes.')
        return text.format(line=self.line)


class TooManyColumns(UnreadableList):
    """More columns than any list of members has."""

    def sentence(self, _: Gettext) -> str:
        text = _("Line {line} has more than {most} columns. Check how its cells are parted.")
        return text.format(line=self.line, most=f"{MOST_COLUMNS:,}")


class NoRows(UnreadableList):
    """Nothing to import."""

    def sentence(self, _: Gettext) -> str:
        return _("The file has no rows. The first row must hold the headings.")


@dataclass(frozen=True)
class Layout:
    """How a file is written."""

    encoding: str
    delimiter: str


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet counts, the line where it begins, its cells."""

    number: int
    line: int
    cells: list[str]


def layout_of(file: BinaryIO, encoding: str | None = None, delimiter: str | None = None) -> Layout:
    """How the file is written, as far as the person does not say; refuses what nothing explains."""
    encoding = _checked(file, encoding) if encoding else _detected(file)
    file.seek(0)
    sample = file.read(_SAMPLE).decode(encoding, "replace")
    return Layout(encoding, delimiter or _delimiter(sample.lstrip("\ufeff")))


def rows(file: BinaryIO, layout: Layout) -> Iterator[Row]:
    """All rows that hold anything, the headings first."""
    file.seek(0)
    encoding = "utf-8-sig" if layout.encoding == "utf-8" else layout.encoding
    text = io.TextIOWrapper(file, encoding, newline=None)
    try:
        yield from _rows(text, layout.delimiter)
    finally:
        text.detach()  # Or closing it would close the caller's file.


def _rows(text: io.TextIOWrapper, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    number = 0
    found = False
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as trouble:
            raise _quote_trouble(str(trouble), line, reader.line_num) from trouble
        except UnicodeDecodeError as trouble:
            raise BadByte(line) from trouble
        number += 1
        if len(cells) > MOST_COLUMNS:
            raise TooManyColumns(line)
        if number == 1 and len(cells) <= 2 and cells and cells[0].startswith("sep="):
            continue  # Excel's own note of the delimiter.
        if any(cell.strip() for cell in cells):
            found = True
            yield Row(number, line, cells)
    if not found:
        raise NoRows


def _quote_trouble(said: str, first: int, last: int) -> UnreadableList:
    if "end of data" in said or "field limit" in said:
        return OpenQuote(first)
    return StrayQuote(last or first)


def _detected(file: BinaryIO) -> str:
    file.seek(0)
    start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _checked(file, "utf-16")
    try:
        return _checked(file, "utf-8")
    except BadByte:
        # Windows-1252 explains nearly any byte. Where other letters are good UTF-8, the file
        # is damaged UTF-8: reading it as Windows-1252 would garble every accent.
        if start.startswith(codecs.BOM_UTF8) or _has_utf8_letters(file):
            raise
    return _checked(file, "cp1252")


def _checked(file: BinaryIO, encoding: str) -> str:
    """The encoding, if it explains every byte."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    while True:
        chunk = file.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as trouble:
            raise BadByte(line + trouble.object[: trouble.start].count(b"\n")) from trouble
        if "\0" in text:
            raise HasNul(line + text[: text.index("\0")].count("\n"))
        line += text.count("\n")
        if not chunk:
            return encoding


def _has_utf8_letters(file: BinaryIO) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    while chunk := file.read(_CHUNK):
        if any(c > "\x7f" and c != "\ufffd" for c in decoder.decode(chunk)):
            return True
    return False


def _delimiter(sample: str) -> str:
    """What parts the cells: the sign that gives the most rows the same number of cells."""
    first = sample.split("\n", 1)[0].strip()
    if first.startswith("sep=") and first[4:5] in DELIMITERS:
        return first[4:5]
    best, most = ",", (0.0, 1)
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(sample, newline=None), delimiter=delimiter)
        lengths = []
        try:
            for cells in reader:
                if any(cells):
                    lengths.append(len(cells))
                if len(lengths) == 20:
                    break
        except csv.Error:
            continue
        if not lengths or lengths[0] < 2:
            continue
        score = (sum(n == lengths[0] for n in lengths) / len(lengths), lengths[0])
        if score > most:
            best, most = delimiter, score
    return best
