"""Community shares: the board allots, the queue pays in turn; a member sees them in Welsh."""

from playwright.sync_api import Page, expect

from e2e.conftest import SignIn, check_page, in_welsh

SECRETARY = "secretary of Calderbrook Leisure"


def test_the_board_allots_and_pays_in_turn(page: Page, sign_in: SignIn) -> None:
    sign_in(page, SECRETARY)
    page.goto("/leisure/shares")
    check_page(page)
    page.goto("/leisure/share-applications")
    check_page(page)
    page.locator("tbody").first.get_by_role("link").first.click()
    page.get_by_label("Minute of the board").fill("Board, item 9")
    page.get_by_role("button", name="Allot the shares").click()
    expect(page.get_by_text("The shares are allotted, and the register says so.")).to_be_visible()
    check_page(page)

    page.goto("/leisure/withdrawals")
    check_page(page)
    # The first in turn is suspended; the third waits for the second.
    page.get_by_role("row").nth(3).get_by_role("link").click()
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("alert")).to_contain_text("comes first")
    page.goto("/leisure/withdrawals")
    page.get_by_role("row").nth(2).get_by_role("link").click()
    page.get_by_label("Pay all of it").check()
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("£500.00 is to be paid out")).to_be_visible()


def test_a_member_sees_the_share_in_welsh(phone: Page, sign_in: SignIn) -> None:
    sign_in(phone, "member of Tai Glanwern, who reads Welsh")
    phone.goto(in_welsh("/tai-glanwern/shares/mine"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Eich cyfranddaliadau")
    check_page(phone)
