"""Proposing, recording the vote, paying as a job."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.checks.people import must_be_another
from coopcouncil.kernel import clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.jobs import Payload, enqueue, job
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import AccountKind, PostingKind, Purpose
from coopcouncil.ledger.reads import account_for, books
from coopcouncil.ledger.rules import Line
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.payouts.actions.items import owe
from coopcouncil.payouts.actions.payees import payee_of
from coopcouncil.payouts.kinds import PayoutKind
from coopcouncil.savings.actions.moving import move
from coopcouncil.savings.actions.setting import record
from coopcouncil.savings.dividends.hooks import Result, resolution_of, resolutions_of
from coopcouncil.savings.dividends.models import DividendLine, DividendProposal, DividendRate
from coopcouncil.savings.dividends.rules import (
    MinuteMissing,
    NotCarried,
    NothingToPayFrom,
    PaidAlready,
    ResolutionGone,
    VotedAlready,
    WithdrawnAlready,
    days_of_the_year,
    dividend,
    may_propose,
    may_say,
    may_type,
    penny_days,
)
from coopcouncil.savings.kinds import MovementKind, ProductKind, Vote, Way
from coopcouncil.savings.loans.reads import capital_of
from coopcouncil.savings.models import SavingsAccount, SavingsProduct
from coopcouncil.savings.reads import holders_of, must_be_the_book

PIECE = 200


@dataclass(frozen=True)
class Preview:
    """What each account would get, to the penny."""

    lines: dict[int, int]
    by_product: dict[int, tuple[int, int]]
    """By product: how many accounts get something, and how much in all."""

    @property
    def total(self) -> Money:
        return Money(sum(self.lines.values()))


async def preview(
    org: Organisation, since: date, to: date, rates: Mapping[int, Decimal]
) -> Preview:
    """By the days and the balances; one rounding an account. Nothing is written."""
    rows = await connections.get("default").execute_query_dict(
        'SELECT a.id, a.product_id, m."on", m.amount FROM savings_movement m'
        " JOIN savings_account a ON a.id = m.account_id"
        " WHERE a.organisation_id = $1 AND a.product_id = ANY($2::bigint[])"
        ' AND a.closed_on IS NULL AND m."on" <= $3',
        [org.id, sorted(rates), to],
    )
    moved: dict[tuple[int, int], list[tuple[date, int]]] = defaultdict(list)
    for row in rows:
        moved[row["id"], row["product_id"]].append((row["on"], row["amount"]))
    year = days_of_the_year(to)
    lines, by_product = {}, dict.fromkeys(rates, (0, 0))
    for (account, product), movements in sorted(moved.items()):
        pence = dividend(penny_days(movements, since, to), rates[product], year)
        if pence:
            lines[account] = pence
            count, total = by_product[product]
            by_product[product] = (count + 1, total + pence)
    return Preview(lines, by_product)


async def capital_ratio(org: Organisation, on: date) -> Fraction:
    """Capital against all assets, as the books have them at the end of a day."""
    found = await books(org, on)
    assets = sum(
        found.trial.balances.get(one.id, 0)
        for one in found.accounts
        if one.kind is AccountKind.ASSET
    )
    capital = await capital_of(org, on) or 0
    return Fraction(capital, assets) if assets > 0 else Fraction(0)


async def propose(
    org: Organisation, since: date, to: date, rates: Mapping[int, Decimal], by: Person | None
) -> DividendProposal:
    """The board's proposal; what each account gets is fixed with it."""
    async with in_transaction():
        await lock("ledger", org.id)
        await must_be_the_book(org)
        rules = (await rulebook_on(org, clock.today())).rules
        found = await shares_of(org)
        wanted = {one: rate for one, rate in rates.items() if one in {p.id for p in found}}
        may_propose(
            wanted,
            len(found),
            since,
            to,
            clock.today(),
            rules.dividend_most,
            rules.dividend_capital,
            await capital_ratio(org, to),
            await _standing(org, [one for one, rate in wanted.items() if rate]),
        )
        seen = await preview(org, since, to, wanted)
        capital = Money(await capital_of(org, clock.today()) or 0)
        if seen.total.pence > capital.pence:
            raise NothingToPayFrom(seen.total, capital)
        made = await DividendProposal.create(
            organisation=org, since=since, to=to, proposed_at=clock.now(), proposed_by=by
        )
        for product, rate in wanted.items():
            await DividendRate.create(
                organisation=org, proposal=made, product_id=product, percent=rate
            )
        await DividendLine.bulk_create(
            [
                DividendLine(organisation=org, proposal=made, account_id=account, amount=pence)
                for account, pence in seen.lines.items()
            ]
        )
        total = seen.total.pence
        await record(org, by, "proposed a dividend", f"dividend:{made.id}", total=total)
    return made


async def record_vote(
    org: Organisation,
    proposal: DividendProposal,
    vote: Vote,
    on: date,
    minute: str,
    resolution: str,
    by: Person | None,
) -> DividendProposal:
    """What the general meeting said: by its own resolution where it is kept here, on its own
    day; else by the minute."""
    async with in_transaction():
        await lock("ledger", org.id)
        found = await DividendProposal.one(org, id=proposal.id)
        if found.withdrawn_at is not None:
            raise WithdrawnAlready
        if found.vote is not None:
            raise VotedAlready
        if resolution:
            on = await _borne_out(org, vote, resolution, minute)
        else:
            may_type(on, minute, await resolutions_of(org))
        found.vote, found.voted_on = vote, on
        found.minute, found.resolution = minute[:300], resolution[:60]
        found.recorded_at, found.recorded_by = clock.now(), by
        await found.save()
        await record(org, by, f"recorded a vote on a dividend: {vote.value}", _subject(found))
    return found


async def withdraw(org: Organisation, proposal: DividendProposal, by: Person | None) -> None:
    """The board thinks again, before the meeting spoke."""
    async with in_transaction():
        await lock("ledger", org.id)
        found = await DividendProposal.one(org, id=proposal.id)
        if found.vote is not None:
            raise VotedAlready
        if found.withdrawn_at is not None:
            raise WithdrawnAlready
        found.withdrawn_at = clock.now()
        await found.save(update_fields=["withdrawn_at"])
        await record(org, by, "withdrew a dividend", _subject(found))


async def pay(org: Organisation, proposal: DividendProposal, by: Person | None) -> None:
    """Have it posted to every account, once, by another than who reckoned it."""
    async with in_transaction():
        await lock("ledger", org.id)
        found = await DividendProposal.one(org, id=proposal.id)
        await must_be_another(org, found.proposed_by_id, by)
        if found.vote is not Vote.CARRIED:
            raise NotCarried
        if found.pay_on is not None:
            raise PaidAlready
        if found.resolution:
            # Its result may have been corrected since it was written down.
            await _borne_out(org, found.vote, found.resolution, found.minute)
        found.pay_on = clock.today()
        await found.save(update_fields=["pay_on"])
        await enqueue("pay-dividend", {"proposal": found.id, "org": org.id}, org.id)
        await record(org, by, "had a dividend paid", _subject(found))


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


async def shares_of(org: Organisation) -> list[SavingsProduct]:
    """The kinds of account that earn a dividend."""
    return await SavingsProduct.within(org).filter(kind=ProductKind.SHARES).order_by("code")


async def _standing(org: Organisation, products: Sequence[int]) -> list[tuple[date, date]]:
    """The days of dividends on these kinds of account that are proposed or carried."""
    rates = DividendRate.within(org).filter(product_id__in=list(products), percent__gt=0)
    ids = {one.proposal_id for one in await rates}
    found = DividendProposal.within(org).filter(id__in=list(ids), withdrawn_at=None)
    return [(one.since, one.to) for one in await found if one.vote is not Vote.LOST]


async def _borne_out(org: Organisation, vote: Vote, reference: str, minute: str) -> date:
    """The day of the resolution, if the meeting's own result says the same."""
    resolution = await resolution_of(org, reference)
    if resolution is None:
        raise ResolutionGone
    may_say(vote, resolution)
    if resolution.result is Result.MINUTED and not minute.strip():
        raise MinuteMissing
    return resolution.on


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
        reference=f"{_subject(proposal)}:{account.id}",
    )
    await now.save(update_fields=["movement_id"])


async def _owe_line(org: Organisation, proposal: DividendProposal, line: DividendLine) -> None:
    """The account was closed since: it is owed to whoever held it."""
    account = await SavingsAccount.one(org, id=line.account_id)
    cost = await account_for(org, Purpose.DIVIDENDS)
    owed = await account_for(org, Purpose.PAYABLE_TO_MEMBERS)
    member = (await holders_of(account))[0]
    lines = [Line(cost.id, line.amount), Line(owed.id, -line.amount, member=member)]
    reference = f"{_subject(proposal)}:{account.id}"
    text = f"Dividend, {account.number}"
    await post(org, PostingKind.DIVIDEND, _day(proposal), text, lines, None, reference=reference)
    payee = await payee_of(org, await Member.one(org, id=member), None)
    amount = Money(line.amount)
    await owe(org, payee, amount, PayoutKind.DIVIDEND, text, source=reference, by=None)


def _day(proposal: DividendProposal) -> date:
    assert proposal.pay_on is not None
    return proposal.pay_on


def _subject(proposal: DividendProposal) -> str:
    return f"dividend:{proposal.id}"
