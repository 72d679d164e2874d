"""Lists as Excel and Google write them, and as nothing should: read, or refused by the line."""

import csv
import io
from datetime import date

import pytest

from coopcouncil.kernel.cells import harmless
from coopcouncil.members.importing.cells import Surroundings, Trouble, Wrong, plain, read_cell
from coopcouncil.members.importing.dates import read_date
from coopcouncil.members.importing.headings import HEADINGS, guessed
from coopcouncil.members.importing.reading import (
    BadByte,
    HasNul,
    Layout,
    NoRows,
    OpenQuote,
    Row,
    StrayQuote,
    TooManyColumns,
    UnreadableList,
    layout_of,
    rows,
)
from coopcouncil.members.importing.rows import ListMeaning, read_row

TODAY = date(2026, 11, 22)
AROUND = Surroundings(TODAY, {"staff": 7, "pobl leol": 8})


def read(data: bytes) -> tuple[Layout, list[Row]]:
    file = io.BytesIO(data)
    layout = layout_of(file)
    return layout, list(rows(file, layout))


@pytest.mark.parametrize(
    ("data", "encoding", "delimiter"),
    [
        ("no,name\n1,Siân Ŵyn\n".encode(), "utf-8", ","),
        ("\ufeffno;name\r\n1;Siân Ŵyn\r\n".encode(), "utf-8", ";"),
        ("no\tname\r\n1\tSiân Ŵyn\r\n".encode("utf-16"), "utf-16", "\t"),
        ("no;name\r\n1;Siân Ryn\r\n".encode("cp1252"), "cp1252", ";"),
        ("sep=;\r\nno;name\r\n1;Siân Ŵyn\r\n".encode(), "utf-8", ";"),
        ('no,name\r1,"Siân\rŴyn"\r'.encode(), "utf-8", ","),
    ],
)
def test_a_list_is_read_as_it_is_written(data: bytes, encoding: str, delimiter: str) -> None:
    layout, found = read(data)

    assert layout == Layout(encoding, delimiter)
    assert found[-2].cells == ["no", "name"]
    assert found[-1].cells[0] == "1"
    assert found[-1].cells[1].startswith("Siân")


@pytest.mark.parametrize(
    ("data", "refusal", "line"),
    [
        (b"no,name\n1,Ann\n2,\x81\n", BadByte, 3),
        ("no,name\n1,Siân\n2,".encode() + b"\xff\n", BadByte, 3),
        (b"\xef\xbb\xbfno,name\n1,\xe9\n", BadByte, 2),
        (b"no,name\n1,A\x00nn\n", HasNul, 2),
        (b'no,name\n1,"Ann\n2,Bob\n3,Cai\n', OpenQuote, 2),
        (b'no,name\n1,"' + b"x\n" * 100_000, OpenQuote, 2),
        (b'no,name\n1,"Ann" Jones\n', StrayQuote, 2),
        (b",".join([b"x"] * 1_001), TooManyColumns, 1),
        (b"", NoRows, 0),
        (b"\n \n,,\n", NoRows, 0),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_line(
    data: bytes, refusal: type[UnreadableList], line: int
) -> None:
    with pytest.raises(refusal) as caught:
        read(data)
    assert caught.value.line == line
    assert caught.value.sentence(str)


def test_two_hundred_columns_are_read() -> None:
    _layout, found = read(
        (",".join(f"c{n}" for n in range(200)) + "\n" + "x," * 199 + "x").encode()
    )

    assert [len(row.cells) for row in found] == [200, 200]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    _layout, found = read(b'no,name\n1,"Ann\nJones"\n,,\n2,Bob\n')

    assert [(row.number, row.line) for row in found] == [(1, 1), (2, 2), (4, 5)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31/12/1980", date(1980, 12, 31)),
        ("31.12.80", date(1980, 12, 31)),
        ("1-5-26", date(2026, 5, 1)),
        ("1/5/27", date(1927, 5, 1)),
        ("1 May 2020", date(2020, 5, 1)),
        ("1st May 2020", date(2020, 5, 1)),
        ("01-May-20", date(2020, 5, 1)),
        ("Friday 1 May 2020", date(2020, 5, 1)),
        ("1 Mai 2020", date(2020, 5, 1)),
        ("2 Hydref 2020", date(2020, 10, 2)),
        ("1980-12-31", date(1980, 12, 31)),
        ("1980-12-31 00:00:00", date(1980, 12, 31)),
        ("1980-12-31T00:00:00", date(1980, 12, 31)),
    ],
)
def test_dates_are_read_as_people_here_write_them(text: str, expected: date) -> None:
    assert read_date(text, 2026) == expected


@pytest.mark.parametrize(
    "text",
    ["12/31/1980", "31/02/2020", "36526", "May 2020", "1 M 2020", "x", "9999-12-31", "1/1/0001"],
)
def test_what_is_no_date_is_no_date(text: str) -> None:
    with pytest.raises(ValueError):
        read_date(text, 2026)


@pytest.mark.parametrize(
    ("target", "text", "expected"),
    [
        ("email", "siân@bücher.example", "siân@bücher.example"),
        ("language", "Cymraeg", "cy"),
        ("language", "English", "en"),
        ("status", "Aelod", "member"),
        ("format", "Large print", "large-print"),
        ("constituency", "STAFF", 7),
        ("constituency", "Pobl Leol", 8),
        ("shares", "1,000", 1000),
        ("amount_paid", "£1,234.50", 123450),
        ("email_purposes", "voting, notices", "notices voting"),
        ("given_name", "Ann\u00a0Mair", "Ann Mair"),
    ],
)
def test_cells_are_read(target: str, text: str, expected: object) -> None:
    assert read_cell(target, plain(text), AROUND) == expected


@pytest.mark.parametrize(
    ("target", "text", "trouble"),
    [
        ("email", "ann at home", Trouble.NOT_AN_ADDRESS),
        ("email", "a@b@c.example", Trouble.NOT_AN_ADDRESS),
        ("date_of_birth", "30/12/1899", Trouble.TOO_LONG_AGO),
        ("date_of_birth", "23/11/2026", Trouble.BORN_LATER),
        ("joined_on", "01/01/2199", Trouble.TOO_FAR_AHEAD),
        ("joined_on", "01/01/1799", Trouble.TOO_LONG_AGO),
        ("joined_on", "99/99/2020", Trouble.NOT_A_DATE),
        ("language", "Klingon", Trouble.NO_SUCH_LANGUAGE),
        ("status", "maybe", Trouble.NO_SUCH_STATUS),
        ("constituency", "Nobody", Trouble.NO_SUCH_CONSTITUENCY),
        ("part", "Nowhere School", Trouble.NO_SUCH_PART),
        ("shares", "-1", Trouble.NOT_A_COUNT),
        ("shares", "1.5", Trouble.NOT_A_COUNT),
        ("amount_paid", "-1.00", Trouble.NOT_MONEY),
        ("given_name", "x" * 101, Trouble.TOO_LONG),
        ("given_name", "A\x07nn", Trouble.CONTROL),
    ],
)
def test_what_a_cell_cannot_hold_is_wrong(target: str, text: str, trouble: Trouble) -> None:
    with pytest.raises(Wrong) as caught:
        read_cell(target, plain(text), AROUND)
    assert caught.value.trouble == trouble


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@x", "\tx"])
def test_what_would_run_goes_out_quoted_and_comes_in_as_it_was(text: str) -> None:
    assert harmless(text) == "'" + text
    assert plain(harmless(text)) == text.strip()


def test_headings_are_guessed_in_both_languages() -> None:
    assert guessed(HEADINGS) == list(HEADINGS)
    assert guessed(["Membership No.", "First Name", "SURNAME", "E-mail", "Address 1", "Town"]) == [
        "member_number",
        "given_name",
        "family_name",
        "email",
        "postal_address",
        "postal_address",
    ]
    assert guessed(["Rhif aelod", "Enw cyntaf", "Cyfenw", "Cyfeiriad e-bost", "Etholaeth"]) == [
        "member_number",
        "given_name",
        "family_name",
        "email",
        "constituency",
    ]
    assert guessed(["Shoe size", ""]) == ["", ""]


def test_a_full_name_is_parted_and_address_lines_are_joined() -> None:
    meaning = ListMeaning(["member_number", "name", "postal_address", "postal_address"])
    reading = read_row(
        Row(2, 2, ["1", "Ann Mair Jones", "1 High St", "Bangor"]), 4, meaning, AROUND
    )

    assert reading.facts == {
        "given_name": "Ann Mair",
        "family_name": "Jones",
        "postal_address": "1 High St\nBangor",
    }


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Gwen ap Rhys", "Gwen", "ap Rhys"),
        ("Ann Mair van der Berg", "Ann Mair", "van der Berg"),
        ("Rees, Mair", "Mair", "Rees"),
        ("Björk", "Björk", ""),
        ("Siân O’Brien-Ŵyn", "Siân", "O’Brien-Ŵyn"),
    ],
)
def test_which_words_are_the_family_name(name: str, given: str, family: str) -> None:
    reading = read_row(Row(2, 2, ["1", name]), 2, ListMeaning(["member_number", "name"]), AROUND)
    assert (reading.facts["given_name"], reading.facts["family_name"]) == (given, family)


def test_a_blank_cell_says_nothing_or_empties_as_chosen() -> None:
    row = Row(2, 2, ["1", "", "", ""])
    targets = ["member_number", "email", "status", "shares"]

    assert read_row(row, 4, ListMeaning(targets), AROUND).facts == {}
    assert read_row(row, 4, ListMeaning(targets, blanks_clear=True), AROUND).facts == {
        "email": "",
        "shares": None,
    }


def test_a_row_of_another_length_is_wrong() -> None:
    meaning = ListMeaning(["member_number", "given_name"])

    short = read_row(Row(2, 2, ["1"]), 2, meaning, AROUND)
    long = read_row(Row(2, 2, ["1", "Ann", "x"]), 2, meaning, AROUND)
    padded = read_row(Row(2, 2, ["1", "Ann", "", ""]), 2, meaning, AROUND)

    assert [flaw.trouble for flaw in short.flaws] == [Trouble.CELLS_MISSING]
    assert [flaw.trouble for flaw in long.flaws] == [Trouble.CELLS_OVER]
    assert padded.flaws == ()


def test_our_own_lists_part_cells_as_the_reader_does() -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(["1", 'a "b", c', "x\ny"])
    _layout, found = read(b"no,a,b\n" + out.getvalue().encode())

    assert found[1].cells == ["1", 'a "b", c', "x\ny"]
