"""What Bacs reports: debits that come back, mandates ended or moved, and what is no report."""

from datetime import date

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.workdays import add_working_days
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import check_books
from coopcouncil.payments.bacs.actions.reporting import read_report
from coopcouncil.payments.bacs.actions.sending import collect, lodge, settle_due
from coopcouncil.payments.bacs.kinds import Did, MandateState
from coopcouncil.payments.bacs.models import BacsAdvice, BacsMandate
from coopcouncil.payments.bacs.reading import NoReport, OfAnother, read
from coopcouncil.payments.bacs.rules import NothingToLodge, ReadBefore
from coopcouncil.payments.kinds import FailureReason, PaymentState
from coopcouncil.payments.models import Payment
from coopcouncil.payouts.rules.details import BankDetails
from tests.payments.bacs.building import addacs, arudd, at, balance, collecting, owes, usable
from tests.payouts.building import Place

pytestmark = pytest.mark.anyio


async def test_a_debit_that_comes_back_before_it_settled_fails(place: Place):
    _member, mandate, file, on = await collecting(place)
    data = arudd(mandate.reference, "0273", file.processed_on)
    with clock.frozen(at(add_working_days(on, 1))):
        await read_report(place.org, "arudd.xml", data, place.maker)
        with pytest.raises(ReadBefore):
            await read_report(place.org, "again.xml", data, place.maker)
    payment = await Payment.one(place.org)
    assert (payment.state, payment.failure) == (PaymentState.FAILED, FailureReason.REFER_TO_PAYER)
    assert (await BacsMandate.one(place.org, id=mandate.id)).state is MandateState.ACTIVE
    with clock.frozen(at(add_working_days(on, 3))):
        assert await settle_due() == 0
    assert await balance(place, Purpose.BANK) == 0


async def test_a_debit_that_comes_back_late_is_taken_back_once(place: Place):
    _member, mandate, file, on = await collecting(place)
    with clock.frozen(at(add_working_days(on, 5))):
        assert await settle_due() == 1
        first = arudd(mandate.reference, "1012", file.processed_on)
        await read_report(place.org, "arudd.xml", first, place.maker)
        assert await balance(place, Purpose.BANK) == 0
        # The same return in another file is no second one.
        other = first.replace(b"REFT1234", b"REFT9999")
        report = await read_report(place.org, "arudd2.xml", other, place.maker)
        assert (await BacsAdvice.one(place.org, report_id=report.id)).did is Did.UNKNOWN
        assert await balance(place, Purpose.BANK) == 0
        assert (await check_books(place.org)).balanced
    assert (await BacsMandate.one(place.org, id=mandate.id)).state is MandateState.ENDED


@pytest.mark.parametrize(
    ("code", "more", "state", "did"),
    [
        ("1", {}, MandateState.ENDED, Did.ENDED),
        ("2", {}, MandateState.ENDED, Did.ENDED),
        (
            "3",
            {"payer_new_sort_code": "11-22-33", "payer_new_account_number": "87654321"},
            MandateState.LODGED,
            Did.AMENDED,
        ),
        ("C", {"payer_new_sort_code": "000000"}, MandateState.LODGED, Did.NOTED),
        ("Z", {}, MandateState.LODGED, Did.UNKNOWN),
    ],
)
async def test_the_payers_bank_ends_or_moves_a_mandate(
    place: Place, code: str, more: dict[str, str], state: MandateState, did: Did
):
    member, mandate = await usable(place)
    await owes(place, member)
    await collect(place.org, add_working_days(clock.today(), 10), place.maker)
    data = addacs("ADDACS", mandate.reference, code, **more)
    report = await read_report(place.org, "addacs.xml", data, place.maker)
    found = await BacsMandate.one(place.org, id=mandate.id)
    assert found.state is state
    assert (await BacsAdvice.one(place.org, report_id=report.id)).did is did
    if state is MandateState.ENDED:
        # What was planned by it is not collected, and its own bank need not be told.
        assert (await Payment.one(place.org)).state is PaymentState.FAILED
        with pytest.raises(NothingToLodge):
            await lodge(place.org, place.maker)
        again = addacs("ADDACS", mandate.reference, "R")
        await read_report(place.org, "again.xml", again, place.maker)
        found = await BacsMandate.one(place.org, id=mandate.id)
        assert found.state is MandateState.ACTIVE
    if did is Did.AMENDED:
        assert found.bank == BankDetails("112233", "87654321", "Ada Lovell")


async def test_a_bank_does_not_take_an_instruction(place: Place):
    _member, mandate = await usable(place)
    data = addacs("AUDDIS", mandate.reference, "5")
    await read_report(place.org, "auddis.xml", data, place.maker)
    found = await BacsMandate.one(place.org, id=mandate.id)
    assert (found.state, found.ended_because) == (MandateState.REFUSED, "AUDDIS 5")


async def test_another_organisations_report_changes_nothing(place: Place):
    _member, mandate = await usable(place)
    with pytest.raises(OfAnother):
        data = addacs("ADDACS", mandate.reference, "1", user="654321")
        await read_report(place.org, "addacs.xml", data, place.maker)
    assert (await BacsMandate.one(place.org, id=mandate.id)).state is MandateState.LODGED


BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;&b;">]>
<BACSDocument><Data><MessagingAdvices>&c;</MessagingAdvices></Data></BACSDocument>"""


WHOLE = arudd("DD00000001", "0", date(2026, 12, 1))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff",
        b"<a/>",
        BOMB,
        WHOLE[:-200],
        arudd("DD00000001", "0", date(2026, 12, 1), count="2"),
        arudd("DD00000001", "0", date(2026, 12, 1), total="99.00"),
        arudd("DD00000001", "0", date(2026, 12, 1), value="1.234,50"),
        arudd("DD00000001", "0", date(2026, 12, 1), value="-12.50"),
        WHOLE.replace(b'currency="GBP"', b'currency="EUR"'),
        addacs("OTHER", "DD00000001", "1"),
        WHOLE.replace(b'encoding="ISO-8859-1"', b'encoding="klingon"'),
    ],
)
def test_what_is_no_report_is_refused(data: bytes):
    with pytest.raises(NoReport):
        read(data)
