"""Builders for money out."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.checks import actions as checks
from coopcouncil.checks.models import Check, State
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.workdays import add_working_days
from coopcouncil.ledger.actions import open_books
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for, balances
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import LegalForm, Organisation, Role
from coopcouncil.payouts.actions.items import owe
from coopcouncil.payouts.actions.own_account import ask_paying_account
from coopcouncil.payouts.actions.payees import give_details, payee_of
from coopcouncil.payouts.actions.runs import ask_for_approval, mark_sent, prepare
from coopcouncil.payouts.kinds import Format, PayoutKind
from coopcouncil.payouts.models import Payee, PayeeDetails, PaymentRun, PayoutItem
from coopcouncil.payouts.rules.details import BankDetails
from tests.ledger.books import move
from tests.make import make_member, make_officer, make_organisation, make_rules

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
"""A Wednesday."""
OWN = BankDetails.typed("20-45-77", "01234567", "Calderbrook Leisure")
HERS = BankDetails.typed("08-60-01", "20212616", "Ada Lovell")
OTHER = BankDetails.typed("11-22-33", "87654321", "Ada Lovell")


class Place(NamedTuple):
    """A society with books, an account to pay from, and two who share the work."""

    org: Organisation
    maker: Person
    checker: Person


async def make_place(form: LegalForm = LegalForm.CO_OPERATIVE_SOCIETY, **rules: Any) -> Place:
    org = await make_organisation(legal_form=form)
    await make_rules(org, **rules)
    await open_books(org, None)
    maker = await make_officer(org, Role.TREASURER, "Derek Oldroyd")
    checker = await make_officer(org, Role.SECRETARY, "Nusrat Akhtar")
    place = Place(org, maker, checker)
    await paid_from(place, OWN, "123456", "CALDERBROOK LEISUR")
    return place


async def paid_from(place: Place, bank: BankDetails, number: str = "", name: str = "") -> None:
    """The organisation's first account to pay from, asked for by one and agreed to by another."""
    asked = await ask_paying_account(place.org, bank, number, name, "Board 2.1", place.maker)
    await agree(place, f"paying-account:{asked.id}")


async def member_payee(
    place: Place, name: str = "Ada Lovell", email: str = "", bank: BankDetails | None = HERS
) -> Payee:
    """A member who is paid, with an account that has been checked."""
    entry = await make_member(place.org, name, email=email)
    member = await Member.one(place.org, id=entry.member_id)
    payee = await payee_of(place.org, member, place.maker)
    if bank is not None:
        await checked_details(place, payee, bank)
    return payee


async def checked_details(place: Place, payee: Payee, bank: BankDetails) -> PayeeDetails:
    details = await give_details(place.org, payee, bank, "Form signed in the office", place.maker)
    await agree(place, f"payee-details:{details.id}")
    return await PayeeDetails.one(place.org, id=details.id)


async def agree(place: Place, subject: str) -> None:
    """The second person agrees to what waits for this subject."""
    check = await Check.one(place.org, subject=subject, state=State.WAITING)
    await checks.approve(place.org, check, place.checker)


async def owed_to(
    place: Place, payee: Payee, pence: int = 12_345, source: str = "share-withdrawal:1"
) -> PayoutItem:
    """Something that is owed, posted as its slice would."""
    await move(
        place.org,
        Purpose.SHARE_CAPITAL,
        Purpose.PAYABLE_TO_MEMBERS,
        pence,
        clock.today(),
        member=payee.member_id,
    )
    return await owe(
        place.org,
        payee,
        Money(pence),
        PayoutKind.SHARES,
        "Shares withdrawn",
        source=source,
        by=place.maker,
    )


def pay_day(days: int = 3) -> date:
    return add_working_days(clock.today(), days)


async def approved_run(
    place: Place, *items: PayoutItem, format: Format = Format.PAIN
) -> PaymentRun:
    run = await prepare(place.org, [one.id for one in items], format, pay_day(), place.maker)
    await ask_for_approval(place.org, run, place.maker)
    await agree(place, f"payment-run:{run.id}")
    return await PaymentRun.one(place.org, id=run.id)


async def sent_run(place: Place, *items: PayoutItem, format: Format = Format.PAIN) -> PaymentRun:
    run = await approved_run(place, *items, format=format)
    await mark_sent(place.org, run, place.maker)
    return await PaymentRun.one(place.org, id=run.id)


def later(hours: int) -> datetime:
    return clock.now() + timedelta(hours=hours)


async def address_of(person: Person) -> str:
    """Where somebody reads e-mail."""
    return (await EmailAddress.get(person=person)).address


async def balance(org: Organisation, purpose: Purpose) -> int:
    return (await balances(org, clock.today())).get((await account_for(org, purpose)).id, 0)
