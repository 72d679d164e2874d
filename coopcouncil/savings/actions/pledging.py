"""Savings held against something else, and notices of withdrawals."""

from datetime import timedelta

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.actions.setting import record
from coopcouncil.savings.models import SavingsAccount, SavingsNotice, SavingsPledge, SavingsProduct
from coopcouncil.savings.reads import balance_of, must_be_the_book, pledged_on
from coopcouncil.savings.rules.accounts import is_amount
from coopcouncil.savings.rules.refusals import AccountClosed, NotEnough, NoticeNeeded


async def pledge(
    org: Organisation, account: SavingsAccount, amount: Money, source: str, by: Person | None
) -> SavingsPledge:
    """Hold so much of an account, for a source like "loan:12", until it is released."""
    async with in_transaction():
        await lock("ledger", org.id)
        await must_be_the_book(org)
        is_amount(amount.pence)
        free = await balance_of(account) - await pledged_on(account)
        if amount.pence > free.pence:
            raise NotEnough(free)
        made = await SavingsPledge.create(
            organisation=org,
            account=account,
            amount=amount.pence,
            source=source,
            since=clock.today(),
            recorded_at=clock.now(),
            recorded_by=by,
        )
        subject = f"savings-account:{account.id}"
        await record(org, by, "held savings", subject, source=source)
    return made


async def release(org: Organisation, source: str, by: Person | None) -> Money:
    """Let go of everything that this source holds; how much that was."""
    async with in_transaction():
        await lock("ledger", org.id)
        held = await SavingsPledge.within(org).filter(source=source, released_at=None)
        for one in held:
            one.released_at = clock.now()
            await one.save(update_fields=["released_at"])
            subject = f"savings-account:{one.account_id}"
            await record(org, by, "released savings", subject, source=source)
    return Money(sum([one.amount for one in held]))


async def pledges_of(org: Organisation, source: str) -> list[SavingsPledge]:
    """What a source holds now."""
    return await SavingsPledge.within(org).filter(source=source, released_at=None).order_by("id")


async def give_notice(
    org: Organisation, account: SavingsAccount, amount: Money, by: Person | None
) -> SavingsNotice:
    """The saver says beforehand that so much is to be taken out."""
    async with in_transaction():
        await lock("ledger", org.id)
        await must_be_the_book(org)
        is_amount(amount.pence)
        found = await SavingsAccount.one(org, id=account.id)
        if found.closed_on is not None:
            raise AccountClosed
        product = await SavingsProduct.one(org, id=found.product_id)
        if not product.notice_days:
            raise NoticeNeeded(0)
        if amount.pence > (balance := await balance_of(found)).pence:
            raise NotEnough(balance)
        made = await SavingsNotice.create(
            organisation=org,
            account=found,
            amount=amount.pence,
            given_on=clock.today(),
            earliest_on=clock.today() + timedelta(days=product.notice_days),
            recorded_at=clock.now(),
            recorded_by=by,
        )
        await record(org, by, "took a notice of withdrawal", f"savings-account:{found.id}")
    return made
