"""A browser for tests: asks the application in-process, and holds each page to its duties.

    client = Pages(app)
    page = await client.as_(ada).get("/leisure/ballots")
    assert page.h1 == "Votes" and page.status == 200

Every HTML page that it is given is parsed; a fault of `htmlcheck` fails the test there.
"""

from typing import Any, Self
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import httpx2
from starlette.types import ASGIApp

from coopcouncil.accounts.actions.signing_in import open_session
from coopcouncil.accounts.models import By, Person
from coopcouncil.accounts.session import COOKIE
from tests.htmlcheck import faults, parse, words

ORIGIN = "http://localhost"


class Page:
    """One answer: its status, its words, its links, its errors."""

    def __init__(self, response: httpx2.Response, client: "Pages") -> None:
        self.response, self._client = response, client
        self.status = response.status_code
        self.headers = response.headers
        self.body = response.content
        self.html = response.text if self.is_html else ""
        self.tree, self._wrong = parse(self.html) if self.is_html else (Element("html"), [])

    def __repr__(self) -> str:
        return f"<{self.status} {self.response.request.url.path} {self.title!r}>"

    def faults(self) -> list[str]:
        """What is wrong with it, where it is a whole page."""
        if not self.is_whole:
            return []
        return faults(self.tree, self._wrong, self.headers["content-language"])

    @property
    def is_html(self) -> bool:
        return self.response.headers.get("content-type", "").startswith("text/html")

    @property
    def is_whole(self) -> bool:
        """A page, and not the part of one that HTMX asked for."""
        return self.is_html and "<html" in self.html[:200]

    @property
    def text(self) -> str:
        """What a reader reads, on one line; of other answers, the body."""
        return words(self.tree) if self.is_html else self.response.text

    @property
    def main(self) -> str:
        """The words between header and footer."""
        return words(self.one("main"))

    @property
    def title(self) -> str:
        return " ".join(words(each) for each in self.tree.iter("title"))[:200]

    @property
    def h1(self) -> str:
        return words(self.one("h1"))

    @property
    def errors(self) -> list[str]:
        """What the list at the top says is to be mended."""
        return [
            words(item)
            for box in self.by_class("govuk-error-summary__list")
            for item in box.iter("li")
        ]

    @property
    def sentences(self) -> list[str]:
        """What was said after a deed."""
        return [words(each) for each in self.by_class("govuk-notification-banner__heading")]

    @property
    def links(self) -> dict[str, str]:
        """Addresses by their words; the last of equal words."""
        return {words(a): a.get("href", "") for a in self.tree.iter("a") if a.get("href")}

    @property
    def location(self) -> str:
        """Where a redirect leads, without the host."""
        parts = urlsplit(self.headers["location"])
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def fields(self) -> dict[str, str]:
        """The values that the page's first form of its own would send, as it stands."""
        form = next(f for f in self.one("main").iter("form") if f.get("method") == "post")
        return dict(_values(form))

    def one(self, tag: str) -> Element:
        found = list(self.tree.iter(tag))
        assert len(found) == 1, f"{len(found)} of {tag} in {self!r}"
        return found[0]

    def by_class(self, name: str) -> list[Element]:
        return [each for each in self.tree.iter() if name in (each.get("class") or "").split()]

    def by_id(self, name: str) -> Element:
        return next(each for each in self.tree.iter() if each.get("id") == name)

    def rows(self) -> list[list[str]]:
        """The cells of every table's body, row by row."""
        return [
            [words(cell) for cell in row if cell.tag in ("td", "th")]
            for body in self.tree.iter("tbody")
            for row in body.iter("tr")
        ]

    async def follow(self, text: str | None = None) -> "Page":
        """Go where the redirect leads, or along the link with these words."""
        target = self.location if text is None else self.links[text]
        return await self._client.get(urljoin(self.response.request.url.path, target))

    async def submit(self, **changes: Any) -> "Page":
        """Send the page's form with some values changed; None leaves one out."""
        form = next(f for f in self.one("main").iter("form") if f.get("method") == "post")
        data = {
            **dict(_values(form)),
            **{name.replace("__", "-"): v for name, v in changes.items()},
        }
        action = form.get("action") or self.response.request.url.path
        return await self._client.post(action, {k: v for k, v in data.items() if v is not None})


class Pages:
    """A browser: its cookies, its language, and who sits before it."""

    def __init__(self, app: ASGIApp, language: str = "en", person: Person | None = None) -> None:
        self.app, self.language, self.person = app, language, person
        self._browser = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=app),
            base_url=ORIGIN,
            headers={"accept-language": language, "accept": "text/html"},
        )

    def as_(self, person: Person | None) -> Self:
        """Another browser, before which this person sits, signed in."""
        return type(self)(self.app, self.language, person)

    def in_(self, language: str) -> Self:
        """Another browser of the same person, which asks for this language."""
        return type(self)(self.app, language, self.person)

    @property
    def cookies(self) -> httpx2.Cookies:
        return self._browser.cookies

    async def get(self, path: str, htmx: bool = False, **headers: str | bytes) -> Page:
        return await self._ask("GET", path, htmx, headers)

    async def read(self, path: str) -> tuple[int, bytes]:
        """The status and the bytes of an answer that nobody looks at as a page: many are asked."""
        answer = await self._sent("GET", path, False, {})
        return answer.status_code, answer.content

    async def post(
        self,
        path: str,
        data: dict[str, Any] | None = None,
        files: Any = None,
        htmx: bool = False,
        **headers: str | bytes,
    ) -> Page:
        """Send a form as a browser does that says where it comes from."""
        own: dict[str, str | bytes] = {"sec-fetch-site": "same-origin", "origin": ORIGIN, **headers}
        return await self._ask("POST", path, htmx, own, data=data or {}, files=files)

    async def _ask(
        self, method: str, path: str, htmx: bool, headers: dict[str, str | bytes], **body: Any
    ) -> Page:
        page = Page(await self._sent(method, path, htmx, headers, **body), self)
        wrong = page.faults()
        assert not wrong, f"{method} {path}: " + "; ".join(wrong)
        return page

    async def _sent(
        self, method: str, path: str, htmx: bool, headers: dict[str, str | bytes], **body: Any
    ) -> httpx2.Response:
        if self.person is not None and COOKIE not in self.cookies:
            cookie = await open_session(self.person, "a browser for tests", By.CODE)
            self.cookies.set(COOKIE, cookie)
        sent = [
            (name.replace("_", "-").encode(), value if isinstance(value, bytes) else value.encode())
            for name, value in headers.items()
        ]
        if htmx:
            sent.append((b"hx-request", b"true"))
        return await self._browser.request(method, path, headers=sent, **body)


def _values(form: Element) -> list[tuple[str, str]]:
    """What a browser would send of a form that nobody has touched."""
    found = []
    for element in form.iter():
        name, kind = element.get("name"), element.get("type", "text")
        if not name or "disabled" in element.attrib:
            continue
        if element.tag == "input" and kind in ("radio", "checkbox"):
            if "checked" in element.attrib:
                found.append((name, element.get("value", "on")))
        elif element.tag == "input" and kind not in ("submit", "file"):
            found.append((name, element.get("value", "")))
        elif element.tag == "textarea":
            found.append((name, (element.text or "").removeprefix("\n")))
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = [o for o in options if "selected" in o.attrib] or options[:1]
            found += [(name, o.get("value", words(o))) for o in chosen]
    return found
