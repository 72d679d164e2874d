"""Bids are written, handed in and opened."""

import re
from datetime import timedelta
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from coopcouncil.kernel.clock import LONDON
from e2e.conftest import check_page, follow
from e2e.steps.council import (
    BY_WELSH,
    BY_WORKBOOK,
    CO_OP,
    CWMNI,
    FOR_PLAY,
    LATE,
    LEAD,
    OPENER,
    WORK,
    Story,
    press,
)


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
    follow(page.locator("main th a").first)
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
        follow(page.locator("form[action*='/lots/']:not([enctype]) button.govuk-button"))
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
    follow(ruby.get_by_role("link", name="Play in the holidays"))
    follow(ruby.get_by_role("link", name="Answer in a spreadsheet"))
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
    follow(lead.get_by_role("link", name="Play in the holidays").first)
    story.work = re.sub(r".*(/calderbrook/tenders/work/\d+).*", r"\1", lead.url)
    lead.goto(f"{story.work}/opening")
    closes = story.place.now() + timedelta(days=27)
    story.later(closes.astimezone(LONDON).replace(hour=12, minute=0, second=1))
    late = story.at(LATE, java_script_enabled=False)
    late.goto("/calderbrook/bids")
    follow(late.get_by_role("link", name="Play in the holidays"))
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
