"""A page of lines, by state and words; what explains them, and what was noted."""

from collections.abc import Sequence

from tortoise import connections

from coopcouncil.banking.models import BankAccount, BankLine, BankMatch, LineNote, MatchedLine
from coopcouncil.banking.reading.values import pence
from coopcouncil.organisations.models import Organisation

ROWS = 50
_EXPLAINED = "EXISTS (SELECT 1 FROM matched_line m WHERE m.line_id = l.id AND m.stands)"
_STATES = {"open": f"NOT {_EXPLAINED}", "done": _EXPLAINED, "all": "true"}


async def searched(
    org: Organisation, account: BankAccount, state: str, text: str, page: int
) -> tuple[list[BankLine], int]:
    """The lines of a page, the latest first, and how many there are."""
    try:
        amount: int | None = abs(pence(text))
    except ValueError:
        amount = None
    words = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    which = (
        f" FROM bank_line l WHERE l.bank_account_id = $1 AND {_STATES[state]}"
        " AND ($2 = '%%' OR l.text ILIKE $2 OR l.name ILIKE $2 OR l.reference ILIKE $2"
        "  OR abs(l.amount) = $3)"
    )
    connection = connections.get("default")
    arguments = [account.id, words, amount]
    [row] = await connection.execute_query_dict(f"SELECT count(*)::int AS n{which}", arguments)
    rows = await connection.execute_query_dict(
        f'SELECT l.id{which} ORDER BY l."on" DESC, l.id DESC LIMIT {ROWS} OFFSET $4',
        [*arguments, (page - 1) * ROWS],
    )
    ids = [one["id"] for one in rows]
    found = {one.id: one for one in await BankLine.within(org).filter(id__in=ids)}
    return [found[one] for one in ids], int(row["n"])


async def matches_of(org: Organisation, lines: Sequence[BankLine]) -> dict[int, BankMatch]:
    """What explains each line, where something does."""
    matched = MatchedLine.within(org).filter(line_id__in=[one.id for one in lines], stands=True)
    return {one.line_id: one.match for one in await matched.prefetch_related("match__confirmed_by")}


async def notes_of(org: Organisation, lines: Sequence[BankLine]) -> dict[int, str]:
    """The latest note on each line."""
    notes = LineNote.within(org).filter(line_id__in=[one.id for one in lines])
    return {one.line_id: one.text for one in await notes.order_by("id")}
