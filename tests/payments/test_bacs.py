"""Direct Debit under one's own number: lodged, announced, collected, reported, never twice."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.workdays import add_working_days
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for, balances, check_books
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Role
from coopcouncil.payments.actions.charging import charge
from coopcouncil.payments.bacs.actions.mandates import end_mandate, record_mandate
from coopcouncil.payments.bacs.actions.reporting import read_report
from coopcouncil.payments.bacs.actions.sending import (
    collect,
    give_up,
    lodge,
    send,
    settle_due,
    take_bacs_file,
)
from coopcouncil.payments.bacs.kinds import Did, FileState, MandateState
from coopcouncil.payments.bacs.models import BacsAdvice, BacsFile, BacsMandate
from coopcouncil.payments.bacs.reading import NoReport, OfAnother, read
from coopcouncil.payments.bacs.rules import (
    FileGone,
    HasMandate,
    NothingToCollect,
    NothingToLodge,
    ReadBefore,
    TooLateForBacs,
    TooLittleNotice,
)
from coopcouncil.payments.kinds import ChargeKind, FailureReason, PaymentState
from coopcouncil.payments.models import Charge, Payment
from coopcouncil.payouts.rules.details import BankDetails
from tests.make import make_member, make_officer
from tests.pageclient import Pages
from tests.payouts.building import HERS, Place, make_place

pytestmark = pytest.mark.anyio
WEDNESDAY = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


def at(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 10, 0, tzinfo=UTC)


@pytest.fixture
async def place(db: None):
    with clock.frozen(WEDNESDAY):
        yield await make_place()


async def signed(
    place: Place, name: str = "Ada Lovell", email: str = "ada@example.org"
) -> tuple[Member, BacsMandate]:
    entry = await make_member(place.org, name, email=email)
    member = await Member.one(place.org, id=entry.member_id)
    day = date(2026, 11, 17)
    return member, await record_mandate(place.org, member, HERS, day, place.maker)


async def owes(place: Place, member: Member, pence: int = 1_250) -> Charge:
    kind, day = ChargeKind.SUBSCRIPTION, clock.today()
    return await charge(
        place.org, member, kind, Money(pence), day, "Subscription", source=None, by=place.maker
    )


async def usable(place: Place) -> tuple[Member, BacsMandate]:
    """A mandate that was lodged three weeks ago."""
    with clock.frozen(WEDNESDAY - timedelta(days=21)):
        member, mandate = await signed(place)
        await send(place.org, await lodge(place.org, place.maker), place.maker)
    return member, await BacsMandate.one(place.org, id=mandate.id)


async def collecting(place: Place) -> tuple[Member, BacsMandate, BacsFile, date]:
    """A debit that Bacs has."""
    member, mandate = await usable(place)
    await owes(place, member)
    on = add_working_days(clock.today(), 10)
    file = await collect(place.org, on, place.maker)
    with clock.frozen(at(add_working_days(file.processed_on, -1))):
        await send(place.org, file, place.maker)
    return member, mandate, await BacsFile.one(place.org, id=file.id), on


def addacs(kind: str, reference: str, code: str, user: str = "123456", **more: str) -> bytes:
    extra = " ".join(f'{name.replace("_", "-")}="{value}"' for name, value in more.items())
    return f"""<?xml version="1.0" encoding="UTF-8"?>
    <BACSDocument><Data><MessagingAdvices>
      <MessagingHeader user-number="{user}" advice-type="{kind}"
        report-generation-date="2026-11-18"/>
      <MessagingAdvice user-number="{user}" record-type="A" effective-date="2026-11-17"
        reference="{reference}" payer-name="A LOVELL" payer-account-number="20212616"
        payer-sort-code="086001" reason-code="{code}" {extra}/>
    </MessagingAdvices></Data></BACSDocument>""".encode()


def arudd(
    reference: str, code: str, on: date, value: str = "12.50", count: str = "1", total: str = ""
) -> bytes:
    return f"""<?xml version="1.0" encoding="ISO-8859-1"?>
    <BACSDocument xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Data><ARUDD>
      <Header reportType="REFT1234" adviceNumber="000" currentProcessingDate="2026-12-04"/>
      <AddresseeInformation name="CALDERBROOK LEISURE"/>
      <ServiceLicenseInformation userName="CALDERBROOK LEISURE" userNumber="123456"/>
      <Advice><OriginatingAccountRecords><OriginatingAccountRecord>
        <OriginatingAccount name="CALDERBROOK" number="01234567" sortCode="20-45-77" type="0"/>
        <ReturnedDebitItem ref="{reference}" transCode="17" returnCode="{code}"
          returnDescription="X" originalProcessingDate="{on}" valueOf="{value}" currency="GBP">
          <PayerAccount number="20212616" ref="{reference}" name="A LOVELL" sortCode="08-60-01"/>
        </ReturnedDebitItem>
        <Totals numberOf="{count}" valueOf="{total or value}" currency="GBP"/>
      </OriginatingAccountRecord></OriginatingAccountRecords></Advice>
    </ARUDD></Data></BACSDocument>""".encode()


async def balance(place: Place, purpose: Purpose) -> int:
    found = await balances(place.org, date(2027, 12, 31))
    return found.get((await account_for(place.org, purpose)).id, 0)


async def test_a_mandate_is_lodged_and_waits_for_its_bank(place: Place):
    member, mandate = await signed(place)
    with pytest.raises(HasMandate):
        await record_mandate(place.org, member, HERS, date(2026, 11, 17), None)
    file = await lodge(place.org, place.maker)
    with pytest.raises(NothingToLodge):
        await lodge(place.org, place.maker)
    lines = (await take_bacs_file(place.org, file, place.maker)).decode("ascii").split("\r\n")
    [record] = [line for line in lines if len(line) == 100]
    assert record[:17] == "08600120212616" + "0" + "0N"
    assert record[35:46] == "0" * 11
    assert record[64:82] == mandate.reference.ljust(18)
    await send(place.org, file, place.maker)
    await send(place.org, file, place.maker)
    lodged = await BacsMandate.one(place.org, id=mandate.id)
    assert lodged.state is MandateState.LODGED
    # Processed on Thursday 19 November; five working days later.
    assert lodged.usable_from == date(2026, 11, 26)


async def test_on_a_saturday_the_file_is_for_monday(place: Place):
    with clock.frozen(at(date(2026, 11, 21))):
        await signed(place)
        file = await lodge(place.org, place.maker)
        assert file.processed_on == date(2026, 11, 24)
        assert await take_bacs_file(place.org, file, place.maker)


async def test_a_member_is_told_and_then_collected_from(place: Place):
    member, mandate = await usable(place)
    await owes(place, member)
    with pytest.raises(TooLittleNotice):
        await collect(place.org, add_working_days(clock.today(), 9), place.maker)
    on = add_working_days(clock.today(), 10)
    file = await collect(place.org, on, place.maker)
    told = await OutboxMessage.get(purpose="email/payments/own_debit")
    assert "£12.50" in (told.text or "")
    assert mandate.reference in (told.text or "")
    # What is on its way is not collected again.
    with pytest.raises(NothingToCollect):
        await collect(place.org, on, place.maker)
    lines = (await take_bacs_file(place.org, file, place.maker)).decode("ascii").split("\r\n")
    assert [line[15:17] for line in lines if len(line) == 100] == ["01", "99"]
    with clock.frozen(at(file.processed_on)), pytest.raises(TooLateForBacs):
        await send(place.org, file, place.maker)
    with clock.frozen(at(add_working_days(file.processed_on, -1))):
        await send(place.org, file, place.maker)
    payment = await Payment.one(place.org)
    assert payment.state is PaymentState.PROCESSING
    with clock.frozen(at(add_working_days(on, 2))):
        assert await settle_due() == 0
    with clock.frozen(at(add_working_days(on, 3))):
        assert await settle_due() == 1
        assert await settle_due() == 0
        settled = await Payment.one(place.org, id=payment.id)
        assert (settled.state, settled.settled_on) == (PaymentState.SETTLED, on)
        assert await balance(place, Purpose.BANK) == 1_250
        # The second time it is a regular debit.
        await owes(place, member, 300)
        again = await collect(place.org, add_working_days(clock.today(), 10), place.maker)
        lines = (await take_bacs_file(place.org, again, place.maker)).decode("ascii").split("\r\n")
        assert [line[15:17] for line in lines if len(line) == 100] == ["17", "99"]


async def test_a_file_that_is_given_up_collects_nothing(place: Place):
    member, _ = await usable(place)
    owed = await owes(place, member)
    on = add_working_days(clock.today(), 10)
    file = await collect(place.org, on, place.maker)
    await give_up(place.org, file, place.maker)
    with pytest.raises(FileGone):
        await send(place.org, file, place.maker)
    assert (await Payment.one(place.org)).state is PaymentState.FAILED
    assert (await Charge.one(place.org, id=owed.id)).owed == Money(1_250)
    assert (await collect(place.org, on, place.maker)).debits == 1


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


async def test_a_mandate_that_ends_here_is_told_to_its_bank(place: Place):
    _member, mandate = await usable(place)
    await end_mandate(place.org, mandate, "Asked by telephone", place.maker)
    file = await lodge(place.org, place.maker)
    lines = (await take_bacs_file(place.org, file, place.maker)).decode("ascii").split("\r\n")
    assert [line[15:17] for line in lines if len(line) == 100] == ["0C"]
    await send(place.org, file, place.maker)
    with pytest.raises(NothingToLodge):
        await lodge(place.org, place.maker)
    assert (await BacsFile.one(place.org, id=file.id)).state is FileState.SENT


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


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_pages(client: Pages, place: Place, language: str):
    member, mandate = await usable(place)
    await owes(place, member)
    pages = client.as_(place.maker)
    pages.language = language
    base = f"/{place.org.slug}/bacs"
    assert "DD00000001" in (await pages.get(base)).main
    on = add_working_days(clock.today(), 10)
    form = {"on-day": str(on.day), "on-month": str(on.month), "on-year": str(on.year)}
    early = await pages.post(f"{base}/files", form | {"on-year": "2020"})
    assert (early.status, len(early.errors)) == (422, 1)
    made = await pages.post(f"{base}/files", form)
    page = await made.follow()
    assert "£12.50" in page.main
    assert HERS.account_number not in page.html
    taken = await pages.post(f"{made.location}/file")
    assert HERS.account_number.encode() in taken.body
    assert (await (await pages.post(f"{made.location}/sending")).follow()).status == 200
    data = addacs("ADDACS", mandate.reference, "1")
    bad = await pages.post(f"{base}/reports", files={"file": ("a.xml", b"<a/>", "text/xml")})
    assert (bad.status, len(bad.errors)) == (422, 1)
    report = await pages.post(f"{base}/reports", files={"file": ("a.xml", data, "text/xml")})
    assert "DD00000001" in (await report.follow()).main
    one = await pages.get(f"{base}/mandates/{mandate.id}")
    assert one.status == 200
    form = {"member": member.number, "account_name": "Ada Lovell", "sort_code": "11-22-33"}
    form |= {"account_number": "87654321", "signed_on-day": "17", "signed_on-month": "11"}
    new = await pages.post(f"{base}/mandates/new", form | {"signed_on-year": "2026"})
    made = await new.follow()
    assert "••••4321" in made.main
    ended = await pages.post(f"{new.location}/end", {"because": "By telephone"})
    assert (await ended.follow()).status == 200
    secretary = client.as_(place.checker)
    assert (await secretary.get(base)).status == 403
    stranger = client.as_(await make_officer((await make_place()).org, Role.TREASURER))
    assert (await stranger.get(base)).status == 403
