"""Workbooks from strangers: their cells, or one clear refusal."""

import datetime

import pytest

from coopcouncil.procurement import sheets
from coopcouncil.procurement.sheets import (
    HasMacro,
    HasPassword,
    NotAWorkbook,
    TooManyRows,
    TooMuchInside,
    TooWide,
)
from tests.procurement.workbooks import bomb, long_workbook, with_part, workbook


def test_cells_are_what_somebody_typed():
    data = workbook(
        ("Code", "Amount", "On"), ("2.1", 12.0, datetime.date(2026, 11, 21)), (None, 0.1, True)
    )
    (sheet,) = sheets.read(data).sheets
    assert sheet.texts() == [
        ["Code", "Amount", "On"],
        ["2.1", "12", "2026-11-21"],
        ["", "0.1", "TRUE"],
    ]
    assert sheet.rows[1][1].at == "B2"
    assert not sheet.flaws()


def test_a_formula_and_merged_cells_are_named():
    (sheet,) = sheets.read(workbook(("a", "b"), ("=1+1", "c"), merge="A1:B1")).sheets
    assert [flaw.sentence(str) for flaw in sheet.flaws()] == [
        "Answers, cells A1:B1: these are merged. Take the merging back.",
        "Answers, cell A2: this is a formula. Type its value instead.",
    ]


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", NotAWorkbook),
        (b"code,answer\n2.1,yes\n", NotAWorkbook),
        (b"PK\x03\x04 torn", NotAWorkbook),
        (workbook(("a",))[:-200], NotAWorkbook),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), HasPassword),
        (with_part(workbook(("a",)), "xl/vbaProject.bin", b"x"), HasMacro),
        (with_part(workbook(("a",)), "xl/sharedStrings2.xml", b"0" * 11_000_000), TooMuchInside),
        (workbook(tuple(range(101))), TooWide),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, refusal: type[sheets.BadWorkbook]):
    with pytest.raises(refusal) as refused:
        sheets.read(data)
    assert refused.value.sentence(str)


def test_three_hundred_thousand_rows_are_refused_without_reading_them():
    with pytest.raises(TooManyRows):
        sheets.read(long_workbook(300_000))


def test_a_sheet_that_is_too_long_is_named_as_its_author_named_it():
    with pytest.raises(TooManyRows) as refused:
        sheets.read(workbook(*[(number,) for number in range(5_001)]))
    assert refused.value.sentence(str).startswith("The sheet “Answers” has more than 5,000 rows.")


def test_a_bomb_is_never_unpacked():
    with pytest.raises(TooMuchInside):
        sheets.read(bomb())


def test_entities_in_a_sheet_are_not_followed():
    hostile = b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet><sheetData>&b;</sheetData></worksheet>'
    with pytest.raises(NotAWorkbook):
        sheets.read(with_part(workbook(("a",)), "xl/worksheets/sheet9.xml", hostile))
