"""What a first visit costs: no page that a member can reach is over 150 kB on the wire."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession, Error, Page

from e2e.conftest import SignIn

MOST = 150_000
# A page of each kind is enough: the hundredth member's vote weighs what the first one's does.
A_NUMBER = re.compile(r"/\d+")
# Files to keep rather than pages to look at, and what would end the visit.
NOT_PAGES = re.compile(r"\.(pdf|csv|zip|ics|ods|xlsx|tsv|blt)$|/calendar|/export|/photo")
MEMBERS = {"Gwenda Parry": "tai-glanwern", "Kasia Nowak": "learning-trust"}


@pytest.mark.parametrize("member", MEMBERS)
def test_no_page_that_a_member_reaches_is_heavy(
    browser: Browser, place: str, sign_in: SignIn, member: str
) -> None:
    page = browser.new_page(base_url=place, locale="en-GB")
    sign_in(page, member)
    page.wait_for_load_state()
    visitor = _Scales(page)
    weights: dict[str, int] = {}
    waiting = ["/", urlsplit(page.url).path]
    seen = {_kind(path) for path in waiting}
    while waiting:
        path = waiting.pop(0)
        # One language each, by turns: they differ by a few words, what weighs is the same.
        address = f"{path}?lang={('en', 'cy')[len(weights) % 2]}"
        if (weight := visitor.weigh(address)) is None:
            continue
        weights[address] = weight
        for link in _links(page, place):
            of_another = link.split("/")[1] in _others(member) and not link.endswith("/")
            if not of_another and _kind(link) not in seen:
                seen.add(_kind(link))
                waiting.append(link)
    page.context.close()
    heaviest = sorted(weights.items(), key=lambda one: one[1], reverse=True)
    print(f"\n{member}: {len(seen)} kinds of page; the heaviest on a first visit:")
    for address, size in heaviest[:5]:
        print(f"{size / 1000:8.1f} kB  {address}")
    assert len(seen) > 12, f"only {sorted(weights)} were reached"
    assert min(weights.values()) > 30_000, "the font alone is that heavy: something was not weighed"
    assert heaviest[0][1] <= MOST, heaviest[:5]


class _Scales:
    """Counts what comes over the wire, headers and all, with nothing kept from before."""

    def __init__(self, page: Page) -> None:
        self.page, self.weight = page, 0.0
        self.coming: set[str] = set()
        wire: CDPSession = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.on("Network.requestWillBeSent", lambda said: self.coming.add(said["requestId"]))
        wire.on("Network.loadingFinished", self._arrived)
        wire.on("Network.loadingFailed", lambda said: self.coming.discard(said["requestId"]))

    def weigh(self, address: str) -> int | None:
        """The bytes of a page and of all that it fetches; None where it is a file to keep."""
        # What the page before still waits for is not this one's.
        self.weight, self.coming = 0, set()
        try:
            answer = self.page.goto(address)
        except Error as trouble:
            if "Download is starting" in str(trouble):
                return None
            raise
        assert answer, address
        assert answer.status == 200, f"{address} answers {answer.status}"
        self.page.wait_for_timeout(100)  # For what scripts fetch once all is there.
        for _tenth in range(50):
            if not self.coming:
                break
            self.page.wait_for_timeout(100)
        return int(self.weight)

    def _arrived(self, said: dict[str, Any]) -> None:
        if said["requestId"] in self.coming:
            self.coming.discard(said["requestId"])
            self.weight += said["encodedDataLength"]


def _links(page: Page, place: str) -> Iterator[str]:
    """The pages of the site that this one leads to; other people's messages lead elsewhere."""
    own = "a[href]:not(.app-message a)"
    for href in page.eval_on_selector_all(own, "all => all.map(a => a.href)"):
        parts = urlsplit(href)
        if f"{parts.scheme}://{parts.netloc}" == place and not NOT_PAGES.search(parts.path):
            yield parts.path


def _others(member: str) -> set[str]:
    """Organisations whose pages are of the same kinds as the member's own."""
    every = {"calderbrook", "leisure", "credit-union", *MEMBERS.values()}
    return every - {MEMBERS[member]}


def _kind(path: str) -> str:
    """Addresses that differ in their numbers are of one kind."""
    return A_NUMBER.sub("/1", path)
