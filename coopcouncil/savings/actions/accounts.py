"""Opening and closing accounts, and checking the people who open them."""

from collections.abc import Sequence
from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.members.models import Member, RegisterEntry
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.actions.setting import record
from coopcouncil.savings.juniors.models import JuniorSaver
from coopcouncil.savings.kinds import CheckOf, Excluded, Found, ProductKind
from coopcouncil.savings.models import (
    IdentityCheck,
    SavingsAccount,
    SavingsHolder,
    SavingsPledge,
    SavingsProduct,
)
from coopcouncil.savings.reads import balance_of, must_be_the_book
from coopcouncil.savings.rules.refusals import (
    AccountClosed,
    NotAMember,
    NotChecked,
    NotOnOffer,
    StillSomethingThere,
)
from coopcouncil.savings.sheets import must_have_confirmed


async def record_check(
    org: Organisation,
    check_of: CheckOf,
    found: Found,
    evidence: str,
    on: date,
    *,
    member: int | None = None,
    junior: int | None = None,
    by: Person | None,
) -> IdentityCheck:
    """Write down that somebody was looked into, by what evidence, with what result."""
    async with in_transaction():
        made = await IdentityCheck.create(
            organisation=org,
            member_id=member,
            junior_id=junior,
            check_of=check_of,
            found=found,
            evidence=evidence,
            checked_on=on,
            recorded_at=clock.now(),
            recorded_by=by,
        )
        subject = f"member:{member}" if member else f"junior-saver:{junior}"
        await record(org, by, f"recorded a check of {check_of.value}", subject)
    return made


async def is_checked(org: Organisation, member: int) -> bool:
    """Whether the last check of identity and the last of sanctions both passed."""
    last: dict[CheckOf, Found] = {}
    for one in await IdentityCheck.within(org).filter(member_id=member).order_by("id"):
        last[one.check_of] = one.found
    return all(last.get(of) is Found.PASSED for of in (CheckOf.IDENTITY, CheckOf.SANCTIONS))


async def open_account(
    org: Organisation,
    product: SavingsProduct,
    holders: Sequence[Member],
    on: date,
    by: Person | None,
) -> SavingsAccount:
    """An account of shares for one member or several; there is no most (FCA CREDS 3A.2.1)."""
    async with in_transaction():
        await lock("ledger", org.id)
        await must_be_the_book(org)
        if product.kind is not ProductKind.SHARES or not product.on_offer or not holders:
            raise NotOnOffer
        for one in holders:
            entry = await _entry(org, one)
            if not await is_checked(org, one.id):
                raise NotChecked(entry.name)
            await must_have_confirmed(org, one.id, entry.name)
        account = await _open(org, product, None, on, by)
        for place, one in enumerate(dict.fromkeys(holders), 1):
            await SavingsHolder.create(organisation=org, account=account, member=one, place=place)
    return account


async def open_junior_account(
    org: Organisation, junior: JuniorSaver, on: date, by: Person | None
) -> SavingsAccount:
    """A child's account of deposits. The caller has the transaction and the lock."""
    product = (
        await SavingsProduct.within(org)
        .filter(kind=ProductKind.JUNIOR, on_offer=True)
        .order_by("code")
        .first()
    )
    if product is None:
        raise NotOnOffer
    return await _open(org, product, junior, on, by)


async def close_account(
    org: Organisation, account: SavingsAccount, by: Person | None
) -> SavingsAccount:
    """Nothing is there and nothing is held: nothing more will move on it."""
    async with in_transaction():
        await lock("ledger", org.id)
        found = await SavingsAccount.one(org, id=account.id)
        if found.closed_on is not None:
            raise AccountClosed
        balance = await balance_of(found)
        pledges = SavingsPledge.within(org).filter(account_id=found.id, released_at=None)
        if balance or await pledges.exists():
            raise StillSomethingThere(balance)
        found.closed_on, found.closed_at = clock.today(), clock.now()
        await found.save(update_fields=["closed_on", "closed_at"])
        await record(org, by, "closed a savings account", f"savings-account:{found.id}")
    return found


async def set_apart(
    org: Organisation,
    account: SavingsAccount,
    why: Excluded | None,
    because: str,
    by: Person | None,
) -> None:
    """Stand an account apart in the files for the deposit guarantee, or no longer."""
    async with in_transaction():
        found = SavingsAccount.within(org).filter(id=account.id)
        await found.update(excluded=why, excluded_because=because if why else "")
        verb = f"set a savings account apart: {why.value}" if why else "put a savings account back"
        await record(org, by, verb, f"savings-account:{account.id}")


async def _open(
    org: Organisation,
    product: SavingsProduct,
    junior: JuniorSaver | None,
    on: date,
    by: Person | None,
) -> SavingsAccount:
    last = await SavingsAccount.within(org).order_by("-number").first()
    account = await SavingsAccount.create(
        organisation=org,
        number=last.number + 1 if last else 10_001,
        product=product,
        junior=junior,
        opened_on=on,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    await record(org, by, "opened a savings account", f"savings-account:{account.id}")
    return account


async def _entry(org: Organisation, member: Member) -> RegisterEntry:
    entry = await entry_of(org, member.id, clock.today())
    if entry is None:
        raise NotAMember(member.number)
    return entry
