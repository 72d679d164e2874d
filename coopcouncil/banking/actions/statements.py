"""A statement: uploaded, looked at, taken in; dropped or undone. Read as a stream each time."""

import asyncio
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import Any, BinaryIO

from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.banking.actions.columns import kept, remember, remembered, unkept, writing_of
from coopcouncil.banking.kinds import UNDECIDED, Bank, Format, StatementState
from coopcouncil.banking.labels import BANKS
from coopcouncil.banking.models import (
    BankAccount,
    BankLine,
    BankStatement,
    LineNote,
    MatchedLine,
    StatementColumns,
)
from coopcouncil.banking.reading.facts import Facts, NoLines, OtherBank, Read
from coopcouncil.banking.reading.separated import Meaning, Shape, shape_of
from coopcouncil.banking.reading.whole import Writing, format_of, read_statement
from coopcouncil.banking.rules.adding import Added, Sums, keyed, refuse_another
from coopcouncil.banking.rules.reconciling import LaterStatement, LinesExplained, StatementDecided
from coopcouncil.kernel import audit, clock, files
from coopcouncil.kernel.db import lock
from coopcouncil.organisations.models import Organisation

PIECE = 5_000
"""Lines that are held at once, whatever the length of the file."""


async def upload(
    org: Organisation, account: BankAccount, name: str, data: bytes, by: Person | None
) -> BankStatement:
    """Keep a file of the bank and look through it; where its columns are unknown, they are asked.

    A file that is not whole, or is not this account's, is refused and leaves nothing.
    """
    file = BytesIO(data)
    kind = await asyncio.to_thread(format_of, file)
    writing, bank = Writing(kind), None
    columns: StatementColumns | None = None
    if kind is Format.CSV:
        shape = await asyncio.to_thread(shape_of, file)
        bank = shape.bank
        if bank is None:
            columns = await remembered(org, shape)
        writing = writing_of(shape, columns)
    if bank and account.bank not in (Bank.OTHER, bank):
        raise OtherBank(0, str(BANKS[bank]))
    looked = None
    if writing.format is not Format.CSV or bank or columns:
        looked = await _look_through(account, file, writing)
    async with in_transaction():
        await lock("bank", account.id)
        stored = await files.put(org.id, name, _TYPES[kind], data)
        statement = await BankStatement.create(
            organisation=org,
            bank_account=account,
            state=StatementState.UPLOADED,
            file=stored,
            format=kind,
            bank=bank,
            columns=[one.value for one in writing.meaning.columns] if writing.meaning else [],
            writing=kept(writing),
            uploaded_at=clock.now(),
            uploaded_by=by,
        )
        if looked is not None:
            await _previewed(statement, looked)
        if columns is not None:
            columns.used_at = clock.now()
            await columns.save(update_fields=["used_at"])
        await _record(org, by, "uploaded a bank statement", statement)
    return statement


async def name_columns(
    org: Organisation, statement: BankStatement, meaning: Meaning, by: Person | None
) -> None:
    """Say what the columns of another bank's file are; remembered for the next one."""
    file = await file_of(statement)
    shape = await asyncio.to_thread(shape_of, file)
    writing = Writing(Format.CSV, shape.layout, shape.line, meaning)
    looked = await _look_through(await account_of(statement), file, writing)
    async with in_transaction():
        await lock("bank", statement.bank_account_id)
        statement = await BankStatement.one(org, id=statement.id)
        if statement.state not in UNDECIDED:
            raise StatementDecided
        statement.columns = [one.value for one in meaning.columns]
        statement.writing = kept(writing)
        await _previewed(statement, looked)
        if shape.headings:
            await remember(org, shape, meaning)
        await _record(org, by, "named the columns of a bank statement", statement)


async def take_in(org: Organisation, statement: BankStatement, by: Person | None) -> int:
    """Add the lines that are not here yet; how many. The same file from two tabs adds them once."""
    file = await file_of(statement)
    account = await account_of(statement)
    async with in_transaction():
        await lock("bank", account.id)
        statement = await BankStatement.one(org, id=statement.id)
        if statement.state is not StatementState.PREVIEWED:
            raise StatementDecided
        added = place = 0
        facts = Facts()
        lines = _keyed(statement, file, facts)
        while piece := await asyncio.to_thread(lambda: list(islice(lines, PIECE))):
            added += await _insert(account, statement, place, piece)
            place += len(piece)
        statement.state, statement.fresh = StatementState.TAKEN, added
        statement.settled_at, statement.settled_by = clock.now(), by
        await statement.save()
        await _record(org, by, "took in a bank statement", statement, lines=added)
    return added


async def drop(org: Organisation, statement: BankStatement, by: Person | None) -> None:
    """Leave it; nothing of it was taken in."""
    async with in_transaction():
        await lock("bank", statement.bank_account_id)
        statement = await BankStatement.one(org, id=statement.id)
        if statement.state not in UNDECIDED:
            raise StatementDecided
        await _settle(statement, StatementState.DROPPED, by)
        await _record(org, by, "dropped a bank statement", statement)


async def undo(org: Organisation, statement: BankStatement, by: Person | None) -> int:
    """Take its lines out again, as long as nothing was ever said to explain one; how many."""
    async with in_transaction():
        await lock("bank", statement.bank_account_id)
        statement = await BankStatement.one(org, id=statement.id)
        if statement.state is not StatementState.TAKEN:
            raise StatementDecided
        taken = BankStatement.within(org).filter(
            bank_account_id=statement.bank_account_id, state=StatementState.TAKEN
        )
        if await taken.filter(settled_at__gt=statement.settled_at).exists():
            raise LaterStatement
        lines = BankLine.within(org).filter(statement_id=statement.id)
        explained = MatchedLine.within(org).filter(line__statement_id=statement.id)
        if found := len(set(await explained.values_list("line_id", flat=True))):
            raise LinesExplained(found)
        await LineNote.within(org).filter(line__statement_id=statement.id).delete()
        removed = await lines.delete()
        await _settle(statement, StatementState.UNDONE, by)
        await _record(org, by, "undid a bank statement", statement, lines=removed)
    return removed


async def first_lines(statement: BankStatement, most: int) -> list[Read]:
    """The beginning of it, for the preview."""
    file = await file_of(statement)
    lines = _keyed(statement, file, Facts())
    return await asyncio.to_thread(lambda: [read for _key, read in islice(lines, most)])


async def shape_again(statement: BankStatement) -> Shape:
    """How a CSV is written, to ask about its columns."""
    return await asyncio.to_thread(shape_of, await file_of(statement))


async def file_of(statement: BankStatement) -> BinaryIO:
    """The file as it came."""
    await statement.fetch_related("file")
    return BytesIO(await files.read(statement.file))


async def account_of(statement: BankStatement) -> BankAccount:
    """Whose statement it is."""
    await statement.fetch_related("bank_account")
    account: BankAccount = statement.bank_account
    return account


class _Looked:
    """What looking through a file found."""

    def __init__(self, added: Added, fresh: int) -> None:
        self.added, self.fresh = added, fresh


async def _look_through(account: BankAccount, file: BinaryIO, writing: Writing) -> _Looked:
    """Read it to its end, twice: is it whole and this account's, and how much of it is new?"""

    def adding() -> Added:
        facts, sums = Facts(), Sums()
        for read in read_statement(file, writing, facts):
            sums.add(read)
        refuse_another(facts.accounts, account.sort_code, account.number)
        added = sums.done(facts)
        if not added.total and added.closing is None:
            raise NoLines
        return added

    added = await asyncio.to_thread(adding)
    fresh = 0
    lines = keyed(read_statement(file, writing, Facts()), added.ids_told_apart)
    while piece := await asyncio.to_thread(lambda: list(islice(lines, PIECE))):
        keys = [key for key, read in piece if _counts(account, read)]
        [row] = await connections.get("default").execute_query_dict(
            "SELECT count(*)::int AS n FROM unnest($2::text[]) AS k (key) WHERE NOT EXISTS"
            " (SELECT 1 FROM bank_line l WHERE l.bank_account_id = $1 AND l.key = k.key)",
            [account.id, list(dict.fromkeys(keys))],
        )
        fresh += row["n"]
    return _Looked(added, fresh)


async def _previewed(statement: BankStatement, looked: _Looked) -> None:
    added = looked.added
    statement.state = StatementState.PREVIEWED
    statement.from_on, statement.to_on = added.from_on, added.to_on
    statement.opening, statement.closing = added.opening, added.closing
    statement.came_in, statement.went_out = added.came_in, added.went_out
    statement.total, statement.fresh = added.total, looked.fresh
    statement.writing = statement.writing | {"ids": "yes" if added.ids_told_apart else "no"}
    await statement.save()


def _counts(account: BankAccount, read: Read) -> bool:
    """Before the account's beginning, the opening balance says it all; nothing is no movement."""
    return bool(read.amount) and read.on >= account.since


def _keyed(statement: BankStatement, file: BinaryIO, facts: Facts) -> Iterator[tuple[str, Read]]:
    writing = unkept(statement)
    return keyed(read_statement(file, writing, facts), statement.writing.get("ids") != "no")


async def _insert(
    account: BankAccount, statement: BankStatement, place: int, piece: Sequence[tuple[str, Read]]
) -> int:
    columns: list[list[Any]] = [[] for _n in range(9)]
    for n, (key, read) in enumerate(piece, place + 1):
        if not _counts(account, read):
            continue
        row = (
            n,
            read.on,
            read.amount,
            read.text,
            read.name,
            read.reference,
            read.kind,
            read.balance,
            key,
        )
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    rows = await connections.get("default").execute_query_dict(
        'INSERT INTO bank_line (organisation_id, bank_account_id, statement_id, place, "on",'
        " amount, text, name, reference, kind, balance, key)"
        " SELECT $1, $2, $3, * FROM unnest($4::int[], $5::date[], $6::bigint[], $7::text[],"
        " $8::text[], $9::text[], $10::text[], $11::bigint[], $12::text[])"
        " ON CONFLICT (bank_account_id, key) DO NOTHING RETURNING 1 AS one",
        [statement.organisation_id, account.id, statement.id, *columns],
    )
    return len(rows)


async def _settle(statement: BankStatement, state: StatementState, by: Person | None) -> None:
    statement.state, statement.settled_at, statement.settled_by = state, clock.now(), by
    await statement.save(update_fields=["state", "settled_at", "settled_by_id"])


async def _record(
    org: Organisation, by: Person | None, verb: str, statement: BankStatement, **facts: object
) -> None:
    await audit.record(
        org.id, by.id if by else None, verb, f"bank-statement:{statement.id}", **facts
    )


_TYPES = {
    Format.CSV: "text/csv",
    Format.OFX: "application/x-ofx",
    Format.MT940: "text/plain",
    Format.CAMT: "application/xml",
}
