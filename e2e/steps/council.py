"""The council of the whole procurement, its people, and a desk for each."""

from datetime import date, datetime
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from coopcouncil.kernel.clock import LONDON
from e2e.conftest import Place, SignIn, follow

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


def press(page: Page, words: str = "") -> None:
    """Press the button with these words, or the only one of the page's form, and be led on."""
    button = page.locator("main form button.govuk-button")
    if words:
        button = page.locator("main").get_by_role("button", name=words, exact=True)
    follow(button.first)


def fill_day(page: Page, name: str, on: date) -> None:
    for part, number in (("day", on.day), ("month", on.month), ("year", on.year)):
        page.locator(f"[name='{name}-{part}']").fill(str(number))


def links(page: Page, where: str) -> list[str]:
    found = page.locator(where).evaluate_all("all => all.map(one => one.getAttribute('href'))")
    return [str(one) for one in found]
