"""A member sees, corrects and takes away what is held; the secretary writes in both languages."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.conftest import SignIn, check_page, follow, in_welsh

MEMBER, SECRETARY = "Gwenda Parry", "Angharad Prydderch"


@pytest.fixture
def phone_of_hers(browser: Browser, place: str) -> Iterator[Page]:
    """A page 320 px wide that may save what it fetches."""
    context = browser.new_context(
        base_url=place,
        viewport={"width": 320, "height": 640},
        locale="en-GB",
        has_touch=True,
        accept_downloads=True,
    )
    yield context.new_page()
    context.close()


def test_a_member_sees_corrects_and_takes_away_and_reads_a_message_in_her_language(
    phone_of_hers: Page, page: Page, sign_in: SignIn
) -> None:
    member = phone_of_hers
    sign_in(member, MEMBER)
    member.goto("/tai-glanwern/me?lang=en")
    expect(member.get_by_role("heading", name="Everything that is held of you")).to_be_visible()
    assert "How you voted" in member.content()
    check_page(member)
    member.goto(in_welsh("/tai-glanwern/me"))
    check_page(member)

    member.goto("/tai-glanwern/me?lang=en")
    follow(member.get_by_role("link", name="Change where we reach you"))
    member.get_by_label("Postcode").fill("zz5 2gw")
    follow(member.get_by_role("button", name="Save"))
    expect(member.get_by_text("ZZ5 2GW").first).to_be_visible()

    follow(member.get_by_role("link", name="Take away everything that is held"))
    check_page(member)
    follow(member.get_by_role("button", name="Ask for everything"))
    link = member.get_by_role("link", name="Everything for other programs (JSON)")
    expect(link).to_be_visible(timeout=30_000)
    with member.expect_download() as fetched:
        link.click()
    said = json.loads(fetched.value.path().read_text())
    register = next(part for part in said["sections"] if part["key"] == "register")
    # With what she has just changed, in the language that she last chose.
    assert "ZZ5 2GW" in [fact["value"] for fact in register["facts"]]
    assert said["language"] == "en"

    sign_in(page, SECRETARY)
    page.goto("/tai-glanwern/messages?lang=en")
    follow(page.get_by_role("button", name="Write a message"))
    page.get_by_label("Subject in Welsh").fill("Nos Wener yn y neuadd")
    page.get_by_label("Text in Welsh").fill("Dewch am baned.")
    page.get_by_label("Subject in English").fill("Friday night in the hall")
    page.get_by_label("Text in English").fill("Come for a cup of tea.")
    follow(page.get_by_role("button", name="Save and go on"))
    check_page(page)
    follow(page.get_by_role("button", name="Save and go on"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the message")
    check_page(page)
    follow(page.get_by_role("button", name="Send to"))
    expect(page.get_by_role("link", name="Letters 1 (PDF)")).to_be_visible(timeout=60_000)
    check_page(page)
    page.goto("/outbox?q=gwenda@example.org")
    expect(page.get_by_text("Nos Wener yn y neuadd").first).to_be_visible()
