"""Reading a list of measures: columns, cells, and what is refused in a sentence."""

import pytest

from coopcouncil.procurement.measures.rules.listing import (
    BadList,
    ColumnMissing,
    ColumnTwice,
    NothingInIt,
    TooManyColumns,
    TooManyMeasures,
    guessed,
    read,
    tidy,
)

HEADS = ["Ref", "Measure", "Units", "Proxy", "Source", "Year", "Outcome", "Goals"]
ROW = ["T1", "Talks in schools", "hours", "£1,234.50", "Own book", "2025", "Fair work", "equal"]


def test_the_columns_are_guessed_by_their_headings():
    assert guessed(HEADS) == [
        "code",
        "title",
        "unit",
        "proxy",
        "proxy_source",
        "proxy_year",
        "outcome",
        "goals",
    ]
    assert guessed(["Code", "Reference", "Colour"]) == ["code", "", ""]


def test_a_row_becomes_a_measure_in_pence():
    said = read([HEADS, ROW], guessed(HEADS))
    assert said.wrong == ()
    one = said.measures[0]
    assert (one.code, one.proxy, one.proxy_year) == ("T1", 123450, 2025)
    assert (one.outcome, one.goals) == ("fair-work", ("equal",))


@pytest.mark.parametrize(
    ("place", "cell", "sentence"),
    [
        (0, "", "Row 2: the code is missing."),
        (1, "", "Row 2: the wording in English is missing."),
        (1, "x" * 301, "Row 2: the wording in English is longer than 300 characters."),
        (3, "a lot", "Row 2: the worth of one unit in pounds is not a number."),
        (3, "NaN", "Row 2: the worth of one unit in pounds is not a number."),
        (3, "-5", "Row 2: the worth of one unit in pounds is not a number."),
        (4, "", "Row 2: the source of that worth in English is missing."),
        (5, "25", "Row 2: the year of that worth is none that is known here."),
        (6, "Fairness", "Row 2: the outcome is none that is known here."),
        (7, "equal; richer", "Row 2: the well-being goals is none that is known here."),
    ],
)
def test_a_wrong_cell_is_named_with_its_row(place: int, cell: str, sentence: str):
    row = [*ROW[:place], cell, *ROW[place + 1 :]]
    said = read([HEADS, row, ["T2", *ROW[1:]]], guessed(HEADS))
    assert [one.sentence(str) for one in said.wrong] == [sentence]
    assert [one.code for one in said.measures] == ["T2"]


def test_a_code_stands_once():
    said = read([HEADS, ROW, ["t1", *ROW[1:]]], guessed(HEADS))
    assert len(said.measures) == 1
    assert [one.row for one in said.wrong] == [3]


def test_a_list_without_its_columns_is_refused():
    with pytest.raises(ColumnMissing) as missing:
        read([HEADS, ROW], ["code", "title", *[""] * 6])
    assert missing.value.sentence(str) == "Say which column holds the unit in English."
    with pytest.raises(ColumnTwice):
        read([HEADS, ROW], ["code", "title", "unit", "unit", *[""] * 4])


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        ([], NothingInIt),
        ([["Code", "Title"], ["", " "]], NothingInIt),
        ([["Code"], *[[str(n)] for n in range(1_001)]], TooManyMeasures),
        ([["Code"] * 41, ["1"] * 41], TooManyColumns),
    ],
)
def test_a_list_of_the_wrong_size_is_refused(rows: list[list[str]], refusal: type[BadList]):
    with pytest.raises(refusal):
        tidy(rows)
