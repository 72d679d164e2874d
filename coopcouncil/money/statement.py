"""A member's statement: every charge and payment between two days, and what was owed after it."""

from dataclasses import dataclass
from datetime import date

from tortoise import connections

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for
from coopcouncil.members.duplicates.pointing import numbers_of
from coopcouncil.organisations.models import Organisation

LINES = 20_000
"""More than this is asked for in parts."""


class TooLong(Refused):
    """A statement that nobody could read, or hold."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("There is more in these days than one statement can show. Choose fewer days.")


class Backwards(Refused):
    """The last day before the first."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("The last day must not be before the first.")


@dataclass(frozen=True)
class Row:
    """One line: what was charged (a debit) or paid (a credit), and what was owed after it."""

    on: date
    text: str
    charged: Money
    paid: Money
    owed: Money


@dataclass(frozen=True)
class Statement:
    """What was owed before, the lines, and what was owed at the end."""

    since: date
    to: date
    before: Money
    rows: list[Row]

    @property
    def owed(self) -> Money:
        """At the end; below zero, paid in advance."""
        return self.rows[-1].owed if self.rows else self.before


_TEXT = """
CASE
    WHEN c.id IS NOT NULL AND $6 = 'cy' AND c.text_cy <> '' THEN c.text_cy
    WHEN c.id IS NOT NULL THEN c.text
    ELSE coalesce(nullif(l.note, ''), p.text)
END
"""
_ROWS = f"""
SELECT l.posted_on, {_TEXT} AS text, l.amount
FROM posting_line l JOIN posting p ON p.id = l.posting_id
LEFT JOIN posting r ON r.id = p.reverses_id
LEFT JOIN LATERAL (
    SELECT c.id, c.text, c.text_cy FROM charge c
    WHERE c.posting_id = l.posting_id AND c.member_id = ANY($3) AND c.amount = l.amount
    ORDER BY c.id LIMIT 1
) c ON true
WHERE l.organisation_id = $1 AND l.account_id = $2 AND l.member_id = ANY($3)
    AND l.posted_on BETWEEN $4 AND $5
    AND NOT (coalesce(r.kind, p.kind) = 'merge' AND NOT EXISTS (
        SELECT FROM posting_line o WHERE o.posting_id = p.id AND o.member_id <> ALL($3)
    ))
ORDER BY l.posted_on, l.id LIMIT {LINES + 1}
"""  # noqa: S608  its parts are ours
_BEFORE = """
SELECT coalesce(sum(amount), 0)::bigint AS pence FROM posting_line
WHERE organisation_id = $1 AND account_id = $2 AND member_id = ANY($3) AND posted_on < $4
"""


async def statement_of(
    org: Organisation, member_id: int, since: date, to: date, language: str
) -> Statement:
    """From the books themselves: what stands on the account of what members owe.

    Lines of numbers that were merged into this one are among them, and what was posted over
    between the two is not: it moved nothing.
    """
    if to < since:
        raise Backwards
    account = await account_for(org, Purpose.OWED_BY_MEMBERS)
    base = [org.id, account.id, await numbers_of(org, member_id), since]
    database = connections.get("default")
    before = (await database.execute_query_dict(_BEFORE, base))[0]["pence"]
    found = await database.execute_query_dict(_ROWS, [*base, to, language])
    if len(found) > LINES:
        raise TooLong
    rows, owed = [], before
    for row in found:
        amount = row["amount"]
        owed += amount
        rows.append(
            Row(
                row["posted_on"],
                row["text"],
                Money(max(amount, 0)),
                Money(max(-amount, 0)),
                Money(owed),
            )
        )
    return Statement(since, to, Money(before), rows)
