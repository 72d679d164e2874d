"""A home is allocated: the panel's last member scores on a phone in Welsh, the secretary offers
and lets it, and the register knows the new member."""

from playwright.sync_api import Browser, Page, expect

from e2e.conftest import SignIn, check_page, follow, in_welsh


def test_a_home_is_allocated_and_let(
    page: Page, phone: Page, sign_in: SignIn, browser: Browser, place: str
) -> None:
    # Gwenda is of the panel: her home page awaits her, in Welsh, on a phone.
    sign_in(phone, "Gwenda Parry")
    phone.goto(in_welsh("/tai-glanwern/"))
    follow(phone.get_by_role("link", name="Cartref 63: datganwch eich buddiannau"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Y panel ar gyfer cartref 63")
    expect(phone.get_by_text("Gwnaed y cais ar")).to_have_count(0)
    check_page(phone)
    follow(phone.get_by_role("button", name="Datgan"))
    expect(phone.get_by_text("Nid ydych wedi datgan unrhyw fuddiant.")).to_be_visible()
    expect(phone.get_by_text("Gwnaed y cais ar").first).to_be_visible()
    check_page(phone)
    for n, box in enumerate(phone.get_by_label("Sgôr", exact=False).all()):
        box.fill(str(min(10, 4 + n)))
    for box in phone.get_by_label("Rheswm", exact=False).all():
        box.fill("Angen y cartref.")
    follow(phone.get_by_role("button", name="Rhoi fy sgoriau"))
    expect(phone.get_by_text("Cofnodwyd eich sgoriau. Diolch.")).to_be_visible()

    # The secretary sees the order, offers the home with the reason, and lets it.
    sign_in(page, "Angharad Prydderch")
    page.goto("/tai-glanwern/home-allocations")
    follow(page.get_by_role("link", name="Home 63"))
    check_page(page)
    first = page.locator("tbody tr").first.get_by_role("link").inner_text()
    follow(page.get_by_role("button", name="Make an offer"))
    page.get_by_label(first, exact=False).check()
    page.get_by_label("Reason for this choice").fill("Most points of the panel.")
    follow(page.get_by_role("button", name="Record the offer"))
    follow(page.get_by_role("link", name="Record the answer"))
    page.get_by_label("Accepted").check()
    follow(page.get_by_role("button", name="Record the answer"))
    follow(page.get_by_role("link", name="The agreement is signed"))
    expect(page.get_by_label("Standard occupation contract")).to_be_checked()
    follow(page.get_by_role("button", name="Record it"))
    expect(page.get_by_text("The home is let, and the register says so.")).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text=first)).to_be_visible()
    follow(page.get_by_role("link", name="Number 63"))
    expect(page.get_by_text("To be given")).to_be_visible()
    check_page(page)
    page.goto("/tai-glanwern/homes/rule")
    expect(page.get_by_text("The rule holds today")).to_be_visible()
    page.goto(in_welsh("/tai-glanwern/homes"))
    expect(page.get_by_role("columnheader", name="Deiliaid contract")).to_be_visible()
    check_page(page)

    # Another tenant sees nothing of any of it.
    context = browser.new_context(base_url=place, locale="en-GB")
    neighbour = context.new_page()
    sign_in(neighbour, "Iolo Bebb")
    neighbour.goto("/tai-glanwern/my-home")
    expect(neighbour.get_by_text("£312.40 owed")).to_be_visible()
    expect(neighbour.get_by_text("You keep your vote")).to_be_visible()
    assert neighbour.request.get("/tai-glanwern/homes").status == 403
    assert neighbour.request.get("/tai-glanwern/home-allocations/1").status == 403
    context.close()
