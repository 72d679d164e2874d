"""Loans that go otherwise than agreed: changed, late, given up, paid by others."""

from datetime import date, timedelta

import pytest

from coopcouncil.checks.kinds import State as Asked
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.models import Posting
from coopcouncil.members.models import Member
from coopcouncil.payments.actions import receive, take_back
from coopcouncil.payments.kinds import ChargeKind, Method, TakenBack
from coopcouncil.payments.models import Charge
from coopcouncil.savings.loans.actions import agreeing, following, payroll
from coopcouncil.savings.loans.actions import repaying as money
from coopcouncil.savings.loans.actions.accruing import accrue_month
from coopcouncil.savings.loans.actions.collecting import ask_for_instalments
from coopcouncil.savings.loans.actions.setting_off import ask_set_off
from coopcouncil.savings.loans.figures import figures
from coopcouncil.savings.loans.kinds import HoldKind, State, Way, Why
from coopcouncil.savings.loans.models import Loan, LoanEvent, LoanLetter
from coopcouncil.savings.loans.reads import standing
from coopcouncil.savings.loans.rules.arrears import Band
from coopcouncil.savings.loans.rules.dates import Every
from coopcouncil.savings.loans.rules.refusals import (
    CameBefore,
    ListUnreadable,
    NothingAttached,
    NotWrittenOff,
    TotalDiffers,
    UnknownReference,
)
from coopcouncil.savings.reads import balance_of
from tests.savings.building import make_account, make_saver, put
from tests.savings.loans.building import (
    TODAY,
    agrees,
    in_the_books,
    make_lender,
    make_loan,
)

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("stopped")]
LENT = date(2026, 3, 15)


async def test_after_an_extra_payment_the_member_chooses() -> None:
    org = await make_lender()
    loan = await make_loan(org, lend_on=LENT, payments=12)
    for month in (4, 5, 6):
        pence = (await standing(loan)).agreed.instalment
        await money.repay(org, loan, Money(pence), date(2026, month, 15), Way.BANK, by=None)
    await money.repay(org, loan, Money(40_000), TODAY, Way.CASH, by=None)
    now = await standing(loan)
    options = agreeing.choices(now)
    assert len(options[Why.SHORTER].rows) < 9
    assert options[Why.SHORTER].instalment == now.agreed.instalment
    assert len(options[Why.LOWER].rows) == 9
    assert options[Why.LOWER].instalment < now.agreed.instalment
    await agreeing.change(org, loan, Why.LOWER, "", by=None)
    changed = await standing(loan)
    assert changed.following == (date(2026, 7, 15), options[Why.LOWER].instalment)
    assert changed.late.overdue == 0


async def test_a_hard_time_is_agreed_anew_and_nothing_is_late() -> None:
    org = await make_lender()
    loan = await make_loan(org, lend_on=LENT)
    assert (await standing(loan)).late.days == 61
    await agreeing.change(
        org,
        loan,
        Why.RESCHEDULED,
        "Less work",
        by=None,
        first_on=date(2026, 7, 1),
        every=Every.WEEK,
        payments=40,
        rate_parts=0,
    )
    now = await standing(loan)
    assert now.late.days == 0
    assert sum(pence for _day, pence in now.terms.due) == now.position.owed
    later = await standing(loan, date(2026, 12, 1))
    assert later.position.charged == now.position.charged


async def test_a_payment_taken_back_after_a_new_agreement_is_late() -> None:
    org = await make_lender()
    loan = await make_loan(org, lend_on=LENT)
    paid = await money.repay(org, loan, Money(81_604), TODAY, Way.BANK, by=None)
    again = {"first_on": date(2026, 7, 1), "every": Every.MONTH, "payments": 2, "rate_parts": 0}
    await agreeing.change(org, loan, Why.RESCHEDULED, "", by=None, **again)  # type: ignore[arg-type]
    assert (await standing(loan)).late.days == 0
    with clock.frozen(clock.now() + timedelta(days=2)):
        await money.take_back(org, paid, clock.today(), "Bounced", by=None)
        now = await standing(loan)
        assert (now.late.overdue, now.late.since) == (81_604, TODAY)
        # Paid again on a day before the agreement, and written down after it.
        await money.repay(org, loan, Money(81_604), date(2026, 6, 10), Way.BANK, by=None)
        assert (await standing(loan)).late.days == 0


async def test_kind_letters_go_once_for_each_step() -> None:
    org = await make_lender()
    loan = await make_loan(org, lend_on=LENT)
    assert await following.send_letters(org, "https://x.example", by=None) == 1
    assert await following.send_letters(org, "https://x.example", by=None) == 0
    assert [one.step for one in await LoanLetter.within(org)] == [3]
    other = await make_loan(org, await make_saver(org, "Bob Rees"), lend_on=LENT)
    await following.hold(org, other, HoldKind.DEATH, date(2026, 5, 1), "The daughter", by=None)
    assert await following.send_letters(org, "https://x.example", by=None) == 0
    # No interest after the death: from 15 March to 1 May, 1 month and 16 of 30 days.
    assert (await standing(other)).position.charged == 1_200 + 640
    assert (await standing(loan)).position.charged == 3_600


async def test_what_is_set_aside_and_written_off_and_recovered() -> None:
    org = await make_lender()
    ada = await make_saver(org)
    old = await make_loan(org, ada, lend_on=date(2025, 3, 15))
    new = await make_loan(org, await make_saver(org, "Bob Rees"))
    found = await following.provisions(org, TODAY)
    owed = (await standing(old)).position.owed
    assert found.total.pence == owed + 120_000 * 2 // 100
    await following.post_provisions(org, TODAY, by=None)
    assert await in_the_books(org, Purpose.LOAN_PROVISION) == -found.total.pence
    assert not (await following.provisions(org, TODAY)).change
    await following.ask_write_off(org, old, "Cannot be found", by=None)
    gone = await Loan.one(org, id=old.id)
    assert gone.state is State.WRITTEN_OFF
    assert (await standing(gone)).position.owed == 0
    await agrees(org, old, new)
    assert (await following.provisions(org, TODAY)).change.pence == -owed
    await money.recover(org, old, Money(5_000), TODAY, Way.BANK, by=None)
    with pytest.raises(NotWrittenOff):
        await money.recover(org, old, Money(owed - 4_999), TODAY, Way.BANK, by=None)
    stands = await figures(org, TODAY)
    assert (stands.loans, stands.written_off.pence, stands.recovered.pence) == (1, owed, 5_000)
    assert stands.by_band[Band.CURRENT] == (1, Money(120_000))


async def test_an_instalment_paid_by_direct_debit_reaches_the_loan_and_goes_again() -> None:
    org = await make_lender()
    loan = await make_loan(org, lend_on=date(2026, 6, 1))
    with clock.frozen(clock.now() + timedelta(days=10)):
        today = clock.today()
        assert await ask_for_instalments(org, today, None) == 1
        assert await ask_for_instalments(org, today, None) == 0
        [asked] = await Charge.within(org).filter(kind=ChargeKind.LOAN)
        assert asked.amount == 40_802
        member = await Member.one(org, id=loan.member_id)
        payment = await receive(
            org,
            member,
            Method.TRANSFER,
            Money(40_802),
            today,
            reference="bank:1",
            by=None,
            charges=[asked],
        )
        assert (await standing(loan)).position.principal < 120_000
        assert await in_the_books(org, Purpose.OWED_BY_MEMBERS) == 0
        await agrees(org, loan)
        await take_back(
            payment, TakenBack.INDEMNITY_CLAIM, Money(40_802), today, reference="claim:1"
        )
        assert (await standing(loan)).position.principal == 120_000
        assert await in_the_books(org, Purpose.OWED_BY_MEMBERS) == 0
        await agrees(org, loan)


async def test_what_is_paid_at_the_till_is_not_debited_as_well() -> None:
    org = await make_lender()
    loan = await make_loan(org, lend_on=date(2026, 6, 1))
    with clock.frozen(clock.now() + timedelta(days=10)):
        await ask_for_instalments(org, clock.today(), None)
        await money.repay(org, loan, Money(40_802), clock.today(), Way.CASH, by=None)
        [asked] = await Charge.within(org).filter(kind=ChargeKind.LOAN)
        assert not asked.owed


async def test_attached_savings_pay_what_they_reach_for() -> None:
    org = await make_lender()
    ada = await make_saver(org)
    account = await make_account(org, ada)
    await put(org, account, 300)
    loan = await make_loan(org, ada, lend_on=LENT, attach=Money(25_000))
    owed = (await standing(loan)).position.owed
    assert (await ask_set_off(org, loan, by=None)).state is Asked.ALONE
    now = await standing(loan)
    assert (now.position.owed, now.attached) == (owed - 25_000, 0)
    assert await balance_of(account) == Money(5_000)
    await agrees(org, loan)
    with pytest.raises(NothingAttached):
        await ask_set_off(org, loan, by=None)


async def test_an_employers_list_is_taken_whole_or_not_at_all() -> None:
    org = await make_lender()
    ada = await make_loan(org, lend_on=date(2026, 5, 15))
    bob = await make_loan(org, await make_saver(org, "Bob Rees"), lend_on=date(2026, 5, 15))
    works = await payroll.add_employer(org, "Calderbrook Council", "", by=None)
    await payroll.pay_from_wages(org, ada, works, "A1", by=None)
    await payroll.pay_from_wages(org, bob, works, "B2", by=None)
    wanted = await payroll.wanted(org, works, date(2026, 6, 30))
    assert [(w.place.reference, w.amount.pence) for w in wanted] == [
        ("A1", 40_802),
        ("B2", 40_802),
    ]
    lines = payroll.read_list('reference,amount\nA1,408.02\nB2,"408.02"\n')
    with pytest.raises(TotalDiffers):
        await payroll.take_list(org, works, TODAY, Money(81_603), lines, by=None)
    for wrong in ("A1,1,234.50\n", "A1,1.234,50\n", "A1,-5\n", "A1\n"):
        with pytest.raises(ListUnreadable):
            payroll.read_list(wrong)
    strange = payroll.read_list("A1,408.02\nX9,408.02\n")
    with pytest.raises(UnknownReference):
        await payroll.take_list(org, works, TODAY, Money(81_604), strange, by=None)
    assert await LoanEvent.within(org).filter(what="repaid").count() == 0
    await payroll.take_list(org, works, TODAY, Money(81_604), lines, by=None)
    with pytest.raises(CameBefore):
        await payroll.take_list(org, works, TODAY, Money(81_604), lines, by=None)
    assert await payroll.wanted(org, works, date(2026, 6, 30)) == []
    await agrees(org, ada, bob)


async def test_every_posting_of_loans_balances() -> None:
    org = await make_lender()
    await make_loan(org, lend_on=LENT)
    await accrue_month(org, date(2026, 4, 1), None)
    assert await Posting.within(org).count() == 2
