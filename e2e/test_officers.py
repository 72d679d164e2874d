"""The secretary before an annual meeting: who retires, a lot drawn, and the register shown."""

from playwright.sync_api import Page, expect

from e2e.conftest import SignIn, check_page, follow, in_welsh

SECRETARY = "secretary of Tai Glanwern"


def test_who_retires_is_drawn_and_the_register_is_shown(page: Page, sign_in: SignIn) -> None:
    sign_in(page, SECRETARY)
    page.goto("/tai-glanwern/members")
    follow(page.get_by_role("button", name="Officers"))
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Committee and officers")
    check_page(page)
    follow(page.get_by_role("button", name="Who retires next"))
    expect(page.get_by_text("lots must be drawn").first).to_be_visible()
    page.get_by_label("Who watches?").fill("Emlyn Pugh")
    follow(page.get_by_role("button", name="Draw lots now"))
    expect(page.get_by_text("watched by Emlyn Pugh")).to_be_visible()
    expect(page.get_by_text("the lot fell on them")).to_have_count(2)
    check_page(page)
    page.goto(in_welsh(page.url))
    expect(heading).to_have_text("Pwy sy’n ymddeol yn y cyfarfod blynyddol")
    expect(page.get_by_text("arnynt hwy y syrthiodd y coelbren")).to_have_count(2)
    check_page(page)
    page.goto(page.url.replace("lang=cy", "lang=en"))

    # Somebody resigned a fortnight ago; nobody knew until today.
    page.goto("/tai-glanwern/officers")
    follow(page.get_by_role("row").filter(has_text="Treasurer").get_by_role("link"))
    treasurer = heading.inner_text()
    follow(page.get_by_role("button", name="Record leaving"))
    page.get_by_label("Resigned").check()
    follow(page.get_by_role("button", name="Record this"))
    expect(page.get_by_text("Not in office")).to_be_visible()
    check_page(page)
    page.goto("/tai-glanwern/officers")
    expect(page.get_by_role("row").filter(has_text=treasurer)).to_have_count(0)

    # Gwenda Parry asked to see the register: her own account and the duplicate.
    page.goto("/tai-glanwern/inspections")
    check_page(page)
    follow(page.get_by_role("link", name="Gwenda Parry"))
    with page.expect_download(timeout=60_000) as copied:
        page.get_by_role("button", name="Make a PDF of it").click()
    assert copied.value.path().read_bytes().startswith(b"%PDF")
    assert copied.value.suggested_filename.endswith(".pdf")
    page.reload()
    expect(page.get_by_text("PDF made on")).to_be_visible()
    page.get_by_label("Shown to them").check()
    follow(page.get_by_role("button", name="Record this"))
    expect(page.get_by_text("The answer is in the log.")).to_be_visible()
    check_page(page)
    page.goto("/tai-glanwern/registers")
    expect(page.get_by_role("link", name="For Gwenda Parry to inspect")).to_be_visible()
    check_page(page)
