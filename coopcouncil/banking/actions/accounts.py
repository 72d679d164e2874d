"""The bank accounts of an organisation, each an account of its books."""

from dataclasses import dataclass
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.banking.kinds import Bank
from coopcouncil.banking.models import BankAccount
from coopcouncil.banking.rules.reconciling import BeginsLater, NameTaken, NoAccountLeft
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.ledger.kinds import AccountKind, Purpose
from coopcouncil.ledger.models import Account
from coopcouncil.ledger.reads import account_for
from coopcouncil.organisations.models import Organisation


@dataclass(frozen=True)
class Described:
    """An account at a bank, as its statement's head says it."""

    name: str
    bank: Bank
    sort_code: str
    number: str
    since: date
    opening: int


async def add_bank_account(
    org: Organisation, described: Described, account: Account | None, by: Person | None
) -> BankAccount:
    """Hold an account of the books against a bank's statements from a day on.

    Without an account named, the first is the books' own bank account and others get a new one.
    """
    if described.since > clock.today():
        raise BeginsLater
    async with in_transaction():
        await lock("ledger", org.id)
        if await BankAccount.within(org).filter(name=described.name).exists():
            raise NameTaken
        account = account or await _free_account(org, described.name)
        if await BankAccount.within(org).filter(account_id=account.id).exists():
            raise NoAccountLeft
        made = await BankAccount.create(
            organisation=org,
            account=account,
            name=described.name,
            bank=described.bank,
            sort_code=described.sort_code,
            number=described.number,
            since=described.since,
            opening=described.opening,
            made_at=clock.now(),
            made_by=by,
        )
        await _record(org, by, "added a bank account", made)
    return made


async def change_bank_account(
    org: Organisation,
    account: BankAccount,
    name: str,
    alone_from: int | None,
    in_use: bool,
    by: Person | None,
) -> None:
    """Its name, whether it is used, and from how sure on the program may confirm by itself."""
    async with in_transaction():
        await lock("bank", account.id)
        if await BankAccount.within(org).filter(name=name).exclude(id=account.id).exists():
            raise NameTaken
        account.name, account.alone_from, account.in_use = name, alone_from, in_use
        await account.save(update_fields=["name", "alone_from", "in_use"])
        await _record(org, by, "changed a bank account", account, alone_from=alone_from)


async def _free_account(org: Organisation, name: str) -> Account:
    main = await account_for(org, Purpose.BANK)
    if not await BankAccount.within(org).filter(account_id=main.id).exists():
        return main
    codes = {one.code for one in await Account.within(org)}
    code = next(str(n) for n in range(1201, 9999) if str(n) not in codes)
    return await Account.create(organisation=org, code=code, name=name, kind=AccountKind.ASSET)


async def _record(
    org: Organisation, by: Person | None, verb: str, account: BankAccount, **facts: object
) -> None:
    await audit.record(org.id, by.id if by else None, verb, f"bank-account:{account.id}", **facts)
