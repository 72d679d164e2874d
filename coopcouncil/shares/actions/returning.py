"""Interest on shares, dividends on purchases or hours worked: proposed, decided, owed, paid out."""

import csv
import io
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import date
from fractions import Fraction

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.checks.people import must_be_another
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.cells import is_cut_sum
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import post
from coopcouncil.ledger.kinds import PostingKind, Purpose
from coopcouncil.ledger.reads import account_for
from coopcouncil.ledger.rules import Line
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.payouts.actions.items import owe
from coopcouncil.payouts.actions.payees import payee_of
from coopcouncil.payouts.kinds import PayoutKind
from coopcouncil.shares.actions.adding import add, bearing, takings
from coopcouncil.shares.actions.book import has_come, keeping
from coopcouncil.shares.kinds import PATRONAGE, ReturnKind, ReturnState, ShareKind, Taking
from coopcouncil.shares.models import ShareHolding
from coopcouncil.shares.models_returns import ShareReturn, ShareReturnLine, ShareReturnReversal
from coopcouncil.shares.reads import events_of
from coopcouncil.shares.rules.returns import (
    AboveTheLimit,
    DecidedBefore,
    DecidedOnAnother,
    NobodyThere,
    NothingComesOfIt,
    NotInTheRules,
    WrongRow,
    hours_read,
    interest,
    may_propose,
    pence_days,
    same_decision,
    shared,
)

MOST_ROWS = 200_000
LINE = "share-return-line"
_TEXTS = {
    ReturnKind.INTEREST: "Interest on shares",
    ReturnKind.PURCHASES: "Dividend on purchases",
    ReturnKind.HOURS: "Dividend on hours worked",
}


async def propose_interest(
    org: Organisation, since: date, to: date, rate: Fraction, by: Person | None
) -> ShareReturn:
    """What everybody would get who had shares that can be withdrawn or passed on."""
    rules = (await rulebook_on(org, clock.today())).rules
    if rate > rules.share_interest_most:
        raise AboveTheLimit(rules.share_interest_most)
    async with in_transaction():
        await lock("share-returns", org.id)
        may_propose(since, to, clock.today(), await spans(org))
        bearing = ShareHolding.within(org).exclude(kind=ShareKind.PAR)
        events = await events_of(org, [one.id for one in await bearing])
        held = pence_days(events, since, to)
        amounts = {member: interest(basis, rate) for member, basis in held.items()}
        return await _propose(org, ReturnKind.INTEREST, since, to, rate, 0, held, amounts, by)


def allowed(rules: Rulebook) -> list[ReturnKind]:
    """What the rules let a part of the surplus be shared by."""
    by = {
        ReturnKind.PURCHASES: rules.patronage_dividend,
        ReturnKind.HOURS: rules.labour_dividend,
    }
    return [kind for kind in PATRONAGE if by[kind]]


async def propose_dividend(
    org: Organisation,
    since: date,
    to: date,
    pot: Money,
    table: bytes,
    by: Person | None,
    kind: ReturnKind = ReturnKind.PURCHASES,
) -> ShareReturn:
    """How a part of the surplus would be shared by what members bought, or how long they worked."""
    if kind not in allowed((await rulebook_on(org, clock.today())).rules):
        raise NotInTheRules(kind)
    async with in_transaction():
        await lock("share-returns", org.id)
        may_propose(since, to, clock.today())
        if pot.pence <= 0:
            raise NothingComesOfIt
        weights = await _weights(org, table, kind)
        amounts = shared(pot.pence, weights)
        return await _propose(org, kind, since, to, None, pot.pence, weights, amounts, by)


async def decide(
    org: Organisation, found: ShareReturn, on: date, decision: str, by: Person | None
) -> None:
    """The members have voted it, and somebody else than who proposed it writes that down: it is
    owed to each, and leaves by payment runs, or becomes shares where the member chose that."""
    has_come(on)
    async with AsyncExitStack() as stack:
        book = None
        wanted = await _adding(org, found)
        if wanted:
            # The register before the books, as everywhere.
            book = await stack.enter_async_context(keeping(org, decision[:200], by))
        await stack.enter_async_context(in_transaction())
        await lock("ledger", org.id)
        found = await _open(org, found)
        await must_be_another(org, found.proposed_by_id, by)
        await _has_its_own(org, found, decision)
        is_interest = found.kind is ReturnKind.INTEREST
        if is_interest:
            may_propose(found.since, found.to, clock.today(), await spans(org))
        lines = await ShareReturnLine.within(org).filter(share_return_id=found.id, amount__gt=0)
        text = f"{_TEXTS[found.kind]}, {found.since} to {found.to}"
        made = {}
        for one in lines:
            if book is not None and one.member_id in wanted:
                made[one.id] = await add(book, one, on, text)
        cost = await account_for(org, Purpose.SHARE_INTEREST if is_interest else Purpose.DIVIDENDS)
        payable = await account_for(org, Purpose.PAYABLE_TO_MEMBERS)
        entry = [Line(cost.id, found.total)]
        if any(made.values()):
            capital = await account_for(org, Purpose.SHARE_CAPITAL)
            entry += [
                Line(capital.id, -made[one.id], member=one.member_id)
                for one in lines
                if made.get(one.id)
            ]
        paid_out = [(one, one.amount - made.get(one.id, 0)) for one in lines]
        entry += [Line(payable.id, -left, member=one.member_id) for one, left in paid_out if left]
        await post(
            org,
            PostingKind.INTEREST if is_interest else PostingKind.DIVIDEND,
            on,
            text,
            entry,
            by,
            reference=subject(found),
        )
        members = {one.id: one for one in await Member.within(org).filter(
            id__in=[one.member_id for one in lines])}  # fmt: skip
        for one, left in paid_out:
            if not left:
                continue
            payee = await payee_of(org, members[one.member_id], by)
            kind = PayoutKind.INTEREST if is_interest else PayoutKind.DIVIDEND
            source = f"{LINE}:{one.id}"
            await owe(org, payee, Money(left), kind, text, source=source, by=by)
        found.state, found.decided_on, found.decision = ReturnState.DECIDED, on, decision[:200]
        found.recorded_at, found.recorded_by = clock.now(), by
        await found.save()
        await record(org, by, f"decided: {found.kind.value}", found)


async def _has_its_own(org: Organisation, found: ShareReturn, decision: str) -> None:
    """Refuse a resolution that has decided another proposal, unless that was taken back."""
    back = await ShareReturnReversal.within(org).values_list("share_return_id", flat=True)
    decided = ShareReturn.within(org).filter(state=ReturnState.DECIDED)
    for one in await decided.exclude(id__in=[*back, found.id]):
        if same_decision(one.decision, decision[:200]):
            raise DecidedOnAnother(one.since, one.to)


async def spans(org: Organisation) -> list[tuple[date, date]]:
    """The days for which interest has been decided, and not taken back."""
    back = await ShareReturnReversal.within(org).values_list("share_return_id", flat=True)
    decided = ShareReturn.within(org).filter(kind=ReturnKind.INTEREST, state=ReturnState.DECIDED)
    return [(one.since, one.to) for one in await decided.exclude(id__in=list(back))]


async def drop_return(org: Organisation, found: ShareReturn, by: Person | None) -> None:
    """It is not to be decided."""
    async with in_transaction():
        await lock("ledger", org.id)
        found = await _open(org, found)
        found.state, found.recorded_at, found.recorded_by = ReturnState.DROPPED, clock.now(), by
        await found.save()
        await record(org, by, f"dropped: {found.kind.value}", found)


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
    await record(org, by, f"proposed: {kind.value}", made)
    return made


async def _adding(org: Organisation, found: ShareReturn) -> set[int]:
    """Who takes this as shares: of interest alone, and where the rules issue such shares."""
    if found.kind is not ReturnKind.INTEREST or await bearing(org) is None:
        return set()
    lines = await ShareReturnLine.within(org).filter(share_return_id=found.id, amount__gt=0)
    chosen = await takings(org, [one.member_id for one in lines])
    return {member for member, taking in chosen.items() if taking is Taking.ADDED}


async def _weights(org: Organisation, table: bytes, kind: ReturnKind) -> dict[int, int]:
    """Member numbers with sums or hours, one row each, with or without a row of headings."""
    try:
        text = table.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongRow(1, "…", kind) from None
    numbers = dict(await Member.within(org).values_list("number", "id"))
    found: dict[int, int] = {}
    for row, cells in enumerate(csv.reader(io.StringIO(text)), 1):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            number, weight = cells[0].strip(), _read(cells[1], kind)
            if weight < 0 or row > MOST_ROWS or is_cut_sum(cells[1:]):
                raise ValueError
        except (ValueError, IndexError):
            if row == 1 and cells[0].strip() not in numbers:
                continue
            raise WrongRow(row, ",".join(cells), kind) from None
        member = numbers.get(number)
        if member is None or member in found:
            raise NobodyThere(row, number)
        found[int(str(member))] = weight
    return found


def _read(text: str, kind: ReturnKind) -> int:
    return hours_read(text) if kind is ReturnKind.HOURS else Money.read(text).pence


async def _open(org: Organisation, found: ShareReturn) -> ShareReturn:
    await lock("share-returns", org.id)
    again = await ShareReturn.one(org, id=found.id)
    if again.state is not ReturnState.PROPOSED:
        raise DecidedBefore
    return again


async def record(org: Organisation, by: Person | None, verb: str, found: ShareReturn) -> None:
    await audit.record(org.id, by.id if by else None, verb, subject(found), total=found.total)


def subject(found: ShareReturn) -> str:
    return f"share-return:{found.id}"
