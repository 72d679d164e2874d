"""The trust's administrator: the cluster drawn, elections raised, a school's list rolled over and
undone; a school's own administrator sees its own alone."""

import re

from playwright.sync_api import Browser, Page, expect

from e2e.conftest import SignIn, check_page, follow, in_welsh

ADMINISTRATOR, SCHOOL = "Sadia Mahmood", "Bronwen Ackroyd"
TRUST, PRIMARY = "/learning-trust", "/canal-side-primary"


def test_a_trust_runs_its_cluster(browser: Browser, place: str, sign_in: SignIn) -> None:
    page = browser.new_page(base_url=place, locale="en-GB")
    sign_in(page, ADMINISTRATOR)
    page.goto(f"{TRUST}/")
    follow(page.get_by_role("link", name="The cluster, in figures and drawn"))
    check_page(page)
    expect(page.get_by_role("img", name="Schools by members and turnout")).to_be_visible()
    expect(page.get_by_role("row", name="Canal Side Primary School")).to_contain_text("84")

    follow(page.get_by_role("button", name="Seats on the forum"))
    follow(page.get_by_role("button", name="Raise elections"))
    check_page(page)
    follow(page.get_by_role("button", name="Raise these elections"))
    expect(page.locator("main")).to_contain_text(re.compile(r"\d elections are begun"))
    expect(page.locator("main")).to_contain_text("Local community, Northgate Primary School")
    page.goto(f"{TRUST}/forum/elections")
    expect(page.locator("main")).to_contain_text("No seat is vacant without an election under way.")

    page.goto(f"{TRUST}/roll-overs")
    follow(page.get_by_role("link", name="canal-side-autumn.csv"))
    check_page(page)
    leaver = page.get_by_role("row").filter(has_text="Is not on the list").first
    name = leaver.get_by_role("rowheader").inner_text()
    follow(page.get_by_role("button", name="Apply the list"))
    expect(page.locator(".govuk-notification-banner")).to_contain_text("The list is applied.")
    page.goto(f"{TRUST}/learners?q={name}&school=")
    expect(page.get_by_role("status")).to_contain_text("0 learners")

    page.goto(f"{TRUST}/roll-overs")
    follow(page.get_by_role("link", name="canal-side-autumn.csv"))
    follow(page.get_by_role("link", name="Undo this roll-over"))
    page.get_by_label("Reason").or_(page.get_by_label("Why")).first.fill("The wrong file")
    follow(page.get_by_role("button", name=re.compile("Undo")))
    page.goto(f"{TRUST}/learners?q={name}")
    expect(page.get_by_role("link", name=name)).to_be_visible()
    page.context.close()


def test_a_school_sees_its_own_in_welsh_on_a_phone(phone: Page, sign_in: SignIn) -> None:
    sign_in(phone, SCHOOL)
    for address, heading in (
        (f"{PRIMARY}/learners", "Dysgwyr a gwarcheidwaid"),
        (f"{PRIMARY}/cluster", "Yr ysgol mewn ffigurau"),
        (f"{PRIMARY}/class-votes/1", "Beth ddylai cornel newydd yr iard fod?"),
    ):
        phone.goto(in_welsh(address))
        expect(phone.get_by_role("heading", level=1)).to_have_text(heading)
        check_page(phone)
    answer = phone.request.get(f"{TRUST}/cluster")
    assert answer.status == 403
    expect(phone.locator("main")).not_to_contain_text("Calderbrook High")
