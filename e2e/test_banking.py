"""A statement is looked at, taken in and worked through; the auditor's report in Welsh."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from e2e.conftest import SignIn, check_page, follow, in_welsh

TREASURER = "treasurer of Tai Glanwern"


def test_a_statement_is_worked_through(page: Page, sign_in: SignIn, tmp_path: Path) -> None:
    day = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%d")
    file = tmp_path / "statement.csv"
    file.write_text(
        "Date,Description,Type,Money In,Money Out,Balance\n"
        f"{day},TŶ GWYN CAFE ELUSEN,BGC,25.00,,\n{day},FFIOEDD BANC,CHG,,6.50,\n"
    )
    sign_in(page, TREASURER)
    page.goto("/tai-glanwern/banking")
    check_page(page)
    follow(page.get_by_role("link", name="Cyfrif cyfredol"))
    check_page(page)
    page.get_by_label("Statement", exact=True).set_input_files(file)
    follow(page.get_by_role("button", name="Upload"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Look at the statement")
    check_page(page)
    follow(page.get_by_role("button", name="Take in 2 new lines"))
    expect(page.get_by_text("2 new lines were taken in.")).to_be_visible()
    check_page(page)

    follow(page.get_by_role("link", name="FFIOEDD BANC"))
    check_page(page)
    page.get_by_label("Account", exact=True).first.select_option(label="7000 Running costs")
    follow(page.get_by_role("button", name="Book it so"))
    expect(page.get_by_text("The line is explained.")).to_be_visible()
    follow(page.get_by_role("button", name="Undo this"))
    check_page(page)
    page.get_by_label("What was wrong?").fill("Another account")
    follow(page.get_by_role("button", name="Undo it"))
    expect(page.get_by_text("The line is to be explained again.")).to_be_visible()


def test_the_report_reads_in_welsh_on_a_phone(phone: Page, sign_in: SignIn) -> None:
    sign_in(phone, TREASURER)
    phone.goto(in_welsh("/tai-glanwern/banking"))
    follow(phone.get_by_role("link", name="Cyfrif cyfredol"))
    follow(phone.get_by_role("button", name="Cysoniad"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Cysoniad Cyfrif cyfredol")
    check_page(phone)
