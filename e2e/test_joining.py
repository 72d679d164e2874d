"""A stranger applies in Welsh on a small phone without scripts, confirms by the link in the
message, is admitted by the board, waits until what joining costs has arrived to the last penny, and
is then welcomed in Welsh."""

import re
from datetime import datetime
from decimal import Decimal

from playwright.sync_api import Browser, BrowserContext, Page, expect

from coopcouncil.kernel.clock import LONDON
from e2e.conftest import SignIn, check_page, follow

SECRETARY, TREASURER = "Nusrat Akhtar", "Derek Oldroyd"
FEE = Decimal("5.00")
ADDRESS = "lleucu.wyn@example.org"


def test_from_the_form_to_the_welcome(
    browser: Browser, place: str, without_javascript: BrowserContext, sign_in: SignIn
) -> None:
    secretary = browser.new_page(base_url=place, locale="en-GB")
    treasurer = browser.new_page(base_url=place, locale="en-GB")
    sign_in(secretary, SECRETARY)
    sign_in(treasurer, TREASURER)
    joining_costs(secretary, treasurer)
    form = the_form(browser, place)
    stranger = without_javascript.new_page()
    stranger.set_viewport_size({"width": 320, "height": 640})
    stranger.goto(f"{form}?lang=cy")
    fill(stranger)
    # A person takes longer than a machine.
    stranger.wait_for_timeout(3_500)
    follow(stranger.get_by_role("button", name="Anfon fy nghais"))
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Edrychwch ar eich e-bost")

    words = message(secretary, "Cadarnhewch eich cais")
    link = re.search(r"http\S+/join/applications/\S+", words)
    assert link
    stranger.goto(link.group())
    follow(stranger.get_by_role("button", name="Cadarnhau fy nghais"))
    expect(stranger.locator("main")).to_contain_text("Mae eich cais gyda ni")

    secretary.goto("/leisure/applications?lang=en")
    check_page(secretary)
    secretary.get_by_label("Choose Lleucu Ŵyn").check()
    secretary.get_by_label("Admitted as members").check()
    secretary.get_by_label("Minute").fill("Board, minute 14")
    # A share would be allotted to a member, who could not wait for anything.
    secretary.get_by_label("Allot a share of membership").uncheck()
    follow(secretary.get_by_role("button", name="Record the decision"))
    expect(secretary.locator(".govuk-notification-banner")).to_contain_text("1 member is admitted")

    waits_for_the_money(stranger, treasurer)
    assert "Annwyl Lleucu Ŵyn" in message(secretary, "Croeso i")
    secretary.context.close()
    treasurer.context.close()


def joining_costs(secretary: Page, treasurer: Page) -> None:
    """The board has it paid first, and the treasurer says what it is."""
    secretary.goto("/leisure/rules/new")
    secretary.get_by_label("is a member once what joining costs has arrived").check()
    follow(secretary.get_by_role("button", name="Go on and check"))
    follow(secretary.get_by_role("button", name="Record these rules"))
    expect(secretary.get_by_text("The new rules are recorded.")).to_be_visible()

    treasurer.goto("/leisure/payments/plans/new")
    check_page(treasurer)
    treasurer.get_by_label("Subscription").check()
    treasurer.get_by_label("Name", exact=True).fill("Swimmers")
    treasurer.get_by_label("Name in Welsh").fill("Nofwyr")
    treasurer.get_by_label("Every month").check()
    treasurer.get_by_label("Price").fill("3")
    treasurer.get_by_label("Due on which day").fill("1")
    treasurer.get_by_label("Joining fee").fill(str(FEE))
    treasurer.get_by_label("Whoever joins is charged by this plan").check()
    follow(treasurer.get_by_role("button", name="Make the plan"))
    expect(treasurer.get_by_role("heading", level=1)).to_have_text("Swimmers")


def waits_for_the_money(stranger: Page, treasurer: Page) -> None:
    """Admitted, but no member: not for a part of the money, only for all of it."""
    words = stranger.locator("main")
    stranger.reload()
    expect(words).to_contain_text("Byddwch yn aelod o’r diwrnod y bydd cost ymuno wedi cyrraedd")
    wide = stranger.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    owed = re.search(r"Yn dal i’w dalu: £([\d.]+)", words.inner_text())
    assert owed
    rest = Decimal(owed.group(1)) - FEE
    assert rest > 0

    treasurer.goto("/leisure/payments?q=Lleucu")
    follow(treasurer.get_by_role("link", name="Lleucu Ŵyn"))
    account = treasurer.url
    take(treasurer, account, FEE)
    stranger.reload()
    expect(words).to_contain_text(f"Yn dal i’w dalu: £{rest}")
    expect(words).not_to_contain_text("Rydych yn aelod")

    take(treasurer, account, rest)
    for _each in range(60):
        stranger.reload()
        if stranger.get_by_text("Rydych yn aelod").count():
            return
        stranger.wait_for_timeout(500)
    raise AssertionError(words.inner_text())


def take(page: Page, account: str, sum: Decimal) -> None:
    """Money that came by bank transfer today."""
    page.goto(account)
    follow(page.get_by_role("button", name="Take money"))
    check_page(page)
    page.get_by_label("Bank transfer").check()
    page.get_by_label("Amount").fill(str(sum))
    today = datetime.now(LONDON).date()
    for name, part in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        page.get_by_label(name, exact=True).fill(str(part))
    follow(page.get_by_role("button", name="Record the payment"))
    expect(page.locator(".govuk-notification-banner")).to_be_visible()


def the_form(browser: Browser, place: str) -> str:
    """The open form's address, looked at on a small screen with scripts, in both languages."""
    page = browser.new_page(
        base_url=place,
        viewport={"width": 320, "height": 640},
        locale="en-GB",
    )
    page.goto("/leisure/join?lang=en")
    check_page(page)
    follow(page.get_by_role("link", name="Users"))
    address = page.url.split("?")[0]
    for language in ("en", "cy"):
        page.goto(f"{address}?lang={language}")
        check_page(page)
    follow(page.get_by_role("button", name="Anfon fy nghais"))
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
    follow(page.get_by_role("link", name=subject).first)
    return page.locator("main").inner_text()
