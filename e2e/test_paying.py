"""Two tenants pay by Stripe, and their treasurer follows it.

Iolo, on a small phone with a keyboard and no mouse: what he owes, his Direct Debit ended, a card
that his bank asks about, the receipt; then a Direct Debit again, its notice, another account for
it. Gwenda, in Welsh and without scripts: her Direct Debit ended and a card instead, which its bank
then takes back. Eleri, the treasurer: what arrived, a part of it refunded once Emlyn agrees, and
the dispute.
"""

import io
import re
from datetime import date, timedelta

from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from coopcouncil.kernel.clock import LONDON
from coopcouncil.kernel.workdays import working_day_from
from e2e.conftest import Place, SignIn, check_page, follow, in_welsh

ORG = "/tai-glanwern"
IOLO, GWENDA, TREASURER, CHAIR = "Iolo Bebb", "Gwenda Parry", "Eleri Wyn", "Emlyn Pugh"
# Stripe's own test numbers: a bank that asks, a payment that is disputed, another account.
ASKS, DISPUTED, OTHER_ACCOUNT = "4000002500003155", "4000000000000259", "55555559"
SUM = re.compile(r"£[\d,]+\.\d\d")


def test_two_members_pay_and_the_treasurer_follows(
    browser: Browser, own_place: Place, sign_in: SignIn
) -> None:
    def visitor(name: str, **how: object) -> Page:
        options: dict[str, object] = {"locale": "en-GB", "base_url": own_place.address, **how}
        page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
        sign_in(page, name)
        return page

    small = {"viewport": {"width": 320, "height": 640}}
    iolo, treasurer = visitor(IOLO, **small), visitor(TREASURER)
    treasurer.goto(f"{ORG}/payments?q=Iolo")
    account = str(treasurer.get_by_role("link", name=IOLO).get_attribute("href"))
    end_the_direct_debit(iolo)
    owed = pay_by_card(iolo, treasurer)
    the_receipt(iolo, owed)

    today = own_place.now().astimezone(LONDON).date()
    due = working_day_from(today + timedelta(days=10))
    set_up_a_direct_debit(iolo)
    charge(treasurer, account, due)
    sees_the_next_debit(iolo, due)
    was_told(treasurer, "£12.00", due)
    use_another_account(iolo, due)

    gwenda = visitor(GWENDA, java_script_enabled=False, **small)
    disputed = pay_in_welsh(gwenda)

    refund_a_part(treasurer, visitor(CHAIR), account, owed)
    iolo.goto(f"{ORG}/money")
    expect(iolo.get_by_text("£60.00 went back")).to_be_visible()
    see_the_dispute(treasurer, disputed)


# Iolo, by keyboard.


def press(page: Page, wanted: Locator) -> None:
    """Go to it by Tab alone and press Enter there; what a keyboard cannot reach is missed."""
    reach(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def reach(page: Page, wanted: Locator) -> None:
    """Go to it by Tab alone."""
    expect(wanted).to_have_count(1)
    for _each in range(80):
        if wanted.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {wanted} at {page.url}")


def button(page: Page, name: str) -> Locator:
    """A button, or a link that looks like one."""
    return page.get_by_role("button", name=name, exact=True)


def until(page: Page, words: str | re.Pattern[str]) -> None:
    """Look again until the page says so: news comes when Stripe sends it."""
    for _each in range(120):
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"{page.url} never said {words!r}: {page.locator('main').inner_text()}")


def end_the_direct_debit(page: Page) -> None:
    """What is planned is shown; once the Direct Debit has ended it is to be paid otherwise."""
    page.goto(f"{ORG}/money")
    until(page, "Everything you owe is on its way")
    expect(page.get_by_text("On its way: Direct Debit").first).to_be_visible()
    check_page(page)
    press(page, button(page, "How you pay: card or Direct Debit"))
    check_page(page)
    press(page, page.get_by_role("link", name="Direct Debit", exact=True))
    check_page(page)
    press(page, button(page, "End it"))
    expect(page.get_by_text("It has ended. Nothing more is taken by it.")).to_be_visible()


def pay_by_card(page: Page, treasurer: Page) -> str:
    """The bank asks, and nothing has arrived before it has its answer; what was paid."""
    page.goto(f"{ORG}/money")
    owed = first_sum(page.get_by_text(re.compile(r"£\S+ to pay$")))
    press(page, button(page, "Pay now"))
    check_page(page)
    press(page, button(page, "Pay now by card"))
    expect(page.get_by_text(f"You are paying {owed}")).to_be_visible()
    check_page(page)
    press(page, button(page, "Go on to Stripe’s page"))

    reach(page, page.get_by_label("Card number"))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(ASKS)
    press(page, button(page, "Pay now"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your bank asks")
    treasurer.goto(f"{ORG}/payments?q=Iolo")
    expect(treasurer.get_by_role("row", name=IOLO)).to_contain_text(owed)
    press(page, button(page, "Yes, it is me"))

    expect(page.get_by_role("heading", level=1)).to_have_text(f"Your payment of {owed}")
    until(page, "It has arrived. Thank you.")
    check_page(page)
    treasurer.reload()
    expect(treasurer.locator("main")).not_to_contain_text(owed)
    return owed


def the_receipt(page: Page, owed: str) -> None:
    """Among what was paid, as a page and on paper."""
    page.goto(f"{ORG}/money")
    expect(page.get_by_text("You have nothing to pay today.")).to_be_visible()
    press(page, page.get_by_role("link", name=f"Receipt for {owed}"))
    check_page(page)
    paper = page.get_by_role("button", name="Receipt to print (PDF)")
    reach(page, paper)
    answer = page.request.get(str(paper.get_attribute("href")))
    words = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.body())).pages)
    assert owed in words
    assert IOLO in words


def set_up_a_direct_debit(page: Page) -> None:
    """From our page to Stripe's and back: the bank takes it."""
    page.goto(f"{ORG}/pay")
    press(page, button(page, "Set up a Direct Debit"))
    expect(page.get_by_text("Have your sort code and account number at hand")).to_be_visible()
    check_page(page)
    press(page, button(page, "Go on to Stripe’s page"))
    expect(page.get_by_text("Direct Debit Guarantee")).to_be_visible()
    press(page, button(page, "Agree and save"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Direct Debit")
    until(page, "In force")
    expect(page.get_by_text("ends in 2345")).to_be_visible()
    check_page(page)


def sees_the_next_debit(page: Page, due: date) -> None:
    """Planned by the site itself, on the day that it falls due."""
    page.goto(f"{ORG}/money")
    until(page, "On its way: Direct Debit")
    debit = page.get_by_role("row", name="On its way: Direct Debit")
    expect(debit).to_contain_text(in_words(due))
    expect(debit).to_contain_text("£12.00")
    check_page(page)


def use_another_account(page: Page, due: date) -> None:
    """The new mandate takes the old one's place, and the debit keeps its day."""
    page.goto(f"{ORG}/pay")
    way = page.get_by_role("row").filter(has_text="In force")
    press(page, way.get_by_role("link", name="Direct Debit"))
    press(page, button(page, "Use another account"))
    press(page, button(page, "Go on to Stripe’s page"))
    reach(page, page.get_by_label("Account number"))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(OTHER_ACCOUNT)
    press(page, button(page, "Agree and save"))
    until(page, "In force")
    expect(page.get_by_text("ends in 5559")).to_be_visible()
    page.goto(f"{ORG}/pay")
    expect(page.get_by_text("Replaced by another")).to_be_visible()
    check_page(page)
    sees_the_next_debit(page, due)


# Gwenda, in Welsh, without scripts.


def pay_in_welsh(page: Page) -> str:
    """She ends her Direct Debit and pays what she owes with a card; what she paid."""
    page.goto(in_welsh(f"{ORG}/pay"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Talu’r hyn sy’n ddyledus gennych")
    follow(page.get_by_role("link", name="Debyd Uniongyrchol", exact=True))
    follow(button(page, "Dod ag ef i ben"))
    expect(page.get_by_text("Ni chymerir dim mwy drwyddo")).to_be_visible()
    fits(page)
    follow(button(page, "Talu nawr â cherdyn"))
    expect(page.get_by_text("Saesneg yw tudalennau Stripe ei hun.")).to_be_visible()
    fits(page)
    follow(button(page, "Ymlaen i dudalen Stripe"))
    page.get_by_label("Rhif y cerdyn").fill(DISPUTED)
    follow(button(page, "Talu nawr"))
    title = page.get_by_role("heading", level=1)
    expect(title).to_contain_text("Eich taliad o £")
    until(page, "Mae wedi cyrraedd. Diolch.")
    fits(page)
    return first_sum(title)


def fits(page: Page) -> None:
    """Nothing is wider than the small screen."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the screen"


# The treasurer, and the chair who checks.


def charge(page: Page, account: str, due: date) -> None:
    """Iolo owes £12.00 more, on a day soon."""
    page.goto(account)
    follow(page.get_by_role("button", name="Charge something"))
    page.get_by_role("radio").first.check()
    page.get_by_label("What the member reads").fill("A second key")
    page.get_by_label("The same in Welsh").fill("Ail allwedd")
    page.get_by_label("Amount").fill("12")
    page.get_by_label("Day").fill(str(due.day))
    page.get_by_label("Month").fill(str(due.month))
    page.get_by_label("Year").fill(str(due.year))
    follow(page.get_by_role("button", name="Charge it"))
    expect(page.get_by_text("A second key")).to_be_visible()


def was_told(page: Page, sum: str, due: date) -> None:
    """The notice went out: how much, and on which day."""
    page.goto("/outbox?lang=en&q=iolo")
    follow(page.get_by_role("link", name=sum).first)
    expect(page.locator("main")).to_contain_text(in_words(due))
    expect(page.locator("main")).to_contain_text("Guarantee")


def refund_a_part(page: Page, chair: Page, account: str, owed: str) -> None:
    """From £50.00 it wants a second person; then the money goes back by Stripe."""
    page.goto(account)
    payments = page.get_by_role("table", name="Payments")
    follow(payments.get_by_role("row").filter(has_text=owed).get_by_role("link"))
    payment = page.url
    expect(page.get_by_text("Arrived", exact=True)).to_be_visible()
    check_page(page)
    follow(button(page, "Refund"))
    page.get_by_label("How much goes back").fill("60")
    page.get_by_role("radio").first.check()
    page.get_by_label("Reason").fill("The lift did not work for a week.")
    check_page(page)
    follow(button(page, "Refund"))

    chair.goto(f"{ORG}/checks")
    waiting = chair.get_by_role("table", name="For you to check")
    follow(waiting.get_by_role("row").filter(has_text="£60.00").get_by_role("link"))
    check_page(chair)
    follow(chair.get_by_role("button", name="Approve: it is done at once"))
    page.goto(payment)
    until(page, "Paid back")
    check_page(page)


def see_the_dispute(page: Page, disputed: str) -> None:
    """What a bank took back, and until when it can be answered."""
    page.goto(f"{ORG}/stripe/disputes")
    until(page, GWENDA)
    expect(page.get_by_role("row").filter(has_text=GWENDA)).to_contain_text(disputed)
    check_page(page)


def first_sum(words: Locator) -> str:
    """The first sum of money in what is shown."""
    found = SUM.search(words.inner_text())
    assert found
    return found.group()


def in_words(day: date) -> str:
    """As the English pages write it."""
    return f"{day.day} {day:%B %Y}"
