"""The treasurer's way: an account, a statement, its lines, the report of a day."""

import csv as csv_files
import io
from datetime import date

import pytest

from coopcouncil.banking.kinds import StatementState
from coopcouncil.banking.models import BankAccount, BankLine, BankMatch, BankRule, BankStatement
from coopcouncil.kernel import clock
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.models import Posting
from coopcouncil.ledger.reads import account_for, balances
from coopcouncil.organisations.models import Organisation, Role
from coopcouncil.payments.models import Charge
from tests.banking.building import DAY, END, csv, make_bank, make_owed, member_of, taken
from tests.banking.test_reading import file
from tests.ledger.books import make_books, move
from tests.make import make_officer
from tests.pageclient import Page, Pages

pytestmark = pytest.mark.anyio


async def treasurer(client: Pages, org: Organisation, role: Role = Role.TREASURER) -> Pages:
    return client.as_(await make_officer(org, role))


async def send(pages: Pages, org: Organisation, account: BankAccount, data: bytes) -> Page:
    return await pages.post(
        f"/{org.slug}/banking/{account.id}/statements", files={"file": ("s.csv", data)}
    )


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_from_an_account_to_its_report(client: Pages, language: str):
    org = await make_books()
    pages = await treasurer(client, org)
    pages = pages.in_(language)
    assert (await pages.get(f"/{org.slug}/banking")).status == 200
    form = await pages.get(f"/{org.slug}/banking/new")
    made = await form.submit(
        name="Cyfrif cyfredol",
        bank="barclays",
        sort_code="20-11-22",
        number="40506070",
        **{"since-day": "1", "since-month": "6", "since-year": "2026"},
        opening="100.00",
    )
    account = await BankAccount.within(org).get()
    assert (account.sort_code, account.number, account.opening) == ("201122", "40506070", 10_000)
    page = await made.follow()
    assert "40506070" not in page.html
    assert "6070" in page.main

    sent = await send(pages, org, account, file("barclays.csv"))
    look = await sent.follow()
    assert look.status == 200
    assert "A PRICE SUBS BGC" in look.main
    statement = await BankStatement.within(org).get()
    assert statement.state is StatementState.PREVIEWED
    assert not await BankLine.within(org).exists()
    base = f"/{org.slug}/banking/statements/{statement.id}"
    lines = await (await pages.post(f"{base}/take-in")).follow()
    assert lines.status == 200
    assert len(lines.rows()) == 5
    again = await pages.post(f"{base}/take-in")
    assert again.status == 409
    assert await BankLine.within(org).count() == 5
    for place in ("", "/settings", "/remembered", "/sure", "/lines?state=all", "/reconciliation"):
        assert (await pages.get(f"/{org.slug}/banking/{account.id}{place}")).status == 200, place
    undone = await pages.post(f"{base}/undo")
    assert (await undone.follow()).status == 200
    assert not await BankLine.within(org).exists()


async def test_a_refused_file_says_which_line_and_leaves_nothing(client: Pages):
    org = await make_books()
    account = await make_bank(org)
    pages = await treasurer(client, org)
    for data, words in (
        (csv("03/06/2026|A|r|1.00", "04/06/2026|B|r|1.234;50"), "Line 3"),
        (csv("03/06/2026|A|r|1.00") + b"\n04/06/2026,B", "breaks off in line 3"),
        (file("barclays.csv").replace(b"40506070", b"11111111"), "another account, ending in 1111"),
        (b"%PDF-1.7", "not a statement that can be read"),
        (b"", "not a statement that can be read"),
        (b"\x00\x01", "NUL"),
        (file("camt053.xml")[:900], "breaks off in line"),
    ):
        page = await send(pages, org, account, data)
        assert page.status == 422, words
        assert any(words in error for error in page.errors), page.errors
    nothing = await pages.post(f"/{org.slug}/banking/{account.id}/statements")
    assert nothing.status == 422
    assert not await BankStatement.within(org).exists()


async def test_columns_of_another_bank_are_asked_once(client: Pages):
    org = await make_books()
    account = await make_bank(org)
    pages = await treasurer(client, org)

    ask = await (await send(pages, org, account, file("elsewhere.csv"))).follow()
    assert ask.h1 == "What are the columns?"
    wrong = await ask.submit(columns__0="date", columns__1="date")
    assert wrong.status == 422
    answers = {"columns-0": "date", "columns-1": "name", "columns-2": "text", "columns-3": "amount"}
    point = await ask.submit(**answers)
    assert any("Line 2" in error for error in point.errors)
    look = await (await ask.submit(**answers, decimal=",")).follow()
    assert "£1,234.50" in look.main

    known = await (await send(pages, org, account, file("elsewhere.csv"))).follow()
    assert known.h1 == "Look at the statement"


async def test_the_sure_ones_are_confirmed_in_one_click_after_a_look(client: Pages):
    org = await make_books()
    account = await make_bank(org)
    pages = await treasurer(client, org)
    owed = []
    for n, name in enumerate(("Ada Lovell", "Bob Pike", "Cai Rees")):
        owed.append(await make_owed(org, await member_of(org, name, f"M-010{n}"), 200 + n))
    rows = [f"03/06/2026|X|M-010{n}|2.0{n}" for n in range(3)]
    await taken(org, account, csv(*rows, "04/06/2026|Y|z|9.99"))

    base = f"/{org.slug}/banking/{account.id}"
    lines = await pages.get(f"{base}/lines")
    assert "Look them over and confirm together" in lines.links
    look = await pages.get(f"{base}/sure")
    assert len(look.rows()) == 3
    sent = [box.get("value") for box in look.by_class("govuk-checkboxes__input")]
    done = await pages.post(f"{base}/sure", {"line": sent[:2]})
    page = await done.follow()
    assert page.sentences == ["2 lines are explained."]
    settled = [(await Charge.one(org, id=one.id)).is_settled for one in owed]
    assert settled == [True, True, False]
    again = await (await pages.post(f"{base}/sure", {"line": sent[:2]})).follow()
    assert "2 no longer fitted" in again.sentences[0]


async def test_by_hand_split_remembered_and_undone(client: Pages):
    org = await make_books()
    account = await make_bank(org)
    pages = await treasurer(client, org)
    member = await member_of(org, "Ada Lovell", "M-0100")
    await taken(org, account, csv("03/06/2026|GLANRAFON CAFE|tea 0626|12.50"))
    line = await BankLine.within(org).get()
    tea = await account_for(org, Purpose.OTHER_INCOME)
    base = f"/{org.slug}/banking/lines/{line.id}"

    for wrong, words in (
        ({}, "Choose an account"),
        ({"parts-0-member": "nobody"}, "Nobody has the member number nobody"),
        ({"parts-0-member": "M-0100", "parts-0-account": str(tea.id)}, "and not both"),
        ({"parts-0-member": "M-0100", "parts-0-amount": "1.234,50"}, "Enter an amount of money"),
        ({"parts-0-member": "M-0100", "parts-0-amount": "0"}, "is of nothing"),
        ({"parts-0-member": "M-0100", "parts-0-amount": "-12.50"}, "leaves by a payment run"),
        ({"parts-0-member": "M-0100", "parts-0-amount": "99,999,999.99"}, "apart"),
        (
            {
                "parts-0-member": "M-0100",
                "parts-0-amount": "10",
                "parts-1-account": str(tea.id),
                "parts-1-amount": "2.49",
            },
            "£0.01 apart",
        ),
        ({"parts-0-account": str(account.account_id)}, "Choose one of the accounts shown"),
    ):
        page = await pages.post(f"{base}/parts", wrong)
        assert page.status == 422, wrong
        assert any(words in error for error in page.errors), (wrong, page.errors)
    assert not await Posting.within(org).exists()

    right = {
        "parts-0-account": str(tea.id),
        "remember": "y",
        "words": "GLANRAFON CAFE",
    }
    done = await (await pages.post(f"{base}/parts", right)).follow()
    assert done.sentences == ["The line is explained."]
    assert (await balances(org, END))[tea.id] == -1_250
    assert (await BankRule.within(org).get()).words == "glanrafon cafe"
    match = await BankMatch.within(org).get()
    undone = await pages.post(
        f"/{org.slug}/banking/matches/{match.id}/undo", {"reason": "Not the café"}
    )
    page = await undone.follow()
    assert "you said so of a line like this" in page.main
    assert (await balances(org, END))[tea.id] == 0
    twice = await pages.post(f"/{org.slug}/banking/matches/{match.id}/undo", {"reason": "Again"})
    assert twice.status == 409
    await pages.post(f"{base}/notes", {"text": "Asked Gwen"})
    assert "Asked Gwen" in (await pages.get(f"/{org.slug}/banking/{account.id}/lines")).main
    assert member


async def test_a_posting_that_is_there_is_ticked(client: Pages):
    org = await make_books()
    account = await make_bank(org)
    pages = await treasurer(client, org)
    posting = await move(org, Purpose.BANK, Purpose.DONATIONS, 500, DAY)
    await taken(org, account, csv("03/06/2026|A|a|2.00", "03/06/2026|B|b|3.00"))
    first, second = await BankLine.within(org).order_by("id")
    page = await pages.get(f"/{org.slug}/banking/lines/{first.id}")
    box = next(
        one for one in page.by_class("govuk-checkboxes__input") if one.get("name") == "postings"
    )
    base = f"/{org.slug}/banking/lines/{first.id}/postings"
    assert (await pages.post(base, {})).status == 422
    alone = await pages.post(base, {"postings": box.get("value")})
    assert any("£3.00 apart" in error for error in alone.errors), alone.errors
    done = await pages.post(base, {"postings": box.get("value"), "lines": str(second.id)})
    shown = await done.follow()
    assert posting.text in shown.main


async def test_the_report_as_page_paper_and_file(client: Pages):
    org = await make_books()
    account = await make_bank(org)
    pages = await treasurer(client, org, Role.AUDITOR)
    await move(org, Purpose.BANK, Purpose.RESERVES, 10_000, date(2026, 5, 31))
    await taken(org, account, csv("03/06/2026|=SUM(A1)|a|2.00"))
    base = f"/{org.slug}/banking/{account.id}/reconciliation"
    day = "?on-day=30&on-month=6&on-year=2026"

    page = await pages.get(base + day)
    assert "Every penny between bank and books is named below." in page.main
    paper = await pages.get(f"{base}.pdf{day}")
    assert paper.body.startswith(b"%PDF-")
    rows = list(csv_files.reader(io.StringIO((await pages.get(f"{base}.csv{day}")).text)))
    assert rows[1] == ["bank balance", "2026-06-30", "", "102.00"]
    assert ["line not explained", "2026-06-03", "'=SUM(A1) a", "2.00"] in rows
    assert rows[-1] == ["left over", "2026-06-30", "", "0.00"]
    # The auditor looks and touches nothing.
    line = await BankLine.within(org).get()
    assert (await pages.get(f"/{org.slug}/banking/lines/{line.id}")).status == 200
    assert (
        await pages.post(f"/{org.slug}/banking/lines/{line.id}/notes", {"text": "x"})
    ).status == 403


async def test_strangers_find_nothing(client: Pages):
    org, other = await make_books(), await make_books()
    account = await make_bank(org)
    statement = await taken(org, account, csv("03/06/2026|A|a|2.00"))
    line = await BankLine.within(org).get()
    pages = await treasurer(client, other)
    for place in (
        f"{account.id}",
        f"{account.id}/lines",
        f"{account.id}/sure",
        f"{account.id}/reconciliation",
        f"statements/{statement.id}",
        f"lines/{line.id}",
    ):
        assert (await pages.get(f"/{other.slug}/banking/{place}")).status == 404, place
    for place in (f"lines/{line.id}/parts", f"statements/{statement.id}/undo"):
        assert (await pages.post(f"/{other.slug}/banking/{place}", {})).status == 404, place


async def test_the_program_does_only_what_it_was_allowed_to(client: Pages):
    org = await make_books()
    account = await make_bank(org)
    pages = await treasurer(client, org)
    await make_owed(org, await member_of(org, "Ada Lovell", "M-0100"), 200)
    settings = await pages.get(f"/{org.slug}/banking/{account.id}/settings")
    await settings.submit(alone="100")
    sent = await send(pages, org, account, csv("03/06/2026|A|M-0100|2.00", "03/06/2026|B|x|2.00"))
    look = await sent.follow()
    done = await (await look.submit()).follow()
    assert "The program explained 1 of them by itself" in done.sentences[0]
    match = await BankMatch.within(org).get()
    assert match.confirmed_by_id is None
    assert clock.now() >= match.confirmed_at
