"""A general meeting is called and its notice sent."""

import re
from datetime import date

from playwright.sync_api import Page, expect

from e2e.conftest import follow
from e2e.steps.co_op import ELECTION, ORG, RESOLUTION, check_both, fill_date


def call_the_meeting(page: Page, on: date) -> str:
    """An AGM in forty days, with the reasons why notice must go when it must; its address."""
    page.goto(f"{ORG}/meetings")
    follow(page.get_by_role("button", name="Call an AGM"))
    fill_date(page, "on", on)
    page.get_by_label("Time it begins").fill("7 pm")
    follow(page.get_by_role("button", name="Save and go on"))
    page.get_by_label("Place, in English").fill("The old school, Glanwern")
    page.get_by_label("Place, in Welsh").fill("Yr Hen Ysgol, Glanwern")
    follow(page.get_by_role("button", name="Save and go on"))
    follow(page.get_by_role("button", name="Save and go on"))
    expect(page.get_by_text("Post letters by")).to_be_visible()
    page.get_by_text("Why letters must go by this day").click()
    steps = page.locator("#last-post li")
    expect(steps.filter(has_text="The letters are posted.")).to_be_visible()
    expect(steps.filter(has_text="They count as served, 48 hours later.")).to_be_visible()
    expect(steps.filter(has_text=re.compile(r"The last of \d+ clear days\."))).to_be_visible()
    check_both(page)
    meeting = page.url.split("?")[0].rsplit("/", 1)[0]
    page.goto(f"{meeting}/agenda")
    follow(page.get_by_role("button", name="Begin with the usual items of an AGM"))
    return meeting


def send_notice(page: Page, meeting: str, ballots: tuple[str, ...]) -> None:
    """Both ballots go on the agenda; the notice goes to everybody, with the rolls' seals."""
    for kind, texts, ballot in (
        ("Decides on a resolution", RESOLUTION, ballots[0]),
        ("Elects people", ELECTION, ballots[1]),
    ):
        page.goto(f"{meeting}/agenda/new")
        page.get_by_label(kind).check()
        page.get_by_label("Title, in English").fill(texts["Title, in English"])
        page.get_by_label("Title, in Welsh").fill(texts["Title, in Welsh"])
        page.get_by_label("Ballot", exact=True).select_option(ballot.rsplit("/", 1)[1])
        follow(page.get_by_role("button", name="Save"))
    page.goto(f"{meeting}/preview")
    check_both(page)
    page.goto(f"{meeting}/notice")
    check_both(page)
    follow(page.get_by_role("button", name="Send notice to"))
    expect(page.get_by_role("heading", level=1)).to_have_text("The notice")
