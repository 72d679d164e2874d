"""Community shares: the board allots, the queue pays in turn; a member sees them in Welsh."""

from datetime import datetime

from playwright.sync_api import Page, expect

from coopcouncil.kernel.clock import LONDON
from e2e.conftest import SignIn, check_page, follow, in_welsh

SECRETARY, TREASURER = "secretary of Calderbrook Leisure", "treasurer of Calderbrook Leisure"
MEMBER = "Nusrat Akhtar"


def test_the_board_allots_and_pays_in_turn(page: Page, sign_in: SignIn) -> None:
    sign_in(page, SECRETARY)
    page.goto("/leisure/shares")
    check_page(page)
    page.goto("/leisure/share-applications")
    check_page(page)
    follow(page.locator("tbody").first.get_by_role("link").first)
    page.get_by_label("Minute of the board").fill("Board, item 9")
    follow(page.get_by_role("button", name="Allot the shares"))
    expect(page.get_by_text("The shares are allotted, and the register says so.")).to_be_visible()
    check_page(page)

    page.goto("/leisure/withdrawals")
    check_page(page)
    # The first in turn is suspended; the third waits for the second.
    follow(page.get_by_role("row").nth(3).get_by_role("link"))
    follow(page.get_by_role("button", name="Record the decision"))
    expect(page.get_by_role("alert")).to_contain_text("comes first")
    page.goto("/leisure/withdrawals")
    follow(page.get_by_role("row").nth(2).get_by_role("link"))
    page.get_by_label("Pay all of it").check()
    follow(page.get_by_role("button", name="Record the decision"))
    expect(page.get_by_text("£500.00 is to be paid out")).to_be_visible()


def test_a_member_sees_the_share_in_welsh(phone: Page, sign_in: SignIn) -> None:
    sign_in(phone, "member of Tai Glanwern, who reads Welsh")
    phone.goto(in_welsh("/tai-glanwern/shares/mine"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Eich cyfranddaliadau")
    check_page(phone)


def test_interest_becomes_shares_where_the_member_wants_it(
    phone: Page, page: Page, sign_in: SignIn
) -> None:
    sign_in(phone, MEMBER)
    phone.goto(in_welsh("/leisure/shares/mine"))
    check_page(phone)
    change = phone.get_by_role("link", name="Newid sut y telir llog")
    change.focus()
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Llog ar gyfranddaliadau")
    check_page(phone)
    phone.get_by_label("Ei dalu i’m cyfrif").focus()
    phone.keyboard.press("ArrowDown")
    expect(phone.get_by_label("Ei ychwanegu at fy nghyfranddaliadau")).to_be_checked()
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    expect(phone.get_by_text("Ei ychwanegu at fy nghyfranddaliadau")).to_be_visible()
    check_page(phone)

    # The secretary proposed it; somebody else writes down what the members decided.
    sign_in(page, SECRETARY)
    page.goto("/leisure/share-returns")
    check_page(page)
    follow(page.get_by_role("link", name="Interest on shares"))
    check_page(page)
    decide(page)
    expect(page.get_by_role("alert")).to_be_visible()
    proposal = page.url.removesuffix("/decision")
    sign_in(page, TREASURER)
    page.goto(proposal)
    decide(page)
    expect(page.get_by_text("Annual meeting, resolution 5")).to_be_visible()
    expect(page.get_by_role("row", name=MEMBER)).to_contain_text("£24.00")
    check_page(page)


def decide(page: Page) -> None:
    """Today, by the annual meeting."""
    today = datetime.now(LONDON).date()
    for name, part in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        page.get_by_label(name, exact=True).fill(str(part))
    page.get_by_label("Where was it decided?").fill("Annual meeting, resolution 5")
    follow(page.get_by_role("button", name="It is decided: owe it to everybody"))
