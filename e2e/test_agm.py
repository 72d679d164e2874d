"""An annual general meeting: called without a script, sent, attended on a phone, minuted."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from coopcouncil.kernel.clock import london
from e2e.conftest import Place, SignIn, check_page, follow, in_welsh

SECRETARY = "Nusrat Akhtar"


@pytest.fixture
def desk(browser: Browser, own_place: Place) -> Iterator[BrowserContext]:
    """The secretary's old computer: no scripts."""
    context = browser.new_context(
        base_url=own_place.address, java_script_enabled=False, locale="en-GB"
    )
    yield context
    context.close()


@pytest.fixture
def door(browser: Browser, own_place: Place) -> Iterator[Page]:
    """A phone at the door of the hall."""
    context = browser.new_context(
        base_url=own_place.address,
        viewport={"width": 320, "height": 640},
        locale="en-GB",
        has_touch=True,
    )
    yield context.new_page()
    context.close()


def test_an_agm_from_the_call_to_the_minutes(
    desk: BrowserContext, door: Page, own_place: Place, sign_in: SignIn
) -> None:
    page = desk.new_page()
    sign_in(page, SECRETARY)
    page.goto("/leisure/meetings")
    follow(page.get_by_role("button", name="Call an AGM"))
    on = (datetime.now(UTC) + timedelta(days=40)).date()
    page.get_by_label("Day", exact=True).fill(str(on.day))
    page.get_by_label("Month").fill(str(on.month))
    page.get_by_label("Year").fill(str(on.year))
    page.get_by_label("Time it begins").fill("7 pm")
    follow(page.get_by_role("button", name="Save and go on"))
    page.get_by_label("Place, in English").fill("Calderbrook Pool, Mill Lane")
    follow(page.get_by_role("button", name="Save and go on"))
    follow(page.get_by_role("button", name="Save and go on"))

    expect(page.get_by_text("Add at least one item to the agenda.")).to_be_visible()
    assert "clear days" in page.content(), "why the notice must go by then"
    follow(page.get_by_role("button", name="Edit the agenda"))
    follow(page.get_by_role("button", name="Begin with the usual items of an AGM"))
    follow(page.get_by_role("button", name="Move up Report of the board"))
    expect(page.locator("#items h2").nth(1)).to_contain_text("Report of the board")
    follow(page.get_by_role("link", name="Preview the notice"))
    follow(page.get_by_role("button", name="Check and send the notice"))
    follow(page.get_by_role("button", name="Send notice to"))
    expect(page.get_by_role("heading", level=1)).to_have_text("The notice")
    sent = page.url

    own_place.wait_until(london(on, time(18, 50)))
    sign_in(door, SECRETARY)
    for path in (sent, sent.rsplit("/", 2)[0] + "/attendance"):
        door.goto(path)
        check_page(door)
        door.goto(in_welsh(path))
        check_page(door)
    door.goto(sent.rsplit("/", 2)[0] + "/attendance?lang=en")
    door.get_by_label("Name or member number").fill("a")
    with door.expect_navigation():
        door.keyboard.press("Enter")
    follow(door.get_by_role("button", name="Is here").first)
    expect(door.locator("#quorum-heading")).to_contain_text("1 present of")
    follow(door.get_by_role("button", name="Undo", exact=True).first)
    expect(door.locator("#quorum-heading")).to_contain_text("0 present of")

    sign_in(page, SECRETARY)  # Forty days on, the session has ended.
    page.goto(sent.rsplit("/", 2)[0] + "/minutes?lang=en")
    follow(page.get_by_role("button", name="Begin the minutes"))
    page.get_by_label("What was said and decided").nth(1).fill("The chair welcomed everybody.")
    follow(page.get_by_role("button", name="Save the minutes"))
    expect(page.get_by_text("The chair welcomed everybody.")).to_be_visible()
