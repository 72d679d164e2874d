"""Withdrawals that may need a second person: asked here, done once that person agrees."""

from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.checks.actions import ask_or_do
from coopcouncil.checks.models import Check, CheckKind, State
from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.payments.rules.refusals import TakenAlready
from coopcouncil.savings.actions.moving import take_out
from coopcouncil.savings.holders.reads import the_dead
from coopcouncil.savings.holders.rules import HolderHasDied
from coopcouncil.savings.juniors.models import GuardianAuthority
from coopcouncil.savings.kinds import ProductKind, Way
from coopcouncil.savings.models import SavingsAccount, SavingsProduct
from coopcouncil.savings.reads import balance_of, holders_of, must_be_the_book, pledged_on
from coopcouncil.savings.rules.accounts import may_leave, may_take_out
from coopcouncil.savings.rules.refusals import AccountClosed

SUBJECT = "savings-account"


async def ask_to_take_out(
    org: Organisation,
    account: SavingsAccount,
    amount: Money,
    way: Way,
    by: Person,
    *,
    text: str = "",
    guardian: int | None = None,
    key: str | None = None,
) -> Check:
    """Take it out at once where one person may; else put it before a second one. The same `key`
    again gives the first one back.

    What is refused anyway is refused now, and asked again when the second person agrees.
    """
    async with in_transaction():
        subject = f"{SUBJECT}:{account.id}"
        if key is not None:
            # As `ask_or_do` locks it: of two clicks the second finds what the first did.
            await lock("check-of", f"{org.id}:{CheckKind.WITHDRAWAL.value}:{subject}")
            same = Check.within(org).filter(
                kind=CheckKind.WITHDRAWAL,
                subject=subject,
                state__in=[State.WAITING, State.ALONE, State.APPROVED],
            )
            before = await same.filter(facts__contains={"key": key}).first()
            if before is not None:
                if before.amount != amount.pence:
                    raise TakenAlready
                return before
        await must_be_the_book(org)
        found = await SavingsAccount.one(org, id=account.id)
        if found.closed_on is not None:
            raise AccountClosed
        may_leave(found.excluded)
        product = await SavingsProduct.one(org, id=found.product_id)
        rules = (await rulebook_on(org, clock.today())).rules
        balance, pledged = await balance_of(found), await pledged_on(found)
        least = 0 if product.kind is ProductKind.JUNIOR else rules.savings_minimum
        may_take_out(amount.pence, balance.pence, pledged.pence, least)
        await nobody_has_died(org, found)
        members = await holders_of(found)
        first = await Member.one(org, id=members[0]) if members else None
        return await ask_or_do(
            org,
            CheckKind.WITHDRAWAL,
            amount,
            subject,
            f"{product.name}, {found.number}",
            {"way": way.value, "text": text, "guardian": guardian, "key": key},
            by,
            member=first,
            others={*members, *await _drawing(org, guardian)},
        )


async def nobody_has_died(org: Organisation, account: SavingsAccount) -> None:
    """What somebody left when they died goes by the law, not over the till."""
    if await the_dead(org, account):
        raise HolderHasDied


async def withdraw_checked(org: Organisation, check: Check, by: Person | None) -> None:
    """What a check of a withdrawal does. Cash goes over the till of whoever asked."""
    account = await SavingsAccount.one(org, id=int(check.subject.partition(":")[2]))
    await nobody_has_died(org, account)
    asked_by = await Person.get_or_none(id=check.asked_by_id) if check.asked_by_id else by
    guardian = check.facts.get("guardian")
    await take_out(
        org,
        account,
        Money(check.amount),
        Way(str(check.facts["way"])),
        _today(),
        asked_by,
        text=str(check.facts.get("text") or ""),
        guardian=int(str(guardian)) if guardian else None,
    )


async def _drawing(org: Organisation, guardian: int | None) -> list[int]:
    """The member who draws for a child, where the guardian is one."""
    if guardian is None:
        return []
    found = await GuardianAuthority.one(org, id=guardian)
    return [] if found.member_id is None else [found.member_id]


def _today() -> date:
    return clock.today()
