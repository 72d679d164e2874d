"""What the books say: balances, statements, the lines of an account or of a member."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.ledger.chart import plan
from coopcouncil.ledger.kinds import AccountKind, Purpose
from coopcouncil.ledger.models import Account, BookClosing, Posting, PostingLine
from coopcouncil.ledger.rules import Line, TrialBalance, trial_balance, year_start
from coopcouncil.organisations.models import Organisation, rulebook_on


async def closed_to(org: Organisation) -> date | None:
    """The last day that is closed."""
    last = await BookClosing.within(org).order_by("-closed_to").first()
    return last.closed_to if last else None


async def lines_of(posting: Posting) -> list[Line]:
    """The lines of a posting."""
    found = await PostingLine.everywhere().filter(posting_id=posting.id).order_by("id")
    return [Line(one.account_id, one.amount, one.fund_id, one.member_id, one.note) for one in found]


async def accounts_of(org: Organisation) -> list[Account]:
    """Every account, by code."""
    return await Account.within(org).order_by("code")


async def account_for(org: Organisation, purpose: Purpose) -> Account:
    """The account that the program posts to for this purpose; `NotHere` where there is none.

    Books that were opened before the plan had it get it now.
    """
    found = await Account.within(org).get_or_none(purpose=purpose)
    if found is not None:
        return found
    planned = next((one for one in plan(org.legal_form) if one.purpose is purpose), None)
    if planned is None or not await has_books(org):
        raise NotHere
    async with in_transaction():
        await lock("ledger", org.id)
        if (found := await Account.within(org).get_or_none(purpose=purpose)) is None:
            taken = await Account.within(org).filter(code=planned.code).exists()
            code = f"{planned.code}-1" if taken else planned.code
            facts = {**planned._asdict(), "code": code}
            found = await Account.create(organisation=org, **facts)
    return found


async def has_books(org: Organisation) -> bool:
    """Whether the organisation keeps its books here."""
    return await Account.within(org).exists()


async def balances(org: Organisation, to: date, fund: int | None = None) -> dict[int, int]:
    """Each account's sum up to the end of a day, debits positive; of one fund, if it is named."""
    return (await _sums(org, to, to, fund))[0]


async def _sums(
    org: Organisation, to: date, before: date, fund: int | None
) -> tuple[dict[int, int], dict[int, int]]:
    """Each account's sum to the end of one day, and to the end of an earlier one, in one pass."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT account_id, sum(amount)::bigint AS total,"
        " coalesce(sum(amount) FILTER (WHERE posted_on <= $3), 0)::bigint AS earlier"
        " FROM posting_line WHERE organisation_id = $1 AND posted_on <= $2"
        " AND ($4::bigint IS NULL OR fund_id = $4) GROUP BY account_id",
        [org.id, to, before, fund],
    )
    ever = {row["account_id"]: row["total"] for row in rows}
    return ever, {row["account_id"]: row["earlier"] for row in rows}


@dataclass(frozen=True)
class Books:
    """The accounts with what stands on them at the end of a day."""

    on: date
    since: date
    accounts: list[Account]
    trial: TrialBalance

    @property
    def kinds(self) -> Mapping[int, AccountKind]:
        return {one.id: one.kind for one in self.accounts}


async def books(org: Organisation, on: date, fund: int | None = None) -> Books:
    """The books as at the end of a day, of the financial year that it lies in."""
    rules = (await rulebook_on(org, on)).rules
    since = year_start(on, (rules.year_end_month, rules.year_end_day))
    accounts = await accounts_of(org)
    ever, before = await _sums(org, on, since - timedelta(days=1), fund)
    trial = trial_balance({one.id: one.kind for one in accounts}, ever, before)
    return Books(on, since, accounts, trial)


class Entry(NamedTuple):
    """A line with its posting, and the balance after it."""

    posting_id: int
    number: int
    posted_on: date
    text: str
    note: str
    amount: int
    account_id: int
    line_id: int
    balance: int


# The order of days and then of numbers: a posting's id is given with its number, under one lock.
_PLACE = "(l.posted_on, l.posting_id, l.id)"


async def entries(
    org: Organisation,
    since: date,
    to: date,
    *,
    account: int | None = None,
    member: int | None = None,
    after: int | None = None,
    before: int | None = None,
    limit: int = 1000,
) -> tuple[int, list[Entry]]:
    """Lines of an account or a member with a running balance, and what was brought forward to
    the first of them: the first lines of these days, or the next ones after or before a line."""
    assert account is not None or member is not None
    values: list[object] = [org.id]
    which = "l.organisation_id = $1"
    for column, value in (("account_id", account), ("member_id", member)):
        if value is not None:
            values.append(value)
            which += f" AND l.{column} = ${len(values)}"
    days, turn = f" AND l.posted_on BETWEEN ${len(values) + 1} AND ${len(values) + 2}", ""
    spanning = [*values, since, to]
    if (place := before if after is None else after) is not None:
        spanning.append(place)
        days += (
            f" AND {_PLACE} {'<' if after is None else '>'} (SELECT o.posted_on, o.posting_id, o.id"  # noqa: S608
            f" FROM posting_line o WHERE o.id = ${len(spanning)} AND o.organisation_id = $1)"
        )
        turn = " DESC" if after is None else ""
    # One journey: the page's lines, and the sum of what stands before the first of them; where
    # there are none, of what stands before the days.
    rows = await connections.get("default").execute_query_dict(
        f"WITH page AS (SELECT l.posting_id, p.number, l.posted_on, p.text, l.note, l.amount,"  # noqa: S608
        f" l.account_id, l.id AS line_id FROM (SELECT * FROM posting_line l WHERE {which}{days}"
        f" ORDER BY l.posted_on{turn}, l.posting_id{turn}, l.id{turn} LIMIT {int(limit)}) AS l"
        f" JOIN posting p ON p.id = l.posting_id)"
        f" SELECT page.*, (SELECT coalesce(sum(l.amount), 0)::bigint FROM posting_line l"
        f" WHERE {which} AND {_PLACE} < (SELECT posted_on, posting_id, line_id FROM"
        f" (SELECT 0 AS turn, posted_on, posting_id, line_id FROM page"
        f" UNION ALL SELECT 1, ${len(values) + 1}::date, 0, 0) AS place"
        f" ORDER BY turn, posted_on, posting_id, line_id LIMIT 1)) AS brought"
        f" FROM (SELECT 1) AS always LEFT JOIN page ON true"
        f" ORDER BY page.posted_on, page.posting_id, page.line_id",
        spanning,
    )
    brought: int = rows[0]["brought"]
    found = [row for row in rows if row["line_id"] is not None]
    balances = accumulate((row["amount"] for row in found), initial=brought)
    next(balances)
    return brought, [
        Entry(*(*(row[name] for name in _FIELDS), balance))
        for row, balance in zip(found, balances, strict=True)
    ]


_FIELDS = Entry._fields[:-1]


@dataclass(frozen=True)
class Check:
    """What checking the books found, in pence; `wrong` says what, in English."""

    postings: int
    debits: int
    credits: int
    wrong: tuple[str, ...]

    @property
    def balanced(self) -> bool:
        return not self.wrong


async def check_books(org: Organisation) -> Check:
    """Add everything up again, and hold each posting against its rules."""
    connection = connections.get("default")
    [sums] = await connection.execute_query_dict(
        "SELECT (SELECT count(*) FROM posting WHERE organisation_id = $1) AS postings,"
        " coalesce(sum(amount) FILTER (WHERE amount > 0), 0)::bigint AS debits,"
        " coalesce(-sum(amount) FILTER (WHERE amount < 0), 0)::bigint AS credits"
        " FROM posting_line WHERE organisation_id = $1",
        [org.id],
    )
    wrong = []
    for sentence, sql in _FAULTS:
        rows = await connection.execute_query_dict(sql, [org.id])
        if rows:
            numbers = ", ".join(str(row["number"]) for row in rows[:10])
            wrong.append(f"{sentence}: {numbers}")
    if sums["debits"] != sums["credits"]:
        wrong.append(f"debits are {sums['debits']}p and credits {sums['credits']}p")
    return Check(sums["postings"], sums["debits"], sums["credits"], tuple(wrong))


_FAULTS = (
    (
        "postings that do not balance, or within a fund do not",
        "SELECT DISTINCT p.number FROM posting p LEFT JOIN posting_line l ON l.posting_id = p.id"
        " WHERE p.organisation_id = $1 GROUP BY p.id, p.number, l.fund_id"
        " HAVING coalesce(sum(l.amount), 1) <> 0 ORDER BY 1",
    ),
    (
        "postings without all their lines",
        "SELECT p.number FROM posting p LEFT JOIN posting_line l ON l.posting_id = p.id"
        " WHERE p.organisation_id = $1 GROUP BY p.id HAVING count(l.id) <> p.line_count"
        " ORDER BY 1",
    ),
    (
        "lines of another day or organisation than their posting's, or on a strange account",
        "SELECT DISTINCT p.number FROM posting p JOIN posting_line l ON l.posting_id = p.id"
        " JOIN ledger_account a ON a.id = l.account_id WHERE p.organisation_id = $1"
        " AND (l.posted_on <> p.posted_on OR l.organisation_id <> p.organisation_id"
        " OR a.organisation_id <> p.organisation_id) ORDER BY 1",
    ),
    (
        "numbers after a gap",
        "SELECT number FROM (SELECT number, lag(number, 1, 0::bigint) OVER (ORDER BY number)"
        " AS before FROM posting WHERE organisation_id = $1) AS one"
        " WHERE number <> before + 1 ORDER BY 1",
    ),
    (
        "postings made after their day was closed",
        "SELECT p.number FROM posting p WHERE p.organisation_id = $1 AND EXISTS"
        " (SELECT 1 FROM book_closing c WHERE c.organisation_id = p.organisation_id"
        " AND c.closed_to >= p.posted_on AND c.closed_at < p.recorded_at) ORDER BY 1",
    ),
)
