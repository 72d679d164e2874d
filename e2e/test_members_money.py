"""Members' money: who is late, money at the desk, the receipt; in Welsh on a phone."""

from playwright.sync_api import Page, expect

from e2e.conftest import SignIn, check_page, follow, in_welsh

TREASURER = "treasurer of Calderbrook Leisure"


def test_the_treasurer_takes_money_and_sees_what_it_paid(page: Page, sign_in: SignIn) -> None:
    sign_in(page, TREASURER)
    page.goto("/leisure/payments?only=late&sort=-late")
    check_page(page)
    follow(page.locator("tbody").first.get_by_role("link").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Money of")
    check_page(page)
    follow(page.get_by_role("button", name="Take money"))
    check_page(page)
    page.get_by_label("Amount").fill("1.234,50")
    follow(page.get_by_role("button", name="Record the payment"))
    expect(page.get_by_role("alert")).to_contain_text("like 1,234.50")
    page.get_by_label("Amount").fill("3")
    follow(page.get_by_role("button", name="Record the payment"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Receipt")
    expect(page.get_by_text("£3.00").first).to_be_visible()
    check_page(page)


def test_plans_and_who_owes_in_welsh(phone: Page, sign_in: SignIn) -> None:
    sign_in(phone, "treasurer of Tai Glanwern")
    phone.goto(in_welsh("/tai-glanwern/payments"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Beth sy’n ddyledus gan aelodau")
    check_page(phone)
    phone.goto(in_welsh("/tai-glanwern/payments/plans"))
    expect(phone.get_by_text("Rhent wythnosol")).to_be_visible()
    check_page(phone)
