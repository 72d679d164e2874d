"""What the tables refuse whatever the rules say, and two people at once."""

import asyncio

import asyncpg
import pytest
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from coopcouncil.banking.actions.matching import (
    confirm,
)
from coopcouncil.banking.actions.statements import take_in, upload
from coopcouncil.banking.kinds import BookKind
from coopcouncil.banking.models import BankAccount, BankLine
from coopcouncil.banking.rules.reconciling import (
    AlreadyExplained,
    AlreadyOnStatement,
)
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.models import PostingLine
from coopcouncil.ledger.reads import account_for, balances, check_books
from coopcouncil.organisations.models import Organisation
from tests.banking.building import (
    DAY,
    END,
    csv,
    lines_of,
    make_bank,
    taken,
)
from tests.ledger.books import make_books, move

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bank_line SET amount = 1",
        "DELETE FROM bank_line",
        "UPDATE bank_match SET kind = 'x'",
        "DELETE FROM bank_match",
        "UPDATE matched_line SET stands = false",
        "DELETE FROM matched_posting",
        "UPDATE bank_statement SET state = 'previewed'",
        "INSERT INTO matched_line (organisation_id, match_id, line_id, stands)"
        " SELECT organisation_id, match_id, line_id, true FROM matched_line",
        "INSERT INTO bank_match (organisation_id, bank_account_id, kind, key, made, note, reason,"
        " confirmed_at) SELECT organisation_id, id, 'x', '', false, '', '', now()"
        " FROM bank_account",
    ],
)
async def test_the_tables_refuse_what_the_rules_would(db, statement: str):
    org = await make_books()
    account = await make_bank(org)
    await taken(org, account, csv("03/06/2026|A|a|2.00"))
    [line] = await lines_of(org)
    other = await account_for(org, Purpose.OTHER_INCOME)
    await confirm(org, account, [line], BookKind.ACCOUNT, str(other.id), None)

    with pytest.raises((IntegrityError, asyncpg.PostgresError)):
        async with in_transaction() as connection:
            await connection.execute_script(statement)
            await connection.execute_script("SET CONSTRAINTS ALL IMMEDIATE")


async def test_two_tellers_and_two_tabs_at_once(fresh_db):
    org = await make_books()
    account = await make_bank(org)
    data = csv(*(f"03/06/2026|P{n}|r{n}|{n}.00" for n in range(1, 21)))
    statements = await asyncio.gather(
        *(upload(org, account, "s.csv", data, None) for _n in range(2))
    )
    await asyncio.gather(*(take_in(org, one, None) for one in statements))
    lines = await lines_of(org)
    assert len(lines) == 20
    other = await account_for(org, Purpose.OTHER_INCOME)

    async def tell(line: BankLine) -> bool:
        try:
            await confirm(org, account, [line], BookKind.ACCOUNT, str(other.id), None)
        except AlreadyExplained:
            return False
        return True

    told = await asyncio.gather(*(tell(line) for line in [*lines, *lines]))
    assert sum(told) == 20
    assert (await balances(org, END))[account.account_id] == sum(line.amount for line in lines)
    [same] = await asyncio.gather(_one_posting_two_lines(org, account))
    assert same == 1
    assert (await check_books(org)).balanced


async def _one_posting_two_lines(org: Organisation, account: BankAccount) -> int:
    line = "04/06/2026|X|x|5.55"
    await taken(org, account, csv(line, line))
    posting = await move(org, Purpose.BANK, Purpose.DONATIONS, 555, DAY)
    row = await PostingLine.within(org).get(posting_id=posting.id, amount=555)
    two = await BankLine.within(org).filter(amount=555)

    async def tell(one: BankLine) -> bool:
        try:
            await confirm(org, account, [one], BookKind.POSTING, str(row.id), None)
        except AlreadyOnStatement:
            return False
        return True

    return sum(await asyncio.gather(*(tell(one) for one in two)))
