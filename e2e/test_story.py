"""The whole story: a spreadsheet of members becomes a result that anyone can recount.

A housing co-operative in Wales. Its secretary brings in a list, calls the annual general meeting
and puts a resolution and a board election to the members; they vote as they like, on a phone or
an old computer, in either language, signed in or by a letter's code; the returning officer
closes, counts, declares and publishes; and a stranger recounts it without the site.
"""

from datetime import time, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from coopcouncil.kernel.clock import LONDON, london
from e2e.conftest import Place, SignIn, follow
from e2e.steps.co_op import ELECTION, RESOLUTION, STANDING, check_both
from e2e.steps.counting import (
    count,
    download,
    draw_lots,
    head_in_message,
    publish,
    record_the_close,
    recount,
    recounted,
    the_count_sheet,
)
from e2e.steps.meeting import call_the_meeting, send_notice
from e2e.steps.members import bring_in_members, let_few_papers_be_published
from e2e.steps.voting import (
    decide,
    number_the_boxes,
    put_up,
    seal,
    set_up,
    sign_in_by_message,
    tap_in_order,
    vote_by_letter,
)

SECRETARY, OFFICER = "Angharad Prydderch", "Heledd Vaughan"


def test_from_a_list_of_members_to_a_result_that_anyone_can_recount(
    browser: Browser, own_place: Place, sign_in: SignIn, tmp_path: Path
) -> None:
    def visitor(name: str = "", **how: object) -> Page:
        options: dict[str, object] = {"locale": "en-GB", "base_url": own_place.address, **how}
        page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
        if name:
            sign_in(page, name)
        return page

    today = own_place.now().astimezone(LONDON).date()
    meeting_on, closes_on = today + timedelta(days=40), today + timedelta(days=38)

    secretary = visitor(SECRETARY)
    bring_in_members(secretary, today)
    let_few_papers_be_published(secretary)
    meeting = call_the_meeting(secretary, meeting_on)
    resolution = set_up(secretary, "Resolution", RESOLUTION, today, closes_on)
    election = set_up(secretary, "Election: rank the candidates", ELECTION, today, closes_on)
    put_up(secretary, election)

    officer = visitor(OFFICER)
    for ballot in (resolution, election):
        seal(officer, ballot)
    send_notice(secretary, meeting, (resolution, election))

    # Iolo, with all that his computer can do.
    iolo = visitor("Iolo Bebb")
    decide(iolo, resolution, "For")
    tap_in_order(iolo, election, (STANDING[0], STANDING[1]))

    # Gwenda, on an old one, in Welsh.
    gwenda = visitor(java_script_enabled=False)
    gwenda.goto("/?lang=cy")
    follow(gwenda.get_by_role("button", name="Gwenda Parry"))
    decide(gwenda, resolution, "O blaid")
    number_the_boxes(gwenda, election, (STANDING[0], STANDING[2]), "cy")

    # Siân, who came with the list, and signs in with a code in a message.
    sian = visitor(viewport={"width": 320, "height": 640}, has_touch=True)
    sign_in_by_message(sian, "sian.llwyd@post.example")
    decide(sian, resolution, "Yn erbyn")
    number_the_boxes(sian, election, (STANDING[0], STANDING[1]), "cy")

    # Mair, who came with the list too, has no e-mail address and gets a letter.
    vote_by_letter(visitor(viewport={"width": 320, "height": 640}), officer, election, tmp_path)

    own_place.wait_until(london(closes_on, time(17, 1)))
    sign_in(officer, OFFICER)
    for ballot in (resolution, election):
        record_the_close(officer, ballot)
    heads = {
        "resolution": head_in_message(officer, "Solar panels on the roofs"),
        "election": head_in_message(officer, "Election of two members of the board"),
    }

    count(officer, resolution)
    expect(officer.get_by_text("Carried").first).to_be_visible()
    draw_lots(officer, election)
    count(officer, election)
    the_count_sheet(officer)
    check_both(officer)
    for name, ballot in (("resolution", resolution), ("election", election)):
        publish(officer, ballot)
        stranger = visitor()
        bundle = download(stranger, ballot, tmp_path / f"{name}.zip")
        recount(bundle, heads[name])
    result = recounted(tmp_path / "election.zip")
    assert result["elected"] == [1, 3], "Nerys and Ceri"

    iolo = visitor("Iolo Bebb")
    iolo.goto(f"{election}/result")
    expect(iolo.get_by_text(STANDING[0]).first).to_be_visible()
    check_both(iolo)
