"""Loans of the credit union: some paid as agreed, one late, one very late, some to be decided."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from coopcouncil.accounts.models import DemoSignIn, EmailAddress, Person
from coopcouncil.demo.orgs import at
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import open_books, post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.reads import account_for
from coopcouncil.ledger.rules import Line
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.reads import current
from coopcouncil.organisations.actions import grant
from coopcouncil.organisations.models import Organisation, Role
from coopcouncil.savings.loans.actions import deciding, following, lending, payroll, repaying
from coopcouncil.savings.loans.actions.accruing import accrue_month
from coopcouncil.savings.loans.actions.applying import Asked, Offered, apply, save_product
from coopcouncil.savings.loans.kinds import HoldKind, Reason, Signing, Way
from coopcouncil.savings.loans.models import Loan, LoanApplication, LoanProduct
from coopcouncil.savings.loans.reads import standing
from coopcouncil.savings.loans.rules.dates import Every, plus_months

_HOUSEHOLD: tuple[dict[str, int], dict[str, int], dict[str, int]] = (
    {"wages": 165_000, "benefits": 24_000},
    {"housing": 68_000, "council_tax": 13_500, "energy": 17_000, "food": 38_000, "travel": 9_000},
    {"cards": 4_500},
)


class Story(NamedTuple):
    """A loan lent so many months ago, and how many of its payments came. Each is below the sum
    from which the rulebook wants two people."""

    place: int
    amount: Money
    months_ago: int
    payments: int
    paid: int


_STORIES = (
    Story(12, Money(90_000), 7, 12, 7),
    Story(25, Money(60_000), 5, 6, 5),
    Story(31, Money(85_000), 4, 12, 4),
    Story(44, Money(50_000), 4, 10, 2),
    Story(57, Money(80_000), 6, 12, 1),
    Story(63, Money(30_000), 4, 3, 3),
)


async def fill(place: Mapping[str, Organisation], who: Mapping[str, Person], today: date) -> None:
    """What is lent, the loans that run, and what waits for a decision."""
    org = place["credit-union"]
    officer = who["credit-union-officer"]
    begin = plus_months(today, -8)
    with clock.frozen(at(begin, 9)):
        await _begin(org, begin)
        personal, family = await _products(org)
    people = await current(org).exclude(email="").order_by("member_number").limit(90)
    loans = [await _loan(org, personal, people[one.place], one, today) for one in _STORIES]
    for back in range(7, 0, -1):
        month = plus_months(today.replace(day=1), -back)
        with clock.frozen(at(plus_months(month, 1), 6)):
            await accrue_month(org, month, None)
    with clock.frozen(at(today - timedelta(days=1), 11)):
        works = await payroll.add_employer(
            org, "Calderbrook Council", "payroll@calderbrook.example", officer
        )
        await payroll.pay_from_wages(org, loans[0], works, "CC-10442", officer)
        await following.hold(
            org,
            loans[3],
            HoldKind.HARDSHIP,
            today - timedelta(days=9),
            "Shorter hours since last month. Rings again at the end of the month.",
            officer,
        )
        await following.post_provisions(org, clock.today(), officer)
    with clock.frozen(at(today - timedelta(days=2), 15)):
        await _asking(org, personal, family, people, officer, today - timedelta(days=2))
    await _people(org, people[76])


async def _begin(org: Organisation, on: date) -> None:
    """Reserves at the bank, and cash to pay loans from."""
    await open_books(org, None)
    bank, cash, kept = [
        (await account_for(org, one)).id for one in (Purpose.BANK, Purpose.CASH, Purpose.RESERVES)
    ]
    lines = [Line(bank, 4_600_000), Line(cash, 400_000), Line(kept, -5_000_000)]
    await post(org, PostingKind.OPENING, on, "Reserves carried forward", lines, None)


async def _products(org: Organisation) -> tuple[LoanProduct, LoanProduct]:
    personal = Offered(
        name="Personal loan",
        name_cy="Benthyciad personol",
        about="For a washing machine, a school trip, a car that must pass its test.",
        about_cy="Ar gyfer peiriant golchi, taith ysgol, car sy’n gorfod pasio ei brawf.",
        rate_parts=10_000,
        least=Money(10_000),
        most=Money(500_000),
        longest_months=36,
        secured=False,
        corporate=False,
        attached_withdrawable=False,
    )
    family = Offered(
        name="Family loan",
        name_cy="Benthyciad teulu",
        about="Small sums, paid back from week to week.",
        about_cy="Symiau bach, wedi’u had-dalu o wythnos i wythnos.",
        rate_parts=25_000,
        least=Money(5_000),
        most=Money(60_000),
        longest_months=12,
        secured=False,
        corporate=False,
        attached_withdrawable=True,
    )
    made = await save_product(org, None, personal, None)
    return made, await save_product(org, None, family, None)


async def _loan(
    org: Organisation, product: LoanProduct, entry: RegisterEntry, one: Story, today: date
) -> Loan:
    lent_on = plus_months(today, -one.months_ago) + timedelta(days=3)
    member = await Member.one(org, id=entry.member_id)
    with clock.frozen(at(lent_on, 14)):
        asked = Asked(one.amount, Every.MONTH, one.payments, Money(0), "")
        made = await apply(org, member, product, asked, _HOUSEHOLD, by_member=False, by=None)
        first_on = plus_months(lent_on, 1)
        offer = deciding.Offer(one.amount, Every.MONTH, one.payments, lent_on, first_on, Money(0))
        await deciding.offer_loan(org, made, offer, None)
        loan = await Loan.one(org, application_id=made.id)
        await lending.sign(org, loan, lent_on, Signing.PAPER, None)
        loan = await lending.pay_out(org, loan, lent_on, Way.CASH, None)
    for number in range(1, one.paid + 1):
        day = plus_months(lent_on, number)
        if day > today - timedelta(days=4):
            break
        with clock.frozen(at(day, 10)):
            now = await standing(loan, day)
            due = Money(min(now.agreed.instalment, now.position.owed))
            await repaying.repay(org, loan, due, day, Way.CASH, None)
    return await Loan.one(org, id=loan.id)


async def _asking(
    org: Organisation,
    personal: LoanProduct,
    family: LoanProduct,
    people: list[RegisterEntry],
    officer: Person,
    on: date,
) -> None:
    """One to be looked at, one that waits for a second person, one declined, one to be signed."""

    async def ask(
        place: int, product: LoanProduct, amount: Money, payments: int, purpose: str
    ) -> LoanApplication:
        member = await Member.one(org, id=people[place].member_id)
        asked = Asked(amount, Every.MONTH, payments, Money(0), purpose)
        return await apply(org, member, product, asked, _HOUSEHOLD, by_member=True, by=None)

    await ask(70, personal, Money(75_000), 12, "A second-hand cooker and a carpet")
    large = await ask(72, personal, Money(240_000), 24, "A car to get to a new job")
    first_on = plus_months(on, 1)
    offer = deciding.Offer(Money(240_000), Every.MONTH, 24, on, first_on, Money(0))
    await deciding.offer_loan(org, large, offer, officer)
    no = await ask(74, family, Money(60_000), 12, "To pay back a catalogue")
    await deciding.decline(
        org,
        no,
        [Reason.CREDIT, Reason.EVIDENCE],
        "Bring the letters from the catalogue, and we look together at what would be cheaper.",
        officer,
    )
    small = await ask(76, family, Money(40_000), 8, "School uniforms")
    soon = deciding.Offer(Money(40_000), Every.MONTH, 8, on, first_on, Money(0))
    await deciding.offer_loan(org, small, soon, officer)


async def _people(org: Organisation, borrower: RegisterEntry) -> None:
    """Somebody else to agree to what the first prepared, and a member with an offer to sign."""
    officer = await _person("Farida Iqbal", "loans-officer@example.org")
    await grant(org, officer, Role.CREDIT_UNION_OFFICER, None, reason="Appointed by the board.")
    await DemoSignIn.create(
        key="loans-officer",
        person=officer,
        title="Farida Iqbal, loans officer of Calderbrook Credit Union",
        title_cy="Farida Iqbal, swyddog benthyciadau Calderbrook Credit Union",
        to_try="Agree to a loan that waits for a second person, follow up what is late.",
        to_try_cy="Cytunwch i fenthyciad sy’n aros am ail berson, a dilynwch yr hyn sy’n hwyr.",
        leads_to="/credit-union/loans",
        place=await DemoSignIn.all().count() + 1,
    )
    member = await _person(borrower.name, borrower.email)
    await DemoSignIn.create(
        key="borrower",
        person=member,
        title=f"{borrower.name}, offered a loan by Calderbrook Credit Union",
        title_cy=f"{borrower.name}, y cynigir benthyciad gan Calderbrook Credit Union",
        to_try="Read the agreement of a loan that is offered to you, and sign it.",
        to_try_cy="Darllenwch gytundeb benthyciad a gynigir i chi, a’i lofnodi.",
        leads_to="/credit-union/loans/mine",
        place=await DemoSignIn.all().count() + 1,
    )


async def _person(name: str, address: str) -> Person:
    person = await Person.create(name=name, created_at=clock.now())
    await EmailAddress.create(person=person, address=address.lower(), proven_at=clock.now())
    return person
