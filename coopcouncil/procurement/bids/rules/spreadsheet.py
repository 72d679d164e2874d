"""A bid's workbook that was filled in offline, read back whole: every cell, or what is wrong.

A hidden sheet says which tender, edition and question stands where. The shape is locked; what was
moved all the same is refused with its sheet and cell, and then nothing of the workbook is kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.procurement.bids.rules.answers import (
    LONGEST,
    NEED,
    Asked,
    BadAnswer,
    TooLong,
    figure_of,
    words_in,
    yes_of,
)
from coopcouncil.procurement.bids.rules.paper import Answered, tidy
from coopcouncil.procurement.kinds import CriterionKind
from coopcouncil.procurement.sheets import BadWorkbook, Cell, IsFormula, IsMerged, Sheet, Workbook

FORMAT = "coopcouncil-bid/1"
KEY = "key"
HEADINGS = 4
"""The row of the headings; the questions follow."""
CODE, ANSWER, HOW = 0, 5, 6
COLUMNS = 7


class NotFromHere(BadWorkbook):
    """Some other workbook, or one whose key was taken out."""

    def sentence(self, _: Gettext) -> str:
        return _("This is not the workbook of this tender. Download it again and fill that one in.")


class OtherTender(BadWorkbook):
    """The workbook of another tender."""

    def __init__(self, reference: str) -> None:
        self.reference = reference

    def sentence(self, _: Gettext) -> str:
        text = _("This workbook is for the tender {reference}, and not for this one.")
        return text.format(reference=self.reference)


class OtherEdition(BadWorkbook):
    """Downloaded before the tender changed."""

    def __init__(self, edition: int, now: int) -> None:
        self.edition, self.now = edition, now

    def sentence(self, _: Gettext) -> str:
        text = _(
            "This workbook is for edition {edition} of the tender, and edition {now} is in force. "
            "Download it again, and copy your answers over."
        )
        return text.format(edition=self.edition, now=self.now)


class SheetGone(BadWorkbook):
    """A sheet was renamed or taken out."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet

    def sentence(self, _: Gettext) -> str:
        return _("The sheet “{sheet}” is not there.").format(sheet=self.sheet)


class ColumnsMoved(BadWorkbook):
    """The headings do not stand where they stood."""

    def __init__(self, sheet: str, at: str, wanted: str) -> None:
        self.sheet, self.at, self.wanted = sheet, at, wanted

    def sentence(self, _: Gettext) -> str:
        text = _(
            "{sheet}, cell {cell}: the heading “{heading}” should stand here. Columns were moved; "
            "put them back, or download the workbook again."
        )
        return text.format(sheet=self.sheet, cell=self.at, heading=self.wanted)


class QuestionGone(BadWorkbook):
    """The row of a question is not there, or is there twice."""

    def __init__(self, sheet: str, code: str) -> None:
        self.sheet, self.code = sheet, code

    def sentence(self, _: Gettext) -> str:
        text = _("{sheet}: the question {code} should stand in one row, in the first column.")
        return text.format(sheet=self.sheet, code=self.code)


class StrayCell(BadWorkbook):
    """Words where nothing is read: they would be lost."""

    def __init__(self, sheet: str, at: str) -> None:
        self.sheet, self.at = sheet, at

    def sentence(self, _: Gettext) -> str:
        text = _("{sheet}, cell {cell}: nothing is read from this cell. Move what stands in it.")
        return text.format(sheet=self.sheet, cell=self.at)


class WrongCell(BadWorkbook):
    """An answer that cannot be read, with its place."""

    def __init__(self, sheet: str, at: str, why: Refused) -> None:
        self.sheet, self.at, self.why = sheet, at, why

    def sentence(self, _: Gettext) -> str:
        text = _("{sheet}, cell {cell}: {sentence}")
        return text.format(sheet=self.sheet, cell=self.at, sentence=self.why.sentence(_))


@dataclass(frozen=True)
class Wanted:
    """What the workbook of this tender says of itself."""

    reference: str
    edition: int
    edition_hash: str
    asked: Sequence[Asked]


@dataclass(frozen=True)
class ReadCell:
    """One question's answer as it stands in the workbook."""

    asked: Asked
    sheet: str
    at: str
    typed: str
    answer: Answered = field(default_factory=Answered)
    flaw: Refused | None = None

    @property
    def words(self) -> int:
        """How many words were written."""
        return words_in(self.answer.text)

    @property
    def is_over(self) -> bool:
        """Whether that is more than the limit: kept, but the bid cannot go in so."""
        return bool(self.asked.words_limit and self.words > self.asked.words_limit)


@dataclass(frozen=True)
class Filled:
    """A workbook as it was read: every cell, and everything that is wrong."""

    cells: tuple[ReadCell, ...]
    flaws: tuple[Refused, ...]

    @property
    def lots(self) -> dict[int, dict[str, Answered]]:
        """The answers that are there, by lot and code."""
        found: dict[int, dict[str, Answered]] = {}
        for cell in self.cells:
            if not cell.answer.is_empty:
                found.setdefault(cell.asked.lot, {})[cell.asked.code] = cell.answer
        return found


def read_back(book: Workbook, wanted: Wanted, headings: Mapping[str, Sequence[str]]) -> Filled:
    """The answers in a workbook. Refuses one that is not this tender's at all; everything else
    that is wrong is in `flaws`, so that a bidder can mend it in one go."""
    language, places = _key(book, wanted)
    if language not in headings:
        raise NotFromHere
    by_place = {(one.lot, one.code): one for one in wanted.asked}
    cells: list[ReadCell] = []
    flaws: list[Refused] = []
    for title, questions in places.items():
        sheet = book.sheet(title)
        if sheet is None:
            flaws.append(SheetGone(title))
            continue
        wrong = [*_shape(sheet, headings[language])]
        flaws += wrong
        if wrong:
            continue
        asked = [by_place[place] for place in questions if place in by_place]
        found = [*_rows(sheet, asked, flaws)]
        cells += found
        flaws += [cell.flaw for cell in found if cell.flaw]
        flaws += _strays(sheet, asked)
    return Filled(tuple(cells), tuple(flaws))


def _key(book: Workbook, wanted: Wanted) -> tuple[str, dict[str, list[tuple[int, str]]]]:
    sheet = book.sheet(KEY)
    rows = sheet.texts() if sheet else []
    if not rows or len(rows[0]) < 5 or rows[0][0] != FORMAT:
        raise NotFromHere
    _format, reference, edition, edition_hash, language = rows[0][:5]
    if reference != wanted.reference:
        raise OtherTender(reference[:40])
    if edition_hash != wanted.edition_hash:
        if edition.isdigit() and len(edition) < 6 and int(edition) != wanted.edition:
            raise OtherEdition(int(edition), wanted.edition)
        raise NotFromHere
    places: dict[str, list[tuple[int, str]]] = {}
    for row in rows[1:]:
        if len(row) < 3 or not (row[1].isdigit() and len(row[1]) < 6):
            raise NotFromHere
        places.setdefault(row[0], []).append((int(row[1]), row[2]))
    # Needs may have been put to bidders, or taken back, since it was downloaded.
    if {place for each in places.values() for place in each if NEED not in place[1]} != {
        (one.lot, one.code) for one in wanted.asked if one.need is None
    }:
        raise NotFromHere
    return language, places


def _shape(sheet: Sheet, headings: Sequence[str]) -> Iterator[Refused]:
    for merged in sheet.merged:
        yield IsMerged(sheet.name, merged)
    row = sheet.rows[HEADINGS - 1] if len(sheet.rows) >= HEADINGS else ()
    for place, wanted in enumerate(headings):
        found = row[place].text.strip() if place < len(row) else ""
        if found != wanted:
            yield ColumnsMoved(sheet.name, f"{chr(ord('A') + place)}{HEADINGS}", wanted)
            return


def _rows(sheet: Sheet, asked: Sequence[Asked], flaws: list[Refused]) -> Iterator[ReadCell]:
    by_code: dict[str, list[tuple[Cell, ...]]] = {}
    for row in sheet.rows[HEADINGS:]:
        by_code.setdefault(row[CODE].text.strip() if row else "", []).append(row)
    for one in asked:
        rows = by_code.get(one.code, [])
        if len(rows) != 1:
            flaws.append(QuestionGone(sheet.name, one.code))
            continue
        yield _read(sheet.name, one, rows[0])


def _read(sheet: str, asked: Asked, row: tuple[Cell, ...]) -> ReadCell:
    cell, how = _at(row, ANSWER), _at(row, HOW)
    for each in (cell, how):
        if each.is_formula:
            return ReadCell(asked, sheet, each.at, "", flaw=IsFormula(sheet, each.at))
    try:
        answer = _answer(asked, cell.text, how.text if asked.wants_words_besides else "")
    except BadAnswer as refusal:
        flaw = WrongCell(sheet, cell.at, refusal)
        return ReadCell(asked, sheet, cell.at, cell.text[:200], flaw=flaw)
    return ReadCell(asked, sheet, cell.at, cell.text[:200], answer)


def _answer(asked: Asked, text: str, how: str) -> Answered:
    if len(text) > LONGEST or len(how) > LONGEST:
        raise TooLong
    if asked.wants_figure:
        return Answered(text=tidy(how), figure=figure_of(text))
    if asked.kind is CriterionKind.CONDITION:
        return Answered(yes=yes_of(text))
    return Answered(text=tidy(text))


def _strays(sheet: Sheet, asked: Sequence[Asked]) -> Iterator[Refused]:
    codes = {one.code: one for one in asked}
    for row in sheet.rows[HEADINGS:]:
        one = codes.get(row[CODE].text.strip()) if row else None
        for place, cell in enumerate(row):
            if not (cell.text.strip() or cell.is_formula):
                continue
            if one is None and place != ANSWER and NEED in row[CODE].text:
                continue
            if one is None or place >= COLUMNS or (place == HOW and not one.wants_words_besides):
                yield StrayCell(sheet.name, cell.at)


def _at(row: tuple[Cell, ...], place: int) -> Cell:
    return row[place] if place < len(row) else Cell("", "")
