"""Posting, reversing and closing; what the database itself refuses."""

import asyncio
from datetime import date

import asyncpg
import pytest
from tortoise import connections
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from coopcouncil.kernel.errors import NotHere
from coopcouncil.ledger.actions import close_books, post, reverse
from coopcouncil.ledger.chart import plan
from coopcouncil.ledger.kinds import AccountKind, PostingKind, Purpose
from coopcouncil.ledger.models import Fund, Posting, PostingLine
from coopcouncil.ledger.reads import (
    account_for,
    balances,
    books,
    check_books,
    entries,
    lines_of,
)
from coopcouncil.ledger.rules import (
    AccountOutOfUse,
    AlreadyReversed,
    Line,
    PeriodClosed,
    ReferenceTaken,
    ReversesAnother,
    summary,
)
from coopcouncil.organisations.models import LegalForm
from tests.ledger.books import DAY, make_books, move
from tests.make import make_member

pytestmark = pytest.mark.anyio

SUMS = {Purpose.BANK: 1_200, Purpose.SUBSCRIPTIONS: -200, Purpose.SHARE_CAPITAL: -1_000}


async def test_shares_are_capital_and_subscriptions_income(db):
    org = await make_books()
    await move(org, Purpose.BANK, Purpose.SHARE_CAPITAL, 1_000)
    await move(org, Purpose.BANK, Purpose.SUBSCRIPTIONS, 200)

    found = await books(org, DAY)
    total = summary(found.kinds, found.trial)

    by_purpose = {one.purpose: found.trial.balances[one.id] for one in found.accounts}
    assert {purpose: by_purpose[purpose] for purpose in SUMS} == SUMS
    assert (total.income, total.capital, total.assets) == (200, 1_000, 1_200)
    assert total.net_assets == total.funds
    said = await check_books(org)
    assert (said.balanced, said.postings, said.debits, said.credits) == (True, 2, 1_200, 1_200)


@pytest.mark.parametrize("form", list(LegalForm))
def test_every_plan_has_each_code_and_purpose_once(form: LegalForm):
    accounts = plan(form)
    assert len({one.code for one in accounts}) == len({one.purpose for one in accounts})
    assert len(accounts) == len({one.code for one in accounts})
    assert all(one.name_cy for one in accounts)
    share = [one.kind for one in accounts if one.purpose is Purpose.SHARE_CAPITAL]
    assert all(kind is AccountKind.CAPITAL for kind in share)


async def test_a_reversal_undoes_and_both_stay(db):
    org = await make_books()
    wrong = await move(org, Purpose.BANK, Purpose.SUBSCRIPTIONS, 200)
    undone = await reverse(org, wrong, DAY, "Entered twice", None)

    assert await Posting.within(org).count() == 2
    assert not any((await balances(org, DAY)).values())
    with pytest.raises(AlreadyReversed):
        await reverse(org, wrong, DAY, "Again", None)
    with pytest.raises(ReversesAnother):
        await reverse(org, undone, DAY, "No, after all", None)


async def test_one_outside_event_is_posted_once(db):
    org = await make_books()
    first = await move(org, Purpose.BANK, Purpose.SUBSCRIPTIONS, 200, reference="evt_1")
    again = await move(org, Purpose.BANK, Purpose.SUBSCRIPTIONS, 200, reference="evt_1")

    assert first.id == again.id
    with pytest.raises(ReferenceTaken):
        await move(org, Purpose.BANK, Purpose.SUBSCRIPTIONS, 201, reference="evt_1")
    assert await Posting.within(org).count() == 1


async def test_closed_books_take_nothing_more(db):
    org = await make_books()
    await move(org, Purpose.BANK, Purpose.SUBSCRIPTIONS, 200, date(2026, 3, 31))
    await close_books(org, date(2026, 3, 31), "Accounts approved", None)

    with pytest.raises(PeriodClosed):
        await move(org, Purpose.BANK, Purpose.SUBSCRIPTIONS, 200, date(2026, 3, 31))
    late = await Posting.within(org).get()
    # A mistake of the closed year is put right in the open one.
    await reverse(org, late, DAY, "Belongs to somebody else", None)
    assert (await check_books(org)).balanced


async def test_accounts_of_others_and_those_out_of_use_are_refused(db):
    org, other = await make_books(), await make_books()
    ours, theirs = await account_for(org, Purpose.BANK), await account_for(other, Purpose.BANK)
    with pytest.raises(NotHere):
        await post(
            org, PostingKind.MANUAL, DAY, "No", [Line(ours.id, 5), Line(theirs.id, -5)], None
        )
    cash = await account_for(org, Purpose.CASH)
    cash.in_use = False
    await cash.save()
    with pytest.raises(AccountOutOfUse):
        await move(org, Purpose.CASH, Purpose.SUBSCRIPTIONS, 5)


async def test_a_member_s_lines_run_to_a_balance(db):
    org = await make_books()
    member = await make_member(org)
    owed = Purpose.OWED_BY_MEMBERS
    await move(org, owed, Purpose.SUBSCRIPTIONS, 600, date(2026, 4, 1), member=member.member_id)
    await move(org, Purpose.BANK, owed, 200, date(2026, 5, 1), member=member.member_id)

    account = (await account_for(org, owed)).id
    brought, found = await entries(
        org, date(2026, 4, 2), DAY, account=account, member=member.member_id
    )

    assert brought == 600
    assert [(one.amount, one.balance) for one in found] == [(-200, 400)]


async def test_income_of_last_year_stands_in_one_figure(db):
    org = await make_books()
    await move(org, Purpose.BANK, Purpose.SUBSCRIPTIONS, 500, date(2026, 3, 31))
    await move(org, Purpose.BANK, Purpose.SUBSCRIPTIONS, 70, date(2026, 4, 1))

    found = await books(org, DAY)

    assert found.since == date(2026, 4, 1)
    assert summary(found.kinds, found.trial).income == 70
    assert found.trial.earlier_years == -500
    assert found.trial.debits == found.trial.credits


async def test_a_fund_is_told_apart(db):
    org = await make_books()
    fund = await Fund.create(organisation=org, name="Play area")
    bank, gifts = await account_for(org, Purpose.BANK), await account_for(org, Purpose.DONATIONS)
    for amount, one in ((900, fund.id), (50, None)):
        lines = [Line(bank.id, amount, one), Line(gifts.id, -amount, one)]
        await post(org, PostingKind.MANUAL, DAY, "Gift", lines, None)

    assert (await balances(org, DAY, fund.id))[bank.id] == 900
    assert (await balances(org, DAY))[bank.id] == 950


# What the tables themselves refuse, whoever writes.


async def sql(statement: str) -> None:
    async with in_transaction() as connection:
        await connection.execute_script(statement)
        await connection.execute_script("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE posting SET text = 'Something else'",
        "UPDATE posting_line SET amount = 7 WHERE amount > 0",
        "DELETE FROM posting_line",
        "DELETE FROM posting",
        "TRUNCATE posting_line",
        "UPDATE ledger_account SET kind = 'income' WHERE purpose = 'bank'",
        # Another pair of lines under what is posted already.
        "INSERT INTO posting_line (organisation_id, posting_id, account_id, amount, posted_on,"
        " note) SELECT organisation_id, posting_id, account_id, -amount, posted_on, note"
        " FROM posting_line",
        # A posting without lines, and one whose lines do not come to nothing.
        "INSERT INTO posting (organisation_id, number, kind, posted_on, text, line_count,"
        " recorded_at) SELECT organisation_id, 99, kind, posted_on, text, 2, recorded_at"
        " FROM posting",
        "WITH p AS (INSERT INTO posting (organisation_id, number, kind, posted_on, text,"
        " line_count, recorded_at) SELECT organisation_id, 99, kind, posted_on, text, 2,"
        " recorded_at FROM posting RETURNING id, organisation_id, posted_on)"
        " INSERT INTO posting_line (organisation_id, posting_id, account_id, amount, posted_on,"
        " note) SELECT p.organisation_id, p.id, a.id, 5, p.posted_on, '' FROM p, ledger_account a"
        " WHERE a.purpose IN ('bank', 'cash')",
        "INSERT INTO book_closing (organisation_id, closed_to, closed_at, note)"
        " SELECT organisation_id, '2026-06-01', now(), '' FROM posting;"
        "INSERT INTO posting (organisation_id, number, kind, posted_on, text, line_count,"
        " recorded_at) SELECT organisation_id, 99, kind, posted_on, text, 2, recorded_at"
        " FROM posting",
        "INSERT INTO book_closing (organisation_id, closed_to, closed_at, note)"
        " SELECT organisation_id, d, now(), '' FROM posting,"
        " (VALUES ('2026-05-31'::date), ('2026-05-30'::date)) AS days (d)",
    ],
)
async def test_the_tables_refuse_what_the_rules_would(db, statement: str):
    org = await make_books()
    await move(org, Purpose.BANK, Purpose.SUBSCRIPTIONS, 200)

    with pytest.raises((IntegrityError, asyncpg.PostgresError)):
        await sql(statement)


async def test_many_at_once_leave_no_gap_and_no_penny_out(fresh_db):
    org = await make_books()
    await asyncio.gather(
        *(
            move(org, Purpose.BANK, Purpose.SUBSCRIPTIONS, 1 + n, reference=f"r{n % 20}")
            for n in range(20)
        ),
        *(
            move(org, Purpose.BANK, Purpose.SUBSCRIPTIONS, 1 + n, reference=f"r{n % 20}")
            for n in range(20)
        ),
    )

    said = await check_books(org)
    assert (said.balanced, said.postings, said.debits) == (True, 20, sum(range(1, 21)))


async def test_checking_finds_what_was_forced_past_the_triggers(fresh_db):
    org = await make_books()
    posting = await move(org, Purpose.BANK, Purpose.SUBSCRIPTIONS, 200)
    await connections.get("default").execute_script(
        "ALTER TABLE posting_line DISABLE TRIGGER posting_line_is_kept;"
        "UPDATE posting_line SET amount = amount + 1 WHERE amount > 0;"
        "ALTER TABLE posting_line ENABLE TRIGGER posting_line_is_kept"
    )

    said = await check_books(org)

    assert not said.balanced
    assert any("do not balance" in one for one in said.wrong)
    assert [line.amount for line in await lines_of(posting)] == [201, -200]
    assert await PostingLine.within(org).count() == 2
