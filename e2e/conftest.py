"""One demonstration place for the whole run: own home, own database, real server process."""

import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.kept import copy, share_compiled, stays_at_home

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

SignIn = Callable[[Page, str], None]
WELSH_READERS = ("Gwenda Parry", "reads Welsh")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """What Playwright starts."""
    return {**browser_type_launch_args, **chromium()}


def chromium() -> dict[str, Any]:
    """Debian's Chromium, or the one that CHROMIUM_PATH names; Playwright's own where neither is.

    The one that never opens a window comes first: it costs the machine a fifth less.
    """
    named = os.environ.get("CHROMIUM_PATH")
    path = named or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    quiet = [
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-gpu",
    ]
    if os.geteuid() == 0:
        quiet.append("--no-sandbox")
    return {"args": quiet, **({"executable_path": path} if path else {})}


@dataclass(frozen=True)
class Place:
    """A demonstration place of a test's own, whose clock the test can move on."""

    address: str
    ahead: Path
    home: Path

    def wait_until(self, moment: datetime) -> None:
        """Let the place believe that it is this moment, or a little later."""
        seconds = (moment - datetime.now(UTC)).total_seconds()
        self.ahead.write_text(str(max(seconds, float(self.ahead.read_text()))))

    def now(self) -> datetime:
        """What time the place thinks it is."""
        return datetime.now(UTC) + timedelta(seconds=float(self.ahead.read_text()))


@pytest.fixture(scope="session")
def place(pytestconfig: pytest.Config) -> Iterator[str]:
    """The address of a freshly seeded demonstration place that all tests share."""
    with running(_kept(pytestconfig)) as found:
        yield found.address


@pytest.fixture(scope="module")
def own_place(pytestconfig: pytest.Config) -> Iterator[Place]:
    """A place of this file's own, for stories that take days."""
    with running(_kept(pytestconfig)) as found:
        yield found


LONG = ("procurement", "agm", "story", "counted_elsewhere", "paying")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long stories first: begun last, they would be waited for alone."""
    items.sort(key=lambda item: item.path.stem.removeprefix("test_") not in LONG)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The run's seeded place goes with the run."""
    if not hasattr(session.config, "workerinput"):
        kept = _kept(session.config)
        shutil.rmtree(kept, ignore_errors=True)
        kept.with_suffix(".lock").unlink(missing_ok=True)


def _kept(config: pytest.Config) -> Path:
    """Where this run keeps its seeded place: one for all its workers."""
    run = os.getppid() if hasattr(config, "workerinput") else os.getpid()
    return Path(tempfile.gettempdir()) / f"coop-e2e-of-{run}"


@contextmanager
def running(kept: Path | None = None) -> Iterator[Place]:
    """A freshly seeded demonstration place of one's own, gone at the end.

    Where `kept` says, the first is stopped at once and its files are kept: the others copy them.
    """
    home = Path(tempfile.mkdtemp(prefix="coop-e2e-"))
    try:
        if kept is not None:
            _seed(home, kept)
        home.chmod(0o711)
        if not (home / "cache").exists():
            share_compiled(home)
        with _served(home) as place:
            yield place
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _seed(home: Path, kept: Path) -> None:
    home.chmod(0o711)
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            copy(kept, home)
            return
        share_compiled(home)
        with _served(home):
            pass
        kept.mkdir(mode=0o700)
        if stays_at_home(home):
            copy(home, kept)


@contextmanager
def _served(home: Path) -> Iterator[Place]:
    """The demonstration place of a home, served."""
    port = _free_port()
    log, ahead = home / "server.log", home / "ahead"
    ahead.write_text("0")
    environ = {
        **{k: v for k, v in os.environ.items() if not k.startswith("COOPCOUNCIL_")},
        "COOPCOUNCIL_HOME": str(home),
    }
    environ.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "e2e.server", str(ahead)]
    with log.open("wb") as out:
        server = subprocess.Popen(
            [*command, "run", "--demo", "--port", str(port)],
            cwd=ROOT,
            env=environ,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    address = f"http://localhost:{port}"
    try:
        _wait_for(address, server, log)
        yield Place(address, ahead, home)
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@pytest.fixture(scope="session")
def base_url(place: str) -> str:
    """What Playwright puts before the addresses of `page.goto`."""
    return place


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """English by default; a test that wants Welsh asks for it."""
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def phone(browser: Browser, place: str) -> Iterator[Page]:
    """A page 320 px wide."""
    context = browser.new_context(
        base_url=place, viewport={"width": 320, "height": 640}, locale="en-GB", has_touch=True
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def without_javascript(browser: Browser, place: str) -> Iterator[BrowserContext]:
    """A browser that runs no scripts."""
    context = browser.new_context(base_url=place, java_script_enabled=False, locale="en-GB")
    yield context
    context.close()


@pytest.fixture(scope="session")
def sign_in() -> SignIn:
    """Sign in by the demonstration's button of that name."""

    def signing(page: Page, name: str) -> None:
        page.goto("/?lang=en")
        follow(page.get_by_role("button", name=name, exact=False))
        # A story before this one, in the same place, may have left them reading Welsh.
        is_welsh = page.locator("html").get_attribute("lang") == "cy"
        if is_welsh and not any(reader in name for reader in WELSH_READERS):
            page.goto(page.url.partition("?")[0] + "?lang=en")

    return signing


def follow(locator: Locator, *, timeout: float = 30_000) -> None:
    """Click what opens a page, and wait for the page that it opens; `timeout` in milliseconds.

    `click` itself comes back before that page is there: what a test looked at next would be the
    page that is leaving, and an address that it asked for next could overtake what was sent.
    """
    with locator.page.expect_navigation(timeout=timeout):
        locator.click(timeout=timeout)


def check_page(page: Page) -> None:
    """What every page owes: axe finds nothing, and nothing is wider than the screen."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the screen"


def in_welsh(address: str) -> str:
    """The same address in Welsh."""
    return address + ("&" if "?" in address else "?") + "lang=cy"


def number_in(text: str) -> int:
    """The first whole number in a sentence."""
    found = re.search(r"\d[\d,]*", text)
    assert found, f"no number in {text!r}"
    return int(found.group().replace(",", ""))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _attempt in range(1200):
        if server.poll() is not None:
            raise AssertionError(f"the server stopped: {log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.25)
    raise AssertionError(f"the server never answered: {log.read_text()[-3000:]}")
