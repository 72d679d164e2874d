"""The treasurer's pages: begin the books, post after a check, reverse, close, take them out."""

import csv
import io
from datetime import date

import pytest

from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.models import BookClosing, Posting
from coopcouncil.ledger.reads import account_for, balances
from coopcouncil.organisations.models import Organisation, Role
from tests.ledger.books import DAY, make_books, move
from tests.make import make_member, make_officer, make_organisation, make_rules
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio


async def treasurer(client: Pages, org: Organisation) -> Pages:
    return client.as_(await make_officer(org, Role.TREASURER))


async def typed(org: Organisation, debit: str, credit: str, **more: str) -> dict[str, str]:
    bank, income = (
        await account_for(org, Purpose.BANK),
        await account_for(org, Purpose.SUBSCRIPTIONS),
    )
    return {
        "on-day": "1",
        "on-month": "6",
        "on-year": "2026",
        "text": "Subscriptions of May",
        "lines-0-account": str(bank.id),
        "lines-0-debit": debit,
        "lines-1-account": str(income.id),
        "lines-1-credit": credit,
        **more,
    }


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_books_begin_with_the_usual_accounts(client: Pages, language: str):
    org = await make_organisation()
    await make_rules(org)
    pages = await treasurer(client, org)
    pages.language = language

    empty = await pages.get(f"/{org.slug}/ledger")
    assert empty.status == 200
    begun = await pages.post(f"/{org.slug}/ledger/begin")
    page = await begun.follow()
    assert page.status == 200
    for place in (
        "accounts",
        "trial-balance",
        "income",
        "balance-sheet",
        "funds",
        "closings",
        "postings",
        "postings/new",
        "export",
    ):
        assert (await pages.get(f"/{org.slug}/ledger/{place}")).status == 200, place


async def test_a_posting_is_checked_and_then_stands(client: Pages):
    org = await make_books()
    pages = await treasurer(client, org)
    base = f"/{org.slug}/ledger/postings/new"

    check = await pages.post(base, await typed(org, "1,234.50", "1,234.50"))
    assert (check.status, check.h1) == (200, "Check the posting")
    assert not await Posting.within(org).exists()
    answers = check.fields | {"confirmed": "1.5"}
    done = await pages.post(base, answers)
    assert (await done.follow()).status == 200
    # The same page of answers from a second tab.
    again = await pages.post(base, answers)
    assert again.location == done.location
    assert await Posting.within(org).count() == 1
    bank = await account_for(org, Purpose.BANK)
    assert (await balances(org, DAY))[bank.id] == 123_450


@pytest.mark.parametrize(
    ("debit", "credit", "said"),
    [
        ("10", "9.99", "The debits are £0.01 more than the credits."),
        ("1.234,50", "1.234,50", "Enter an amount of money"),
        ("-5", "-5", "must be more than nothing"),
        ("0", "0", "must be more than nothing"),
        ("", "5", "Line 1 needs an account, and an amount"),
    ],
)
async def test_what_does_not_balance_keeps_what_was_typed(
    client: Pages, debit: str, credit: str, said: str
):
    org = await make_books()
    pages = await treasurer(client, org)

    page = await pages.post(f"/{org.slug}/ledger/postings/new", await typed(org, debit, credit))

    assert page.status == 422
    assert any(said in error for error in page.errors), page.errors
    assert page.fields["text"] == "Subscriptions of May"
    assert page.fields["lines-0-debit"] == debit
    assert not await Posting.within(org).exists()


async def test_a_member_s_number_that_nobody_has_is_said(client: Pages):
    org = await make_books()
    member = await make_member(org)
    pages = await treasurer(client, org)
    base = f"/{org.slug}/ledger/postings/new"
    wrong = await pages.post(base, await typed(org, "2", "2", **{"lines-1-member": "no-such"}))
    assert (wrong.status, len(wrong.errors)) == (422, 1)

    right = {"lines-1-member": member.member_number}
    check = await pages.post(base, await typed(org, "2", "2", **right))
    await pages.post(base, check.fields | {"confirmed": "2"})
    shown = await pages.get(f"/{org.slug}/ledger/members/{member.member_id}")
    assert "£2.00" in shown.main


async def test_a_mistake_is_reversed_in_view(client: Pages):
    org = await make_books()
    pages = await treasurer(client, org)
    wrong = await move(org, Purpose.BANK, Purpose.SUBSCRIPTIONS, 500)
    answer = await pages.post(
        f"/{org.slug}/ledger/postings/{wrong.id}/reverse",
        {"on-day": "2", "on-month": "6", "on-year": "2026", "reason": "Another’s payment"},
    )
    page = await answer.follow()
    assert "This posting reverses another." in page.main
    back = await pages.get(f"/{org.slug}/ledger/postings/{wrong.id}")
    assert "This posting was reversed." in back.main
    assert "Reverse this posting" not in back.links


async def test_closed_books_say_so_at_the_field(client: Pages):
    org = await make_books()
    pages = await treasurer(client, org)
    day = {"to-day": "31", "to-month": "3", "to-year": "2026", "note": "Approved"}
    assert (await pages.post(f"/{org.slug}/ledger/closings", day)).status == 303
    again = await pages.post(f"/{org.slug}/ledger/closings", day)
    assert again.status == 409
    assert "closed up to 31 March 2026" in again.errors[0]
    assert await BookClosing.within(org).count() == 1
    late = await typed(org, "5", "5") | {"on-month": "3"}
    page = await pages.post(f"/{org.slug}/ledger/postings/new", late)
    assert page.status == 409
    assert "closed up to 31 March 2026" in page.errors[0]


@pytest.mark.parametrize(
    ("form", "total"), [("csv", "debit"), ("xero", "*Amount"), ("sage", "Net Amount")]
)
async def test_the_general_ledger_goes_out_for_other_programs(client: Pages, form: str, total: str):
    org = await make_books()
    await move(org, Purpose.BANK, Purpose.SUBSCRIPTIONS, 123_450)
    await move(org, Purpose.BANK, Purpose.SUBSCRIPTIONS, 1, date(2025, 1, 1))
    pages = await treasurer(client, org)
    span = {"since-day": "1", "since-month": "4", "since-year": "2026"}
    span |= {"to-day": "30", "to-month": "6", "to-year": "2026", "form": form}

    answer = await pages.post(f"/{org.slug}/ledger/export", span)

    rows = list(csv.DictReader(io.StringIO(answer.body.decode())))
    assert len(rows) == 2
    assert rows[0][total] == "1234.50"
    if form == "xero":
        assert sum(float(row[total]) for row in rows) == 0


async def test_only_the_treasurer_posts_and_strangers_find_nothing(client: Pages):
    org, other = await make_books(), await make_books()
    theirs = await move(other, Purpose.BANK, Purpose.SUBSCRIPTIONS, 500)
    chair = client.as_(await make_officer(org, Role.CHAIR))
    assert (await chair.get(f"/{org.slug}/ledger")).status == 200
    assert (await chair.get(f"/{org.slug}/ledger/postings/new")).status == 403
    pages = await treasurer(client, org)
    assert (await pages.get(f"/{org.slug}/ledger/postings/{theirs.id}")).status == 404
    bank = await account_for(other, Purpose.BANK)
    assert (await pages.get(f"/{org.slug}/ledger/accounts/{bank.id}")).status == 404
    assert (await pages.post(f"/{org.slug}/ledger/postings/{theirs.id}/reverse")).status in (
        404,
        422,
    )
    scrutineer = client.as_(await make_officer(org, Role.SCRUTINEER))
    assert (await scrutineer.get(f"/{org.slug}/ledger")).status == 403
