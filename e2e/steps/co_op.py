"""The housing co-operative of the whole story, and small things on its pages."""

from datetime import date

from playwright.sync_api import Page

from e2e.conftest import check_page, in_welsh

ORG = "/tai-glanwern"
STANDING = ("Nerys Gwilym", "Tudur Roberts", "Ceri Ŵyn Hopcyn")
WORK = 60_000  # What a worker may take, in milliseconds, on a busy machine.
RESOLUTION = {
    "Title, in English": "Solar panels on the roofs",
    "Title, in Welsh": "Paneli solar ar y toeau",
    "Question, in English": "That Tai Glanwern put solar panels on the roofs of all its homes.",
    "Question, in Welsh": "Bod Tai Glanwern yn rhoi paneli solar ar doeau ei holl gartrefi.",
}
ELECTION = {
    "Title, in English": "Election of two members of the board",
    "Title, in Welsh": "Ethol dau aelod o’r bwrdd",
    "Question, in English": "Who should sit on the board of Tai Glanwern?",
    "Question, in Welsh": "Pwy ddylai eistedd ar fwrdd Tai Glanwern?",
    "Office that is being elected, in English": "Member of the board",
    "Office that is being elected, in Welsh": "Aelod o’r bwrdd",
}


def look_at(page: Page) -> None:
    """Axe is itself a script, and never ends where none may run."""
    if page.locator("body.js-enabled").count():
        check_page(page)


def check_both(page: Page) -> None:
    """In both languages; the page stays in English."""
    check_page(page)
    back = page.url
    page.goto(in_welsh(back))
    assert page.locator("html").get_attribute("lang") == "cy"
    check_page(page)
    page.goto(back + ("&" if "?" in back else "?") + "lang=en")


def fill_date(page: Page, name: str, day: date) -> None:
    """The three boxes of a date."""
    for part in ("day", "month", "year"):
        page.locator(f"[name='{name}-{part}']").fill(str(getattr(day, part)))
