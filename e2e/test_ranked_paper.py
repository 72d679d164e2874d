"""The ranked paper by finger, by keyboard, and without any script."""

import threading
from collections.abc import Iterator

import jinja2
import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from coopcouncil.kernel.pages import environment, page
from tests.kernel.sample import site

NAMES = ("Ada Lovell", "Bartholomew Featherstonehaugh", "Cai Llwyd", "Ŵyn ap Siôn")
PAPER = """{% extends "base.html" %}
{% import "_macros/ranking.html" as ranking %}{% import "_macros/fields.html" as fields %}
{% block title %}{{ _("Your order") }}?{% endblock %}
{% block heading %}{% endblock %}
{% block content %}{{ fields.form_start() }}
{{ ranking.paper(candidates, _("Your order") ~ "?", _("Help"), most=3) }}
{{ fields.button(_("Done")) }}{{ fields.form_end() }}{% endblock %}"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server with nothing but a paper on it."""
    environment.loader.loaders.append(  # type: ignore[union-attr]
        jinja2.DictLoader({"sample/paper.html": PAPER})
    )

    async def paper(request: Request) -> Response:
        if request.method == "POST":
            sent = await request.form()
            return PlainTextResponse(
                ",".join(f"{k}={v}" for k, v in sent.items() if k.startswith("rank"))
            )
        candidates = [
            {"position": n, "name": name, "about": "Staff" if n == 1 else "", "statement": "Hello."}
            for n, name in enumerate(NAMES, 1)
        ]
        return page(request, "sample/paper.html", candidates=candidates)

    app = site()
    app.router.routes.append(Route("/paper", paper, methods=["GET", "POST"]))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://localhost:{port}/paper"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def paper(page: Page, address: str) -> Page:
    troubles: list[str] = []
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(address)
    page.wait_for_selector(".app-paper.is-ready")
    assert not troubles
    return page


def boxes(page: Page) -> list[str]:
    return [page.locator(f"#rank-{n}").input_value() for n in range(1, 5)]


def order(page: Page) -> list[str]:
    return page.locator(".app-order li > span:nth-child(2)").all_inner_texts()


def tap(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def said(page: Page) -> str:
    return page.locator("[aria-live]").inner_text()


def test_tapping_names_gives_them_numbers(paper):
    for name in (NAMES[2], NAMES[0], NAMES[3]):
        tap(paper, name)
    assert boxes(paper) == ["2", "", "1", "3"]
    assert order(paper) == [NAMES[2], NAMES[0], NAMES[3]]
    assert said(paper) == "Ŵyn ap Siôn is now number 3."

    tap(paper, NAMES[1])
    assert boxes(paper) == ["2", "", "1", "3"], "no more than three may be ranked"
    assert said(paper) == "You may rank 3. Take one off first."

    tap(paper, NAMES[2])
    assert boxes(paper) == ["1", "", "", "2"]
    paper.get_by_role("button", name="Start again").click()
    assert boxes(paper) == ["", "", "", ""]
    assert paper.get_by_text("Nobody yet.").is_visible()


def test_the_keyboard_moves_and_keeps_its_place(paper):
    for name in NAMES[:3]:
        paper.get_by_role("button", name=name, exact=True).press("Enter")
    down = paper.get_by_role("button", name=f"Move {NAMES[0]} down")
    down.focus()
    paper.keyboard.press("Enter")
    assert order(paper) == [NAMES[1], NAMES[0], NAMES[2]]
    assert said(paper) == "Ada Lovell is now number 2."
    paper.keyboard.press("Space")
    assert order(paper) == [NAMES[1], NAMES[2], NAMES[0]]
    paper.keyboard.press("Enter")
    assert order(paper) == [NAMES[1], NAMES[2], NAMES[0]], "at the end there is no further down"
    focused = paper.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused == f"Move {NAMES[0]} down"


def test_typed_numbers_show_their_order(paper):
    paper.fill("#rank-4", "1")
    paper.fill("#rank-2", "2")
    assert order(paper) == [NAMES[3], NAMES[1]]
    with paper.expect_navigation():
        paper.get_by_role("button", name="Done").click()
    assert paper.inner_text("body") == "rank-1=,rank-2=2,rank-3=,rank-4=1"


def test_without_a_script_there_are_boxes_and_nothing_else(browser: Browser, address: str):
    bare = browser.new_context(java_script_enabled=False).new_page()
    bare.goto(address)
    assert not bare.locator(".app-order").is_visible()
    bare.get_by_label(NAMES[2], exact=True).fill("1")
    with bare.expect_navigation():
        bare.get_by_role("button", name="Done").click()
    assert bare.inner_text("body") == "rank-1=,rank-2=,rank-3=1,rank-4="


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("width", [1200, 320])
def test_nothing_stands_in_anybodys_way(paper, address, language, width):
    paper.set_viewport_size({"width": width, "height": 800})
    paper.goto(f"{address}?lang={language}")
    tap(paper, NAMES[1])
    assert paper.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(paper).response["violations"] == []
    for button in paper.locator(".app-paper button:visible, .app-paper input:visible").all():
        box = button.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["width"] >= 44
