"""Builders for the bank."""

from datetime import date

import coopcouncil.app  # noqa: F401
from coopcouncil.banking.actions.accounts import Described, add_bank_account
from coopcouncil.banking.actions.statements import take_in, upload
from coopcouncil.banking.hooks import BOOKS
from coopcouncil.banking.kinds import Bank
from coopcouncil.banking.models import BankAccount, BankLine, BankStatement
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.models import Account
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions import charge
from coopcouncil.payments.kinds import ChargeKind
from coopcouncil.payments.models import Charge
from coopcouncil.payouts.kinds import Format as PayoutFormat
from coopcouncil.payouts.kinds import ItemState, PayoutKind, RunState
from coopcouncil.payouts.models import Payee, PayeeDetails, PaymentRun, PayoutItem, RunLine
from tests.make import make_member

assert BOOKS  # Filled where the slices are put together.

SINCE = date(2026, 6, 1)
DAY = date(2026, 6, 3)
END = date(2026, 6, 30)
HEADS = "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP)"


async def make_bank(
    org: Organisation,
    *,
    name: str = "Current account",
    bank: Bank = Bank.OTHER,
    opening: int = 10_000,
    number: str = "40506070",
    account: Account | None = None,
    since: date = SINCE,
) -> BankAccount:
    """An account at a bank that is held against statements from 1 June 2026."""
    described = Described(name, bank, "201122", number, since, opening)
    return await add_bank_account(org, described, account, None)


def csv(*rows: str) -> bytes:
    """A statement as Starling writes it, without balances: day, who, reference, amount."""
    lines = [HEADS]
    for row in rows:
        day, who, reference, amount = row.split("|")
        lines.append(f"{day},{who},{reference},FASTER PAYMENT,{amount},")
    return "\n".join(lines).encode()


async def taken(org: Organisation, account: BankAccount, data: bytes) -> BankStatement:
    """A statement that was taken in."""
    statement = await upload(org, account, "statement.csv", data, None)
    await take_in(org, statement, None)
    return await BankStatement.one(org, id=statement.id)


async def lines_of(org: Organisation) -> list[BankLine]:
    """Every line of the bank, by day."""
    return await BankLine.within(org).order_by("on", "id")


async def make_owed(org: Organisation, member: object, amount: int, text: str = "June") -> Charge:
    return await charge(
        org,
        member,  # type: ignore[arg-type]
        ChargeKind.SUBSCRIPTION,
        Money(amount),
        DAY,
        text,
        source=None,
        by=None,
    )


async def make_run(org: Organisation, *amounts: int) -> list[PayoutItem]:
    """Payments that are with the bank, in one run."""
    run = await PaymentRun.create(
        organisation=org, number=1, format=PayoutFormat.CSV, pay_on=DAY, prepared_at=clock.now()
    )
    items = []
    for n, amount in enumerate(amounts, 1):
        payee = await Payee.create(organisation=org, name=f"Payee {n}", created_at=clock.now())
        item = await PayoutItem.create(
            organisation=org,
            payee=payee,
            kind=PayoutKind.OTHER,
            amount=amount,
            text="A payment",
            source=f"test:{n}",
            owed_at=clock.now(),
        )
        details = await PayeeDetails.create(
            organisation=org,
            payee=payee,
            account_name=payee.name,
            sealed=b"",
            last_four="1234",
            fingerprint=b"",
            is_change=False,
            recorded_at=clock.now(),
            usable_from=clock.now(),
        )
        await RunLine.create(organisation=org, run=run, item=item, details=details, amount=amount)
        items.append(item)
    run.approved_at, run.file_hash, run.state = clock.now(), "x", RunState.APPROVED
    await run.save()
    run.sent_at, run.state = clock.now(), RunState.SENT
    await run.save()
    for item in items:
        for state in (ItemState.PREPARED, ItemState.SENT):
            item.state = state
            await item.save()
    return items


async def member_of(org: Organisation, name: str, number: str = "") -> object:
    entry = await make_member(org, name, number=number)
    await entry.fetch_related("member")
    return entry.member
