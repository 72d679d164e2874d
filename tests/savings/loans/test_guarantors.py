"""Guarantors: named, told, agreed, asked only after the letters, and what they pay is a payment."""

from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.kernel import clock
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.loans.actions.following import hold, send_letters
from coopcouncil.savings.loans.actions.guaranteeing import (
    Named,
    call_on,
    guarantor_agrees,
    guarantor_pays,
    let_go,
    name_guarantor,
    tell_guarantor,
)
from coopcouncil.savings.loans.actions.lending import pay_out, sign
from coopcouncil.savings.loans.actions.repaying import take_back
from coopcouncil.savings.loans.kinds import HoldKind, Signing, Way
from coopcouncil.savings.loans.models import Loan, LoanGuarantor
from coopcouncil.savings.loans.reads import standing
from coopcouncil.savings.loans.reads_guarantors import answering_for
from coopcouncil.savings.loans.rules.guarantors import (
    AnswersForThemselves,
    AnswersForTooMuch,
    GuarantorsNotAgreed,
    NamedAlready,
    NotAsked,
    NotSoMuchToCall,
    StandsAlready,
    TellFirst,
    TooEarlyToCall,
    TooYoungToAnswer,
    can_be_called,
)
from tests.make import make_person
from tests.pageclient import Pages
from tests.savings.building import make_saver, teller
from tests.savings.loans.building import NOW, agrees, make_lender, make_offered

pytestmark = pytest.mark.anyio
EVE = Named("Eve Hughes", "4 Mill Lane", "eve@home.example", "en", Money(50_000))


async def guaranteed(org: Organisation, most: int = 50_000) -> tuple[Loan, LoanGuarantor]:
    """£1,200 over three months, paid out, with Eve answering for £500."""
    loan = await make_offered(org)
    eve = await name_guarantor(org, loan, EVE, None, None)
    assert await tell_guarantor(org, loan, eve, None)
    await guarantor_agrees(org, loan, eve, clock.today(), "Signed, witnessed", None)
    await sign(org, loan, clock.today(), Signing.PAPER, by=None)
    return await pay_out(org, loan, clock.today(), Way.CASH, by=None), eve


def after(days: int) -> AbstractContextManager[None]:
    return clock.frozen(NOW + timedelta(days=days))


async def letters(org: Organisation) -> None:
    """All three, one after the other, as the policy has them."""
    for days in (40, 60, 100):
        with after(days):
            await send_letters(org, "/loans/mine", None)


async def test_the_loan_is_signed_once_the_guarantor_agrees(stopped: None):
    org = await make_lender()
    loan = await make_offered(org)
    eve = await name_guarantor(org, loan, EVE, None, None)
    with pytest.raises(NamedAlready):
        await name_guarantor(org, loan, EVE, None, None)
    with pytest.raises(GuarantorsNotAgreed) as refused:
        await sign(org, loan, clock.today(), Signing.PAPER, by=None)
    assert refused.value.names == ["Eve Hughes"]
    with pytest.raises(TellFirst):
        await guarantor_agrees(org, loan, eve, clock.today(), "Signed", None)
    await tell_guarantor(org, loan, eve, None)
    told = await OutboxMessage.get(purpose="email/savings/guarantor_told")
    for text in ("£1,200.00", "£500.00", "ask a lawyer"):
        assert text in (told.text or "")
    with pytest.raises(TellFirst):
        await guarantor_agrees(org, loan, eve, clock.today() - timedelta(days=1), "Signed", None)
    await guarantor_agrees(org, loan, eve, clock.today(), "Signed", None)
    await sign(org, loan, clock.today(), Signing.PAPER, by=None)
    with pytest.raises(StandsAlready):
        await let_go(org, loan, eve, "Changed her mind", None)


async def test_who_was_let_go_keeps_nobody_from_signing(stopped: None):
    org = await make_lender()
    loan = await make_offered(org)
    eve = await name_guarantor(org, loan, EVE, None, None)
    await let_go(org, loan, eve, "Would rather not", None)
    await sign(org, loan, clock.today(), Signing.PAPER, by=None)


async def test_who_cannot_answer_for_a_loan(stopped: None):
    org = await make_lender()
    loan = await make_offered(org)
    with pytest.raises(AnswersForThemselves):
        await name_guarantor(org, loan, EVE, await Member.one(org, id=loan.member_id), None)
    child = await make_saver(org, "Nia Young", date_of_birth="2010-06-01")
    with pytest.raises(TooYoungToAnswer):
        await name_guarantor(org, loan, EVE, child, None)
    with pytest.raises(AnswersForTooMuch):
        more = Named("Eve Hughes", "", "", "en", Money(120_001))
        await name_guarantor(org, loan, more, None, None)


async def test_a_guarantor_is_asked_after_every_letter_and_for_what_is_late(stopped: None):
    org = await make_lender()
    loan, eve = await guaranteed(org)
    with after(100), pytest.raises(TooEarlyToCall):
        # Late enough, but no letter has gone to the borrower.
        await call_on(org, loan, eve, Money(100), None)
    with after(40):
        await send_letters(org, "/loans/mine", None)
        with pytest.raises(TooEarlyToCall):
            await call_on(org, loan, eve, Money(100), None)
    await letters(org)
    with after(100):
        with pytest.raises(NotSoMuchToCall) as refused:
            await call_on(org, loan, eve, Money(50_001), None)
        assert refused.value.left == Money(50_000)
        await call_on(org, loan, eve, Money(40_000), None)
        called = await OutboxMessage.get(purpose="email/savings/guarantor_called")
        assert "£400.00" in (called.text or "")
        # Asked twice it is still £500 in all.
        with pytest.raises(NotSoMuchToCall):
            await call_on(org, loan, eve, Money(10_001), None)
        owed = (await standing(loan)).position.owed
        with pytest.raises(NotAsked):
            await guarantor_pays(org, loan, eve, Money(40_001), clock.today(), Way.CASH, None)
        made = await guarantor_pays(
            org, loan, eve, Money(30_000), clock.today(), Way.BANK, None, reference="eve-1"
        )
        again = await guarantor_pays(
            org, loan, eve, Money(30_000), clock.today(), Way.BANK, None, reference="eve-1"
        )
        assert made.id == again.id
        assert (await standing(loan)).position.owed == owed - 30_000
        [one] = await answering_for(org, loan)
        assert (one.called, one.paid, one.open) == (Money(40_000), Money(30_000), Money(10_000))
        await agrees(org, loan)
        # Taken back, it is open again.
        await take_back(org, made, clock.today(), "Bounced", None)
        [one] = await answering_for(org, loan)
        assert one.open == Money(40_000)


async def test_nobody_is_asked_while_letters_are_stopped(stopped: None):
    org = await make_lender()
    loan, eve = await guaranteed(org)
    await letters(org)
    with after(100):
        await hold(org, loan, HoldKind.HARDSHIP, clock.today(), "Ill", None)
        with pytest.raises(TooEarlyToCall):
            await call_on(org, loan, eve, Money(100), None)


@given(st.integers(0, 10**7), st.integers(1, 10**7), st.lists(st.integers(1, 10**7), max_size=8))
def test_calls_never_come_to_more_than_is_answered_for_or_late(overdue, most, asked):
    called = 0
    for pence in asked:
        left = can_be_called(overdue, most, called, called)
        called += min(pence, left)
    assert called <= most
    assert called <= overdue


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_pages(client: Pages, stopped: None, language: str):
    org = await make_lender()
    loan = await make_offered(org)
    bob = await make_saver(org, "Bob Hale", email="bob@home.example")
    desk = client.as_(await teller(org))
    own = client.as_(await make_person("Bob Hale", "bob@home.example"))
    desk.language = own.language = language
    at = f"/{org.slug}/loans/{loan.id}"
    assert (await desk.get(f"{at}/guarantors")).status == 200
    form = {"member": "", "name": "", "most": "500"}
    assert (await desk.post(f"{at}/guarantors", form)).status == 422
    assert (await desk.post(f"{at}/guarantors", form | {"member": "nobody"})).status == 422
    made = await desk.post(f"{at}/guarantors", form | {"member": bob.number})
    assert "Bob Hale" in (await made.follow()).main
    who = await LoanGuarantor.one(org)
    there = f"{at}/guarantors/{who.id}"
    assert (await (await desk.post(f"{there}/told")).follow()).status == 200
    mine = f"/{org.slug}/loans/mine"
    assert "£500.00" in (await own.get(mine)).main
    day = {f"on-{part}": str(getattr(clock.today(), part)) for part in ("day", "month", "year")}
    assert (await desk.get(f"{there}/agreement")).status == 200
    done = await desk.post(f"{there}/agreement", day | {"evidence": "Signed"})
    assert (await done.follow()).status == 200
    assert (await desk.get(f"{there}/release")).status == 200
    assert (await desk.get(at)).status == 200
    await sign(org, loan, clock.today(), Signing.PAPER, by=None)
    loan = await pay_out(org, loan, clock.today(), Way.CASH, by=None)
    await letters(org)
    with after(100):
        # Whoever signed in a hundred days ago signs in again.
        desk, own = client.as_(desk.person), client.as_(own.person)
        desk.language = own.language = language
        assert (await desk.get(f"{there}/call")).status == 200
        assert (await desk.post(f"{there}/call", {"amount": "5000"})).status == 422
        assert (await (await desk.post(f"{there}/call", {"amount": "50"})).follow()).status == 200
        assert (await desk.get(f"{there}/payment")).status == 200
        day = {f"on-{part}": str(getattr(clock.today(), part)) for part in ("day", "month", "year")}
        paid = await desk.post(f"{there}/payment", day | {"amount": "50", "way": "bank"})
        assert "£50.00" in (await paid.follow()).main
        assert "£50.00" in (await own.get(mine)).main
        assert (await desk.get(at)).status == 200
    stranger = client.as_(await make_person("Sid Stranger"))
    assert (await stranger.get(f"{at}/guarantors")).status == 403
    assert "£500.00" not in (await stranger.get(mine)).main
