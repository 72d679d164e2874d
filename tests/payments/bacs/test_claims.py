"""Claims under the Direct Debit Guarantee, and the member's own page of a mandate."""

from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest

from coopcouncil.arrears.collecting import spared
from coopcouncil.arrears.reads import late
from coopcouncil.kernel import clock
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.workdays import add_working_days
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import check_books
from coopcouncil.members.models import Member
from coopcouncil.payments.bacs.actions.claims import decide_claim
from coopcouncil.payments.bacs.actions.mandates import change_account
from coopcouncil.payments.bacs.actions.reporting import read_report
from coopcouncil.payments.bacs.actions.sending import collect, lodge, settle_due
from coopcouncil.payments.bacs.kinds import ClaimOutcome, Did, MandateState, Report
from coopcouncil.payments.bacs.models import (
    BacsAdvice,
    BacsFile,
    BacsMandate,
    BacsReport,
    IndemnityClaim,
)
from coopcouncil.payments.bacs.reading import NoReport, read
from coopcouncil.payments.bacs.rules import NothingToCollect, SameAccount, SettledAlready
from coopcouncil.payments.kinds import TakenBack
from coopcouncil.payments.models import Charge, PaymentTakenBack
from coopcouncil.payouts.rules.details import BankDetails
from tests.make import make_person
from tests.pageclient import Pages
from tests.payments.bacs.building import WEDNESDAY, at, balance, collecting, owes, usable
from tests.payouts.building import Place

pytestmark = pytest.mark.anyio
OTHER = BankDetails("112233", "87654321", "Ada Lovell")


def ddica(
    reference: str,
    on: date,
    code: str = "2",
    amount: str = "12.50",
    total: str = "",
    whole: str = "",
    claim: str = "PBR0001",
    user: str = "123456",
    taken: str = "2026-12-29",
) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
    <VocaDocument><Data><Document type="DDICAdviceReport">
      <ServiceUserNumber>{user}</ServiceUserNumber>
      <NewAdvices>
        <DDICAdvice><SeqNo>1</SeqNo><PayingBankReference>{claim}</PayingBankReference>
          <SUReference>{reference}</SUReference><ReasonCode>{code}</ReasonCode>
          <PayerSortCode>08-60-01</PayerSortCode><PayerAccount>20212616</PayerAccount>
          <PayerName>A LOVELL</PayerName>
          <DDCollections><DDCollection><DateOfDirectDebit>{on}</DateOfDirectDebit>
            <Amount>{amount}</Amount></DDCollection></DDCollections>
          <TotalAmount>{total or amount}</TotalAmount></DDICAdvice>
        <TotalValueOfDebits>{whole or total or amount}</TotalValueOfDebits>
        <DateOfDebit>{taken}</DateOfDebit>
      </NewAdvices>
    </Document></Data></VocaDocument>""".encode()


async def claimed(place: Place, code: str = "2") -> tuple[Member, BacsMandate, IndemnityClaim]:
    """A debit that settled, and that the member's bank gave back half a year later."""
    member, mandate, _file, on = await collecting(place)
    with clock.frozen(at(add_working_days(on, 5))):
        assert await settle_due() == 1
    with clock.frozen(at(on + timedelta(days=180))):
        data = ddica(mandate.reference, on, code, taken=(on + timedelta(days=180)).isoformat())
        await read_report(place.org, "ddica.xml", data, place.maker)
    return member, mandate, await IndemnityClaim.one(place.org)


def later() -> AbstractContextManager[None]:
    return clock.frozen(WEDNESDAY + timedelta(days=260))


async def test_a_claim_takes_the_money_and_asks_for_nothing(place: Place):
    member, mandate, claim = await claimed(place)
    assert (claim.amount, claim.reference, claim.told) == (1_250, "PBR0001", True)
    assert (await BacsAdvice.one(place.org)).did is Did.CLAIMED
    taken = await PaymentTakenBack.one(place.org)
    assert (taken.reason, taken.amount) == (TakenBack.INDEMNITY_CLAIM, 1_250)
    assert await balance(place, Purpose.BANK) == 0
    assert (await check_books(place.org)).balanced
    charge = await Charge.one(place.org)
    assert charge.owed == Money(1_250)
    # An announcement that did not come ends no mandate.
    assert (await BacsMandate.one(place.org, id=mandate.id)).state is MandateState.ACTIVE
    told = await OutboxMessage.get(purpose="email/payments/own_claim")
    assert "£12.50" in (told.text or "")
    assert "we do not question it" in (told.text or "")
    with later():
        on = add_working_days(clock.today(), 10)
        with pytest.raises(NothingToCollect):
            await collect(place.org, on, place.maker)
        assert await spared(place.org, [charge], clock.today()) == {charge.id}
        assert await late(place.org, clock.today(), 0) == []
        # What else the member owes is collected as before.
        await owes(place, member, 300)
        assert (await collect(place.org, on, place.maker)).total == 300


async def test_once_it_is_owed_again_it_is_collected(place: Place):
    _member, _mandate, claim = await claimed(place)
    with later():
        args = (claim, ClaimOutcome.DISPUTED, "Says the plan had ended", place.maker)
        assert await decide_claim(place.org, *args)
        with pytest.raises(SettledAlready):
            await decide_claim(place.org, *args)
        on = add_working_days(clock.today(), 10)
        with pytest.raises(NothingToCollect):
            await collect(place.org, on, place.maker)
        await decide_claim(place.org, claim, ClaimOutcome.OWED, "Agreed by telephone", place.maker)
        assert [one.pence for one in await late(place.org, clock.today(), 0)] == [1_250]
        assert (await collect(place.org, on, place.maker)).total == 1_250


async def test_where_the_organisation_was_wrong_nothing_is_owed(place: Place):
    _member, _mandate, claim = await claimed(place)
    with later():
        done = await decide_claim(
            place.org, claim, ClaimOutcome.NOT_OWED, "The plan had ended", place.maker
        )
        assert done
        assert not (await Charge.one(place.org)).owed
        # Nor is it owed again because somebody thinks again.
        with pytest.raises(SettledAlready):
            await decide_claim(place.org, claim, ClaimOutcome.OWED, "After all", place.maker)
        assert (await check_books(place.org)).balanced


async def test_without_an_instruction_nothing_more_is_collected(place: Place):
    _member, mandate, _claim = await claimed(place, code="5")
    found = await BacsMandate.one(place.org, id=mandate.id)
    assert (found.state, found.ended_because) == (MandateState.ENDED, "DDICA 5")


async def test_the_same_claim_again_and_a_strange_one_take_nothing(place: Place):
    _member, mandate, _claim = await claimed(place)
    on = add_working_days(date(2026, 11, 18), 10)
    with later():
        for data in (
            ddica(mandate.reference, on, taken="2027-06-02"),
            ddica(mandate.reference, on, claim="PBR0002"),
            ddica(mandate.reference, on, amount="12.51"),
            ddica(mandate.reference, on + timedelta(days=2)),
            ddica("DD00000099", on),
        ):
            report = await read_report(place.org, "again.xml", data, place.maker)
            assert (await BacsAdvice.one(place.org, report_id=report.id)).did is Did.UNKNOWN
    assert await IndemnityClaim.within(place.org).count() == 1
    assert await PaymentTakenBack.within(place.org).count() == 1


async def test_a_claim_before_the_debit_counted_as_paid(place: Place):
    _member, mandate, _file, on = await collecting(place)
    with clock.frozen(at(add_working_days(on, 1))):
        data = ddica(mandate.reference, on)
        await read_report(place.org, "ddica.xml", data, place.maker)
    with clock.frozen(at(add_working_days(on, 9))):
        assert await settle_due() == 0
    assert await balance(place, Purpose.BANK) == 0
    assert (await check_books(place.org)).balanced


WHOLE = ddica("DD00000001", date(2026, 12, 1))


def test_what_a_claim_says():
    found = read(WHOLE)
    assert (found.kind, found.user_number) == (Report.DDICA, "123456")
    [one] = found.advices
    assert (one.reference, one.code, one.pence, one.claim) == ("DD00000001", "2", 1_250, "PBR0001")
    assert (one.on, one.taken_on) == (date(2026, 12, 1), date(2026, 12, 29))


@pytest.mark.parametrize(
    "data",
    [
        WHOLE[:-300],
        ddica("DD00000001", date(2026, 12, 1), total="12.51"),
        ddica("DD00000001", date(2026, 12, 1), whole="99.00"),
        ddica("DD00000001", date(2026, 12, 1), amount="-12.50"),
        ddica("DD00000001", date(2026, 12, 1), amount="1.234,50"),
        ddica("DD00000001", date(2026, 12, 1), amount="0.00"),
        ddica("", date(2026, 12, 1)),
        ddica("DD00000001", date(2026, 12, 1), claim=""),
        ddica("DD00000001", date(2026, 12, 1), taken="soon"),
        ddica("DD00000001", date(2026, 12, 1), user=""),
    ],
)
def test_half_a_claim_is_no_report(data: bytes):
    with pytest.raises(NoReport):
        read(data)


async def test_another_account_is_lodged_and_the_old_one_ended(place: Place):
    member, mandate = await usable(place)
    await owes(place, member)
    await collect(place.org, add_working_days(clock.today(), 10), place.maker)
    with pytest.raises(SameAccount):
        await change_account(place.org, mandate, mandate.bank, place.maker)
    made = await change_account(place.org, mandate, OTHER, place.maker)
    assert (made.state, made.bank) == (MandateState.NEW, OTHER)
    old = await BacsMandate.one(place.org, id=mandate.id)
    assert (old.state, old.tell_bank) == (MandateState.ENDED, True)
    # What was planned from the old account is owed as before.
    assert (await Charge.one(place.org)).owed == Money(1_250)
    file = await lodge(place.org, place.maker)
    assert file.instructions == 2
    assert (await BacsFile.one(place.org, number=1)).id != file.id


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_pages(client: Pages, place: Place, language: str):
    member, mandate, claim = await claimed(place)
    with later():
        desk = client.as_(place.maker)
        desk.language = language
        base = f"/{place.org.slug}/bacs"
        assert "PBR0001" in (await desk.get(f"{base}/claims/{claim.id}")).main
        assert "£12.50" in (await desk.get(f"{base}/claims")).main
        assert (await desk.get(base)).status == 200
        report = await BacsReport.one(place.org)
        assert (await desk.get(f"{base}/reports/{report.id}")).status == 200
        bad = await desk.post(f"{base}/claims/{claim.id}", {"outcome": "owed"})
        assert (bad.status, len(bad.errors)) == (422, 1)
        form = {"outcome": "disputed", "reason": "Says it had ended"}
        done = await desk.post(f"{base}/claims/{claim.id}", form)
        assert "Says it had ended" in (await done.follow()).main
        again = await desk.post(f"{base}/claims/{claim.id}", form)
        assert (again.status, len(again.errors)) == (422, 1)
        await owes(place, member, 300)
        await collect(place.org, add_working_days(clock.today(), 10), place.maker)

        ada = client.as_(await make_person("Ada Lovell", "ada@example.org"))
        ada.language = language
        mine = await ada.get(f"{base}/mine")
        for text in (mandate.reference, "••••2616", "£3.00", "£12.50"):
            assert text in mine.main
        assert "£3.00" in (await ada.get(f"/{place.org.slug}/money")).main
        there = f"{base}/mine/{mandate.id}"
        assert (await ada.get(f"{there}/account")).status == 200
        form = {"account_name": "Ada Lovell", "sort_code": "11-22-33"}
        form |= {"account_number": "87654321"}
        assert (await ada.post(f"{there}/account", form)).status == 422
        moved = await (await ada.post(f"{there}/account", form | {"holder": "y"})).follow()
        assert "••••4321" in moved.main
        new = await BacsMandate.within(place.org).order_by("-id").first()
        assert new is not None
        assert (await (await ada.post(f"{base}/mine/{new.id}/end")).follow()).status == 200
        assert (await BacsMandate.one(place.org, id=new.id)).state is MandateState.ENDED
        said = OutboxMessage.filter(purpose="email/payments/own_mandate")
        assert await said.count() == 2
        # Somebody else's mandate is nobody's page.
        bob = client.as_(await make_person("Bob Carey", "bob@example.org"))
        for path in ("account", "end"):
            assert (await bob.post(f"{base}/mine/{new.id}/{path}", form)).status == 404
        assert (await bob.get(f"{base}/claims")).status == 403
