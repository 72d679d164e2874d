"""Savings held against a loan: they stay the member's, and cannot be withdrawn meanwhile."""

from coopcouncil.accounts.models import Person
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.actions.pledging import pledge
from coopcouncil.savings.kinds import ProductKind
from coopcouncil.savings.loans.models import Loan
from coopcouncil.savings.loans.reads import source_of
from coopcouncil.savings.loans.rules.refusals import AttachesTooMuch
from coopcouncil.savings.models import SavingsAccount, SavingsHolder, SavingsPledge
from coopcouncil.savings.reads import balance_of, pledged_on


async def free_savings(org: Organisation, member: int, refinances: int | None = None) -> int:
    """What a member has on share accounts of their own and not held against anything yet."""
    freed = 0
    if refinances is not None:
        old = SavingsPledge.within(org).filter(source=f"loan:{refinances}", released_at=None)
        freed = sum([pledge.amount for pledge in await old])
    return sum([pence for _account, pence in await free_accounts(org, member)]) + freed


async def attach(org: Organisation, loan: Loan, by: Person | None) -> None:
    """Hold what was agreed, on as many accounts as it takes; inside the caller's transaction."""
    # Where the loan is of the kind whose shares may be withdrawn, nothing is held.
    left = 0 if loan.attached_withdrawable else loan.attach
    if not left:
        return
    free = await free_accounts(org, loan.member_id)
    for account, pence in free:
        part = min(left, pence)
        if part:
            await pledge(org, account, Money(part), source_of(loan), by)
            left -= part
    if left:
        raise AttachesTooMuch(loan.attach - left)


async def free_accounts(org: Organisation, member: int) -> list[tuple[SavingsAccount, int]]:
    """Share accounts that the member holds alone, with what is free on each."""
    held = [one.account_id for one in await SavingsHolder.within(org).filter(member_id=member)]
    accounts = (
        await SavingsAccount.within(org)
        .filter(id__in=held, closed_on=None, product__kind=ProductKind.SHARES)
        .order_by("number")
    )
    found = []
    for account in accounts:
        if await SavingsHolder.within(org).filter(account_id=account.id).count() == 1:
            free = (await balance_of(account)).pence - (await pledged_on(account)).pence
            found.append((account, max(0, free)))
    return found
