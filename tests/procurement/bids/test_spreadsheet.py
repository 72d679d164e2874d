"""The workbook: out, filled in, and back; and every way to spoil it."""

import io
from collections.abc import Callable
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from coopcouncil.procurement import sheets
from coopcouncil.procurement.bids.rules.answers import Asked
from coopcouncil.procurement.bids.rules.draft import Draft, Written
from coopcouncil.procurement.bids.rules.paper import Answered, tidy
from coopcouncil.procurement.bids.rules.spreadsheet import (
    Filled,
    NotFromHere,
    OtherEdition,
    OtherTender,
    Wanted,
    read_back,
)
from coopcouncil.procurement.bids.workbook import headings, workbook
from coopcouncil.procurement.kinds import CriterionKind
from coopcouncil.procurement.sheets import BadWorkbook
from tests.procurement.workbooks import saved

ASKED = (
    Asked(1, "1.1", CriterionKind.SCALE, "Care", "How?", words_limit=5),
    Asked(1, "SV2", CriterionKind.FIGURE, "Apprenticeships", unit="people", evidence="A list."),
    Asked(1, "3", CriterionKind.PRICE, "Price"),
    Asked(1, "C1", CriterionKind.CONDITION, "Registered"),
)
WANTED = Wanted("T-1", 2, "ab" * 32, ASKED)
ROWS = {"1.1": 5, "SV2": 6, "3": 7, "C1": 8}


def made(draft: Draft | None = None, language: str = "en", wanted: Wanted = WANTED) -> bytes:
    return workbook(wanted, draft or Draft(), "Care at home", language)


def back(data: bytes, wanted: Wanted = WANTED) -> Filled:
    return read_back(sheets.read(data), wanted, headings())


def changed(change: Callable[[Worksheet], object], sheet: str = "Answers") -> bytes:
    """The workbook after somebody had a hand in it."""
    book = openpyxl.load_workbook(io.BytesIO(made()))
    page = book[sheet]
    change(page)
    return saved(book)


def said(data: bytes) -> list[str]:
    return [flaw.sentence(str) for flaw in back(data).flaws]


words = st.text(max_size=60).map(tidy)
figures = st.decimals(0, Decimal("99999999"), places=4, allow_nan=False, allow_infinity=False)


@settings(max_examples=40, deadline=None)
@given(
    words,
    st.none() | figures,
    words,
    st.none() | figures,
    st.none() | st.booleans(),
    st.sampled_from(["en", "cy"]),
)
def test_what_goes_out_comes_back(text, figure, how, price, yes, language):
    answers = {
        "1.1": Answered(text=text),
        "SV2": Answered(text=how, figure=figure),
        "3": Answered(figure=price),
        "C1": Answered(yes=yes),
    }
    draft = Draft({1: {code: Written(one, 1) for code, one in answers.items()}})
    filled = back(made(draft, language))
    assert filled.flaws == ()
    there = {code: one for code, one in answers.items() if not one.is_empty}
    assert filled.lots == ({1: there} if there else {})


def test_numbers_and_words_as_people_type_them():
    def typed(page: Worksheet) -> None:
        page["F5"], page["F6"], page["G6"] = "We care.\nA lot.", 12.5, "With the college."
        page["F7"], page["F8"] = "£98,765.43", "yes"

    filled = back(changed(typed))
    assert filled.flaws == ()
    assert filled.lots[1] == {
        "1.1": Answered(text="We care.\nA lot."),
        "SV2": Answered(text="With the college.", figure=Decimal("12.5")),
        "3": Answered(figure=Decimal("98765.43")),
        "C1": Answered(yes=True),
    }


def test_too_many_words_are_read_and_marked():
    filled = back(changed(lambda page: page.__setitem__("F5", "one two three four five six")))
    assert filled.flaws == ()
    assert filled.cells[0].is_over


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda page: page.__setitem__("F6", "a dozen"),
            "Answers, cell F6: Enter a number, like 12 or 12.5, without words.",
        ),
        (lambda page: page.__setitem__("F6", -1), "Answers, cell F6: Enter 0 or more."),
        (
            lambda page: page.__setitem__("F6", "1.23456"),
            "Answers, cell F6: Enter a number with at most four decimal places.",
        ),
        (lambda page: page.__setitem__("F8", "maybe"), "Answers, cell F8: Answer with yes or no."),
        (
            lambda page: page.__setitem__("F7", "=SUM(1,2)"),
            "Answers, cell F7: this is a formula. Type its value instead.",
        ),
        (
            lambda page: page.merge_cells("F5:F6"),
            "Answers, cells F5:F6: these are merged. Take the merging back.",
        ),
        (
            lambda page: page.insert_cols(3),
            "Answers, cell C4: the heading “What to enter” should stand here. Columns were moved; "
            "put them back, or download the workbook again.",
        ),
        (
            lambda page: page.delete_rows(6),
            "Answers: the question SV2 should stand in one row, in the first column.",
        ),
        (
            lambda page: page.__setitem__("J7", "a note"),
            "Answers, cell J7: nothing is read from this cell. Move what stands in it.",
        ),
        (
            lambda page: page.__setitem__("F20", "an afterthought"),
            "Answers, cell F20: nothing is read from this cell. Move what stands in it.",
        ),
        (lambda page: setattr(page, "title", "Mine"), "The sheet “Answers” is not there."),
    ],
)
def test_what_was_spoilt_is_named_by_sheet_and_cell(change, sentence):
    assert sentence in said(changed(change))


def test_rows_that_were_sorted_are_still_found():
    def swapped(page: Worksheet) -> None:
        for column in "ABCDEFG":
            page[f"{column}5"].value, page[f"{column}7"].value = (
                page[f"{column}7"].value,
                page[f"{column}5"].value,
            )
        page["F5"] = 5

    filled = back(changed(swapped))
    assert filled.flaws == ()
    assert filled.lots[1]["3"].figure == 5


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (Wanted("T-2", 2, "ab" * 32, ASKED), OtherTender),
        (Wanted("T-1", 3, "cd" * 32, ASKED), OtherEdition),
        (Wanted("T-1", 2, "ab" * 32, ASKED[:2]), NotFromHere),
    ],
)
def test_another_tenders_or_editions_workbook_is_refused(
    wanted: Wanted, refusal: type[BadWorkbook]
):
    with pytest.raises(refusal):
        back(made(), wanted)


def test_a_workbook_without_its_key_is_refused():
    with pytest.raises(NotFromHere):
        back(changed(lambda page: page.delete_rows(1, 9), "key"))


def test_each_lot_has_its_sheet():
    wanted = Wanted("T-1", 2, "ab" * 32, (*ASKED, Asked(2, "3", CriterionKind.PRICE, "Price")))
    data = made(Draft({2: {"3": Written(Answered(figure=Decimal(7)), 1)}}), wanted=wanted)
    assert [one.name for one in sheets.read(data).sheets] == ["Lot 1", "Lot 2", "key"]
    assert back(data, wanted).lots == {2: {"3": Answered(figure=Decimal(7))}}


def test_what_begins_with_an_equals_sign_is_no_formula():
    draft = Draft({1: {"1.1": Written(Answered(text="=cmd|' /C calc'!A0"), 1)}})
    book = openpyxl.load_workbook(io.BytesIO(made(draft)))
    assert book["Answers"]["F5"].data_type == "s"
    assert not book["Answers"]["F5"].protection.locked
    assert book["Answers"].protection.sheet
