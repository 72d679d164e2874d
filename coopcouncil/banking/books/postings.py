"""What the books have already: entered by hand, paid in together, a transfer between accounts."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tortoise import connections

from coopcouncil.banking.hooks import Asking, Book
from coopcouncil.banking.kinds import BookKind
from coopcouncil.banking.models import BankAccount, BankLine
from coopcouncil.banking.rules.likeness import (
    Candidate,
    Reason,
    confidence,
    days_reason,
    has_reference,
    name_reason,
    reasons,
)
from coopcouncil.banking.rules.reconciling import NotItsBook
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.kernel.shown import shown_date
from coopcouncil.organisations.models import Organisation

BEFORE, AFTER = timedelta(days=45), timedelta(days=7)
"""A cheque lies for weeks; a posting after the bank's day is a late entry."""


class OpenPosting(NamedTuple):
    """A line of the books on this account that no line of the bank belongs to yet."""

    id: int
    posting_id: int
    number: int
    posted_on: date
    amount: int
    text: str
    note: str
    reference: str | None


# What was reversed, and its reversal, are no movement at the bank.
OPEN = """
    SELECT l.id, l.posting_id, p.number, l.posted_on, l.amount, p.text, l.note, p.reference
    FROM posting_line l
    JOIN posting p ON p.id = l.posting_id
    WHERE l.organisation_id = $1 AND l.account_id = $2
    AND NOT EXISTS (
        SELECT 1 FROM matched_posting m WHERE m.posting_line_id = l.id AND m.stands
    )
    AND NOT EXISTS (
        SELECT 1 FROM posting r JOIN posting_line q ON q.posting_id = r.id
        LEFT JOIN matched_posting m ON m.posting_line_id = q.id AND m.stands
        WHERE (r.reverses_id = p.id OR r.id = p.reverses_id)
        AND q.account_id = l.account_id AND q.amount = -l.amount AND m.id IS NULL
    )
"""


async def open_postings(
    org: Organisation, account: BankAccount, since: date, to: date, amounts: Sequence[int] = ()
) -> list[OpenPosting]:
    """Lines of the books between two days that no line of the bank belongs to."""
    rows = await connections.get("default").execute_query_dict(
        f"{OPEN} AND l.posted_on BETWEEN $3 AND $4"
        " AND (cardinality($5::bigint[]) = 0 OR l.amount = ANY($5))"
        " ORDER BY l.posted_on, p.number, l.id LIMIT 2000",
        [org.id, account.account_id, since, to, list(amounts)],
    )
    return [OpenPosting(*row.values()) for row in rows]


async def propose(
    org: Organisation, account: BankAccount, lines: Sequence[BankLine]
) -> Mapping[int, Sequence[Candidate]]:
    """Postings of exactly the sum, near the day."""
    if not lines:
        return {}
    days = [line.on for line in lines]
    amounts = sorted({line.amount for line in lines})
    found = await open_postings(org, account, min(days) - BEFORE, max(days) + AFTER, amounts)
    by_amount: defaultdict[int, list[OpenPosting]] = defaultdict(list)
    for one in found:
        by_amount[one.amount].append(one)
    lines_of = Counter(line.amount for line in lines)
    offered: dict[int, list[Candidate]] = {}
    for line in lines:
        fitting = [
            one
            for one in by_amount[line.amount]
            if line.on - BEFORE <= one.posted_on <= line.on + AFTER
        ]
        alone = len(fitting) == 1 and lines_of[line.amount] == 1
        offered[line.id] = [_candidate(line, one, alone) for one in fitting[:20]]
    return offered


def _candidate(line: BankLine, one: OpenPosting, alone: bool) -> Candidate:
    words = f"{line.text} {line.reference}"
    referred = any(has_reference(words, text) for text in (one.reference or "", one.note) if text)
    why = reasons(
        Reason.REFERENCE if referred else None,
        Reason.SUM,
        name_reason(f"{line.text} {line.name}", one.text),
        days_reason((line.on - one.posted_on).days),
        Reason.ALONE if alone else None,
    )
    called = gettext("Posting {number} of {day}: {text}").format(
        number=one.number, day=shown_date(one.posted_on), text=one.text
    )
    return Candidate(
        BookKind.POSTING, str(one.id), one.amount, called, why, min(confidence(why), _most(why))
    )


def _most(why: Sequence[Reason]) -> int:
    return 100 if Reason.REFERENCE in why else 95


async def _books(asking: Asking) -> list[int]:
    """The lines that were chosen; that they come to the same is held against the bank's."""
    parts = asking.key.split(",")
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        raise NotItsBook
    return list(dict.fromkeys(int(part) for part in parts))


POSTING = Book(lazy("In the books already"), _books)
