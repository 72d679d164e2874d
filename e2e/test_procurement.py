"""A whole procurement: play in the holidays, from four bids to the second year of its promises.

One bid comes by spreadsheet, one is written in Welsh, one comes late from a browser that runs no
scripts, and one is excluded after the first sum. Three score; one of them finds out late that a
bidder is family. The award stands still over a bank holiday, and in the second year the recipient
says that half of what was promised never came.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from coopcouncil.kernel.clock import LONDON
from coopcouncil.kernel.workdays import is_working_day
from e2e.conftest import Place, SignIn, check_page, in_welsh

LEAD = "Helen Barraclough, procurement lead"
CARE = "Shazia Rafiq, commissioner of care"
COMMUNITY = "Owain Meredith, of the communities team"
USER = "Edith Hinchliffe, who uses the service"
MODERATOR = "Leah Ogden, who moderates"
OPENER = "Neil Robertshaw, who opens bids"
MANAGER = "Priya Sharma, who follows contracts"
BY_WORKBOOK = "Ruby Greenwood, of Calder Valley Care"
BY_WELSH = "Gwenda Parry, member of Tai Glanwern"
LATE = "Malcolm Shackleton, officer"
HEAD = "Nusrat Akhtar, secretary of Calderbrook Leisure"
WORK = "/calderbrook/tenders/work"
FOR_PLAY = "/calderbrook/bids/for/CALDERBROOK-PLAY"

CO_OP = "Two play workers at every gate, and a tent for whoever wants quiet."
CWMNI = "Chwarae yn yr awyr agored bob dydd, gyda dau weithiwr i bob deg o blant."
SUMMER = "Seven weeks with both workers on every site, and the list of hours is signed."


class Story:
    """The place, and a desk with a browser of its own for everybody in it."""

    def __init__(self, browser: Browser, place: Place, sign_in: SignIn) -> None:
        self.browser, self.place, self.sign_in = browser, place, sign_in
        self.open: dict[str, BrowserContext] = {}
        self.work = ""

    def at(self, name: str, **browser: Any) -> Page:
        """Somebody, signed in."""
        if name not in self.open:
            self.open[name] = self.browser.new_context(
                base_url=self.place.address, locale="en-GB", **browser
            )
            page = self.open[name].new_page()
            page.set_default_timeout(10_000)
            self.sign_in(page, name)
        return self.open[name].pages[0]

    def later(self, moment: datetime) -> None:
        """Time passes; whoever was signed in is so no more."""
        for context in self.open.values():
            context.close()
        self.open.clear()
        self.place.wait_until(moment)

    def today(self) -> date:
        return self.place.now().astimezone(LONDON).date()


@pytest.fixture
def story(browser: Browser, own_place: Place, sign_in: SignIn) -> Iterator[Story]:
    found = Story(browser, own_place, sign_in)
    yield found
    found.later(own_place.now())


def press(page: Page, words: str = "") -> None:
    """Press the button with these words, or the only one of the page's form, and be led on."""
    button = page.locator("main form button.govuk-button")
    if words:
        button = page.locator("main").get_by_role("button", name=words, exact=True)
    with page.expect_navigation():
        button.first.click()


def fill_day(page: Page, name: str, on: date) -> None:
    for part, number in (("day", on.day), ("month", on.month), ("year", on.year)):
        page.locator(f"[name='{name}-{part}']").fill(str(number))


def begin(page: Page, name: str, number: str, language: str = "en") -> None:
    """An organisation that nobody here knows yet begins its bid."""
    page.goto(f"{FOR_PLAY}?lang={language}")
    page.locator("[name=name]").fill(name)
    page.locator("[name=scheme]").select_option("GB-COH")
    page.locator("[name=number]").fill(number)
    press(page)
    expect(page.locator("main")).to_contain_text(name)


def answer_all(page: Page, words: str, price: str) -> None:
    """Every question, one page after the other."""
    page.locator("main th a").first.click()
    for _number in range(20):
        page.wait_for_url(re.compile(r"/bids/\d+(/lots/.*)?$"))
        if "/lots/" not in page.url:
            return
        if page.locator("[name=yes]").count():
            page.locator("[name=yes][value=yes]").check()
        elif page.locator("[name=figure]").count():
            page.locator("[name=figure]").fill(price if page.url.endswith("/3") else "4")
            if page.locator("textarea[name=text]").count():
                page.locator("textarea[name=text]").fill(words)
        else:
            page.locator("textarea[name=text]").fill(words)
        with page.expect_navigation():
            page.locator("form[action*='/lots/']:not([enctype]) button.govuk-button").click()
    raise AssertionError("the questions never ended")


def hand_in(page: Page) -> None:
    page.goto(re.sub(r"(/bids/\d+).*", r"\1/check", page.url))
    page.locator("[name=grounds][value=no]").check()
    page.locator("[name=true_and_complete]").check()
    press(page)


def by_spreadsheet(story: Story, folder: Path) -> None:
    """Ruby takes the workbook, fills it in offline, sends it back and hands in."""
    ruby = story.at(BY_WORKBOOK)
    ruby.goto("/calderbrook/bids")
    ruby.get_by_role("link", name="Play in the holidays").click()
    ruby.get_by_role("link", name="Answer in a spreadsheet").click()
    check_page(ruby)
    with ruby.expect_download() as taken:
        ruby.get_by_role("link", name="Download the workbook (Excel)").click()
    file = folder / "play.xlsx"
    taken.value.save_as(file)
    book = openpyxl.load_workbook(file)
    sheet = book["Answers"]
    wanted: dict[str, int | str] = {
        "A number": 12,
        "A price in pounds": 288_000,
        "Yes or no": "Yes",
        "Words": CO_OP,
    }
    for row in range(5, sheet.max_row + 1):
        sheet.cell(row, 6).value = wanted[str(sheet.cell(row, 3).value)]
    book.save(file)
    ruby.get_by_label("File").set_input_files(file)
    press(ruby, "Read the workbook")
    expect(ruby.get_by_role("heading", level=1)).to_have_text("What the workbook says")
    expect(ruby.locator("main")).to_contain_text("288,000")
    check_page(ruby)
    press(ruby, "Take these answers over")
    hand_in(ruby)
    expect(ruby.locator("main")).to_contain_text("Receipt")
    check_page(ruby)


def bids(story: Story, folder: Path) -> None:
    """Four bids: one waits there already, three are made, and one of those comes too late."""
    by_spreadsheet(story, folder)
    gwenda = story.at(BY_WELSH)
    begin(gwenda, "Cwmni Chwarae Glanwern", "12345670", "cy")
    check_page(gwenda)
    answer_all(gwenda, CWMNI, "279000")
    hand_in(gwenda)
    expect(gwenda.locator("html")).to_have_attribute("lang", "cy")
    late = story.at(LATE, java_script_enabled=False)
    begin(late, "Shackleton Summer Clubs", "12345671")
    answer_all(late, "We mean to be there in time.", "150000")
    lead = story.at(LEAD)
    lead.goto(WORK)
    lead.get_by_role("link", name="Play in the holidays").first.click()
    story.work = re.sub(r".*(/calderbrook/tenders/work/\d+).*", r"\1", lead.url)
    lead.goto(f"{story.work}/opening")
    closes = story.place.now() + timedelta(days=27)
    story.later(closes.astimezone(LONDON).replace(hour=12, minute=0, second=1))
    late = story.at(LATE, java_script_enabled=False)
    late.goto("/calderbrook/bids")
    late.get_by_role("link", name="Play in the holidays").click()
    hand_in(late)
    expect(late.locator("main")).to_contain_text("Late")


def opened(story: Story) -> None:
    """By two officers, a minute after the deadline; the late one stays as it is."""
    story.place.wait_until(story.place.now() + timedelta(minutes=2))
    neil, lead = story.at(OPENER), story.at(LEAD)
    neil.goto(f"{story.work}/opening")
    check_page(neil)
    press(neil, "I am ready to open the bids")
    lead.goto(f"{story.work}/opening")
    press(lead, "Open the bids now")
    check_page(lead)
    lead.goto(f"{story.work}/bids")
    row = lead.get_by_role("row").filter(has_text="Shackleton Summer Clubs")
    expect(row).to_contain_text("Late")


def declared_and_checked(story: Story) -> None:
    """Nobody knows of an interest yet; no ground of exclusion is found."""
    for name in (CARE, COMMUNITY, USER, MODERATOR, LEAD):
        page = story.at(name)
        page.goto(f"{story.work}/declarations")
        asked = page.locator("main form[action*='/declarations/bidders/']")
        while asked.count():
            asked.first.get_by_role("radio").first.check()
            with page.expect_navigation():
                asked.first.get_by_role("button").click()
    checked(story)


def checked(story: Story) -> None:
    """The lead looks at every bidder that is still in."""
    lead = story.at(LEAD)
    lead.goto(f"{story.work}/exclusions")
    for address in _links(lead, "main th a"):
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
        page.goto(_links(page, "main table a")[0])
        while re.search(r"/scores/\d+/\d+$", page.url):
            said = page.locator("main").inner_text()
            assert "288,000" not in said
            points = gives[0] if CO_OP in said else gives[1] if CWMNI in said else gives[2]
            page.locator(f"[name=points][value='{points}']").check()
            page.locator("[name=reason]").fill(
                "The answer says who does what on which day, and what happens when it rains."
            )
            with page.expect_navigation():
                page.locator("button[name=then]").first.click()
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
    lead.get_by_role("link", name=re.compile("^Look at it")).first.click()
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
    leah.goto(_links(leah, "main table a")[0])
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
        with leah.expect_navigation():
            leah.locator("button[name=then]").first.click()
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
    lead.get_by_role("link", name="Pennine Support Services").click()
    lead.get_by_text("Leave this bid out for another reason").click()
    lead.locator("[name=lots]").first.check()
    lead.locator("[name=because]").fill("Its price was abnormally low, and was not explained.")
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
    gwenda.locator("main th a").first.click()
    gwenda.goto(gwenda.url.partition("?")[0] + "/summary")
    expect(gwenda.locator("main")).to_contain_text("Calder Valley Care")
    assert "Pennine Support" not in gwenda.locator("main").inner_text()
    check_page(gwenda)


def before_a_bank_holiday(on: date) -> date:
    """The first working day from then on whose standstill has a bank holiday within."""

    def eighth(first: date, *, holidays: bool) -> date:
        day, left = first, 8
        while True:
            counts = is_working_day(day, anywhere=True) if holidays else day.weekday() < 5
            left -= counts
            if not left:
                return day
            day += timedelta(days=1)

    while not is_working_day(on, anywhere=True) or eighth(on, holidays=True) == eighth(
        on, holidays=False
    ):
        on += timedelta(days=1)
    return on


def awarded(story: Story) -> None:
    """The notice, eight working days over a bank holiday, and not a day sooner the contract."""
    out = before_a_bank_holiday(story.today() + timedelta(days=1))
    story.later(datetime(out.year, out.month, out.day, 10, tzinfo=LONDON).astimezone(UTC))
    lead = story.at(LEAD)
    lead.goto(f"{story.work}/notices/new")
    lead.locator("[name=kind]").select_option("uk6")
    fill_day(lead, "published_on", out)
    lead.locator("[name=number]").fill("2026/S 000-071")
    press(lead, "Write it down")
    free, left = out, 8
    while left:
        left -= is_working_day(free, anywhere=True)
        free += timedelta(days=1)
    words = f"The contract may be signed from {free.day} {free:%B %Y}."
    expect(lead.locator("main")).to_contain_text(words)
    lead.get_by_text("Each day").click()
    check_page(lead)
    story.later(datetime(free.year, free.month, free.day, 9, tzinfo=LONDON) - timedelta(days=1))
    lead = story.at(LEAD)
    lead.goto(f"{story.work}/notices")
    expect(lead.get_by_role("button", name="Record the contract")).to_have_count(0)
    story.later(datetime(free.year, free.month, free.day, 9, tzinfo=LONDON))
    lead = story.at(LEAD)
    lead.goto(f"{story.work}/notices")
    lead.get_by_role("button", name="Record the contract").click()
    lead.locator("[name=number]").fill("CBK-C-0500")
    lead.locator("[name=title]").fill("Play in the holidays")
    lead.locator("[name=value]").fill("345,600.00")
    fill_day(lead, "signed_on", free)
    fill_day(lead, "starts_on", free)
    fill_day(lead, "ends_on", free + timedelta(days=3 * 365))
    press(lead, "Record the contract")
    check_page(lead)


def delivered(story: Story) -> None:
    """Two years: the first confirmed, of the second the recipient says that half never came."""
    lead = story.at(LEAD)
    lead.goto("/calderbrook/promises/work")
    row = lead.get_by_role("row").filter(has_text="Calder Valley Care")
    row.get_by_role("link").first.click()
    promise = re.sub(r".*(/calderbrook/promises/\d+).*", r"\1", lead.url)
    lead.goto(f"{promise}/for-whom")
    lead.locator("[name=recipient]").select_option(label="Calderbrook Leisure Limited")
    press(lead, "Keep this")
    for year, answered in ((1, "confirmed"), (2, "disputed")):
        since = story.today()
        story.later(story.place.now() + timedelta(days=364))
        ruby = story.at(BY_WORKBOOK)
        ruby.goto(promise)
        ruby.get_by_role("button", name="Report what was done").click()
        ruby.locator("[name=amount]").fill("4")
        fill_day(ruby, "since", since + timedelta(days=1))
        fill_day(ruby, "until", story.today())
        ruby.locator("[name=words]").fill(f"{SUMMER} Year {year}.")
        ruby.locator("[name=file]").set_input_files(
            {"name": "list.pdf", "mimeType": "application/pdf", "buffer": _pdf()}
        )
        press(ruby, "Report it")
        head = story.at(HEAD)
        head.goto("/calderbrook/promises")
        head.goto(promise)
        head.get_by_role("button", name="Say whether it came").click()
        head.locator(f"[name=answered][value='{answered}']").check()
        if answered == "disputed":
            head.locator("[name=words]").fill("On two of the four sites there was nobody.")
        press(head, "Give this answer")
    check_page(head)
    lead = story.at(LEAD)
    lead.goto(promise)
    lead.get_by_role("button", name="Decide what counts").click()
    lead.locator("[name=decided][value='in-part']").check()
    lead.locator("[name=part]").fill("2")
    lead.locator("[name=words]").fill("The list is signed for two sites of four.")
    press(lead, "Decide it so")
    expect(lead.locator("main")).to_contain_text("The list is signed for two sites of four.")
    check_page(lead)
    lead.goto(in_welsh("/calderbrook/social-value"))
    expect(lead.locator("main")).to_contain_text("Calder Valley Care")
    assert "nobody" not in lead.locator("main").inner_text()
    check_page(lead)


def test_from_four_bids_to_the_second_year(story: Story, tmp_path: Path) -> None:
    bids(story, tmp_path)
    opened(story)
    declared_and_checked(story)
    scored(story)
    one_stands_aside(story)
    moderated(story)
    summed_and_decided(story)
    awarded(story)
    delivered(story)


def _links(page: Page, where: str) -> list[str]:
    found = page.locator(where).evaluate_all("all => all.map(one => one.getAttribute('href'))")
    return [str(one) for one in found]


def _pdf() -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" + (
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
