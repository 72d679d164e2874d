"""Bacs Standard 18 by hand, column by column; and what holds of every file."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.payouts.files.standard18 import (
    DEBITS,
    INSTRUCTIONS,
    DoesNotFit,
    Entry,
    Submission,
    julian,
    written,
)
from coopcouncil.payouts.files.words import for_bacs
from coopcouncil.payouts.rules.details import BankDetails

ORIGIN = BankDetails("204577", "01234567", "Tai Glanwern")
SION = BankDetails("086001", "20212616", "Siôn O’Neill & Co.")
MAIR = BankDetails("112233", "87654321", "Mair Llŷr-Vaughan-Williams")
CREDITS = Submission(
    user_number="123456",
    user_name="TAI GLANWERN",
    serial=42,
    origin=ORIGIN,
    made_on=date(2026, 12, 22),
    processed_on=date(2026, 12, 29),
    entries=(
        Entry(SION, "99", 12_345, "PAYOUT 0000007"),
        Entry(MAIR, "99", 100_001, "PAYOUT 0000008"),
    ),
)


def ruler(*parts: tuple[str, str]) -> str:
    """A line from its columns, each "first-last" and what stands there."""
    line, at = "", 1
    for columns, text in parts:
        first, _, last = columns.partition("-")
        assert (at, len(text)) == (int(first), int(last or first) - int(first) + 1), columns
        line, at = line + text, at + len(text)
    return line


def lines_of(one: Submission) -> list[str]:
    data = written(one)
    assert data.endswith(b"\r\n")
    return data.decode("ascii").split("\r\n")[:-1]


def test_a_file_of_credits_in_every_column():
    head = (
        ("5", "A"),
        ("6-11", "123456"),
        ("12", "S"),
        ("13-14", "  "),
        ("15", "1"),
        ("16-21", "123456"),
        ("22-27", "000042"),
        ("28-31", "0001"),
        ("32-35", "0001"),
        ("36-39", "    "),
        ("40-41", "  "),
        ("42-47", " 26356"),  # 22 December is the 356th day
        ("48-53", " 27005"),  # kept until a week after 29 December: 5 January
        ("54", " "),
        ("55-60", "000000"),
        ("61-73", " " * 13),
        ("74-80", " " * 7),
    )
    shape = (
        ("5", "F"),
        ("6-10", "02000"),
        ("11-15", "00100"),
        ("16-50", " " * 35),
        ("51-52", "00"),
        ("53-80", " " * 28),
    )
    assert lines_of(CREDITS) == [
        ruler(
            ("1-3", "VOL"),
            ("4", "1"),
            ("5-10", "000042"),
            ("11", " "),
            ("12-31", " " * 20),
            ("32-37", " " * 6),
            ("38-41", "    "),
            ("42-47", "123456"),
            ("48-51", "    "),
            ("52-79", " " * 28),
            ("80", "1"),
        ),
        ruler(("1-3", "HDR"), ("4", "1"), *head),
        ruler(("1-3", "HDR"), ("4", "2"), *shape),
        ruler(
            ("1-3", "UHL"),
            ("4", "1"),
            ("5-10", " 26363"),  # 29 December, a Tuesday after the bank holidays
            ("11-16", "999999"),
            ("17-20", "    "),
            ("21-22", "00"),
            ("23-28", "000000"),
            ("29-37", "1 DAILY  "),
            ("38-40", "001"),
            ("41-47", " " * 7),
            ("48-54", " " * 7),
            ("55-80", " " * 26),
        ),
        ruler(
            ("1-6", "086001"),
            ("7-14", "20212616"),
            ("15", "0"),
            ("16-17", "99"),
            ("18-23", "204577"),
            ("24-31", "01234567"),
            ("32-35", "    "),
            ("36-46", "00000012345"),
            ("47-64", "TAI GLANWERN      "),
            ("65-82", "PAYOUT 0000007    "),
            ("83-100", "SION O NEILL & CO."),
        ),
        ruler(
            ("1-6", "112233"),
            ("7-14", "87654321"),
            ("15", "0"),
            ("16-17", "99"),
            ("18-23", "204577"),
            ("24-31", "01234567"),
            ("32-35", "    "),
            ("36-46", "00000100001"),
            ("47-64", "TAI GLANWERN      "),
            ("65-82", "PAYOUT 0000008    "),
            ("83-100", "MAIR LLYR-VAUGHAN-"),
        ),
        ruler(  # the contra: a debit of the whole from our own account
            ("1-6", "204577"),
            ("7-14", "01234567"),
            ("15", "0"),
            ("16-17", "17"),
            ("18-23", "204577"),
            ("24-31", "01234567"),
            ("32-35", "    "),
            ("36-46", "00000112346"),
            ("47-64", "TAI GLANWERN      "),
            ("65-82", "CONTRA            "),
            ("83-100", "TAI GLANWERN      "),
        ),
        ruler(("1-3", "EOF"), ("4", "1"), *head),
        ruler(("1-3", "EOF"), ("4", "2"), *shape),
        ruler(
            ("1-3", "UTL"),
            ("4", "1"),
            ("5-17", "0000000112346"),
            ("18-30", "0000000112346"),
            ("31-37", "0000001"),
            ("38-44", "0000002"),
            ("45-54", " " * 10),
            ("55-80", " " * 26),
        ),
    ]


def test_debits_and_instructions_of_several_days():
    one = replace(
        CREDITS,
        several_days=True,
        entries=(
            Entry(SION, "0N", 0, "GLANWERN0001", date(2026, 12, 24)),
            Entry(MAIR, "01", 4_250, "GLANWERN0002", date(2026, 12, 29)),
            Entry(SION, "17", 1_000, "GLANWERN0003", date(2026, 12, 29)),
            Entry(MAIR, "19", 500, "GLANWERN0002", date(2027, 1, 4)),
        ),
    )
    lines = lines_of(one)
    assert [len(line) for line in lines] == [80] * 4 + [106] * 6 + [80] * 3
    assert lines[2][4:15] == "F" + "02014" + "00106"
    assert lines[3][28:37] == "4 MULTI  "
    # Code, pence and day of each.
    assert [(line[15:17], int(line[35:46]), line[100:]) for line in lines[4:10]] == [
        ("0N", 0, " 26358"),
        ("01", 4250, " 26363"),
        ("17", 1000, " 26363"),
        ("19", 500, " 27004"),
        ("99", 5250, " 26363"),  # a contra for each day: what was collected comes to us
        ("99", 500, " 27004"),
    ]
    assert lines[-1][4:44] == "0000000005750" + "0000000005750" + "0000003" + "0000002"


@pytest.mark.parametrize(
    ("entry", "trouble"),
    [
        (Entry(SION, "99", 0, "PAYOUT"), "a payment of nothing"),
        (Entry(SION, "0N", 1, "PAYOUT"), "an instruction with money"),
        (Entry(SION, "99", 10**11, "PAYOUT"), "more than eleven figures"),
        (Entry(BankDetails("2045", "01234567", "A"), "99", 1, "PAYOUT"), "a short sort code"),
    ],
)
def test_what_does_not_fit_is_no_file(entry, trouble):
    with pytest.raises(DoesNotFit):
        written(replace(CREDITS, entries=(entry,)))


def test_the_day_of_the_year():
    assert julian(date(2026, 1, 1)) == " 26001"
    assert julian(date(2028, 12, 31)) == " 28366"


ACCOUNTS = st.builds(
    BankDetails,
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.from_regex(r"[0-9]{8}", fullmatch=True),
    st.text(min_size=1, max_size=60),
)
ENTRIES = st.lists(
    st.one_of(
        st.builds(
            Entry,
            ACCOUNTS,
            st.sampled_from(["99", *sorted(DEBITS)]),
            st.integers(1, 10**9),
            st.text(max_size=40),
        ),
        st.builds(
            Entry,
            ACCOUNTS,
            st.sampled_from(sorted(INSTRUCTIONS)),
            st.just(0),
            st.text(max_size=40),
        ),
    ),
    min_size=1,
    max_size=20,
)


@given(ENTRIES)
def test_every_file_balances_and_keeps_its_columns(entries):
    lines = lines_of(replace(CREDITS, entries=entries))
    assert all(len(line) == (80 if line[3] in "12" and line[:3].isalpha() else 100)
               for line in lines)  # fmt: skip
    debits, credits = int(lines[-1][4:17]), int(lines[-1][17:30])
    records = [line for line in lines if len(line) == 100]
    assert debits == credits
    assert debits == sum(int(line[35:46]) for line in records if line[15:17] in DEBITS)
    assert credits == sum(int(line[35:46]) for line in records if line[15:17] == "99")
    assert int(lines[-1][30:37]) == sum(line[15:17] in DEBITS for line in records)
    assert int(lines[-1][37:44]) == sum(line[15:17] == "99" for line in records)


@given(st.text(max_size=60), st.integers(1, 30))
def test_a_field_has_its_width_and_no_strange_letter(text, width):
    field = for_bacs(text, width)
    assert len(field) == width
    assert set(field) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .-/&")
