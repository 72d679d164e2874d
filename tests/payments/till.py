"""Builders for money: an organisation with books, members who owe and pay."""

from datetime import date

from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import open_books
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.models import PostingLine
from coopcouncil.ledger.reads import account_for, balances, check_books
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import LegalForm, Organisation
from coopcouncil.payments.actions import begin, charge, receive
from coopcouncil.payments.kinds import ChargeKind, Method
from coopcouncil.payments.models import Charge, Payment
from tests.make import make_member, make_organisation, make_rules

DUE = date(2026, 6, 1)


async def make_till(form: LegalForm = LegalForm.CO_OPERATIVE_SOCIETY) -> Organisation:
    """An organisation with open books."""
    org = await make_organisation(legal_form=form)
    await make_rules(org)
    await open_books(org, None)
    return org


async def make_payer(org: Organisation, name: str = "Ada Lovell") -> Member:
    return await Member.one(org, id=(await make_member(org, name)).member_id)


async def make_charge(
    org: Organisation,
    member: Member,
    pence: int = 500,
    due_on: date = DUE,
    *,
    kind: ChargeKind = ChargeKind.SUBSCRIPTION,
    source: str | None = None,
    text: str = "Subs for June",
    period: tuple[date, date] | None = None,
    on: date | None = None,
) -> Charge:
    return await charge(
        org,
        member,
        kind,
        Money(pence),
        due_on,
        text,
        source=source,
        by=None,
        period=period,
        on=on,
    )


async def make_payment(
    org: Organisation,
    member: Member,
    pence: int = 500,
    *,
    method: Method = Method.CASH,
    charges: tuple[Charge, ...] = (),
    reference: str | None = None,
    on: date | None = None,
) -> Payment:
    """Money at the desk, settled."""
    return await receive(
        org,
        member,
        method,
        Money(pence),
        on or clock.today(),
        reference=reference,
        by=None,
        charges=charges,
    )


async def make_intent(
    org: Organisation,
    member: Member,
    *charges: Charge,
    pence: int = 500,
    method: Method = Method.DIRECT_DEBIT,
) -> Payment:
    return await begin(org, member, method, Money(pence), charges=charges, by=None)


async def on_account(org: Organisation, purpose: Purpose) -> int:
    """What stands on an account, debits positive; the books are held against their rules too."""
    assert (await check_books(org)).wrong == ()
    account = await account_for(org, purpose)
    return (await balances(org, clock.today())).get(account.id, 0)


async def owes(org: Organisation, member: Member) -> int:
    """What the books say that a member owes; below zero, has in advance."""
    account = await account_for(org, Purpose.OWED_BY_MEMBERS)
    lines = await PostingLine.within(org).filter(account_id=account.id, member_id=member.id)
    return sum(line.amount for line in lines)


async def again(row: Charge) -> Charge:
    """The charge as it is now."""
    await row.refresh_from_db()
    return row
