"""Ballots are set up, sealed and voted in."""

import io
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from e2e.conftest import check_page, follow
from e2e.steps.co_op import ELECTION, ORG, STANDING, check_both, fill_date, look_at

CODE = re.compile(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{5}")


def set_up(page: Page, kind: str, texts: dict[str, str], today: date, closes_on: date) -> str:
    """One form; the ballot's address."""
    page.goto(f"{ORG}/ballots/new")
    page.get_by_label(kind).check()
    follow(page.get_by_role("button", name="Go on"))
    for label, text in texts.items():
        page.get_by_label(label).fill(text)
    if texts is ELECTION:
        page.get_by_label("A decision by ballot").check()
        page.get_by_label("Places to fill").fill("2")
    else:
        page.locator("[name=footing][value=meeting]").check()
    fill_date(page, "qualifying_on", today - timedelta(days=1))
    fill_date(page, "opens_on", today)
    page.locator("[name=opens_time]").fill("00:00")
    fill_date(page, "closes_on", closes_on)
    follow(page.get_by_role("button", name="Begin the ballot"))
    expect(page.get_by_role("heading", level=1)).to_have_text(texts["Title, in English"])
    return page.url.removesuffix("/manage")


def put_up(page: Page, ballot: str) -> None:
    """The candidates, in both languages where it matters."""
    for name in STANDING:
        page.goto(f"{ballot}/options")
        page.get_by_label("Name, in English").fill(name)
        page.get_by_label("This is a person’s name").check()
        page.get_by_label("Statement, in English").fill(f"{name} would mend the roofs first.")
        page.get_by_label("Statement, in Welsh").fill(f"Byddai {name} yn trwsio’r toeau gyntaf.")
        follow(page.get_by_role("button", name="Put it on the paper"))
    check_both(page)


def seal(page: Page, ballot: str) -> None:
    """The returning officer makes and rehearses the key, cuts the roll and seals it."""
    page.goto(f"{ballot}/key")
    follow(page.get_by_role("button", name="Make the key"))
    page.goto(f"{ballot}/key")
    follow(page.get_by_role("button", name="Rehearse the key"))
    page.goto(f"{ballot}/roll")
    follow(page.get_by_role("button", name="Cut the roll"))
    page.goto(f"{ballot}/seal")
    check_both(page)
    follow(page.get_by_role("button", name="Seal the roll and tell"))
    page.goto(f"{ballot}/manage")
    check_both(page)


def decide(page: Page, ballot: str, choice: str) -> None:
    """For or against."""
    to_the_paper(page, ballot)
    page.get_by_label(choice, exact=True).check()
    cast(page, [choice])


def tap_in_order(page: Page, ballot: str, names: tuple[str, ...]) -> None:
    """The ranked paper as scripts make it."""
    to_the_paper(page, ballot)
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()
    cast(page, list(names))


def number_the_boxes(page: Page, ballot: str, names: tuple[str, ...], lang: str) -> None:
    """The ranked paper as it comes."""
    to_the_paper(page, ballot)
    assert page.locator("html").get_attribute("lang") == lang
    for number, name in enumerate(names, 1):
        page.get_by_label(name, exact=True).last.fill(str(number))
    cast(page, list(names))


def to_the_paper(page: Page, ballot: str) -> None:
    """From the ballot's own page, by its one big button."""
    page.goto(ballot)
    follow(page.get_by_role("main").locator(".app-panel--awaits a"))
    expect(page.locator("main form[action$='/check']")).to_be_visible()
    look_at(page)


def cast(page: Page, chosen: list[str]) -> None:
    """Check, cast; and what was chosen is told to nobody."""
    follow(page.locator("main form[action$='/check'] button[type=submit]").last)
    expect(page.locator("main form[action$='/cast']")).to_be_visible()
    assert page.locator("main li").all_inner_texts() == chosen
    look_at(page)
    follow(page.locator("main form[action$='/cast'] button"))
    expect(page.locator("h1")).to_have_text(re.compile("Your vote is in the box|yn y blwch"))
    look_at(page)


def sign_in_by_message(page: Page, address: str) -> None:
    """No password: six figures in a message, here on the outbox of the demonstration."""
    page.goto("/sign-in?lang=cy")
    page.locator("[name=address]").fill(address)
    check_page(page)
    follow(page.get_by_role("main").get_by_role("button").first)
    other = page.context.new_page()
    other.goto(f"/outbox?q={address}")
    follow(other.locator("tbody a").first)
    found = re.search(r"\b\d{6}\b", other.locator("main h2").first.inner_text())
    assert found
    other.close()
    page.locator("[name=code]").fill(found[0])
    follow(page.get_by_role("main").get_by_role("button").first)


def vote_by_letter(voter: Page, officer: Page, ballot: str, folder: Path) -> None:
    """The letters come once, as PDFs for the printer; one of them is Mair's."""
    officer.goto(f"{ballot}/letters")
    follow(officer.get_by_role("button", name="Check before making them"))
    with officer.expect_download() as downloading:
        officer.get_by_role("main").get_by_role("button", name="Make").click()
    file = folder / "letters"
    downloading.value.save_as(file)
    code = next(found for text in letters(file) if "Mair O" in text for found in CODE.findall(text))
    voter.goto(f"{ORG}/vote?lang=en")
    check_page(voter)
    voter.get_by_label("Your code").fill(code.replace("-", " ").lower())
    follow(voter.get_by_role("button", name="Show my ballot paper"))
    check_page(voter)
    for number, name in enumerate((STANDING[2], STANDING[1]), 1):
        voter.get_by_label(name, exact=True).last.fill(str(number))
    cast(voter, [STANDING[2], STANDING[1]])
    assert code not in voter.url


def letters(file: Path) -> list[str]:
    """The text of each page of the letters, whether they come as one PDF or as an archive."""
    data = file.read_bytes()
    found = [data]
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            found = [archive.read(name) for name in archive.namelist() if name.endswith(".pdf")]
    return [sheet.extract_text() for each in found for sheet in PdfReader(io.BytesIO(each)).pages]
