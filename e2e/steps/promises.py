"""The award after its standstill, and what became of the promises."""

import re
from datetime import UTC, date, datetime, timedelta

from playwright.sync_api import expect

from coopcouncil.kernel.clock import LONDON
from coopcouncil.kernel.workdays import is_working_day
from e2e.conftest import check_page, follow, in_welsh
from e2e.steps.council import (
    BY_WORKBOOK,
    HEAD,
    LEAD,
    SUMMER,
    Story,
    fill_day,
    press,
)


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
    expect(lead.locator("details[open]")).to_contain_text("Each day")
    check_page(lead)
    story.later(datetime(free.year, free.month, free.day, 9, tzinfo=LONDON) - timedelta(days=1))
    lead = story.at(LEAD)
    lead.goto(f"{story.work}/notices")
    expect(lead.get_by_role("button", name="Record the contract")).to_have_count(0)
    story.later(datetime(free.year, free.month, free.day, 9, tzinfo=LONDON))
    lead = story.at(LEAD)
    lead.goto(f"{story.work}/notices")
    follow(lead.get_by_role("button", name="Record the contract"))
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
    follow(row.get_by_role("link").first)
    promise = re.sub(r".*(/calderbrook/promises/\d+).*", r"\1", lead.url)
    lead.goto(f"{promise}/for-whom")
    lead.locator("[name=recipient]").select_option(label="Calderbrook Leisure Limited")
    press(lead, "Keep this")
    for year, answered in ((1, "confirmed"), (2, "disputed")):
        since = story.today()
        story.later(story.place.now() + timedelta(days=364))
        ruby = story.at(BY_WORKBOOK)
        ruby.goto(promise)
        follow(ruby.get_by_role("button", name="Report what was done"))
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
        follow(head.get_by_role("button", name="Say whether it came"))
        head.locator(f"[name=answered][value='{answered}']").check()
        if answered == "disputed":
            head.locator("[name=words]").fill("On two of the four sites there was nobody.")
        press(head, "Give this answer")
    check_page(head)
    lead = story.at(LEAD)
    lead.goto(promise)
    follow(lead.get_by_role("button", name="Decide what counts"))
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


def _pdf() -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" + (
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
