"""Builders: loans of a credit union; a test varies only what it is about."""

from datetime import UTC, date, datetime, timedelta

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.reads import account_for, balances
from coopcouncil.ledger.rules import Line
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.kinds import Mode
from coopcouncil.savings.loans.actions.applying import Asked, Offered, apply, save_product
from coopcouncil.savings.loans.actions.deciding import Offer, offer_loan
from coopcouncil.savings.loans.actions.lending import pay_out, sign
from coopcouncil.savings.loans.kinds import Signing, Way
from coopcouncil.savings.loans.models import Loan, LoanApplication, LoanProduct
from coopcouncil.savings.loans.reads import standing
from coopcouncil.savings.loans.rules.dates import Every, plus_months
from tests.savings.building import make_saver, make_union

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
TODAY = NOW.date()
HOUSEHOLD = ({"wages": 180_000}, {"housing": 70_000, "food": 40_000}, {"cards": 5_000})


async def make_lender(**rules: object) -> Organisation:
    """A credit union whose officers may decide alone on loans, unless the test says otherwise."""
    alone = {"check_loan_from": 100_000_000, "check_write_off_from": 100_000_000}
    return await make_union(Mode.WHOLE_BOOK, **(alone | rules))


async def make_product(org: Organisation, **facts: object) -> LoanProduct:
    """A personal loan at 1% a month."""
    said = {
        "name": "Personal loan",
        "name_cy": "Benthyciad personol",
        "about": "For what comes up.",
        "about_cy": "Ar gyfer yr hyn a ddaw.",
        "rate_parts": 10_000,
        "least": Money(10_000),
        "most": Money(1_500_000),
        "longest_months": 60,
        "secured": False,
        "corporate": False,
        "attached_withdrawable": False,
        **facts,
    }
    return await save_product(org, None, Offered(**said), by=None)  # type: ignore[arg-type]


async def make_application(
    org: Organisation, member: Member, product: LoanProduct | None = None, **facts: object
) -> LoanApplication:
    """£1,200 over three months, with a household that can pay it."""
    asked = {
        "amount": Money(120_000),
        "every": Every.MONTH,
        "payments": 3,
        "attach": Money(0),
        "purpose": "A washing machine",
        **facts,
    }
    sheet = facts.pop("sheet", HOUSEHOLD)
    asked.pop("sheet", None)
    return await apply(
        org,
        member,
        product or await LoanProduct.within(org).order_by("id").first() or await make_product(org),
        Asked(**asked),  # type: ignore[arg-type]
        sheet,  # type: ignore[arg-type]
        by_member=False,
        by=None,
    )


def usual_offer(lend_on: date, **facts: object) -> Offer:
    """Three monthly payments, the first a month later."""
    said = {
        "amount": Money(120_000),
        "every": Every.MONTH,
        "payments": 3,
        "lend_on": lend_on,
        "first_on": plus_months(lend_on, 1),
        "attach": Money(0),
        **facts,
    }
    return Offer(**said)  # type: ignore[arg-type]


async def make_offered(
    org: Organisation, member: Member | None = None, lend_on: date | None = None, **facts: object
) -> Loan:
    """A loan that is agreed and not signed yet."""
    member = member or await make_saver(org, "Ada Lovell", email="ada@home.example")
    asked = await make_application(org, member)
    await offer_loan(org, asked, usual_offer(lend_on or clock.today(), **facts), by=None)
    return await Loan.one(org, application_id=asked.id)


async def make_loan(
    org: Organisation, member: Member | None = None, lend_on: date | None = None, **facts: object
) -> Loan:
    """A loan that runs, paid out in cash on its day."""
    lend_on = lend_on or clock.today()
    with clock.frozen(datetime.combine(lend_on, datetime.min.time(), UTC) + timedelta(hours=12)):
        loan = await make_offered(org, member, lend_on, **facts)
        await sign(org, loan, lend_on, Signing.PAPER, by=None)
        return await pay_out(org, loan, lend_on, Way.CASH, by=None)


async def give_capital(org: Organisation, pence: int) -> None:
    """Reserves of so much, at the bank."""
    bank, kept = [await account_for(org, p) for p in (Purpose.BANK, Purpose.RESERVES)]
    lines = [Line(bank.id, pence), Line(kept.id, -pence)]
    await post(org, PostingKind.OPENING, clock.today(), "Reserves", lines, None)


async def in_the_books(org: Organisation, purpose: Purpose) -> int:
    """What stands on an account of the books, debits positive."""
    account = await account_for(org, purpose)
    return (await balances(org, clock.today())).get(account.id, 0)


async def agrees(org: Organisation, *loans: Loan) -> None:
    """The books' loans are what each loan owes by what was posted of it."""
    owed = 0
    for one in loans:
        now = await standing(await Loan.one(org, id=one.id))
        owed += now.position.owed - (now.position.charged - now.accrued)
    assert await in_the_books(org, Purpose.LOANS) == owed
