"""Explaining lines of the bank: confirmed, undone, noted, remembered.

The lock of the bank account comes first, then whatever locks the books of a kind take.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.banking.hooks import BOOKS, Asking, Book
from coopcouncil.banking.kinds import BookKind
from coopcouncil.banking.models import (
    BankAccount,
    BankLine,
    BankMatch,
    BankRule,
    LineNote,
    MatchedLine,
    MatchedPosting,
)
from coopcouncil.banking.proposing import proposals
from coopcouncil.banking.rules.likeness import Candidate, words_of
from coopcouncil.banking.rules.reconciling import (
    AlreadyExplained,
    AlreadyOnStatement,
    DoesNotComeTo,
    NothingToExplain,
    NothingToUndo,
    NotItsBook,
)
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import Refused
from coopcouncil.ledger.models import Account, PostingLine
from coopcouncil.ledger.reads import closed_to
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation


async def confirm(
    org: Organisation,
    account: BankAccount,
    lines: Sequence[BankLine],
    kind: str,
    key: str,
    by: Person | None,
    *,
    confidence: int | None = None,
    note: str = "",
) -> BankMatch:
    """These lines are that. Who comes second, from another tab or desk, is refused."""
    book = BOOKS.get(kind)
    if book is None:
        raise NotItsBook
    return await confirm_with(
        org, account, lines, kind, key, book, by, confidence=confidence, note=note
    )


async def confirm_with(
    org: Organisation,
    account: BankAccount,
    lines: Sequence[BankLine],
    kind: str,
    key: str,
    book: Book,
    by: Person | None,
    *,
    confidence: int | None = None,
    note: str = "",
) -> BankMatch:
    """The same with a book that is given: what a person put together by hand."""
    if not lines or any(line.bank_account_id != account.id for line in lines):
        raise NothingToExplain
    async with in_transaction():
        await lock("bank", account.id)
        ids = [line.id for line in lines]
        there = await BankLine.within(org).filter(id__in=ids).count()
        if there != len(set(ids)):
            raise NothingToExplain
        if await MatchedLine.within(org).filter(line_id__in=ids, stands=True).exists():
            raise AlreadyExplained
        times = await MatchedLine.within(org).filter(line_id=min(ids)).count()
        asking = Asking(
            org,
            account,
            tuple(lines),
            key,
            await day_in_books(org, max(line.on for line in lines)),
            # Undone and confirmed again, it is another event in the books.
            f"bank-line:{min(ids)}:{times}",
            by,
        )
        found = await book.books(asking)
        await _hold_against(org, account, asking.amount, found)
        match = await BankMatch.create(
            organisation=org,
            bank_account=account,
            kind=kind,
            key=key[:200],
            made=book.undoes is not None,
            confidence=confidence,
            note=note,
            confirmed_at=clock.now(),
            confirmed_by=by,
        )
        for line in lines:
            await MatchedLine.create(organisation=org, match=match, line=line)
        for posting_line in found:
            await MatchedPosting.create(organisation=org, match=match, posting_line_id=posting_line)
        await _check_now()
        await _record(org, by, "explained lines of the bank", match, kind=kind, lines=len(lines))
    return match


async def undo_match(org: Organisation, match: BankMatch, reason: str, by: Person | None) -> None:
    """Nothing explains these lines any more. What was posted for it is reversed in view."""
    async with in_transaction():
        await lock("bank", match.bank_account_id)
        match = await BankMatch.one(org, id=match.id)
        if match.undone_at is not None:
            raise NothingToUndo
        await MatchedLine.within(org).filter(match_id=match.id).update(stands=False)
        await MatchedPosting.within(org).filter(match_id=match.id).update(stands=False)
        match.undone_at, match.undone_by, match.reason = clock.now(), by, reason[:300]
        await match.save(update_fields=["undone_at", "undone_by_id", "reason"])
        if match.made:
            await _take_back(org, match, by)
        await _check_now()
        await _record(org, by, "undid what explained lines of the bank", match, kind=match.kind)


async def _take_back(org: Organisation, match: BankMatch, by: Person | None) -> None:
    """What was posted, and what undoes it, cancel each other: neither is still to come."""
    book = BOOKS.get(match.kind)
    if book is None or book.undoes is None:
        raise NotItsBook
    line = await MatchedLine.within(org).filter(match_id=match.id).first()
    matched = await MatchedPosting.within(org).filter(match_id=match.id)
    assert line is not None
    on = await day_in_books(org, (await BankLine.one(org, id=line.line_id)).on)
    back = await book.undoes(org, match, on, by)
    cancelled = await BankMatch.create(
        organisation=org,
        bank_account_id=match.bank_account_id,
        kind=BookKind.CANCELLED,
        key=str(match.id),
        made=False,
        confirmed_at=clock.now(),
        confirmed_by=by,
    )
    for posting_line in (*(one.posting_line_id for one in matched), *back):
        await MatchedPosting.create(organisation=org, match=cancelled, posting_line_id=posting_line)


@dataclass(frozen=True)
class Confirmed:
    """How many lines were explained together, and how many no longer fitted."""

    done: int
    left: int


async def confirm_sure(
    org: Organisation,
    account: BankAccount,
    sure: Mapping[int, Candidate],
    by: Person | None,
) -> Confirmed:
    """The proposals that a person looked at together, each by itself: one that no longer fits
    leaves the others."""
    done = left = 0
    for line in await BankLine.within(org).filter(id__in=list(sure)).order_by("on", "id"):
        one = sure[line.id]
        try:
            await confirm(org, account, [line], one.kind, one.key, by, confidence=one.confidence)
            done += 1
        except Refused:
            left += 1
    return Confirmed(done, left)


async def confirm_alone(org: Organisation, account: BankAccount) -> Confirmed:
    """What the treasurer lets the program do: proposals as sure as they said, and no others."""
    if account.alone_from is None:
        return Confirmed(0, 0)
    from_line, done, left = 0, 0, 0
    while True:
        lines = await unexplained_after(org, account, from_line)
        if not lines:
            return Confirmed(done, left)
        from_line = lines[-1].id
        found = await proposals(org, account, lines)
        sure = {
            line: options[0]
            for line, options in found.items()
            if options
            and options[0].confidence >= account.alone_from
            and (len(options) == 1 or options[1].confidence < account.alone_from)
        }
        told = await confirm_sure(org, account, sure, None)
        done, left = done + told.done, left + told.left


async def unexplained_after(
    org: Organisation, account: BankAccount, after: int, most: int = 500
) -> list[BankLine]:
    """The next lines that nothing explains, by number."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT l.id FROM bank_line l WHERE l.bank_account_id = $1 AND l.id > $2 AND NOT EXISTS"
        " (SELECT 1 FROM matched_line m WHERE m.line_id = l.id AND m.stands)"
        " ORDER BY l.id LIMIT $3",
        [account.id, after, most],
    )
    return await BankLine.within(org).filter(id__in=[row["id"] for row in rows]).order_by("id")


async def write_note(org: Organisation, line: BankLine, text: str, by: Person | None) -> None:
    """Leave a line with what is known of it so far."""
    async with in_transaction():
        await LineNote.create(
            organisation=org, line=line, text=text, written_at=clock.now(), written_by=by
        )
        await audit.record(
            org.id, by.id if by else None, "noted on a line of the bank", f"bank-line:{line.id}"
        )


async def remember(
    org: Organisation,
    words: str,
    comes_in: bool,
    *,
    member: Member | None = None,
    account: Account | None = None,
    by: Person | None,
) -> BankRule:
    """Lines with these words are this member's, or this account's: proposed, never done."""
    plain = " ".join(words_of(words))[:200].rstrip()
    async with in_transaction():
        await lock("bank-rules", org.id)
        before = BankRule.within(org).filter(words=plain, comes_in=comes_in)
        await before.delete()
        made = await BankRule.create(
            organisation=org,
            words=plain,
            comes_in=comes_in,
            member=member,
            account=account,
            made_at=clock.now(),
            made_by=by,
        )
        await audit.record(
            org.id, by.id if by else None, "remembered a payer", f"bank-rule:{made.id}"
        )
    return made


async def forget(org: Organisation, rule: BankRule, by: Person | None) -> None:
    """Propose it no more."""
    async with in_transaction():
        await audit.record(org.id, by.id if by else None, "forgot a payer", f"bank-rule:{rule.id}")
        await rule.delete()


async def day_in_books(org: Organisation, on: date) -> date:
    """The bank's own day, or the first that is open; never one to come."""
    closed = await closed_to(org)
    if closed is not None and on <= closed:
        on = closed + timedelta(days=1)
    return min(on, clock.today())


async def _hold_against(
    org: Organisation, account: BankAccount, amount: int, found: Sequence[int]
) -> None:
    lines = await PostingLine.within(org).filter(id__in=list(found), account_id=account.account_id)
    if not lines or len(lines) != len(set(found)):
        raise NotItsBook
    if out := amount - sum(line.amount for line in lines):
        raise DoesNotComeTo(out)
    taken = MatchedPosting.within(org).filter(posting_line_id__in=list(found), stands=True)
    if await taken.exists():
        raise AlreadyOnStatement


async def _check_now() -> None:
    # Now rather than at the commit: the caller gets the trouble with what caused it.
    for when in ("IMMEDIATE", "DEFERRED"):
        await connections.get("default").execute_query(
            "SET CONSTRAINTS bank_match_balances, matched_line_balances,"
            f" matched_posting_balances {when}"
        )


async def _record(
    org: Organisation, by: Person | None, verb: str, match: BankMatch, **facts: object
) -> None:
    await audit.record(org.id, by.id if by else None, verb, f"bank-match:{match.id}", **facts)
