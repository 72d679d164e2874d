"""The report: every penny between bank and books has a name."""

from datetime import date

import pytest

from coopcouncil.banking.actions.matching import (
    confirm,
)
from coopcouncil.banking.kinds import BookKind
from coopcouncil.banking.reads import report, unreconciled
from coopcouncil.ledger.actions import reverse
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.models import PostingLine
from tests.banking.building import (
    END,
    csv,
    lines_of,
    make_bank,
    taken,
)
from tests.banking.test_reading import file
from tests.ledger.books import make_books, move

pytestmark = pytest.mark.anyio


async def test_every_penny_between_bank_and_books_has_a_name(db):
    org = await make_books()
    account = await make_bank(org, opening=10_000)
    await move(org, Purpose.BANK, Purpose.RESERVES, 9_000, date(2026, 5, 1))
    cheque = await move(org, Purpose.RUNNING_COSTS, Purpose.BANK, 700, date(2026, 5, 30))
    late = await move(org, Purpose.BANK, Purpose.DONATIONS, 400, date(2026, 6, 20))
    await move(org, Purpose.BANK, Purpose.DONATIONS, 55, date(2026, 6, 4))
    wrong = await move(org, Purpose.BANK, Purpose.DONATIONS, 99, date(2026, 6, 6))
    await reverse(org, wrong, date(2026, 6, 8), "Twice", None)
    await taken(
        org,
        account,
        csv("02/06/2026|CHEQUE|1|-7.00", "05/06/2026|D|2|4.00", "07/06/2026|E|3|1.23"),
    )
    paid, given, _unknown = await lines_of(org)
    rows = await PostingLine.within(org).filter(account_id=account.account_id)
    at_bank = {row.posting_id: row.id for row in rows}
    await confirm(org, account, [paid], BookKind.POSTING, str(at_bank[cheque.id]), None)
    await confirm(org, account, [given], BookKind.POSTING, str(at_bank[late.id]), None)

    for day in range(1, 31):
        found = await report(org, account, date(2026, 6, day))
        assert found.sums.difference == 0, day
        assert found.sums.at_start == 1_000
    found = await report(org, account, date(2026, 6, 7))
    assert [one.amount for one in found.left] == [400, 123]
    assert [one.amount for one in found.outstanding] == [55, 99]
    assert [one.amount for one in (await report(org, account, END)).outstanding] == [55]
    assert await unreconciled(org) == 123 + 55 + 1_000


async def test_a_missing_statement_shows_against_the_bank_s_own_balances(db):
    org = await make_books()
    account = await make_bank(org, opening=10_000)
    rows = file("starling.csv").decode().splitlines()
    await taken(org, account, "\n".join([rows[0], rows[1]]).encode())
    await taken(org, account, "\n".join([rows[0], rows[3]]).encode())

    found = await report(org, account, END)

    assert [(gap.after, gap.to, gap.amount) for gap in found.gaps] == [
        (date(2026, 6, 1), date(2026, 6, 4), 200)
    ]
    assert found.uncovered == []
    await taken(org, account, "\n".join([rows[0], rows[2]]).encode())
    found = await report(org, account, END)
    assert found.gaps == []


async def test_days_without_a_statement_are_named_where_no_balance_speaks_for_them(db):
    org = await make_books()
    account = await make_bank(org)
    await taken(org, account, csv("01/06/2026|A|a|1.00"))
    await taken(org, account, csv("05/06/2026|B|b|1.00"))
    found = await report(org, account, END)
    assert (found.gaps, found.uncovered) == ([], [(date(2026, 6, 2), date(2026, 6, 4))])
