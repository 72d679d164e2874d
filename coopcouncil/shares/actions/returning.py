"""Interest on shares, dividends on purchases: proposed, decided by the members, owed, paid out."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.reads import account_for
from coopcouncil.ledger.rules import Line
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.payouts.actions.items import owe
from coopcouncil.payouts.actions.payees import payee_of
from coopcouncil.payouts.kinds import PayoutKind
from coopcouncil.shares.kinds import ReturnKind, ReturnState, ShareKind
from coopcouncil.shares.models import ShareHolding
from coopcouncil.shares.models_returns import ShareReturn, ShareReturnLine
from coopcouncil.shares.reads import events_of
from coopcouncil.shares.rules.returns import (
    AboveTheLimit,
    DecidedBefore,
    NobodyThere,
    NothingComesOfIt,
    NotInTheRules,
    WrongRow,
    interest,
    may_propose,
    pence_days,
    shared,
)

MOST_ROWS = 200_000


async def propose_interest(
    org: Organisation, since: date, to: date, rate: Fraction, by: Person | None
) -> ShareReturn:
    """What everybody would get who had shares that can be withdrawn or passed on."""
    rules = (await rulebook_on(org, clock.today())).rules
    if rate > rules.share_interest_most:
        raise AboveTheLimit(rules.share_interest_most)
    async with in_transaction():
        await lock("share-returns", org.id)
        before = ShareReturn.within(org).filter(kind=ReturnKind.INTEREST, state=ReturnState.DECIDED)
        may_propose(since, to, clock.today(), [(one.since, one.to) for one in await before])
        bearing = ShareHolding.within(org).exclude(kind=ShareKind.PAR)
        events = await events_of(org, [one.id for one in await bearing])
        held = pence_days(events, since, to)
        amounts = {member: interest(basis, rate) for member, basis in held.items()}
        return await _propose(org, ReturnKind.INTEREST, since, to, rate, 0, held, amounts, by)


async def propose_dividend(
    org: Organisation, since: date, to: date, pot: Money, table: bytes, by: Person | None
) -> ShareReturn:
    """How a part of the surplus would be shared by what members bought."""
    rules = (await rulebook_on(org, clock.today())).rules
    if not rules.patronage_dividend:
        raise NotInTheRules
    async with in_transaction():
        await lock("share-returns", org.id)
        may_propose(since, to, clock.today())
        if pot.pence <= 0:
            raise NothingComesOfIt
        bought = await _purchases(org, table)
        amounts = shared(pot.pence, bought)
        kind = ReturnKind.PURCHASES
        return await _propose(org, kind, since, to, None, pot.pence, bought, amounts, by)


async def decide(
    org: Organisation, found: ShareReturn, on: date, decision: str, by: Person | None
) -> None:
    """The members have voted it: it is owed to each, and leaves by payment runs."""
    async with in_transaction():
        await lock("ledger", org.id)
        found = await _open(org, found)
        is_interest = found.kind is ReturnKind.INTEREST
        if is_interest:
            before = ShareReturn.within(org).filter(
                kind=ReturnKind.INTEREST, state=ReturnState.DECIDED
            )
            spans = [(one.since, one.to) for one in await before]
            may_propose(found.since, found.to, clock.today(), spans)
        lines = await ShareReturnLine.within(org).filter(share_return_id=found.id, amount__gt=0)
        cost = Purpose.SHARE_INTEREST if is_interest else Purpose.DIVIDENDS
        expense, payable = (
            await account_for(org, cost),
            await account_for(org, Purpose.PAYABLE_TO_MEMBERS),
        )
        text = "Interest on shares" if is_interest else "Dividend on purchases"
        text = f"{text}, {found.since} to {found.to}"
        await post(
            org,
            PostingKind.INTEREST if is_interest else PostingKind.DIVIDEND,
            on,
            text,
            [
                Line(expense.id, found.total),
                *(Line(payable.id, -one.amount, member=one.member_id) for one in lines),
            ],
            by,
            reference=f"share-return:{found.id}",
        )
        members = {one.id: one for one in await Member.within(org).filter(
            id__in=[one.member_id for one in lines])}  # fmt: skip
        for one in lines:
            payee = await payee_of(org, members[one.member_id], by)
            kind = PayoutKind.INTEREST if is_interest else PayoutKind.DIVIDEND
            source = f"share-return-line:{one.id}"
            await owe(org, payee, one.sum, kind, text, source=source, by=by)
        found.state, found.decided_on, found.decision = ReturnState.DECIDED, on, decision[:200]
        found.recorded_at, found.recorded_by = clock.now(), by
        await found.save()
        await _record(org, by, f"decided: {found.kind.value}", found)


async def drop_return(org: Organisation, found: ShareReturn, by: Person | None) -> None:
    """It is not to be decided."""
    async with in_transaction():
        await lock("ledger", org.id)
        found = await _open(org, found)
        found.state, found.recorded_at, found.recorded_by = ReturnState.DROPPED, clock.now(), by
        await found.save()
        await _record(org, by, f"dropped: {found.kind.value}", found)


async def _propose(
    org: Organisation,
    kind: ReturnKind,
    since: date,
    to: date,
    rate: Fraction | None,
    pot: int,
    basis: Mapping[int, int],
    amounts: Mapping[int, int],
    by: Person | None,
) -> ShareReturn:
    if not any(amounts.values()):
        raise NothingComesOfIt
    made = await ShareReturn.create(
        organisation=org,
        kind=kind,
        since=since,
        to=to,
        rate=str(rate) if rate is not None else "",
        pot=pot,
        total=sum(amounts.values()),
        proposed_at=clock.now(),
        proposed_by=by,
    )
    await ShareReturnLine.bulk_create(
        ShareReturnLine(
            organisation_id=org.id,
            share_return_id=made.id,
            member_id=member,
            basis=basis[member],
            amount=amounts[member],
        )
        for member in sorted(amounts)
    )
    await _record(org, by, f"proposed: {kind.value}", made)
    return made


async def _purchases(org: Organisation, table: bytes) -> dict[int, int]:
    """Member numbers and sums, one row each, with or without a row of headings."""
    try:
        text = table.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongRow(1, "…") from None
    numbers = dict(await Member.within(org).values_list("number", "id"))
    found: dict[int, int] = {}
    for row, cells in enumerate(csv.reader(io.StringIO(text)), 1):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            number, amount = cells[0].strip(), Money.read(cells[1])
            if amount.pence < 0 or row > MOST_ROWS:
                raise ValueError
        except (ValueError, IndexError):
            if row == 1:
                continue
            raise WrongRow(row, ",".join(cells)) from None
        member = numbers.get(number)
        if member is None or member in found:
            raise NobodyThere(row, number)
        found[int(str(member))] = amount.pence
    return found


async def _open(org: Organisation, found: ShareReturn) -> ShareReturn:
    await lock("share-returns", org.id)
    again = await ShareReturn.one(org, id=found.id)
    if again.state is not ReturnState.PROPOSED:
        raise DecidedBefore
    return again


async def _record(org: Organisation, by: Person | None, verb: str, found: ShareReturn) -> None:
    await audit.record(
        org.id, by.id if by else None, verb, f"share-return:{found.id}", total=found.total
    )
