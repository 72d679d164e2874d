"""Direct Debit under one's own number: lodged, announced, collected, never twice."""

from datetime import date, timedelta

import pytest

from coopcouncil.arrears.actions.agreeing import agree
from coopcouncil.kernel import clock
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.workdays import add_working_days
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.members.actions import leave
from coopcouncil.members.kinds import Cause
from coopcouncil.organisations.models import Role
from coopcouncil.payments.actions.receiving import fail
from coopcouncil.payments.bacs.actions.mandates import end_mandate, record_mandate
from coopcouncil.payments.bacs.actions.sending import (
    collect,
    give_up,
    lodge,
    send,
    settle_due,
    take_bacs_file,
)
from coopcouncil.payments.bacs.kinds import FileState, MandateState
from coopcouncil.payments.bacs.models import BacsFile, BacsMandate
from coopcouncil.payments.bacs.rules import (
    FileGone,
    HasMandate,
    NothingToCollect,
    NothingToLodge,
    TooLateForBacs,
    TooLittleNotice,
)
from coopcouncil.payments.kinds import FailureReason, Interval, PaymentState
from coopcouncil.payments.models import Charge, Payment
from tests.make import make_officer
from tests.pageclient import Pages
from tests.payments.bacs.building import addacs, at, balance, owes, signed, usable
from tests.payouts.building import HERS, Place, make_place

pytestmark = pytest.mark.anyio


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


async def test_what_failed_is_collected_again_within_the_caps_alone(place: Place):
    member, _ = await usable(place)
    await owes(place, member)
    start = clock.now()
    await _collected_in_vain(place)
    with clock.frozen(start + timedelta(days=16)):
        # Once more, as the rules have it; then people ask.
        await _collected_in_vain(place)
    with clock.frozen(start + timedelta(days=32)), pytest.raises(NothingToCollect):
        await collect(place.org, add_working_days(clock.today(), 10), place.maker)


async def _collected_in_vain(place: Place) -> None:
    on = add_working_days(clock.today(), 10)
    file = await collect(place.org, on, place.maker)
    with clock.frozen(at(add_working_days(file.processed_on, -1))):
        await send(place.org, file, place.maker)
    with clock.frozen(at(add_working_days(on, 2))):
        payment = await Payment.one(place.org, state=PaymentState.PROCESSING)
        await fail(payment, FailureReason.INSUFFICIENT_FUNDS, clock.today())


async def test_nothing_is_collected_of_who_is_helped_or_has_died(place: Place):
    helped, _ = await usable(place)
    await owes(place, helped)
    on = add_working_days(clock.today(), 10)
    await agree(place.org, helped, Money(250), Interval.MONTH, clock.today(), "", by=None)
    with pytest.raises(NothingToCollect):
        await collect(place.org, on, place.maker)
    dead, _ = await usable(place, "Bob Hale")
    await owes(place, dead)
    await leave(place.org, dead, clock.today(), reason="", because=Cause.DIED, by=None)
    with pytest.raises(NothingToCollect):
        await collect(place.org, on, place.maker)
