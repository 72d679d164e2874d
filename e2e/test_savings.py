"""The weekly collection of a class on a tablet: in English by one, received in Welsh by another."""

from playwright.sync_api import Page, expect

from e2e.conftest import SignIn, check_page, follow, in_welsh

HELPER = "collects savings at Canal Side"
OFFICER = "Malcolm Shackleton"
TABLET = {"width": 820, "height": 1180}


def test_a_class_brings_its_savings(page: Page, sign_in: SignIn) -> None:
    page.set_viewport_size(TABLET)  # type: ignore[arg-type]
    sign_in(page, HELPER)
    page.goto("/credit-union/collections")
    check_page(page)
    follow(page.get_by_role("link", name="Canal Side Primary School").first)
    check_page(page)
    follow(page.get_by_role("button", name="3B"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Savings of class 3B")
    first = page.get_by_label("Amelia Crossley")
    box = first.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    first.fill("1.50")
    page.get_by_label("Yusuf Khan").fill("fifty")
    follow(page.get_by_role("button", name="Keep the list"))
    expect(page.get_by_role("alert")).to_contain_text("Enter an amount like 1.50.")
    expect(page.get_by_label("Amelia Crossley")).to_have_value("1.50")
    check_page(page)
    page.get_by_label("Yusuf Khan").fill("0.50")
    follow(page.get_by_role("button", name="Keep the list"))
    expect(page.get_by_text("Together: £2.00")).to_be_visible()
    page.get_by_label("How much did you count?").fill("2")
    follow(page.get_by_role("button", name="Sign and hand over"))
    expect(page.get_by_text("Now somebody else counts again")).to_be_visible()
    check_page(page)
    address = page.url

    # The officer reads Welsh today, counts again and signs; then the child's book says so.
    sign_in(page, OFFICER)
    page.goto(in_welsh(address))
    expect(page.get_by_role("heading", level=1)).to_have_text("Cynilion dosbarth 3B")
    check_page(page)
    page.get_by_label("Faint a gyfrifoch?").fill("2.00")
    follow(page.get_by_role("button", name="Llofnodi a derbyn"))
    expect(page.get_by_text("Mae wedi’i dderbyn a’i lofnodi gan ddau.")).to_be_visible()
    page.goto(in_welsh("/credit-union/junior-savers?q=amelia"))
    follow(page.get_by_role("link", name="Amelia Crossley"))
    follow(page.get_by_role("button", name="Llyfr cynilo"))
    expect(page.get_by_text("Rwyt ti wedi cynilo")).to_be_visible()
    check_page(page)
    page.goto("/credit-union/savings?lang=en")
    check_page(page)
