"""The workbook that a bidder fills in offline: a locked shape, and one cell open per answer."""

import io
from collections.abc import Mapping, Sequence

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from coopcouncil.kernel.errors import Gettext
from coopcouncil.kernel.i18n import LANGUAGES, translator
from coopcouncil.procurement.bids.rules.answers import Asked
from coopcouncil.procurement.bids.rules.draft import Draft
from coopcouncil.procurement.bids.rules.paper import Answered, shown, tidy
from coopcouncil.procurement.bids.rules.spreadsheet import (
    ANSWER,
    FORMAT,
    HEADINGS,
    HOW,
    KEY,
    Wanted,
)
from coopcouncil.procurement.kinds import CriterionKind

WIDTHS = (10, 50, 28, 18, 12, 70, 50)
_OPEN = PatternFill("solid", start_color="FFF6F4EE")


def headings() -> dict[str, tuple[str, ...]]:
    """The headings in every language: a workbook is read in that in which it was made."""
    return {language: _headings(translator(language)) for language in LANGUAGES}


def workbook(wanted: Wanted, draft: Draft, title: str, language: str) -> bytes:
    """The workbook of a tender, with what the draft has already."""
    _ = translator(language)
    book = openpyxl.Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    book.remove(first)
    key: list[tuple[object, ...]] = [
        (FORMAT, wanted.reference, str(wanted.edition), wanted.edition_hash, language)
    ]
    lots = sorted({one.lot for one in wanted.asked})
    for lot in lots:
        asked = [one for one in wanted.asked if one.lot == lot]
        sheet = book.create_sheet(_sheet_name(lot, len(lots), _))
        _fill(sheet, asked, draft, title, _)
        key += [(sheet.title, str(one.lot), one.code) for one in asked]
    hidden = book.create_sheet(KEY)
    for row in key:
        hidden.append([*row])
    hidden.sheet_state = "veryHidden"
    hidden.protection.enable()
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _headings(_: Gettext) -> tuple[str, ...]:
    return (
        _("Number"),
        _("Question"),
        _("What to enter"),
        _("Unit"),
        _("Words at most"),
        _("Your answer"),
        _("How you will do it"),
    )


def _sheet_name(lot: int, many: int, _: Gettext) -> str:
    return _("Lot {number}").format(number=lot) if many > 1 else _("Answers")


def _fill(sheet: Worksheet, asked: Sequence[Asked], draft: Draft, title: str, _: Gettext) -> None:
    _put(sheet.cell(1, 1), title).font = Font(bold=True, size=14)
    _put(
        sheet.cell(2, 1),
        _("Fill in the shaded cells alone, save, and send this workbook back on your bid's page."),
    )
    for place, heading in enumerate(_headings(_), 1):
        cell = _put(sheet.cell(HEADINGS, place), heading)
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS[place - 1]
    for row, one in enumerate(asked, HEADINGS + 1):
        answer = draft.at(one)
        words = (
            one.code,
            "\n".join(part for part in (one.title, one.question, one.evidence) if part),
            _wanted(one, _),
            one.unit if one.kind is not CriterionKind.PRICE else "£",
            str(one.words_limit or ""),
            _shown(one, answer, _),
            answer.text if one.wants_words_besides else "",
        )
        for place, text in enumerate(words):
            cell = _put(sheet.cell(row, place + 1), text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if place == ANSWER or (place == HOW and one.wants_words_besides):
                cell.protection = Protection(locked=False)
                cell.fill = _OPEN
                cell.number_format = "@" if not one.wants_figure or place == HOW else "General"
    sheet.freeze_panes = f"A{HEADINGS + 1}"
    # Against a slip of the hand, and without a password: nobody's work is ever locked away.
    sheet.protection.enable()


def _put(cell: Cell | MergedCell, text: str) -> Cell:
    assert isinstance(cell, Cell)
    cell.value = tidy(text) or None
    if cell.data_type == "f":
        # What begins with "=" is what somebody wrote, and no formula.
        cell.data_type = "s"
    return cell


def _wanted(asked: Asked, _: Gettext) -> str:
    texts: Mapping[CriterionKind, str] = {
        CriterionKind.FIGURE: _("A number"),
        CriterionKind.PRICE: _("A price in pounds"),
        CriterionKind.CONDITION: _("Yes or no"),
    }
    return texts.get(asked.kind, _("Words"))


def _shown(asked: Asked, answer: Answered, _: Gettext) -> str:
    if asked.wants_figure:
        return "" if answer.figure is None else shown(answer.figure)
    if asked.kind is CriterionKind.CONDITION:
        return "" if answer.yes is None else (_("Yes") if answer.yes else _("No"))
    return answer.text
