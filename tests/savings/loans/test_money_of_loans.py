"""Loans in the books: whatever happens, the books say what the loan says."""

from datetime import date, timedelta

import pytest
from tortoise import connections

from coopcouncil.checks.actions import approve
from coopcouncil.checks.rules import NotForTheMaker
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.organisations.models import Nation, Role
from coopcouncil.payouts.models import PayoutItem
from coopcouncil.savings.actions.moving import take_out
from coopcouncil.savings.kinds import Way as SavingsWay
from coopcouncil.savings.loans.actions import deciding, lending
from coopcouncil.savings.loans.actions import repaying as money
from coopcouncil.savings.loans.actions.accruing import accrue_month
from coopcouncil.savings.loans.actions.applying import Asked, apply
from coopcouncil.savings.loans.kinds import Reason, Signing, State, Way
from coopcouncil.savings.loans.models import Loan
from coopcouncil.savings.loans.reads import standing
from coopcouncil.savings.loans.rules.apr import RateOverCap
from coopcouncil.savings.loans.rules.dates import Every
from coopcouncil.savings.loans.rules.limits import TooLargeForCapital, TooMuchAboveShares
from coopcouncil.savings.loans.rules.refusals import (
    AttachesTooMuch,
    DecidedAlready,
    NoSheet,
    NotAffordable,
    OfferTooOld,
    OutsideTheProduct,
)
from coopcouncil.savings.loans.rules.replay import MoreThanOwed, What
from coopcouncil.savings.rules.refusals import Pledged
from tests.make import make_officer
from tests.savings.building import make_account, make_saver, put
from tests.savings.loans.building import (
    TODAY,
    agrees,
    give_capital,
    in_the_books,
    make_application,
    make_lender,
    make_loan,
    make_offered,
    make_product,
    usual_offer,
)

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("stopped")]
LENT = date(2026, 3, 15)


async def test_a_loan_from_application_to_the_last_penny() -> None:
    org = await make_lender()
    loan = await make_loan(org, lend_on=LENT)
    await agrees(org, loan)
    assert (loan.number, str(loan.apr)) == (1, "12.7")
    assert await in_the_books(org, Purpose.CASH) == -120_000
    for day, pence in ((15, 40_802), (15, 40_802), (15, 40_802)):
        month = 4 + [e.what for e in (await standing(loan)).events].count(What.REPAID)
        await money.repay(org, loan, Money(pence), date(2026, month, day), Way.BANK, by=None)
        await agrees(org, loan)
    settled = await Loan.one(org, id=loan.id)
    assert (settled.state, settled.ended_on) == (State.SETTLED, date(2026, 6, 15))
    assert await in_the_books(org, Purpose.LOANS) == 0
    # Interest as worked by hand: 12.00, 8.03, 4.03.
    assert await in_the_books(org, Purpose.LOAN_INTEREST) == -2_406


async def test_interest_is_posted_once_a_month_and_again_does_nothing() -> None:
    org = await make_lender()
    loan = await make_loan(org, lend_on=LENT)
    posted = [await accrue_month(org, date(2026, m, 1), None) for m in (3, 4, 5, 6, 5, 3)]
    # To 1 April 17 of 31 days: 6.58. To 1 May the first month is closed, and 16 of 30 days
    # more: 12.00 + 6.40. To 1 June 24.00 and 17 of 31 days. June is not over.
    assert [one.pence for one in posted] == [658, 1_840 - 658, 3_058 - 1_840, 0, 0, 0]
    await agrees(org, loan)
    await money.repay(org, loan, (await standing(loan)).owed, TODAY, Way.CASH, by=None)
    assert await in_the_books(org, Purpose.LOANS) == 0


async def test_a_payment_recorded_late_counts_from_its_own_day() -> None:
    org = await make_lender()
    loan, other = (
        await make_loan(org, lend_on=LENT),
        await make_loan(org, await make_saver(org, "Bob Rees"), lend_on=LENT),
    )
    await money.repay(org, loan, Money(50_000), date(2026, 4, 1), Way.BANK, by=None)
    await money.repay(org, loan, Money(20_000), date(2026, 5, 1), Way.BANK, by=None)
    await accrue_month(org, date(2026, 5, 1), None)
    await money.repay(org, other, Money(20_000), date(2026, 5, 1), Way.BANK, by=None)
    await money.repay(org, other, Money(50_000), date(2026, 4, 1), Way.BANK, by=None)
    first, second = await standing(loan), await standing(other)
    assert first.position == second.position
    await agrees(org, loan, other)


async def test_more_than_is_owed_is_not_taken() -> None:
    org = await make_lender()
    loan = await make_loan(org, lend_on=LENT)
    owed = (await standing(loan)).owed
    with pytest.raises(MoreThanOwed) as refusal:
        await money.repay(org, loan, owed + Money(1), TODAY, Way.CASH, by=None)
    assert str(owed) in refusal.value.sentence(str)


async def test_the_same_reference_is_taken_once() -> None:
    org = await make_lender()
    loan = await make_loan(org, lend_on=LENT)
    for _ in range(2):
        await money.repay(org, loan, Money(100), TODAY, Way.BANK, by=None, reference="line:7")
    assert (await standing(loan)).position.paid_interest == 100


async def test_a_payment_taken_back_is_as_if_it_had_not_been() -> None:
    org = await make_lender()
    loan = await make_loan(org, lend_on=LENT)
    before = (await standing(loan)).position
    event = await money.repay(org, loan, (await standing(loan)).owed, TODAY, Way.BANK, by=None)
    await money.take_back(org, event, TODAY, "The cheque came back", by=None)
    again = await Loan.one(org, id=loan.id)
    assert again.state is State.RUNNING
    assert (await standing(again)).position == before
    await agrees(org, loan)


async def test_what_happened_to_a_loan_cannot_be_rewritten() -> None:
    org = await make_lender()
    loan = await make_loan(org)
    for sql in (
        f"UPDATE loan_event SET amount = 1 WHERE loan_id = {loan.id}",
        f"DELETE FROM loan_agreed WHERE loan_id = {loan.id}",
        f"UPDATE loan SET rate_parts = 1 WHERE id = {loan.id}",
        f"DELETE FROM loan WHERE id = {loan.id}",
        f"UPDATE loan_application SET amount = 5 WHERE id = {loan.application_id}",
    ):
        connection = connections.get("default")
        await connection.execute_script("SAVEPOINT one")
        with pytest.raises(Exception, match=r"never|once"):
            await connection.execute_script(sql)
        await connection.execute_script("ROLLBACK TO one")


async def test_in_northern_ireland_the_cap_is_another() -> None:
    org = await make_lender()
    org.nation = Nation.NORTHERN_IRELAND
    await org.save(update_fields=["nation"])
    with pytest.raises(RateOverCap) as refusal:
        await make_product(org, rate_parts=10_001)
    assert "more than 1% a month" in refusal.value.sentence(str)
    assert (await make_product(org, rate_parts=10_000)).rate_parts == 10_000


async def test_the_cap_and_the_limits_are_held_when_a_loan_is_decided() -> None:
    org = await make_lender()
    await give_capital(org, 20_000_000)
    with pytest.raises(RateOverCap):
        await make_product(org, rate_parts=30_001)
    product = await make_product(org, most=Money(2_000_000))
    ada = await make_saver(org)
    rich: tuple[dict[str, int], ...] = ({"wages": 2_000_000}, {}, {})
    asked = await make_application(
        org, ada, product, amount=Money(1_600_000), payments=60, sheet=rich
    )
    offer = usual_offer(TODAY, amount=Money(1_500_001), payments=60)
    with pytest.raises(TooMuchAboveShares):
        await deciding.offer_loan(org, asked, offer, by=None)
    with pytest.raises(AttachesTooMuch):
        await deciding.offer_loan(
            org, asked, usual_offer(TODAY, payments=60, attach=Money(1)), by=None
        )
    account = await make_account(org, ada)
    await put(org, account, 1_000)
    more = usual_offer(TODAY, amount=Money(1_600_000), payments=60, attach=Money(100_000))
    await deciding.offer_loan(org, asked, more, by=None)
    loan = await Loan.one(org, application_id=asked.id)
    await lending.sign(org, loan, TODAY, Signing.PAPER, by=None)
    await lending.pay_out(org, loan, TODAY, Way.CASH, by=None)
    # What is attached stays, until the loan is paid back.
    with pytest.raises(Pledged):
        await take_out(org, account, Money(100), SavingsWay.BANK, TODAY, None)
    owed = (await standing(loan)).owed
    await money.repay(org, loan, owed, TODAY, Way.BANK, by=None)
    await take_out(org, account, Money(100), SavingsWay.BANK, TODAY, None)


async def test_shares_that_may_be_withdrawn_do_not_widen_the_limit() -> None:
    org = await make_lender()
    await give_capital(org, 20_000_000)
    ada = await make_saver(org)
    await put(org, await make_account(org, ada), 1_000)
    product = await make_product(org, most=Money(2_000_000), attached_withdrawable=True)
    rich: tuple[dict[str, int], ...] = ({"wages": 2_000_000}, {}, {})
    asked = await make_application(
        org, ada, product, amount=Money(1_600_000), payments=60, sheet=rich
    )
    offer = usual_offer(TODAY, amount=Money(1_600_000), payments=60, attach=Money(100_000))
    with pytest.raises(TooMuchAboveShares):
        await deciding.offer_loan(org, asked, offer, by=None)


async def test_a_large_loan_is_held_against_the_capital() -> None:
    org = await make_lender()
    await give_capital(org, 3_000_000)
    rich: tuple[dict[str, int], ...] = ({"wages": 2_000_000}, {}, {})
    asked = await make_application(
        org, await make_saver(org), amount=Money(800_000), payments=60, sheet=rich
    )
    with pytest.raises(TooLargeForCapital) as refusal:
        await deciding.offer_loan(
            org, asked, usual_offer(TODAY, amount=Money(750_001), payments=60), by=None
        )
    assert "£30,000.00" in refusal.value.sentence(str)
    await deciding.offer_loan(
        org, asked, usual_offer(TODAY, amount=Money(750_000), payments=60), by=None
    )


async def test_nobody_borrows_what_the_month_does_not_hold() -> None:
    org = await make_lender()
    ada = await make_saver(org)
    product = await make_product(org)
    unknown = await make_application(org, ada, product, sheet=None)
    with pytest.raises(NoSheet):
        await deciding.offer_loan(org, unknown, usual_offer(TODAY), by=None)
    tight: tuple[dict[str, int], ...] = ({"wages": 100_000}, {"housing": 70_000}, {})
    asked = await make_application(org, ada, product, sheet=tight)
    with pytest.raises(NotAffordable) as refusal:
        await deciding.offer_loan(org, asked, usual_offer(TODAY), by=None)
    # 408.02 a month, and 300.00 is left.
    assert "£108.02" in refusal.value.sentence(str)
    with pytest.raises(OutsideTheProduct):
        await make_application(org, ada, product, amount=Money(9_999))
    with pytest.raises(OutsideTheProduct):
        await make_application(org, ada, product, payments=61)


async def test_two_people_decide_where_the_rulebook_says_so() -> None:
    org = await make_lender(check_loan_from=0)
    maker = await make_officer(org, Role.CREDIT_UNION_OFFICER, "Bethan Rees")
    checker = await make_officer(org, Role.TREASURER, "Tom Pike")
    asked = await make_application(org, await make_saver(org))
    check = await deciding.offer_loan(org, asked, usual_offer(TODAY), by=maker)
    assert not await Loan.within(org).exists()
    with pytest.raises(NotForTheMaker):
        await approve(org, check, maker)
    await approve(org, check, checker)
    assert (await Loan.one(org, application_id=asked.id)).principal == 120_000
    with pytest.raises(DecidedAlready):
        await deciding.decline(org, asked, [Reason.OTHER], "", by=maker)


async def test_an_offer_that_is_too_old_is_not_paid_out() -> None:
    org = await make_lender()
    loan = await make_offered(org)
    await lending.sign(org, loan, TODAY, Signing.PAPER, by=None)
    with clock.frozen(clock.now() + timedelta(days=40)), pytest.raises(OfferTooOld):
        await lending.pay_out(org, loan, clock.today(), Way.CASH, by=None)


async def test_by_a_payment_run_interest_begins_when_the_bank_has_paid() -> None:
    org = await make_lender()
    loan = await make_offered(org)
    await lending.sign(org, loan, TODAY, Signing.ONLINE, by=None)
    on_its_way = await lending.pay_out(org, loan, TODAY, Way.BANK, by=None)
    assert on_its_way.state is State.ON_ITS_WAY
    assert await in_the_books(org, Purpose.PAYABLE_TO_MEMBERS) == -120_000
    item = await PayoutItem.one(org, source=f"loan:{loan.id}")
    paid_on = TODAY + timedelta(days=3)
    with clock.frozen(clock.now() + timedelta(days=13)):
        assert (await standing(on_its_way)).position.interest == 0
        item.paid_on = paid_on
        await lending.arrived(org, item)
        running = await Loan.one(org, id=loan.id)
        assert running.state is State.RUNNING
        # Ten of the thirty days from 15 June: a third of £12.
        assert (await standing(running)).position.interest == 400


async def test_a_larger_loan_pays_the_first_one_off() -> None:
    org = await make_lender()
    ada = await make_saver(org)
    first = await make_loan(org, ada, lend_on=LENT)
    owed = (await standing(first)).position.owed
    product = await first.product
    asked = await apply(
        org,
        ada,
        product,
        Asked(Money(200_000), Every.MONTH, 12, Money(0), ""),
        ({"wages": 60_000}, {"housing": 40_000}, {}),
        by_member=False,
        by=None,
        refinances=first,
    )
    offer = usual_offer(TODAY, amount=Money(200_000), payments=12)
    await deciding.offer_loan(org, asked, offer, by=None)
    second = await Loan.one(org, application_id=asked.id)
    await lending.sign(org, second, TODAY, Signing.PAPER, by=None)
    cash = await in_the_books(org, Purpose.CASH)
    await lending.pay_out(org, second, TODAY, Way.CASH, by=None)
    assert await in_the_books(org, Purpose.CASH) == cash - (200_000 - owed)
    assert (await Loan.one(org, id=first.id)).state is State.SETTLED
    assert (await standing(second)).position.principal == 200_000
    await agrees(org, first, second)
