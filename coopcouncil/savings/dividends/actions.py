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
from coopcouncil.kernel.jobs import enqueue
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import AccountKind
from coopcouncil.ledger.reads import books
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.savings.actions.setting import record
from coopcouncil.savings.dividends.hooks import Result, resolution_of, resolutions_of
from coopcouncil.savings.dividends.models import DividendLine, DividendProposal, DividendRate
from coopcouncil.savings.dividends.paying import subject
from coopcouncil.savings.dividends.rules import (
    MinuteMissing,
    NamedForAnother,
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
from coopcouncil.savings.kinds import ProductKind, Vote
from coopcouncil.savings.loans.reads import capital_of
from coopcouncil.savings.models import SavingsProduct
from coopcouncil.savings.reads import must_be_the_book


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
        await _has_its_own(org, found, resolution, on, minute)
        found.vote, found.voted_on = vote, on
        found.minute, found.resolution = minute[:300], resolution[:60]
        found.recorded_at, found.recorded_by = clock.now(), by
        await found.save()
        await record(org, by, f"recorded a vote on a dividend: {vote.value}", subject(found))
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
        await record(org, by, "withdrew a dividend", subject(found))


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
        await record(org, by, "had a dividend paid", subject(found))


async def shares_of(org: Organisation) -> list[SavingsProduct]:
    """The kinds of account that earn a dividend."""
    return await SavingsProduct.within(org).filter(kind=ProductKind.SHARES).order_by("code")


async def _standing(org: Organisation, products: Sequence[int]) -> list[tuple[date, date]]:
    """The days of dividends on these kinds of account that are proposed or carried."""
    rates = DividendRate.within(org).filter(product_id__in=list(products), percent__gt=0)
    ids = {one.proposal_id for one in await rates}
    found = DividendProposal.within(org).filter(id__in=list(ids), withdrawn_at=None)
    return [(one.since, one.to) for one in await found if one.vote is not Vote.LOST]


async def named(org: Organisation) -> set[str]:
    """The resolutions that are recorded for a proposal already: none of them decides another."""
    voted = DividendProposal.within(org).filter(withdrawn_at=None).exclude(resolution="")
    return {one.resolution for one in await voted.only("id", "resolution")}


async def _has_its_own(
    org: Organisation, found: DividendProposal, resolution: str, on: date, minute: str
) -> None:
    """Refuse the resolution, or the minute of a meeting held elsewhere, of another proposal."""
    others = DividendProposal.within(org).filter(withdrawn_at=None, vote__isnull=False)
    for one in await others.exclude(id=found.id):
        same = one.resolution == resolution
        if same and (resolution or (one.voted_on == on and one.minute == minute[:300])):
            raise NamedForAnother(one.since, one.to)


async def _borne_out(org: Organisation, vote: Vote, reference: str, minute: str) -> date:
    """The day of the resolution, if the meeting's own result says the same."""
    resolution = await resolution_of(org, reference)
    if resolution is None:
        raise ResolutionGone
    may_say(vote, resolution)
    if resolution.result is Result.MINUTED and not minute.strip():
        raise MinuteMissing
    return resolution.on
