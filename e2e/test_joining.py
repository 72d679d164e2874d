"""A stranger applies in Welsh on a small phone without scripts, confirms by the link in the
message, is admitted by the board, and is welcomed in Welsh."""

import re

from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.conftest import SignIn, check_page

SECRETARY = "Nusrat Akhtar"
ADDRESS = "lleucu.wyn@example.org"


def test_from_the_form_to_the_welcome(
    browser: Browser, place: str, without_javascript: BrowserContext, sign_in: SignIn
) -> None:
    form = the_form(browser, place)
    stranger = without_javascript.new_page()
    stranger.set_viewport_size({"width": 320, "height": 640})
    stranger.goto(f"{form}?lang=cy")
    fill(stranger)
    # A person takes longer than a machine.
    stranger.wait_for_timeout(3_500)
    stranger.get_by_role("button", name="Anfon fy nghais").click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Edrychwch ar eich e-bost")

    secretary = browser.new_page(base_url=place, locale="en-GB")
    sign_in(secretary, SECRETARY)
    words = message(secretary, "Cadarnhewch eich cais")
    link = re.search(r"http\S+/join/applications/\S+", words)
    assert link
    stranger.goto(link.group())
    stranger.get_by_role("button", name="Cadarnhau fy nghais").click()
    expect(stranger.locator("main")).to_contain_text("Mae eich cais gyda ni")

    secretary.goto("/leisure/applications?lang=en")
    check_page(secretary)
    secretary.get_by_label("Choose Lleucu Ŵyn").check()
    secretary.get_by_label("Admitted as members").check()
    secretary.get_by_label("Minute").fill("Board, minute 14")
    secretary.get_by_role("button", name="Record the decision").click()
    expect(secretary.locator(".govuk-notification-banner")).to_contain_text("1 member is admitted")

    welcome = message(secretary, "Croeso i")
    assert "Annwyl Lleucu Ŵyn" in welcome
    stranger.reload()
    expect(stranger.locator("main")).to_contain_text("Rydych yn aelod")
    secretary.context.close()


def the_form(browser: Browser, place: str) -> str:
    """The open form's address, looked at on a small screen with scripts, in both languages."""
    page = browser.new_page(
        base_url=place,
        viewport={"width": 320, "height": 640},
        locale="en-GB",
    )
    page.goto("/leisure/join?lang=en")
    check_page(page)
    page.get_by_role("link", name="Users").click()
    address = page.url.split("?")[0]
    for language in ("en", "cy"):
        page.goto(f"{address}?lang={language}")
        check_page(page)
    page.get_by_role("button", name="Anfon fy nghais").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    check_page(page)
    page.context.close()
    return address


def fill(page: Page) -> None:
    """Only what the rules ask."""
    page.get_by_label("Enw cyntaf").fill("Lleucu")
    page.get_by_label("Cyfenw, neu enw’r sefydliad").fill("Ŵyn")
    page.get_by_label("Diwrnod").fill("29")
    page.get_by_label("Mis").fill("2")
    page.get_by_label("Blwyddyn").fill("1996")
    page.get_by_label("Cyfeiriad e-bost").fill(ADDRESS)
    page.get_by_label("Cyfeiriad post").fill("3 Lôn y Felin\nCalderbrook")
    page.get_by_label("Sut rydych chi’n gymwys?").fill("Rwy’n nofio yma.")
    page.get_by_label("Rwy’n gwneud cais i fod yn aelod ac yn cytuno i’r rheolau").check()


def message(page: Page, subject: str) -> str:
    """The words of the newest message with this subject, as the outbox shows them."""
    page.goto(f"/outbox?lang=en&q={ADDRESS}")
    page.get_by_role("link", name=subject).first.click()
    return page.locator("main").inner_text()
