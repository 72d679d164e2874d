"""Builders for the bank."""

from datetime import date

import coopcouncil.app  # noqa: F401
from coopcouncil.banking.actions.accounts import Described, add_bank_account
from coopcouncil.banking.actions.statements import take_in, upload
from coopcouncil.banking.hooks import BOOKS
from coopcouncil.banking.kinds import Bank
from coopcouncil.banking.models import BankAccount, BankLine, BankStatement
from coopcouncil.ledger.models import Account
from coopcouncil.organisations.models import Organisation

assert BOOKS  # Filled where the slices are put together.

SINCE = date(2026, 6, 1)
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
