"""A letter's code, from the returning officer's printer to the vote: no account, no script."""

import io
import re
import zipfile
from pathlib import Path

from playwright.sync_api import BrowserContext, Page
from pypdf import PdfReader

from e2e.conftest import SignIn, check_page, follow

CODE = re.compile(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{5}")
BALLOTS = "/tai-glanwern/ballots"


def test_a_letter_is_printed_and_its_code_votes_by_keyboard_in_welsh(
    page: Page, without_javascript: BrowserContext, phone: Page, sign_in: SignIn, tmp_path: Path
) -> None:
    sign_in(page, "Heledd Vaughan")
    letters = the_open_ballot(page) + "/letters"
    page.goto(letters)
    check_page(page)
    page.get_by_label("Every voter on the roll").check()
    page.get_by_label("Both languages, back to back").check()
    follow(page.get_by_role("button", name="Check before making them"))
    check_page(page)
    with page.expect_download() as downloading:
        page.get_by_role("main").get_by_role("button", name="Make").click()
    file = tmp_path / "letters.zip"
    downloading.value.save_as(file)
    codes = codes_in(file)
    page.goto(letters)
    assert len(codes) > 50
    assert f"{len(codes)}" in page.get_by_role("main").inner_text()

    voter = without_javascript.new_page()
    voter.goto(f"/tai-glanwern/vote/{codes[0]}?lang=cy")
    voter.locator("main button").focus()
    voter.keyboard.press("Enter")
    voter.wait_for_url("**/tai-glanwern/vote")
    voter.locator("input[type=radio]").first.focus()
    voter.keyboard.press("Space")
    voter.keyboard.press("Enter")
    voter.wait_for_url("**/vote/check")
    voter.locator("main form button").first.focus()
    voter.keyboard.press("Enter")
    voter.wait_for_url("**/vote/cast")
    assert "Mae eich pleidlais yn y blwch" in voter.locator("h1").inner_text()
    assert not [cookie for cookie in without_javascript.cookies() if codes[0] in str(cookie)]

    phone.goto("/tai-glanwern/vote")
    check_page(phone)
    phone.get_by_label("Your code").fill(codes[1].lower().replace("-", " "))
    follow(phone.get_by_role("button", name="Show my ballot paper"))
    check_page(phone)
    phone.get_by_label("Against").check()
    follow(phone.get_by_role("button", name="Go on"))
    check_page(phone)
    follow(phone.get_by_role("button", name="Cast my vote"))
    phone.wait_for_url("**/vote/cast")
    check_page(phone)
    assert "Your vote is in the box" in phone.locator("h1").inner_text()


def the_open_ballot(page: Page) -> str:
    """The ballot on the rule change."""
    page.goto(f"{BALLOTS}?lang=en")
    page.get_by_role("heading", level=1, name="Votes").wait_for()
    links = [a.get_attribute("href") or "" for a in page.locator("main a").all()]
    found = next(m for link in links if (m := re.match(rf"{BALLOTS}/\d+", link)))
    return found[0]


def codes_in(file: Path) -> list[str]:
    """Each code once, as the letters show them."""
    found: dict[str, None] = {}
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name.endswith(".pdf"):
                for sheet in PdfReader(io.BytesIO(archive.read(name))).pages:
                    found.update(dict.fromkeys(CODE.findall(sheet.extract_text())))
    return list(found)
