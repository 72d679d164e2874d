"""Savings that come from elsewhere in the books: a former book, a child's account."""

from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for
from coopcouncil.ledger.rules import Line
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.actions.moving import begin, move
from coopcouncil.savings.kinds import MovementKind, Way
from coopcouncil.savings.models import SavingsAccount, SavingsMovement, SavingsProduct


async def take_over(
    org: Organisation,
    account: SavingsAccount,
    amount: Money,
    on: date,
    by: Person | None,
) -> SavingsMovement:
    """What stood on the account where it was kept before; against “To be explained”."""
    async with in_transaction():
        account, product, _rules = await begin(org, account)
        suspense = await account_for(org, Purpose.SUSPENSE)
        return await move(
            org,
            account,
            product,
            MovementKind.OPENING,
            Way.BOOKS,
            amount.pence,
            on,
            by,
            against=Line(suspense.id, amount.pence),
        )


async def take_out_to_join(
    org: Organisation, account: SavingsAccount, amount: Money, member: int, by: Person | None
) -> SavingsMovement:
    """A child's savings on the day of joining: owed to them, until they are paid in again."""
    product = await SavingsProduct.one(org, id=account.product_id)
    owed = await account_for(org, Purpose.SUSPENSE)
    return await move(
        org,
        account,
        product,
        MovementKind.WITHDRAWAL,
        Way.BOOKS,
        -amount.pence,
        clock.today(),
        by,
        against=Line(owed.id, -amount.pence, note=f"member {member}"),
    )
