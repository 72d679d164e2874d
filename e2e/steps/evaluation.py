"""Bids are declared on, checked, scored, moderated and summed."""

import re

from playwright.sync_api import expect

from e2e.conftest import check_page, follow, in_welsh
from e2e.steps.council import (
    BY_WELSH,
    CARE,
    CO_OP,
    COMMUNITY,
    CWMNI,
    LEAD,
    MODERATOR,
    USER,
    Story,
    links,
    press,
)


def declared_and_checked(story: Story) -> None:
    """Nobody knows of an interest yet; no ground of exclusion is found."""
    for name in (CARE, COMMUNITY, USER, MODERATOR, LEAD):
        page = story.at(name)
        page.goto(f"{story.work}/declarations")
        asked = page.locator("main form[action*='/declarations/bidders/']")
        while asked.count():
            asked.first.get_by_role("radio").first.check()
            follow(asked.first.get_by_role("button"))
    checked(story)


def checked(story: Story) -> None:
    """The lead looks at every bidder that is still in."""
    lead = story.at(LEAD)
    lead.goto(f"{story.work}/exclusions")
    for address in links(lead, "main th a"):
        lead.goto(address)
        if lead.get_by_label("No ground found").count():
            lead.get_by_label("No ground found").check()
            press(lead, "Record this check")


def scored(story: Story) -> None:
    """Each alone, blind to names and prices; one of them in Welsh."""
    for name, gives in ((CARE, (4, 3, 2)), (COMMUNITY, (5, 4, 2)), (USER, (1, 5, 5))):
        page = story.at(name)
        page.goto(f"{story.work}/scores")
        if name is COMMUNITY:
            page.goto(in_welsh(f"{story.work}/scores"))
            check_page(page)
        shown = page.locator("main").inner_text()
        assert "Cwmni Chwarae" not in shown
        page.goto(links(page, "main table a")[0])
        while re.search(r"/scores/\d+/\d+$", page.url):
            said = page.locator("main").inner_text()
            assert "288,000" not in said
            points = gives[0] if CO_OP in said else gives[1] if CWMNI in said else gives[2]
            page.locator(f"[name=points][value='{points}']").check()
            page.locator("[name=reason]").fill(
                "The answer says who does what on which day, and what happens when it rains."
            )
            follow(page.locator("button[name=then]").first)
        page.goto(f"{story.work}/scores/lots/1/finish")
        press(page)


def one_stands_aside(story: Story) -> None:
    """Edith learns after scoring that a bidder is family; she is out at once."""
    edith, lead = story.at(USER), story.at(LEAD)
    edith.goto(f"{story.work}/declarations")
    edith.get_by_text("I have become aware of an interest since").click()
    edith.get_by_label("Bidder").select_option(label="Cwmni Chwarae Glanwern")
    edith.get_by_label("What is your interest?").fill(
        "My niece has begun to work there this week, in the office that wrote the bid."
    )
    press(edith, "Declare this interest")
    expect(edith.locator("main")).to_contain_text("waits for the procurement lead’s decision")
    check_page(edith)
    lead.goto(f"{story.work}/declarations")
    follow(lead.get_by_role("link", name=re.compile("^Look at it")).first)
    lead.get_by_label("Stands aside from the whole tender").check()
    lead.get_by_label("Why, and what is done to keep the decision fair?").fill(
        "A niece in the bidding office is close family; two evaluators remain for each question."
    )
    press(lead, "Record this decision")
    answer = edith.goto(f"{story.work}/scores")
    assert answer
    assert answer.status in (403, 404)


def moderated(story: Story) -> None:
    """One agreed score with its reason for each; the one who stands aside counts no more."""
    leah, lead = story.at(MODERATOR), story.at(LEAD)
    leah.goto(f"{story.work}/moderation")
    expect(leah.locator("main")).to_contain_text("Edith Hinchliffe")
    check_page(leah)
    leah.goto(links(leah, "main table a")[0])
    while re.search(r"/moderation/\d+/\d+$", leah.url):
        said = leah.locator("main").inner_text()
        if leah.get_by_label("Met", exact=True).count():
            leah.get_by_label("Met", exact=True).check()
        else:
            points = 4 if CO_OP in said else 3 if CWMNI in said else 5
            leah.locator(f"[name=points][value='{points}']").check()
        leah.locator("[name=reason]").fill(
            "Both agreed after talking it through: days and names are given, one risk is open."
        )
        follow(leah.locator("button[name=then]").first)
    lead.goto(f"{story.work}/moderation/lots/1/lock")
    check_page(lead)
    press(lead, "Lock the agreed scores")


def summed_and_decided(story: Story) -> None:
    """The first sum has a winner who turns out to be excluded; the second has another."""
    lead = story.at(LEAD)
    lead.goto(f"{story.work}/result/1/sum")
    press(lead, "Make the sum")
    check_page(lead)
    lead.goto(f"{story.work}/exclusions")
    follow(lead.get_by_role("link", name="Pennine Support Services"))
    lead.get_by_text("Leave this bid out for another reason").click()
    lead.locator("[name=lots]").first.check()
    lead.locator("[name=because]").fill("Its price was abnormally low, and was not explained.")
    lead.locator("[name=is_low]").check()
    press(lead, "Leave it out")
    expect(lead.locator("main")).to_contain_text("Tell the bidder first that its price seems")
    lead.locator("[name=heard]").fill("It was told on Monday by letter, and answered nothing.")
    press(lead, "Leave it out")
    lead.goto(f"{story.work}/result")
    expect(lead.get_by_role("link", name="Sum 1, every step")).to_be_visible()
    expect(lead.get_by_role("link", name="Sum 2, every step")).to_be_visible()
    check_page(lead)
    checked(story)
    lead.goto(f"{story.work}/result/1/decision")
    lead.locator("[name=award]").first.check()
    lead.locator("[name=because]").fill("It has the most points by the published method.")
    press(lead, "Record the decision")
    lead.goto(f"{story.work}/summaries")
    check_page(lead)
    lead.goto(f"{story.work}/summaries/send")
    lead.locator("[name=looked]").check()
    press(lead, "Send them all now")
    gwenda = story.at(BY_WELSH)
    gwenda.goto(in_welsh("/calderbrook/bids"))
    follow(gwenda.locator("main th a").first)
    gwenda.goto(gwenda.url.partition("?")[0] + "/summary")
    expect(gwenda.locator("main")).to_contain_text("Calder Valley Care")
    assert "Pennine Support" not in gwenda.locator("main").inner_text()
    check_page(gwenda)
