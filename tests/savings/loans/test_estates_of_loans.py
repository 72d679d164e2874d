"""A borrower has died: savings set off by two, the estate told, the rest a debt or given up."""

from datetime import date

import pytest

from coopcouncil.checks.actions import approve
from coopcouncil.checks.kinds import State as Asked
from coopcouncil.checks.models import Check
from coopcouncil.checks.rules import NotForTheMaker
from coopcouncil.kernel import clock
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.members.actions import leave
from coopcouncil.members.kinds import Cause
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation, Role
from coopcouncil.savings.holders.estates import ask_to_pay_estate
from coopcouncil.savings.holders.kinds import Ground
from coopcouncil.savings.holders.rules import OwesALoan
from coopcouncil.savings.loans.actions import following
from coopcouncil.savings.loans.actions import repaying as money
from coopcouncil.savings.loans.actions.collecting import ask_for_instalments
from coopcouncil.savings.loans.actions.setting_off import ask_set_off
from coopcouncil.savings.loans.kinds import State, Way
from coopcouncil.savings.loans.models import Loan
from coopcouncil.savings.loans.reads import standing
from coopcouncil.savings.loans.rules.refusals import NothingAttached, TellTheEstate
from coopcouncil.savings.models import SavingsAccount
from coopcouncil.savings.reads import balance_of
from tests.make import make_officer
from tests.pageclient import Pages
from tests.savings.building import make_account, make_saver, put
from tests.savings.loans.building import TODAY, agrees, in_the_books, make_lender, make_loan

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("stopped")]
LENT = date(2026, 3, 15)


async def dead_borrower(saved: float = 500) -> tuple[Organisation, Member, SavingsAccount, Loan]:
    """A loan of £1,200 with £250 attached; so much saved in all; the borrower has died."""
    org = await make_lender()
    ada = await make_saver(org)
    account = await make_account(org, ada)
    await put(org, account, saved)
    loan = await make_loan(org, ada, lend_on=LENT, attach=Money(25_000))
    await leave(org, ada, date(2026, 5, 1), reason="", because=Cause.DIED, by=None)
    return org, ada, account, loan


async def test_after_a_death_two_set_off_all_that_the_member_alone_had() -> None:
    org, _ada, account, loan = await dead_borrower()
    asks = await make_officer(org, Role.CREDIT_UNION_OFFICER, "Cerys Pugh")
    agreeing = await make_officer(org, Role.TREASURER, "Derek Oldroyd")
    with pytest.raises(TellTheEstate):
        await ask_set_off(org, loan, by=asks)
    # However small: two, since nobody can object.
    check = await ask_set_off(org, loan, by=asks, estate="Eve Lovell", email="eve@home.example")
    assert (check.state, check.sum) == (Asked.WAITING, Money(50_000))
    assert await balance_of(account) == Money(50_000)
    with pytest.raises(NotForTheMaker):
        await approve(org, check, asks)
    # No interest from the death on, and what it had come to is put right.
    before = await standing(loan)
    assert (await standing(loan, date(2026, 5, 1))).position.owed == before.position.owed
    await approve(org, check, agreeing)
    now = await standing(loan)
    assert now.position.owed == before.position.owed - 50_000
    assert (await balance_of(account), now.attached) == (Money(0), 0)
    await agrees(org, loan)
    [told] = await OutboxMessage.filter(purpose="email/savings/estate_set_off")
    assert told.recipient == "eve@home.example"
    for words in ("We have set £500.00 of the savings", f"{now.owed} of the loan is still owed"):
        assert words in str(told.text)
    # The rest stands as a debt of the estate: an insurer pays a part, two give up the other.
    assert await ask_for_instalments(org, TODAY, None) == 0
    assert not await following.letters_due(org)
    await money.repay(org, loan, Money(60_000), TODAY, Way.BANK, by=None)
    left = (await standing(loan)).owed
    given_up = await following.ask_write_off(org, loan, "Nothing in the estate", by=asks)
    assert given_up.state is Asked.ALONE
    assert (await Loan.one(org, id=loan.id)).state is State.WRITTEN_OFF
    assert await in_the_books(org, Purpose.BAD_DEBTS) == left.pence
    with pytest.raises(NothingAttached):
        await ask_set_off(
            org,
            await make_loan(org, await make_saver(org, "Bob Hale"), lend_on=LENT),
            by=asks,
        )


async def test_what_is_not_needed_is_left_for_the_estate_and_no_more() -> None:
    org, _ada, account, loan = await dead_borrower(2_000)
    asks = await make_officer(org, Role.CREDIT_UNION_OFFICER, "Cerys Pugh")
    second = await make_officer(org, Role.TREASURER, "Derek Oldroyd")
    # Before the loan is paid, the savings that it wants are not paid out to anybody.
    with pytest.raises(OwesALoan) as refused:
        await ask_to_pay_estate(
            org, account, Ground.SMALL, "Eve", "", Money(100_000), "Certificate", asks
        )
    assert refused.value.left.pence < 100_000
    check = await ask_set_off(org, loan, by=asks, estate="Eve Lovell")
    await approve(org, check, second)
    assert (await Loan.one(org, id=loan.id)).state is State.SETTLED
    left = await balance_of(account)
    assert left == Money(200_000) - check.sum
    assert not await OutboxMessage.filter(purpose="email/savings/estate_set_off")
    asked = await ask_to_pay_estate(
        org, account, Ground.SMALL, "Eve", "", left, "Certificate", asks
    )
    assert asked.sum == left


async def test_the_pages_of_a_dead_borrowers_loan(client: Pages) -> None:
    org, ada, _account, loan = await dead_borrower()
    officer = await make_officer(org, Role.CREDIT_UNION_OFFICER, "Cerys Pugh")
    desk, at = client.as_(officer), f"/{org.slug}/loans/{loan.id}"
    page = await desk.get(at)
    assert "what is owed is a debt of the estate" in page.text
    form = await desk.get(f"{at}/set-off")
    assert "Set off £500.00" in form.text
    assert "Say who deals with the estate" in (await form.submit()).text
    sent = await form.submit(estate="Eve Lovell", email="")
    assert sent.status == 303
    second = client.as_(await make_officer(org, Role.TREASURER, "Derek Oldroyd"))
    [check] = await Check.within(org).filter(state=Asked.WAITING)
    assert (
        "savings set off. Eve Lovell" in (await second.get(f"/{org.slug}/checks/{check.id}")).text
    )
    await second.post(f"/{org.slug}/checks/{check.id}/approval")
    assert (await standing(loan)).position.owed < 100_000
    letter = await desk.get(f"{at}/estate-en.pdf")
    assert letter.response.content.startswith(b"%PDF")
    living = await make_loan(org, await make_saver(org, "Bob Hale"), lend_on=LENT)
    assert (await desk.get(f"/{org.slug}/loans/{living.id}/estate-en.pdf")).status == 404
    assert ada.id == loan.member_id
    assert clock.today() == TODAY
