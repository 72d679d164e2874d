"""pain.001 against ISO 20022's own schema, and the bank's table."""

import csv
import io
from datetime import UTC, date, datetime
from importlib.resources import files
from xml.etree.ElementTree import fromstring

import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from coopcouncil.payouts.files import pain001, table
from coopcouncil.payouts.files.pain001 import NAMESPACE
from coopcouncil.payouts.files.transfer import Transfer
from coopcouncil.payouts.rules.details import (
    BankDetails,
    NoAccountName,
    NoAccountNumber,
    NoSortCode,
)

ORIGIN = BankDetails("204577", "01234567", "Tai Glanwern Cyf")
SION = BankDetails("086001", "20212616", "Siôn O’Neill & Sons")
MAIR = BankDetails("112233", "87654321", "Mair Llŷr")
PAY_ON = date(2026, 12, 29)
MADE = datetime(2026, 12, 22, 9, 30, tzinfo=UTC)
TWO = (Transfer(SION, 12_345, "PAYOUT 0000007"), Transfer(MAIR, 5, "PAYOUT 0000008"))


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema:
    """The schema that ISO publishes, as a kept library brings it."""
    return xmlschema.XMLSchema(str(files("sepaxml") / "schemas/pain.001.001.09.xsd"))


def pain(*transfers: Transfer) -> bytes:
    return pain001.written("Tai Glanwern", ORIGIN, "TAI-GLANWERN-000042", MADE, PAY_ON, transfers)


def test_it_is_what_the_schema_asks_for(schema):
    data = pain(*TWO)
    schema.validate(data.decode())
    root = fromstring(data)
    ns = {"p": NAMESPACE}
    said = [one.text for one in root.findall(".//p:NbOfTxs", ns)]
    assert said == ["2", "2"]
    assert [one.text for one in root.findall(".//p:CtrlSum", ns)] == ["123.50", "123.50"]
    assert root.findtext(".//p:ReqdExctnDt/p:Dt", None, ns) == "2026-12-29"
    paid = root.findall(".//p:CdtTrfTxInf", ns)
    assert [
        (
            one.findtext("p:Amt/p:InstdAmt", None, ns),
            [sum_.attrib for sum_ in one.findall("p:Amt/p:InstdAmt", ns)],
            one.findtext(".//p:CdtrAgt//p:MmbId", None, ns),
            one.findtext(".//p:CdtrAcct/p:Id/p:Othr/p:Id", None, ns),
            one.findtext("p:Cdtr/p:Nm", None, ns),
            one.findtext("p:PmtId/p:EndToEndId", None, ns),
        )
        for one in paid
    ] == [
        ("123.45", [{"Ccy": "GBP"}], "086001", "20212616", "Sion O'Neill  Sons", "PAYOUT 0000007"),
        ("0.05", [{"Ccy": "GBP"}], "112233", "87654321", "Mair Llyr", "PAYOUT 0000008"),
    ]
    assert {one.text for one in root.findall(".//p:ClrSysId/p:Cd", ns)} == {"GBDSC"}


def test_the_schema_is_no_rubber_stamp(schema):
    broken = pain(*TWO).replace(b"<Ccy>", b"").replace(b'Ccy="GBP"', b"")
    assert not schema.is_valid(broken.decode())
    assert not schema.is_valid(pain(*TWO).replace(b"<PmtMtd>TRF", b"<PmtMtd>X").decode())


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(min_size=1, max_size=80), st.integers(1, 10**9)), min_size=1, max_size=4
    )
)
def test_whatever_a_name_is_it_stays_valid(schema, rows):
    transfers = []
    for name, pence in rows:
        try:
            account = BankDetails.typed("086001", "20212616", name)
        except NoAccountName:
            continue
        transfers.append(Transfer(account, pence, "PAYOUT 0000007"))
    if transfers:
        data = pain(*transfers)
        schema.validate(data.decode())


def test_the_table_reads_back():
    rows = list(csv.reader(io.StringIO(table.written(PAY_ON, TWO).decode("ascii"))))
    assert rows[1:] == [
        ["Sion O'Neill  Sons", "08-60-01", "20212616", "123.45", "PAYOUT 0000007", "29/12/2026"],
        ["Mair Llyr", "11-22-33", "87654321", "0.05", "PAYOUT 0000008", "29/12/2026"],
    ]


def test_a_name_is_no_formula():
    evil = Transfer(BankDetails("086001", "20212616", "=HYPERLINK(A1)"), 1, "+44")
    [_head, row] = csv.reader(io.StringIO(table.written(PAY_ON, [evil]).decode("ascii")))
    assert all(cell[0] not in "=+-@" for cell in row)


@pytest.mark.parametrize(
    ("sort_code", "number", "name", "trouble"),
    [
        ("20-45-7", "01234567", "Ada", NoSortCode),
        ("20457x", "01234567", "Ada", NoSortCode),
        ("٢٠٤٥٧٧", "01234567", "Ada", NoSortCode),
        ("000000", "01234567", "Ada", NoSortCode),
        ("204577", "1234567", "Ada", NoAccountNumber),
        ("204577", "012345678", "Ada", NoAccountNumber),
        ("204577", "00000000", "Ada", NoAccountNumber),
        ("204577", "01234567", "…", NoAccountName),
    ],
)
def test_what_is_no_account_is_refused(sort_code, number, name, trouble):
    with pytest.raises(trouble):
        BankDetails.typed(sort_code, number, name)


def test_an_account_is_read_as_people_write_it():
    for sort_code, number in (("20-45-77", "0123 4567"), ("20 45 77", "01234567")):
        assert BankDetails.typed(sort_code, number, "Ada").plain == "204577 01234567"
