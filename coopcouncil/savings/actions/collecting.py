"""Savings that are collected by Direct Debit, standing order or payroll: told by payments.

The money stands to the member's credit on what members owe until it is here; from there it goes
on the member's own account, as far as the limit lets it. What came back (a claim under the Direct
Debit guarantee) is taken off again as far as it is still there; the rest the member owes.
"""

from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for
from coopcouncil.ledger.rules import Line
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.payments.models import Charge, Payment
from coopcouncil.savings.actions.moving import limits, move
from coopcouncil.savings.kinds import Mode, MovementKind, ProductKind, Way
from coopcouncil.savings.models import SavingsAccount, SavingsProduct
from coopcouncil.savings.reads import (
    accounts_of_member,
    balance_of,
    besides,
    mode_of,
    pledged_on,
)
from coopcouncil.savings.rules.accounts import room

SOURCE = "savings-account"


async def saving_paid(
    org: Organisation,
    charge: Charge,
    payment: Payment,
    amount: Money,
    on: date,
    by: Person | None,
) -> None:
    """So much has come for the account, or (below zero) went again."""
    if await mode_of(org) is not Mode.WHOLE_BOOK:
        return
    account = await _account(org, charge)
    if account is None:
        return
    product = await SavingsProduct.one(org, id=account.product_id)
    balance = await balance_of(account)
    if amount.pence > 0:
        rules = (await rulebook_on(org, clock.today())).rules
        limit = await limits(org, rules)
        pence = min(amount.pence, room(balance.pence, await besides(org, account), limit))
    else:
        free = (balance - await pledged_on(account)).pence
        pence = -min(-amount.pence, max(0, free))
    if not pence:
        return
    owed = await account_for(org, Purpose.OWED_BY_MEMBERS)
    await move(
        org,
        account,
        product,
        MovementKind.DEPOSIT if pence > 0 else MovementKind.WITHDRAWAL,
        Way.BOOKS,
        pence,
        on,
        by,
        text=charge.text if pence > 0 else f"{charge.text}, taken back",
        against=Line(owed.id, pence, member=charge.member_id),
    )


async def _account(org: Organisation, charge: Charge) -> SavingsAccount | None:
    """The account that the charge names, if it is the member's; else the first of the member's."""
    own = [
        one
        for one in await accounts_of_member(org, charge.member_id)
        if one.closed_on is None and one.product.kind is ProductKind.SHARES
    ]
    named = (charge.source or "").split(":")
    if named[0] == SOURCE and len(named) > 1 and named[1].isdecimal():
        own = [one for one in own if one.id == int(named[1])]
    return own[0] if own else None
