"""A dividend that was carried, posted account by account by a job."""

from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.kernel.db import lock
from coopcouncil.kernel.jobs import Payload, job
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.reads import account_for
from coopcouncil.ledger.rules import Line
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.payouts.actions.items import owe
from coopcouncil.payouts.actions.payees import payee_of
from coopcouncil.payouts.kinds import PayoutKind
from coopcouncil.savings.actions.moving import move
from coopcouncil.savings.dividends.models import DividendLine, DividendProposal
from coopcouncil.savings.kinds import MovementKind, Way
from coopcouncil.savings.models import SavingsAccount, SavingsProduct
from coopcouncil.savings.reads import holders_of

PIECE = 200


@job("pay-dividend")
async def pay_dividend(payload: Payload) -> None:
    """Each account by itself, and each once: a worker that was killed goes on where it was."""
    org = await Organisation.get(id=payload["org"])
    proposal = await DividendProposal.one(org, id=payload["proposal"])
    assert proposal.pay_on is not None
    while True:
        open_ones = DividendLine.within(org).filter(
            proposal_id=proposal.id, movement_id=None, account__closed_on=None
        )
        lines = await open_ones.order_by("id").limit(PIECE)
        if not lines:
            break
        for line in lines:
            async with in_transaction():
                await _pay_line(org, proposal, line)
    closed = DividendLine.within(org).filter(
        proposal_id=proposal.id, movement_id=None, account__closed_on__isnull=False
    )
    for line in await closed.order_by("id"):
        async with in_transaction():
            await _owe_line(org, proposal, line)


def subject(proposal: DividendProposal) -> str:
    """How the record and the books name it."""
    return f"dividend:{proposal.id}"


async def _pay_line(org: Organisation, proposal: DividendProposal, line: DividendLine) -> None:
    await lock("ledger", org.id)
    now = await DividendLine.one(org, id=line.id)
    account = await SavingsAccount.one(org, id=line.account_id)
    if now.movement_id is not None or account.closed_on is not None:
        return
    product = await SavingsProduct.one(org, id=account.product_id)
    cost = await account_for(org, Purpose.DIVIDENDS)
    now.movement = await move(
        org,
        account,
        product,
        MovementKind.DIVIDEND,
        Way.BOOKS,
        line.amount,
        _day(proposal),
        None,
        against=Line(cost.id, line.amount),
        reference=f"{subject(proposal)}:{account.id}",
    )
    await now.save(update_fields=["movement_id"])


async def _owe_line(org: Organisation, proposal: DividendProposal, line: DividendLine) -> None:
    """The account was closed since: it is owed to whoever held it."""
    account = await SavingsAccount.one(org, id=line.account_id)
    cost = await account_for(org, Purpose.DIVIDENDS)
    owed = await account_for(org, Purpose.PAYABLE_TO_MEMBERS)
    member = (await holders_of(account))[0]
    lines = [Line(cost.id, line.amount), Line(owed.id, -line.amount, member=member)]
    reference = f"{subject(proposal)}:{account.id}"
    text = f"Dividend, {account.number}"
    await post(org, PostingKind.DIVIDEND, _day(proposal), text, lines, None, reference=reference)
    payee = await payee_of(org, await Member.one(org, id=member), None)
    amount = Money(line.amount)
    await owe(org, payee, amount, PayoutKind.DIVIDEND, text, source=reference, by=None)


def _day(proposal: DividendProposal) -> date:
    assert proposal.pay_on is not None
    return proposal.pay_on
