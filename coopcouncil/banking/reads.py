"""What stands where: bank accounts at a glance, lines to explain, the reconciliation of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from tortoise import connections

from coopcouncil.banking.books.postings import OPEN
from coopcouncil.banking.kinds import StatementState
from coopcouncil.banking.models import BankAccount, BankStatement
from coopcouncil.banking.rules.reconciling import Gap, Point, Reconciled, gaps, uncovered
from coopcouncil.organisations.models import Organisation


class Standing(NamedTuple):
    """A bank account at a glance: the lines' sum, and what nothing explains yet."""

    account: BankAccount
    statement: int
    ledger: int
    open_lines: int
    last_on: date | None


async def at_bank(org: Organisation) -> set[int]:
    """The accounts of the books that a bank keeps."""
    return {one.account_id for one in await BankAccount.within(org)}


async def standings(org: Organisation) -> list[Standing]:
    """Every bank account, by name."""
    rows = await _rows(
        "SELECT b.id, b.opening + coalesce(l.total, 0)::bigint AS statement,"
        " coalesce(p.total, 0)::bigint AS ledger, coalesce(l.open_lines, 0)::int AS open_lines,"
        " l.last_on FROM bank_account b"
        ' LEFT JOIN LATERAL (SELECT sum(l.amount) AS total, max(l."on") AS last_on,'
        "  count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM matched_line m"
        "   WHERE m.line_id = l.id AND m.stands)) AS open_lines"
        "  FROM bank_line l WHERE l.bank_account_id = b.id) l ON true"
        " LEFT JOIN LATERAL (SELECT sum(p.amount) AS total FROM posting_line p"
        "  WHERE p.account_id = b.account_id) p ON true"
        " WHERE b.organisation_id = $1 ORDER BY b.name",
        [org.id],
    )
    accounts = {one.id: one for one in await BankAccount.within(org)}
    return [
        Standing(
            accounts[row["id"]],
            row["statement"],
            row["ledger"],
            row["open_lines"],
            row["last_on"],
        )
        for row in rows
    ]


class Left(NamedTuple):
    """A line of the bank that nothing in the books explains by the day."""

    id: int
    on: date
    text: str
    amount: int
    note: str
    explained_later: bool


class Outstanding(NamedTuple):
    """A line of the books that the bank has not by the day."""

    id: int
    posting_id: int
    number: int
    on: date
    text: str
    amount: int
    came_later: bool


@dataclass(frozen=True)
class Report:
    """The reconciliation of one bank account at the end of a day."""

    account: BankAccount
    on: date
    sums: Reconciled
    left: Sequence[Left]
    outstanding: Sequence[Outstanding]
    gaps: Sequence[Gap]
    uncovered: Sequence[tuple[date, date]]
    bank_says: Point | None

    @property
    def agrees(self) -> bool:
        """Bank and books say the same, and the bank's own balance too, as far as it is known."""
        return self.sums.agrees and not self.gaps


async def report(org: Organisation, account: BankAccount, on: date) -> Report:
    """Every penny between the bank's balance and the books', each line by its name."""
    left = await _left(account, on)
    outstanding = await _outstanding(org, account, on)
    [sums] = await _rows(_SUMS, [account.id, account.account_id, account.since, on])
    points = await _points(org, account, on)
    spans = await _spans(org, account)
    named = {point.on for point in points}
    return Report(
        account,
        on,
        Reconciled(
            sums["ledger"],
            account.opening + sums["statement"],
            account.opening - sums["before"],
            sum(one.amount for one in left),
            sum(one.amount for one in outstanding),
        ),
        left,
        outstanding,
        gaps(points),
        # Where the next statement's opening balance follows, nothing was left out between.
        [span for span in uncovered(spans, account.since, on) if span[1] not in named],
        points[-1] if points else None,
    )


# What stood in the books before the beginning is in the opening balance, but for what the bank
# brought only later: that is matched, and counts like any posting.
_SUMS = """
    SELECT
        (SELECT coalesce(sum(p.amount), 0)::bigint FROM posting_line p
            WHERE p.account_id = $2 AND p.posted_on <= $4) AS ledger,
        (SELECT coalesce(sum(p.amount), 0)::bigint FROM posting_line p
            WHERE p.account_id = $2 AND p.posted_on < $3 AND p.posted_on <= $4
            AND NOT EXISTS (SELECT 1 FROM matched_posting m
                WHERE m.posting_line_id = p.id AND m.stands)) AS before,
        (SELECT coalesce(sum(l.amount), 0)::bigint FROM bank_line l
            WHERE l.bank_account_id = $1 AND l."on" <= $4) AS statement
"""
# A match is whole by a day when everything in it is of that day or before.
_LATE = """
    SELECT m.match_id FROM matched_line m JOIN bank_line l ON l.id = m.line_id
    WHERE m.stands AND l.bank_account_id = $1 AND l."on" > $2
    UNION
    SELECT m.match_id FROM matched_posting m JOIN posting_line p ON p.id = m.posting_line_id
    JOIN bank_match b ON b.id = m.match_id
    WHERE m.stands AND b.bank_account_id = $1 AND p.posted_on > $2
"""


async def _left(account: BankAccount, on: date) -> list[Left]:
    rows = await _rows(
        f"WITH late AS ({_LATE})"  # noqa: S608
        ' SELECT l.id, l."on", l.text, l.amount,'
        " coalesce((SELECT n.text FROM bank_line_note n WHERE n.line_id = l.id"
        "  ORDER BY n.id DESC LIMIT 1), '') AS note, m.id IS NOT NULL AS explained_later"
        " FROM bank_line l LEFT JOIN matched_line m ON m.line_id = l.id AND m.stands"
        ' WHERE l.bank_account_id = $1 AND l."on" <= $2'
        " AND (m.id IS NULL OR m.match_id IN (SELECT match_id FROM late))"
        ' ORDER BY l."on", l.id',
        [account.id, on],
    )
    return [Left(*row.values()) for row in rows]


async def _outstanding(org: Organisation, account: BankAccount, on: date) -> list[Outstanding]:
    never = OPEN.replace("SELECT l.id, l.posting_id,", "SELECT l.id AS open_id, l.posting_id,")
    rows = await _rows(
        f"WITH late AS ({_LATE.replace('$1', '$3').replace('$2', '$4')}),"  # noqa: S608
        f" never AS ({never})"
        " SELECT l.id, l.posting_id, p.number, l.posted_on, p.text, l.amount,"
        " m.id IS NOT NULL AS came_later"
        " FROM posting_line l JOIN posting p ON p.id = l.posting_id"
        " LEFT JOIN matched_posting m ON m.posting_line_id = l.id AND m.stands"
        " WHERE l.account_id = $2 AND l.posted_on <= $4"
        " AND (m.match_id IN (SELECT match_id FROM late)"
        f"  OR (m.id IS NULL AND l.posted_on >= $5 AND (l.id IN (SELECT open_id FROM never)"
        f"   OR p.posted_on <= $4 AND EXISTS ({_REVERSED_LATER}))))"
        " ORDER BY l.posted_on, p.number, l.id",
        [org.id, account.account_id, account.id, on, account.since],
    )
    return [Outstanding(*row.values()) for row in rows]


# Two that cancel each other do so only once both are there, and on the same side of the beginning.
_REVERSED_LATER = """
    SELECT 1 FROM posting r WHERE (r.reverses_id = p.id OR r.id = p.reverses_id)
    AND (r.posted_on > $4 OR r.posted_on < $5)
"""


async def _points(org: Organisation, account: BankAccount, on: date) -> list[Point]:
    """The bank's own balances up to a day, each beside what the lines here come to."""
    taken = await BankStatement.within(org).filter(
        bank_account_id=account.id, state=StatementState.TAKEN
    )
    named: dict[date, tuple[int, int]] = {}
    for one in taken:
        for day, balance in (
            (one.from_on - timedelta(days=1) if one.from_on else None, one.opening),
            (one.to_on, one.closing),
        ):
            if day is None or balance is None or not account.since <= day <= on:
                continue
            # A file of that day that was brought later knows the rest of the day.
            again = any(
                other.settled_at
                and one.settled_at
                and other.settled_at > one.settled_at
                and other.from_on
                and other.to_on
                and other.from_on <= day <= other.to_on
                and (day, other.closing) != (other.to_on, balance)
                for other in taken
            )
            if not again and (day not in named or named[day][0] < one.id):
                named[day] = (one.id, balance)
    days = sorted(named)
    rows = await _rows(
        "SELECT d.day, coalesce((SELECT sum(l.amount) FROM bank_line l"
        ' WHERE l.bank_account_id = $1 AND l."on" <= d.day), 0)::bigint AS total'
        " FROM unnest($2::date[]) AS d (day) ORDER BY d.day",
        [account.id, days],
    )
    return [Point(row["day"], named[row["day"]][1], account.opening + row["total"]) for row in rows]


async def _spans(org: Organisation, account: BankAccount) -> list[tuple[date, date]]:
    found = BankStatement.within(org).filter(bank_account_id=account.id, state=StatementState.TAKEN)
    return [
        (one.from_on, one.to_on)
        for one in await found
        if one.from_on is not None and one.to_on is not None
    ]


async def unreconciled(org: Organisation) -> int:
    """Pence that bank and books do not say alike, for `coopcouncil ledger check`: each line of
    the bank that nothing explains, each posting that the bank has not, and what differed at the
    start. A bank account of the books without statements counts with every posting."""
    total = 0
    for one in await BankAccount.within(org):
        found = await report(org, one, date.max)
        total += sum(abs(line.amount) for line in found.left)
        total += sum(abs(line.amount) for line in found.outstanding)
        total += abs(found.sums.at_start) + sum(abs(gap.amount) for gap in found.gaps)
    [row] = await _rows(
        "SELECT coalesce(sum(abs(l.amount)), 0)::bigint AS pence FROM posting_line l"
        " JOIN ledger_account a ON a.id = l.account_id"
        " WHERE l.organisation_id = $1 AND a.purpose = 'bank'"
        " AND NOT EXISTS (SELECT 1 FROM bank_account b WHERE b.account_id = a.id)",
        [org.id],
    )
    return total + int(row["pence"])


async def _rows(sql: str, arguments: list[Any]) -> list[dict[str, Any]]:
    return list(await connections.get("default").execute_query_dict(sql, arguments))
