"""Money in and out of accounts. Each movement has its own posting, in one transaction.

Everything here takes the lock of the books first: two tellers on one account, or on two accounts
of one person, wait for each other, and each limit is asked with the other's deed done.
"""

from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.models import Posting
from coopcouncil.ledger.reads import account_for
from coopcouncil.ledger.rules import Line
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.payments.rules.refusals import TakenAlready
from coopcouncil.payouts.actions.items import owe
from coopcouncil.payouts.kinds import PayoutKind
from coopcouncil.savings.actions.cash import cash_in, till_of
from coopcouncil.savings.actions.leaving import notice_for, payee_for, source_of
from coopcouncil.savings.actions.setting import record
from coopcouncil.savings.juniors.reads import may_draw_for
from coopcouncil.savings.kinds import MovementKind, ProductKind, Way
from coopcouncil.savings.models import (
    SavingsAccount,
    SavingsMovement,
    SavingsNotice,
    SavingsProduct,
    TillDay,
)
from coopcouncil.savings.reads import (
    balance_of,
    besides,
    holders_of,
    must_be_the_book,
    pledged_on,
    total_saved,
)
from coopcouncil.savings.rules.accounts import (
    holding_limit,
    may_leave,
    may_pay_in,
    may_pay_in_for_a_child,
    may_take_out,
)
from coopcouncil.savings.rules.refusals import (
    AccountClosed,
    NotSoMuchCash,
)
from coopcouncil.savings.rules.refusals_juniors import GuardianNeeded
from coopcouncil.savings.watching.models import Dormancy

POSTINGS = {
    MovementKind.OPENING: PostingKind.OPENING,
    MovementKind.DEPOSIT: PostingKind.DEPOSIT,
    MovementKind.COLLECTION: PostingKind.DEPOSIT,
    MovementKind.WITHDRAWAL: PostingKind.WITHDRAWAL,
    MovementKind.SET_OFF: PostingKind.WITHDRAWAL,
    MovementKind.DIVIDEND: PostingKind.DIVIDEND,
    MovementKind.REVERSAL: PostingKind.REVERSAL,
}
OTHER_SIDE = {Way.CASH: Purpose.CASH, Way.BANK: Purpose.BANK, Way.BOOKS: Purpose.SUSPENSE}


async def pay_in(
    org: Organisation,
    account: SavingsAccount,
    amount: Money,
    way: Way,
    on: date,
    by: Person | None,
    *,
    text: str = "",
    till: TillDay | None = None,
    reference: str | None = None,
) -> SavingsMovement:
    """Over the till or by bank: settled money alone. With a `reference` it is paid in once."""
    async with in_transaction():
        account, product, rules = await begin(org, account)
        if reference is not None:
            there = SavingsMovement.within(org).filter(posting__reference=reference)
            before = await there.first()
            if before is not None:
                if (before.account_id, before.amount) != (account.id, amount.pence):
                    raise TakenAlready
                return before
        await _is_within_limits(org, account, product, rules, amount)
        return await move(
            org,
            account,
            product,
            MovementKind.DEPOSIT,
            way,
            amount.pence,
            on,
            by,
            text=text,
            till=await till_of(org, way, till, by),
            reference=reference,
        )


async def take_out(
    org: Organisation,
    account: SavingsAccount,
    amount: Money,
    way: Way,
    on: date,
    by: Person | None,
    *,
    text: str = "",
    guardian: int | None = None,
) -> SavingsMovement:
    """Cash over the till at once; by bank it is owed to the saver until the payment has left.

    From a child's account: to a guardian whose authority to withdraw is in force.
    """
    async with in_transaction():
        account, product, rules = await begin(org, account)
        balance, pledged = await balance_of(account), await pledged_on(account)
        is_junior = product.kind is ProductKind.JUNIOR
        may_take_out(
            amount.pence, balance.pence, pledged.pence, 0 if is_junior else rules.savings_minimum
        )
        if is_junior and not await may_draw_for(org, account.junior_id, guardian, on):
            raise GuardianNeeded
        notice = await notice_for(org, account, product, amount, on)
        till = await till_of(org, way, None, by)
        if till is not None:
            cash = await cash_in(till)
            if amount.pence > cash.pence:
                raise NotSoMuchCash(cash)
        made = await move(
            org,
            account,
            product,
            MovementKind.WITHDRAWAL,
            way,
            -amount.pence,
            on,
            by,
            text=text,
            till=till,
            notice=notice,
        )
        if way is Way.BANK:
            payee = await payee_for(org, account, guardian, by)
            words = f"{product.name}, {account.number}"
            source = source_of(made)
            await owe(org, payee, amount, PayoutKind.SAVINGS, words, source=source, by=by)
        return made


async def set_off(
    org: Organisation,
    account: SavingsAccount,
    amount: Money,
    on: date,
    by: Person | None,
    *,
    against: Line,
    text: str,
    reference: str | None = None,
) -> SavingsMovement:
    """A member's own savings against what the same member owes. `against` is the credit side.

    Who calls has released the pledge, and answers for the right to do it (CCBSA 2014 s.35).
    """
    async with in_transaction():
        account, product, _rules = await begin(org, account)
        balance = await balance_of(account)
        may_take_out(amount.pence, balance.pence, 0, 0)
        return await move(
            org,
            account,
            product,
            MovementKind.SET_OFF,
            Way.BOOKS,
            -amount.pence,
            on,
            by,
            text=text,
            against=against,
            reference=reference,
        )


async def move(
    org: Organisation,
    account: SavingsAccount,
    product: SavingsProduct,
    kind: MovementKind,
    way: Way,
    pence: int,
    on: date,
    by: Person | None,
    *,
    text: str = "",
    till: TillDay | None = None,
    notice: SavingsNotice | None = None,
    against: Line | None = None,
    reference: str | None = None,
) -> SavingsMovement:
    """Post it, and write it down: in the caller's transaction, after the caller's questions."""
    is_junior = product.kind is ProductKind.JUNIOR
    purpose = Purpose.DEPOSITS if is_junior else Purpose.MEMBERS_SHARES
    member = None if is_junior else (await holders_of(account))[0]
    if against is None:
        if kind is MovementKind.WITHDRAWAL and way is Way.BANK:
            other = await account_for(org, Purpose.PAYABLE_TO_MEMBERS)
            against = Line(other.id, pence, member=member)
        else:
            against = Line((await account_for(org, OTHER_SIDE[way])).id, pence)
    lines = [
        against,
        Line((await account_for(org, purpose)).id, -pence, member=member),
    ]
    words = f"{product.name}, {account.number}"
    posting = await post(
        org,
        POSTINGS[kind],
        on,
        f"{words}: {text}"[:300] if text else words,
        lines,
        by,
        settled_on=on if way is not Way.BOOKS else None,
        reference=reference,
    )
    if reference is not None:
        done = await SavingsMovement.within(org).get_or_none(posting_id=posting.id)
        if done is not None:
            return done
    made = await write_down(
        org, account, kind, way, pence, on, by, posting, text=text, till=till, notice=notice
    )
    if kind in (MovementKind.DEPOSIT, MovementKind.WITHDRAWAL, MovementKind.COLLECTION):
        await wake(org, account, by)
    return made


async def wake(org: Organisation, account: SavingsAccount, by: Person | None) -> None:
    """Whoever does something with an account shows that it is not forgotten."""
    open_ones = Dormancy.within(org).filter(account_id=account.id, ended_on=None)
    if await open_ones.update(ended_on=clock.today(), ended_because="used again"):
        await record(org, by, "ended a dormancy", f"savings-account:{account.id}")


async def limits(org: Organisation, rules: Rulebook) -> int:
    """The most one person may hold today, in pence."""
    shares = await total_saved(org, ProductKind.SHARES)
    return holding_limit(rules.savings_limit, rules.savings_limit_share, shares.pence)


async def begin(
    org: Organisation, account: SavingsAccount
) -> tuple[SavingsAccount, SavingsProduct, Rulebook]:
    """Under the lock: the account as it is now, with its product and the rules of today."""
    await lock("ledger", org.id)
    await must_be_the_book(org)
    found = await SavingsAccount.one(org, id=account.id)
    if found.closed_on is not None:
        raise AccountClosed
    product = await SavingsProduct.one(org, id=found.product_id)
    return found, product, (await rulebook_on(org, clock.today())).rules


async def _is_within_limits(
    org: Organisation,
    account: SavingsAccount,
    product: SavingsProduct,
    rules: Rulebook,
    amount: Money,
) -> None:
    balance = await balance_of(account)
    if product.kind is ProductKind.JUNIOR:
        may_pay_in_for_a_child(amount.pence, balance.pence, rules.junior_limit)
        return
    limit = await limits(org, rules)
    may_pay_in(amount.pence, balance.pence, await besides(org, account), limit)


async def write_down(
    org: Organisation,
    account: SavingsAccount,
    kind: MovementKind,
    way: Way,
    pence: int,
    on: date,
    by: Person | None,
    posting: Posting,
    *,
    text: str = "",
    till: TillDay | None = None,
    notice: SavingsNotice | None = None,
    reverses: SavingsMovement | None = None,
) -> SavingsMovement:
    """The row of a movement that is posted, and who made it."""
    if pence < 0:
        may_leave(account.excluded)
    made = await SavingsMovement.create(
        organisation=org,
        account=account,
        kind=kind,
        way=way,
        amount=pence,
        on=on,
        text=text[:200],
        posting=posting,
        till=till,
        notice=notice,
        reverses=reverses,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    await record(
        org,
        by,
        f"moved savings: {kind.value}",
        f"savings-account:{account.id}",
        movement=made.id,
    )
    return made
