"""Every format and every bank's headings, the same five days; and files that are not whole."""

import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.banking.kinds import Bank, Column, Format
from coopcouncil.banking.reading.facts import (
    BalancesDiffer,
    DoesNotAddUp,
    Doubled,
    Facts,
    ForbiddenInXml,
    HalfWritten,
    Named,
    NoDay,
    NoSum,
    NotAStatement,
    NotSterling,
    NotWellFormed,
    OtherAccount,
    Read,
)
from coopcouncil.banking.reading.separated import Meaning, shape_of
from coopcouncil.banking.reading.values import pence
from coopcouncil.banking.reading.whole import Writing, format_of, read_statement
from coopcouncil.banking.rules.adding import Added, Sums, keyed, refuse_another
from coopcouncil.kernel.errors import Refused

FILES = Path(__file__).parent / "files"
C = Column


def taken(data: bytes, meaning: Meaning | None = None) -> tuple[list[Read], Added, Facts]:
    """The lines of a file, and what it comes to."""
    file = io.BytesIO(data)
    writing = Writing(format_of(file))
    if writing.format is Format.CSV:
        shape = shape_of(file)
        writing = Writing(Format.CSV, shape.layout, shape.line, meaning or Meaning(shape.columns))
    facts, sums = Facts(), Sums()
    reads = []
    for read in read_statement(file, writing, facts):
        sums.add(read)
        reads.append(read)
    return reads, sums.done(facts), facts


def file(name: str) -> bytes:
    return (FILES / name).read_bytes()


WATER, COUNCIL = -6_480, 123_450


@pytest.mark.parametrize(
    ("name", "bank", "amounts"),
    [
        ("barclays.csv", Bank.BARCLAYS, [-12_000, 200, 200, 200, COUNCIL]),
        ("lloyds.csv", Bank.LLOYDS, [WATER, 200, COUNCIL]),
        ("natwest.csv", Bank.NATWEST, [WATER, 200]),
        ("co-operative.csv", Bank.CO_OPERATIVE, [COUNCIL, 200, WATER]),
        ("hsbc.csv", Bank.HSBC, [WATER, 200, COUNCIL]),
        ("santander.csv", Bank.SANTANDER, [WATER, 200]),
        ("starling.csv", Bank.STARLING, [COUNCIL, 200, WATER]),
        ("monzo.csv", Bank.MONZO, [COUNCIL, 200, WATER]),
        ("unity-trust.csv", Bank.UNITY_TRUST, [COUNCIL, 200, WATER]),
    ],
)
def test_the_banks_own_headings_are_known(name: str, bank: Bank, amounts: list[int]):
    assert shape_of(io.BytesIO(file(name))).bank is bank
    reads, added, _facts = taken(file(name))

    assert [read.amount for read in reads] == amounts
    assert {read.on for read in reads} <= {date(2026, 6, day) for day in (1, 3, 5)}
    assert reads[amounts.index(-12_000 if bank is Bank.BARCLAYS else WATER)].on == date(2026, 6, 5)
    assert added.to_on == date(2026, 6, 5)


@pytest.mark.parametrize("name", ["sgml.ofx", "statement.mt940", "camt053.xml"])
def test_the_other_formats_say_the_same(name: str):
    reads, added, facts = taken(file(name))

    assert [read.amount for read in reads] == [COUNCIL, 200, WATER]
    assert [read.on.day for read in reads] == [1, 3, 5]
    assert (added.opening, added.closing) == (10_000, 127_170)
    assert reads[0].text.upper().startswith("CALDERBROOK COUNCIL")
    refuse_another(facts.accounts, "201122", "40506070")
    with pytest.raises(OtherAccount):
        refuse_another(facts.accounts, "201122", "40506071")


def test_letters_survive_whatever_they_are_written_in():
    assert "SIÂN MÔN & CO" in taken(file("sgml.ofx"))[0][1].name
    assert taken(file("xml.ofx"))[0][0].name == "Tŷ Gwyn"
    assert "Tŷ Gwyn" in taken(file("camt053.xml"))[0][1].name
    assert taken(file("santander.csv"))[0][1].text == "SIÂN MÔN"
    assert taken(file("starling.csv"))[0][1].name == "Siân Môn"


def test_balances_follow_from_either_end():
    assert taken(file("lloyds.csv"))[1].opening == 0
    assert taken(file("starling.csv"))[1].opening == 10_000
    assert taken(file("lloyds.csv"))[1].closing == taken(file("natwest.csv"))[1].closing == 117_170


def test_another_bank_s_columns_are_asked_for_and_commas_understood():
    shape = shape_of(io.BytesIO(file("elsewhere.csv")))
    assert shape.bank is None
    meaning = Meaning((C.DATE, C.NAME, C.TEXT, C.AMOUNT), decimal=",")

    reads, _added, _facts = taken(file("elsewhere.csv"), meaning)

    assert [(read.amount, read.text) for read in reads] == [
        (WATER, "Dŵr, Mehefin"),
        (COUNCIL, "Grant 26/114"),
    ]
    with pytest.raises(NoSum) as told:
        taken(file("elsewhere.csv"), Meaning(meaning.columns))
    assert told.value.line == 2


def csv(*rows: str) -> bytes:
    return "\n".join(
        ["Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP)", *rows]
    ).encode()


@pytest.mark.parametrize(
    ("rows", "trouble", "line"),
    [
        (["01/06/2026,A,r,t,1.234,50,1"], NoSum, 0),
        (['01/06/2026,A,r,t,"1.234,50",1.00'], NoSum, 2),
        (["01/06/2026,A,r,t,1.00,1.00", "02/06/2026,B,r"], HalfWritten, 3),
        (["01/06/2026,A,r,t,1.00,1.00", "31/06/2026,B,r,t,1.00,2.00"], NoDay, 3),
        (["01/06/2026,A,r,t,1.00,1.00", "02/06/2026,B,r,t,1.00,3.00"], DoesNotAddUp, 3),
        (["01/06/2026,A,r,t,999999999999.00,1.00"], NoSum, 2),
        (["01/06/2026,A,r,t,nan,1.00"], NoSum, 2),
        (["01/06/2026,A,r,t,٣.00,1.00"], NoSum, 2),
        (
            ["01/06/2026,A,r,t,1.00,", "02/06/2026,B,r,t,2.00,"] * 2,
            Doubled,
            4,
        ),
    ],
)
def test_a_csv_that_is_not_whole_names_the_line(rows: list[str], trouble: type[Refused], line: int):
    with pytest.raises(trouble) as told:
        taken(csv(*rows))
    assert not line or told.value.line == line  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["sgml.ofx", "xml.ofx", "statement.mt940", "camt053.xml"])
def test_a_file_that_breaks_off_anywhere_is_refused_whole(name: str):
    data = file(name).rstrip()
    for end in range(40, len(data) - 3, 61):
        # A message of MT940 is whole in itself; the half one after it must still be refused.
        if name == "statement.mt940" and data[:end].rstrip().endswith(
            (b"1336,50", b"-", b"1336,5")
        ):
            continue
        with pytest.raises(Refused):
            taken(data[:end])


@pytest.mark.parametrize(
    ("name", "before", "after", "trouble"),
    [
        ("sgml.ofx", b"<CURDEF>GBP", b"<CURDEF>EUR", NotSterling),
        ("sgml.ofx", b"SI", b"SI", None),
        ("sgml.ofx", b"<TRNAMT>2.00", b"<TRNAMT>1.234,50", NoSum),
        ("sgml.ofx", b"</BANKTRANLIST>", b"", NotWellFormed),
        ("statement.mt940", b"GBP1271,70", b"GBP1271,71", BalancesDiffer),
        ("statement.mt940", b":61:2606030603C2,00", b":61:26x6030603C2,00", NotWellFormed),
        ("camt053.xml", b'<Amt Ccy="GBP">2.00', b'<Amt Ccy="GBP">3.00', BalancesDiffer),
        ("camt053.xml", b'<Amt Ccy="GBP">2.00', b'<Amt Ccy="EUR">2.00', NotSterling),
        ("camt053.xml", b"</RmtInf>", b"</Rmt>", NotWellFormed),
        (
            "camt053.xml",
            b"<Document",
            b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document',
            ForbiddenInXml,
        ),
        ("camt053.xml", b"camt.053", b"camt.054", None),
    ],
)
def test_what_was_changed_is_found(
    name: str, before: bytes, after: bytes, trouble: type[Refused] | None
):
    data = file(name)
    assert before in data
    if trouble is None:
        taken(data.replace(before, after))
        return
    with pytest.raises(trouble):
        taken(data.replace(before, after))


def test_entities_fetch_nothing_in_ofx_either():
    data = file("xml.ofx").replace(
        b"<OFX>", b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><OFX>'
    )
    with pytest.raises((ForbiddenInXml, NotWellFormed)):
        taken(data)


@pytest.mark.parametrize("data", [b"", b"   ", b"%PDF-1.4", b"PK\x03\x04xx", b"<html></html>"])
def test_other_kinds_of_files_are_told_apart(data: bytes):
    with pytest.raises(NotAStatement):
        format_of(io.BytesIO(data))


@given(st.integers(-9_999_999_999, 9_999_999_999))
def test_every_sum_is_read_back(amount: int):
    pounds, rest = divmod(abs(amount), 100)
    sign = "-" if amount < 0 else ""
    assert pence(f"{sign}£{pounds:,}.{rest:02}") == pence(f"{sign}{pounds}.{rest:02}") == amount
    assert pence(f"{sign}{pounds:,}".replace(",", ".") + f",{rest:02}", ",") == amount


LINES = st.lists(
    st.builds(
        Read,
        line=st.just(0),
        on=st.dates(date(2026, 6, 1), date(2026, 6, 3)),
        amount=st.sampled_from([-200, 200, 1_000]),
        text=st.sampled_from(["SUBS", "RENT", "Siân"]),
        bank_id=st.sampled_from(["", "", "", "a", "b"]),
    ),
    max_size=30,
)


@given(LINES, st.integers(0, 30))
def test_the_same_lines_again_have_the_same_keys_and_equal_ones_both_stand(
    lines: list[Read], cut: int
):
    keys = [key for key, _read in keyed(lines, use_ids=False)]

    assert len(set(keys)) == len(keys)
    assert [key for key, _read in keyed(lines, use_ids=False)] == keys
    # A file that ends earlier has the beginning of them; the longer one adds only the rest.
    assert {key for key, _read in keyed(lines[:cut], use_ids=False)} == set(keys[:cut])


@given(LINES)
def test_the_order_of_a_file_changes_nothing(lines: list[Read]):
    there = {key for key, _read in keyed(lines)}
    assert {key for key, _read in keyed(reversed(lines))} == there


@given(LINES, st.integers(-100_000, 100_000), st.booleans())
def test_running_balances_are_found_from_either_end(
    lines: list[Read], opening: int, latest_first: bool
):
    lines = sorted(lines, key=lambda read: read.on)
    running, with_balances = opening, []
    for read in lines:
        running += read.amount
        with_balances.append(Read(1, read.on, read.amount, read.text, balance=running))
    sums = Sums()
    for read in reversed(with_balances) if latest_first else with_balances:
        sums.add(read)
    added = sums.done(Facts())
    if lines:
        assert added.closing is not None
        assert added.opening is not None
        assert added.closing - added.opening == added.came_in - added.went_out
        # Where the days do not tell the order, several may be right.
        if lines[0].on != lines[-1].on:
            assert (added.opening, added.closing) == (opening, running)


def test_a_masked_number_is_held_against_its_end():
    refuse_another({Named("6070")}, "201122", "40506070")
    with pytest.raises(OtherAccount):
        refuse_another({Named("6071")}, "201122", "40506070")
    with pytest.raises(OtherAccount):
        refuse_another({Named("40506070", "201123")}, "201122", "40506070")
