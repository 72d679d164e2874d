"""A line put together by hand: one or several accounts and members, to the penny."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tortoise import connections

from coopcouncil.accounts.models import Person
from coopcouncil.banking.books.receiving import received, taken_back
from coopcouncil.banking.hooks import Asking, Book
from coopcouncil.banking.kinds import BookKind
from coopcouncil.banking.models import BankAccount, BankLine, BankMatch, BankRule, MatchedPosting
from coopcouncil.banking.rules.likeness import (
    Candidate,
    Reason,
    bears,
    confidence,
)
from coopcouncil.banking.rules.reconciling import DoesNotComeTo, NotItsBook
from coopcouncil.kernel.i18n import language, lazy
from coopcouncil.ledger.actions import BY_HAND as BY_HAND_ASKED
from coopcouncil.ledger.actions import post, reverse
from coopcouncil.ledger.kinds import PostingKind
from coopcouncil.ledger.models import Account, Posting, PostingLine
from coopcouncil.ledger.rules import Line
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation


@dataclass(frozen=True)
class Part:
    """So much of a line is this account's, or this member's payment."""

    amount: int
    account: Account | None = None
    member: Member | None = None
    note: str = ""


def split_over(parts: Sequence[Part]) -> Book:
    """A book that books exactly these parts."""

    async def books(asking: Asking) -> list[int]:
        out = asking.amount - sum(part.amount for part in parts)
        if out or not parts or not all(part.amount for part in parts):
            raise DoesNotComeTo(out)
        found: list[int] = []
        plain = [part for part in parts if part.account is not None]
        if plain:
            found.append(await _to_accounts(asking, plain))
        for n, part in enumerate(parts):
            if part.member is not None:
                found.append(await received(asking, part.member, part.amount, (), str(n)))
        return found

    return Book(lazy("Put together by hand"), books, undoes)


async def _to_accounts(asking: Asking, parts: Sequence[Part]) -> int:
    lines = [Line(asking.bank_account.account_id, sum(part.amount for part in parts))]
    for part in parts:
        assert part.account is not None
        if part.account.id == asking.bank_account.account_id:
            raise NotItsBook
        lines.append(Line(part.account.id, -part.amount, note=part.note[:200]))
    for asked in BY_HAND_ASKED:
        await asked(asking.org, lines)
    if not lines[0].amount:
        # Parts that come to nothing are a matter of the books alone.
        raise DoesNotComeTo(asking.amount)
    posting = await post(
        asking.org,
        PostingKind.PAYMENT if asking.amount > 0 else PostingKind.FEE,
        asking.on,
        asking.text[:300],
        lines,
        asking.by,
        settled_on=asking.lines[0].on,
        reference=asking.once,
    )
    return await line_on(posting, asking.bank_account)


async def undoes(org: Organisation, match: BankMatch, on: date, by: Person | None) -> list[int]:
    """Payments are taken back, other postings reversed."""
    matched = MatchedPosting.within(org).filter(match_id=match.id)
    ids = [one.posting_line_id for one in await matched]
    account = await BankAccount.one(org, id=match.bank_account_id)
    found = []
    for one in await PostingLine.within(org).filter(id__in=ids).order_by("id"):
        posting = await Posting.one(org, id=one.posting_id)
        back = await taken_back(org, posting, match, on, by)
        if back is None:
            day = max(on, posting.posted_on)
            made = await reverse(org, posting, day, match.reason or posting.text, by)
            back = await line_on(made, account)
        found.append(back)
    return found


async def line_on(posting: Posting, account: BankAccount) -> int:
    """The line of a posting on the bank account; what was posted must have exactly one."""
    [found] = await connections.get("default").execute_query_dict(
        "SELECT min(id) AS id, count(*) AS n FROM posting_line"
        " WHERE posting_id = $1 AND account_id = $2",
        [posting.id, account.account_id],
    )
    if found["n"] != 1:
        raise NotItsBook
    return int(found["id"])


async def propose(
    org: Organisation, account: BankAccount, lines: Sequence[BankLine]
) -> Mapping[int, Sequence[Candidate]]:
    """Accounts that the treasurer said lines with these words belong to."""
    rules = await BankRule.within(org).filter(account_id__isnull=False).prefetch_related("account")
    found: dict[int, list[Candidate]] = {}
    for line in lines:
        words = f"{line.text} {line.name} {line.reference}"
        for rule in rules:
            if rule.comes_in == (line.amount > 0) and bears(words, rule.words):
                assert rule.account is not None
                why = (Reason.REMEMBERED,)
                found.setdefault(line.id, []).append(
                    Candidate(
                        BookKind.ACCOUNT,
                        str(rule.account_id),
                        line.amount,
                        f"{rule.account.code} {rule.account.called(language.get())}",
                        why,
                        confidence(why),
                    )
                )
    return found


async def _books(asking: Asking) -> list[int]:
    if not (asking.key.isascii() and asking.key.isdigit() and len(asking.key) < 19):
        raise NotItsBook
    account = await Account.within(asking.org).get_or_none(id=int(asking.key))
    if account is None:
        raise NotItsBook
    return list(await split_over([Part(asking.amount, account=account)]).books(asking))


ACCOUNT = Book(lazy("An account of the books"), _books, undoes)


async def _alone(asking: Asking) -> list[int]:
    """What was put together by hand is booked by `split_over`, which knows its parts."""
    raise NotItsBook


BY_HAND = Book(lazy("Put together by hand"), _alone, undoes)
