"""A list of members is brought in."""

from datetime import date, timedelta

from playwright.sync_api import FilePayload, Page, expect

from e2e.conftest import check_page, follow
from e2e.steps.co_op import ORG, WORK, check_both

HEADINGS = (
    "Rhif aelod;Enw cyntaf;Cyfenw;E-bost;Cyfeiriad;Cod post;Iaith;Etholaeth;"
    "Dyddiad ymuno;Cyfranddaliadau;Swm a dalwyd"
)


def members(joined: str, wrong: bool = False) -> FilePayload:
    """As Excel saves it: semicolons, Windows letters, British dates; one date that never was."""
    second = "31/02/2026" if wrong else joined
    lines = (
        HEADINGS,
        f"0901;Siân;Llwyd;sian.llwyd@post.example;3 Maes Newydd;LL99 3GW;Cymraeg;tenants;"
        f"{joined};1;£1.00",
        f"0902;Mair;O'Dowd;;5 Maes Newydd;LL99 3GW;Saesneg;tenants;{second};1;£1.00",
        f"0903;Émile;Parry;emile@post.example;7 Maes Newydd;LL99 3GW;Saesneg;tenants;"
        f"{joined};1;£1.00",
    )
    data = ("\r\n".join(lines) + "\r\n").encode("cp1252")
    return {"name": "aelodau.csv", "mimeType": "text/csv", "buffer": data}


def bring_in_members(page: Page, today: date) -> None:
    """A list with a wrong cell, then the list mended; and the members are there."""
    joined = f"{today - timedelta(days=14):%d/%m/%Y}"
    page.goto(f"{ORG}/members/lists")
    page.get_by_label("File of members").set_input_files(files=[members(joined, wrong=True)])
    follow(page.get_by_role("button", name="Upload"))
    follow(page.get_by_role("button", name="Show what it would do"))
    # A place that has only just begun sends its first letters before it reads the list.
    refused = page.get_by_text("Nothing can be applied while 1 row is wrong.")
    expect(refused).to_be_visible(timeout=WORK)
    wrong = page.locator(".app-cell--wrong")
    expect(wrong).to_have_count(1)
    expect(wrong).to_contain_text("31/02/2026")
    check_both(page)
    follow(page.get_by_role("button", name="Drop this list"))

    page.get_by_label("File of members").set_input_files(files=[members(joined)])
    follow(page.get_by_role("button", name="Upload"))
    follow(page.get_by_role("button", name="Show what it would do"))
    follow(page.get_by_role("button", name="Apply 3 rows"), timeout=WORK)
    applied = page.get_by_role("heading", level=1)
    expect(applied).to_have_text("The list is in the register", timeout=WORK)
    follow(page.get_by_role("button", name="See the members"))
    page.get_by_role("searchbox").or_(page.locator("[name=q]")).first.fill("Llwyd")
    follow(page.get_by_role("button", name="Search"))
    expect(page.get_by_role("link", name="Siân Llwyd")).to_be_visible()
    check_both(page)


def let_few_papers_be_published(page: Page) -> None:
    """The usual rules keep so few papers from the public, and nobody could recount them."""
    page.goto(f"{ORG}/rules/new")
    page.get_by_label("Votes below which only scrutineers see the papers").fill("1")
    follow(page.get_by_role("button", name="Go on and check"))
    check_page(page)
    follow(page.get_by_role("button", name="Record these rules"))
    expect(page.get_by_text("The new rules are recorded.")).to_be_visible()
