"""A teller's slip undone: another movement, and both stay."""

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind
from coopcouncil.ledger.models import Posting
from coopcouncil.ledger.reads import lines_of
from coopcouncil.ledger.rules import reversal
from coopcouncil.organisations.models import Organisation
from coopcouncil.savings.actions.cash import till_of
from coopcouncil.savings.actions.leaving import call_back
from coopcouncil.savings.actions.moving import begin, write_down
from coopcouncil.savings.kinds import MovementKind, Way
from coopcouncil.savings.models import SavingsAccount, SavingsMovement
from coopcouncil.savings.reads import balance_of, pledged_on
from coopcouncil.savings.rules.accounts import may_take_out
from coopcouncil.savings.rules.refusals import CannotBeReversed, ReversedAlready


async def reverse(
    org: Organisation, movement: SavingsMovement, reason: str, by: Person | None
) -> SavingsMovement:
    """A teller's slip undone by another movement; both stay. Same till, the same day's cash."""
    async with in_transaction():
        account = await SavingsAccount.one(org, id=movement.account_id)
        account, _product, _rules = await begin(org, account)
        if movement.kind not in (MovementKind.DEPOSIT, MovementKind.WITHDRAWAL):
            raise CannotBeReversed
        if await SavingsMovement.within(org).filter(reverses_id=movement.id).exists():
            raise ReversedAlready
        before = await Posting.one(org, id=movement.posting_id)
        if movement.amount > 0:
            balance, pledged = await balance_of(account), await pledged_on(account)
            may_take_out(movement.amount, balance.pence, pledged.pence, 0)
        if movement.amount < 0 and movement.way is Way.BANK:
            await call_back(org, movement, reason, by)
        till = await till_of(org, movement.way, None, by)
        posting = await post(
            org,
            PostingKind.REVERSAL,
            clock.today(),
            reason,
            reversal(await lines_of(before)),
            by,
            reverses=before,
        )
        return await write_down(
            org,
            account,
            MovementKind.REVERSAL,
            movement.way,
            -movement.amount,
            clock.today(),
            by,
            posting,
            text=reason,
            till=till,
            reverses=movement,
        )
