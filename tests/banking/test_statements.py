"""A bank's statements: each line once, in order, and taken out again whole."""

from datetime import date

import pytest

from coopcouncil.banking.actions.matching import (
    confirm,
    undo_match,
)
from coopcouncil.banking.actions.statements import drop, undo, upload
from coopcouncil.banking.kinds import BookKind
from coopcouncil.banking.models import BankStatement
from coopcouncil.banking.rules.reconciling import (
    LaterStatement,
    LinesExplained,
    StatementDecided,
)
from coopcouncil.kernel.errors import Refused
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for
from tests.banking.building import csv, lines_of, make_bank, taken
from tests.banking.test_reading import file
from tests.ledger.books import make_books

pytestmark = pytest.mark.anyio


async def test_the_same_file_again_adds_nothing_and_true_equals_both_stand(db):
    org = await make_books()
    account = await make_bank(org)
    await taken(org, account, file("barclays.csv"))
    again = await taken(org, account, file("barclays.csv"))

    lines = await lines_of(org)
    assert [line.amount for line in lines] == [123_450, 200, 200, 200, -12_000]
    assert again.fresh == 0


async def test_a_longer_file_adds_only_the_rest(db):
    org = await make_books()
    account = await make_bank(org)
    day = "03/06/2026|A Price|SUBS|2.00"
    await taken(org, account, csv(day))
    longer = await taken(org, account, csv(day, day, "04/06/2026|Calder Water|DD|-9.00"))

    assert longer.fresh == 2
    assert sorted(line.amount for line in await lines_of(org)) == [-900, 200, 200]


async def test_a_long_file_is_taken_in_pieces(db):
    org = await make_books()
    account = await make_bank(org)
    rows = [f"{1 + n % 28:02}/06/2026|P{n % 90}|SUBS|2.00" for n in range(5_200)]
    statement = await taken(org, account, csv(*rows))
    assert (statement.total, statement.fresh, statement.came_in) == (5_200, 5_200, 1_040_000)
    assert (await upload(org, account, "again.csv", csv(*rows), None)).fresh == 0


async def test_the_bank_s_own_ids_tell_lines_apart(db):
    org = await make_books()
    account = await make_bank(org)
    await taken(org, account, file("monzo.csv"))
    renamed = file("monzo.csv").replace("Siân Môn".encode(), b"Sian M")
    assert (await taken(org, account, renamed)).fresh == 0


async def test_a_file_of_another_account_leaves_nothing(db):
    org = await make_books()
    account = await make_bank(org, number="40506071")
    for name in ("barclays.csv", "lloyds.csv", "sgml.ofx", "statement.mt940", "camt053.xml"):
        with pytest.raises(Refused):
            await upload(org, account, name, file(name), None)
    assert not await BankStatement.within(org).exists()


async def test_lines_before_the_beginning_are_in_the_opening_balance(db):
    org = await make_books()
    account = await make_bank(org, since=date(2026, 6, 3))
    statement = await taken(org, account, file("starling.csv"))
    assert (statement.total, statement.fresh) == (3, 2)


async def test_undoing_a_statement(db):
    org = await make_books()
    account = await make_bank(org)
    first = await taken(org, account, csv("03/06/2026|A|r1|2.00"))
    second = await taken(org, account, csv("03/06/2026|A|r1|2.00", "04/06/2026|B|r2|3.00"))
    with pytest.raises(LaterStatement):
        await undo(org, first, None)
    assert await undo(org, second, None) == 1
    with pytest.raises(StatementDecided):
        await undo(org, second, None)
    [line] = await lines_of(org)
    other = await account_for(org, Purpose.OTHER_INCOME)
    match = await confirm(org, account, [line], BookKind.ACCOUNT, str(other.id), None)
    await undo_match(org, match, "A mistake", None)
    with pytest.raises(LinesExplained):
        await undo(org, first, None)
    with pytest.raises(StatementDecided):
        await drop(org, first, None)
