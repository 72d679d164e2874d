"""The voter's pages by keyboard alone, with mistakes, blank, and with the way back barred.

On a screen 320 px wide throughout; each page is checked in both languages, and whatever can be
pressed is measured.
"""

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from e2e.conftest import SignIn, check_page, follow, in_welsh

PARENT, MEMBER = "Kasia Nowak", "Iolo Bebb"
FORUM, GLANWERN = "/learning-trust/ballots", "/tai-glanwern/ballots"
SMALL = {"width": 320, "height": 640}
LEAST = 44


@pytest.fixture
def old_phone(without_javascript: BrowserContext) -> Page:
    """A small screen, and no scripts."""
    page = without_javascript.new_page()
    page.set_viewport_size({"width": SMALL["width"], "height": SMALL["height"]})
    return page


def test_ranking_by_keyboard_alone(browser: Browser, place: str, sign_in: SignIn) -> None:
    page = browser.new_page(base_url=place, viewport=SMALL, locale="en-GB")  # type: ignore[arg-type]
    sign_in(page, PARENT)
    page.goto(the_ballot(page, FORUM))
    go_on(page, page.get_by_role("button", name="Vote", exact=True))
    look_at(page)

    taps = page.locator("[aria-pressed]")
    first, second, third = (taps.nth(n).inner_text() for n in range(3))
    press(page, taps.nth(1), "Enter")
    press(page, taps.nth(2), "Space")
    press(page, page.get_by_role("button", name=f"Move {third} up"), "Enter")
    order = page.locator(".app-order li > span:nth-child(2)")
    assert order.all_inner_texts() == [third, second]
    go_on(page, page.get_by_role("button", name="Go on"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Check your vote")
    assert page.locator("main ol li").all_inner_texts() == [third, second]
    look_at(page)
    go_on(page, page.get_by_role("button", name="Change it"))
    assert order.all_inner_texts() == [third, second], "what was chosen is still there"
    go_on(page, page.get_by_role("button", name="Go on"))
    go_on(page, page.get_by_role("button", name="Cast my vote"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Your vote is in the box")
    tells_nothing_of(page, first, second, third)
    look_at(page)
    look_at_in_welsh(page)
    page.context.close()


def test_yes_or_no_by_arrow_keys_and_no_way_back_to_the_choice(
    browser: Browser, place: str, sign_in: SignIn
) -> None:
    page = browser.new_page(base_url=place, viewport=SMALL, locale="en-GB")  # type: ignore[arg-type]
    sign_in(page, MEMBER)
    page.goto(the_ballot(page, GLANWERN))
    go_on(page, page.get_by_role("button", name="Vote", exact=True))
    look_at(page)
    look_at_in_welsh(page)
    page.goto(f"{page.url.split('?')[0]}?lang=en")
    press(page, page.get_by_label("For", exact=True), "Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Against", exact=True)).to_be_checked()
    go_on(page, page.get_by_role("button", name="Go on"))
    assert page.locator("main li").all_inner_texts() == ["Against"]
    assert "gainst" not in page.url
    assert "choice" not in page.url
    look_at(page)
    go_on(page, page.get_by_role("button", name="Cast my vote"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your vote is in the box")
    tells_nothing_of(page, "For", "Against", "Abstain")
    voted = page.url

    # Back, as whoever takes the phone next may try: neither page says what was chosen.
    for _step in range(3):
        page.evaluate("history.back()")
        page.wait_for_timeout(400)
        shown = page.inner_text("body")
        assert "Check your vote" not in shown
        for box in page.locator("input[type=radio]").all():
            assert not box.is_checked()
    page.goto(f"{voted}?lang=en")  # The way back led through the Welsh page.
    go_on(page, page.get_by_role("link", name="Go to the ballot’s page"))
    go_on(page, page.get_by_role("button", name="Vote", exact=True))
    expect(page.get_by_text("A vote of yours is in the box.")).to_be_visible()
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)
    look_at(page)
    page.context.close()


@pytest.mark.parametrize(
    ("typed", "wrong", "english", "welsh"),
    [
        (("1", "1", ""), (0, 1), "You used the number 1 more than once.", "fwy nag unwaith"),
        (("1", "99", ""), (1,), "You used 99.", "99"),
        (("one", "", ""), (0,), "Put a whole number in the box", "rif cyfan"),
        (("1", "3", ""), (1,), "You used the number 3 but not 2.", "3"),
    ],
    ids=["one number twice", "a number too high", "no number", "a gap"],
)
def test_a_mistake_is_shown_at_its_box_and_at_the_top(
    phone: Page,
    sign_in: SignIn,
    typed: tuple[str, ...],
    wrong: tuple[int, ...],
    english: str,
    welsh: str,
) -> None:
    page = phone
    sign_in(page, PARENT)
    page.goto(the_ballot(page, FORUM))
    follow(page.get_by_role("button", name="Vote", exact=True))
    boxes = page.locator("input[id^=rank-]")
    for n, text in enumerate(typed):
        boxes.nth(n).fill(text)
    follow(page.get_by_role("button", name="Go on"))

    assert page.title().startswith("Error:")
    top = page.locator(".govuk-error-summary")
    expect(top).to_contain_text(english)
    for n, text in enumerate(typed):
        expect(boxes.nth(n)).to_have_value(text)
        described = boxes.nth(n).get_attribute("aria-describedby") or ""
        assert ("-error" in described) == (n in wrong)
        if n in wrong:
            expect(page.locator(f"#{described.split()[-1]}")).to_contain_text(english)
    look_at(page)
    top.get_by_role("link").click()
    expect(boxes.nth(wrong[0])).to_be_focused()

    # What was typed crosses over into the other language with it.
    follow(page.get_by_role("button", name="Cymraeg"))
    assert page.title().startswith("Gwall:")
    expect(page.locator(".govuk-error-summary")).to_contain_text(welsh)
    for n, text in enumerate(typed):
        expect(boxes.nth(n)).to_have_value(text)
    look_at(page)
    follow(page.get_by_role("button", name="English"))


def test_a_blank_paper_is_asked_about_first(phone: Page, sign_in: SignIn) -> None:
    page = phone
    sign_in(page, PARENT)
    for nth in range(2):
        page.goto(the_ballot(page, FORUM))
        follow(page.get_by_role("button", name="Vote", exact=True))
        follow(page.get_by_role("button", name="Go on"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Your paper is blank")
        expect(page.get_by_text("You have chosen nothing.")).to_be_visible()
        look_at(page)
        if not nth:
            follow(page.get_by_role("button", name="Change it"))
            expect(page.locator("input[id^=rank-]").first).to_have_value("")
    follow(page.get_by_role("button", name="Cymraeg"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Mae eich papur yn wag")
    look_at(page)
    follow(page.get_by_role("button", name="Bwrw papur gwag"))
    page.goto(f"{page.url.split('?')[0]}?lang=en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your vote is in the box")
    assert "blank" not in page.inner_text("body").lower()


def test_a_mistake_without_a_script_loses_nothing(old_phone: Page, sign_in: SignIn) -> None:
    page = old_phone
    sign_in(page, PARENT)
    page.goto(in_welsh(the_ballot(page, FORUM)))
    follow(page.get_by_role("button", name="Pleidleisio", exact=True))
    boxes = page.locator("input[id^=rank-]")
    boxes.nth(0).fill("2")
    boxes.nth(1).fill("2")
    follow(page.get_by_role("button", name="Ymlaen"))
    assert page.title().startswith("Gwall:")
    expect(page.locator(".govuk-error-summary")).to_contain_text("fwy nag unwaith")
    look_at(page)
    expect(boxes.nth(1)).to_have_value("2")
    boxes.nth(1).fill("1")
    follow(page.get_by_role("button", name="Ymlaen"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Gwiriwch eich pleidlais")
    look_at(page)


def the_ballot(page: Page, ballots: str) -> str:
    """The first open ballot in which this member has a vote."""
    page.goto(f"{ballots}?lang=en")
    link = page.locator(".app-card--awaits a").first
    return link.get_attribute("href") or ""


def press(page: Page, wanted: Locator, key: str) -> None:
    """Reach it by Tab alone, see that it is reached, and press."""
    expect(wanted).to_be_visible()
    target = wanted.element_handle()
    for _stop in range(80):
        if page.evaluate("wanted => document.activeElement === wanted", target):
            break
        page.keyboard.press("Tab")
    else:
        raise AssertionError(f"{wanted} is not reached by Tab")
    assert page.evaluate(SHOWS_FOCUS), f"{wanted} does not show that it has the focus"
    assert page.evaluate(IN_SIGHT), f"{wanted} is covered while it has the focus"
    page.keyboard.press(key)


def go_on(page: Page, wanted: Locator) -> None:
    """Reach it, press Enter, and be on the next page."""
    with page.expect_navigation():
        press(page, wanted, "Enter")


# Something of it, or of the label that stands for it, looks otherwise than without the focus.
SHOWS_FOCUS = """() => {
  const it = document.activeElement
  const look = () => [it, ...(it.labels || [])].flatMap((one) => ["", "::before"].map((part) => {
    const style = getComputedStyle(one, part || null)
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow,
      style.backgroundColor, style.borderColor, style.borderWidth].join()
  })).join()
  const focused = look()
  it.blur()
  const plain = look()
  it.focus()
  return focused !== plain
}"""

# Its middle is what one would touch there.
IN_SIGHT = """() => {
  const it = document.activeElement
  const box = it.getBoundingClientRect()
  const down = Math.min(box.height, 40) / 2
  const there = document.elementFromPoint(box.x + box.width / 2, box.y + down)
  return !!there && (it.contains(there) || [...(it.labels || [])].some((l) => l.contains(there)))
}"""


def look_at(page: Page) -> None:
    """What every page owes, and on the voter's page targets that a thumb can hit."""
    if page.locator("body.js-enabled").count():
        check_page(page)  # Axe is itself a script, and never ends where none may run.
    if not page.locator("body.app-voting").count():
        return
    for target in page.locator("a:visible, button:visible, summary:visible, input:visible").all():
        if "govuk-skip-link" in (target.get_attribute("class") or ""):
            continue
        box = target.bounding_box()
        assert box
        said = target.inner_text() or target.get_attribute("id")
        assert box["height"] >= LEAST, f"{page.url}: {said!r} is {box['height']} px high"
        assert box["width"] >= LEAST, f"{page.url}: {said!r} is {box['width']} px wide"


def look_at_in_welsh(page: Page) -> None:
    """The same page in the other language; English again afterwards."""
    back = page.url.split("?")[0]
    page.goto(in_welsh(back))
    assert page.locator("html").get_attribute("lang") == "cy"
    look_at(page)
    page.goto(f"{back}?lang=en")


def tells_nothing_of(page: Page, *choices: str) -> None:
    """The confirmation has none of the words on the paper, nor has its address."""
    for choice in choices:
        expect(page.get_by_text(choice, exact=True)).to_have_count(0)
    assert "choice" not in page.content()
    assert "rank-" not in page.content()
