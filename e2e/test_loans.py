"""A loan: worked out, agreed by two people, signed in Welsh on a telephone, paid out and paid."""

import re

from playwright.sync_api import Page, expect

from e2e.conftest import SignIn, check_page, follow, in_welsh

MALCOLM = "Malcolm Shackleton, officer"
FARIDA = "Farida Iqbal, loans officer"


def test_a_loan_is_decided_by_two_and_followed_up(page: Page, sign_in: SignIn) -> None:
    sign_in(page, MALCOLM)
    page.goto("/credit-union/loans")
    check_page(page)
    follow(page.get_by_role("link", name="Applications for loans", exact=True))
    check_page(page)
    row = page.get_by_role("row").filter(has_text="£750.00")
    follow(row.get_by_role("link"))
    page.get_by_label("Lend").fill("20,000")
    follow(page.get_by_role("button", name="Work it out"))
    expect(page.get_by_role("alert")).to_contain_text("£15,000.00")
    page.get_by_label("Lend").fill("1,500")
    follow(page.get_by_role("button", name="Work it out"))
    expect(page.locator("#preview")).to_contain_text("12.7%")
    check_page(page)
    follow(page.get_by_role("button", name="Agree to lend"))
    expect(page.get_by_text("The offer waits for a second person.")).to_be_visible()

    sign_in(page, FARIDA)
    page.goto("/credit-union/checks")
    follow(page.get_by_role("row").filter(has_text="£1,500.00").get_by_role("link").first)
    follow(page.get_by_role("button", name=re.compile("Approve")).first)
    page.goto("/credit-union/loans/late")
    check_page(page)
    follow(page.get_by_role("button", name=re.compile(r"Send \d+ letters?")))
    expect(page.get_by_text("No letter is due today.")).to_be_visible()
    page.goto("/credit-union/loans/provisions")
    check_page(page)


def test_a_member_signs_in_welsh_and_is_paid(page: Page, phone: Page, sign_in: SignIn) -> None:
    sign_in(phone, "offered a loan by Calderbrook Credit Union")
    phone.goto(in_welsh("/credit-union/loans/mine"))
    check_page(phone)
    follow(phone.get_by_role("link", name="Darllenwch y cytundeb"))
    check_page(phone)
    phone.get_by_label("Rwyf wedi darllen y cytundeb").check()
    follow(phone.get_by_role("button", name="Llofnodi’r cytundeb"))
    expect(phone.get_by_text("Rydych wedi llofnodi.")).to_be_visible()
    number = re.search(r"\d+", phone.get_by_role("heading", level=1).inner_text())
    assert number

    sign_in(page, FARIDA)
    page.goto(f"/credit-union/loans?q={number[0]}")
    follow(page.get_by_role("link", name=number[0], exact=True))
    follow(page.get_by_role("link", name="Pay the loan out"))
    page.get_by_label("In cash").check()
    follow(page.get_by_role("button", name="Pay out £400.00"))
    expect(page.get_by_text("The loan is paid out.")).to_be_visible()
    check_page(page)
    follow(page.get_by_role("link", name="Record a payment"))
    page.get_by_label("How much?").fill("400")
    follow(page.get_by_role("button", name="Record it"))
    phone.goto("/credit-union/loans/mine?lang=en")
    expect(phone.get_by_text("Paid back", exact=True)).to_be_visible()
