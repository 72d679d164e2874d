"""Posting, reversing, closing: each in one transaction, under the lock of the books."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import ids, lock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.ledger.chart import plan
from coopcouncil.ledger.kinds import AccountKind, PostingKind
from coopcouncil.ledger.models import Account, BookClosing, Fund, Posting, PostingLine
from coopcouncil.ledger.reads import closed_to, lines_of
from coopcouncil.ledger.rules import (
    AccountOutOfUse,
    AlreadyReversed,
    CodeTaken,
    Line,
    NameTaken,
    ReferenceTaken,
    ReversesAnother,
    check,
    may_close,
    may_post,
    reversal,
)
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation

ByHand = Callable[[Organisation, Sequence[Line]], Awaitable[None]]

BY_HAND: list[ByHand] = []
"""Asked before anything is posted or reversed by hand: accounts that a higher slice keeps in step
with its own rows go by that slice. Filled in `told.py`."""


async def open_books(org: Organisation, by: Person | None) -> None:
    """The accounts of the plan for the legal form; those that are there already stay."""
    async with in_transaction():
        await lock("ledger", org.id)
        there = await Account.within(org)
        codes, purposes = {one.code for one in there}, {one.purpose for one in there}
        for planned in plan(org.legal_form):
            if planned.code not in codes and planned.purpose not in purposes:
                await Account.create(organisation=org, **planned._asdict())
        await _record(org, by, "opened the books", "ledger")


async def add_account(
    org: Organisation, code: str, name: str, name_cy: str, kind: AccountKind, by: Person | None
) -> Account:
    """An account of the organisation's own."""
    async with in_transaction():
        await lock("ledger", org.id)
        if await Account.within(org).filter(code=code).exists():
            raise CodeTaken(code)
        made = await Account.create(
            organisation=org, code=code, name=name, name_cy=name_cy, kind=kind
        )
        await _record(org, by, "added an account", f"ledger-account:{made.id}")
    return made


async def change_account(
    org: Organisation, account: Account, name: str, name_cy: str, in_use: bool, by: Person | None
) -> None:
    """Its names, and whether it takes anything new."""
    async with in_transaction():
        await lock("ledger", org.id)
        account.name, account.name_cy, account.in_use = name, name_cy, in_use
        await account.save(update_fields=["name", "name_cy", "in_use"])
        await _record(org, by, "changed an account", f"ledger-account:{account.id}", in_use=in_use)


async def add_fund(
    org: Organisation, name: str, name_cy: str, restriction: str, by: Person | None
) -> Fund:
    """Money given for one purpose."""
    async with in_transaction():
        await lock("ledger", org.id)
        if await Fund.within(org).filter(name=name).exists():
            raise NameTaken(name)
        made = await Fund.create(
            organisation=org, name=name, name_cy=name_cy, restriction=restriction
        )
        await _record(org, by, "added a fund", f"ledger-fund:{made.id}")
    return made


async def post(
    org: Organisation,
    kind: PostingKind,
    on: date,
    text: str,
    lines: Sequence[Line],
    by: Person | None,
    *,
    settled_on: date | None = None,
    reference: str | None = None,
    reverses: Posting | None = None,
) -> Posting:
    """Add a posting. With a `reference` it is added once: the same again gives the first one back,
    other amounts under it are refused (`ReferenceTaken`)."""
    check(lines)
    async with in_transaction():
        await lock("ledger", org.id)
        if reference is not None:
            before = await Posting.within(org).get_or_none(reference=reference)
            if before is not None:
                if _alike(await lines_of(before), lines):
                    return before
                raise ReferenceTaken(reference)
        may_post(on, clock.today(), await closed_to(org))
        await _all_ours(org, lines)
        if kind is PostingKind.MANUAL:
            for asked in BY_HAND:
                await asked(org, lines)
        last = await Posting.within(org).order_by("-number").first()
        posting = await Posting.create(
            organisation=org,
            number=last.number + 1 if last else 1,
            kind=kind,
            posted_on=on,
            settled_on=settled_on,
            text=text,
            reference=reference,
            line_count=len(lines),
            reverses=reverses,
            recorded_at=clock.now(),
            recorded_by=by,
        )
        await PostingLine.bulk_create(_row(org, posting.id, on, line) for line in lines)
        await _balance_now()
        await _record(org, by, f"posted {kind.value}", f"posting:{posting.id}")
    return posting


@dataclass(frozen=True)
class Draft:
    """A posting that is to be made with others."""

    kind: PostingKind
    on: date
    text: str
    lines: Sequence[Line]
    settled_on: date | None = None


async def post_all(org: Organisation, drafts: Sequence[Draft], by: Person | None) -> list[int]:
    """Add many postings of the program's own, as `post` would one after the other; their ids in
    the order given."""
    for draft in drafts:
        check(draft.lines)
    async with in_transaction():
        await lock("ledger", org.id)
        closed = await closed_to(org)
        for on in {draft.on for draft in drafts}:
            may_post(on, clock.today(), closed)
        await _all_ours(org, [line for draft in drafts for line in draft.lines])
        last = await Posting.within(org).order_by("-number").first()
        number = last.number if last else 0
        made = await ids("posting", len(drafts))
        now = clock.now()
        await Posting.bulk_create(
            Posting(
                id=id,
                organisation_id=org.id,
                number=number + place,
                kind=draft.kind,
                posted_on=draft.on,
                settled_on=draft.settled_on,
                text=draft.text,
                line_count=len(draft.lines),
                recorded_at=now,
                recorded_by_id=by.id if by else None,
            )
            for place, (id, draft) in enumerate(zip(made, drafts, strict=True), 1)
        )
        await PostingLine.bulk_create(
            _row(org, id, draft.on, line)
            for id, draft in zip(made, drafts, strict=True)
            for line in draft.lines
        )
        await _balance_now()
        for kind in {draft.kind for draft in drafts}:
            subjects = [
                f"posting:{id}"
                for id, draft in zip(made, drafts, strict=True)
                if draft.kind is kind
            ]
            who = by.id if by else None
            await audit.record_all(org.id, who, f"posted {kind.value}", subjects)
    return made


async def reverse(
    org: Organisation, posting: Posting, on: date, reason: str, by: Person | None
) -> Posting:
    """Undo a posting by another one; both stay."""
    async with in_transaction():
        await lock("ledger", org.id)
        if posting.reverses_id is not None:
            raise ReversesAnother
        if await Posting.within(org).filter(reverses_id=posting.id).exists():
            raise AlreadyReversed
        lines = reversal(await lines_of(posting))
        for asked in BY_HAND:
            await asked(org, lines)
        return await post(org, PostingKind.REVERSAL, on, reason, lines, by, reverses=posting)


async def close_books(org: Organisation, to: date, note: str, by: Person | None) -> BookClosing:
    """Nothing more is posted up to the end of this day."""
    async with in_transaction():
        await lock("ledger", org.id)
        may_close(to, clock.today(), await closed_to(org))
        closing = await BookClosing.create(
            organisation=org, closed_to=to, note=note, closed_by=by, closed_at=clock.now()
        )
        await _record(org, by, "closed the books", f"book-closing:{closing.id}", to=to)
    return closing


def _row(org: Organisation, posting: int, on: date, line: Line) -> PostingLine:
    return PostingLine(
        organisation_id=org.id,
        posting_id=posting,
        account_id=line.account,
        fund_id=line.fund,
        member_id=line.member,
        amount=line.amount,
        posted_on=on,
        note=line.note,
    )


async def _balance_now() -> None:
    # Now rather than at the commit: the caller gets the trouble with what caused it.
    for when in ("IMMEDIATE", "DEFERRED"):
        await connections.get("default").execute_query(
            f"SET CONSTRAINTS posting_balances, posting_line_balances {when}"
        )


async def _all_ours(org: Organisation, lines: Sequence[Line]) -> None:
    accounts = {line.account for line in lines}
    found = {one.id: one for one in await Account.within(org).filter(id__in=accounts)}
    if found.keys() != accounts:
        raise NotHere
    for account in found.values():
        if not account.in_use:
            raise AccountOutOfUse(account.name)
    funds = {line.fund for line in lines if line.fund is not None}
    if await Fund.within(org).filter(id__in=funds).count() != len(funds):
        raise NotHere
    members = {line.member for line in lines if line.member is not None}
    if await Member.within(org).filter(id__in=members).count() != len(members):
        raise NotHere


def _alike(before: Sequence[Line], now: Sequence[Line]) -> bool:
    return sorted(before, key=repr) == sorted(now, key=repr)


async def _record(
    org: Organisation, by: Person | None, verb: str, subject: str, **facts: object
) -> None:
    await audit.record(org.id, by.id if by else None, verb, subject, **facts)
