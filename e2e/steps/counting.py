"""Ballots are closed, counted, published and recounted."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from e2e.conftest import follow
from e2e.steps.co_op import STANDING, check_both

HEAD = re.compile(r"\b[0-9a-f]{64}\b")


def record_the_close(page: Page, ballot: str) -> None:
    page.goto(f"{ballot}/manage")
    follow(page.get_by_role("button", name="Record the close"))
    check_both(page)
    follow(page.get_by_role("button", name="Record the close and tell the voters"))


def head_in_message(page: Page, title: str) -> str:
    """The state of the record, as every voter was told of it before the count."""
    for _try in range(120):
        page.goto(f"/outbox?q={title.split()[0]}")
        told = page.get_by_role("link", name=re.compile(f"{title}.* has closed"))
        if told.count():
            break
        page.wait_for_timeout(250)
    follow(told.first)
    found = HEAD.search(page.locator(".app-message").inner_text())
    assert found
    return found[0]


def draw_lots(page: Page, ballot: str) -> None:
    page.goto(f"{ballot}/lots")
    check_both(page)
    follow(page.get_by_role("button", name="Draw lots and publish them"))
    expect(page.get_by_role("main").locator("ol li")).to_have_count(len(STANDING))
    check_both(page)


def count(page: Page, ballot: str) -> None:
    """Open the box, then count."""
    page.goto(f"{ballot}/box")
    check_both(page)
    follow(page.get_by_role("main").get_by_role("button", name="Open the box"))
    page.goto(f"{ballot}/result")
    follow(page.get_by_role("button", name="Count the papers"))
    check_both(page)


def the_count_sheet(page: Page) -> None:
    """Worked by hand. Four papers for two places: the quota is 4 // 3 + 1 = 2. Nerys has three,
    one over, and her papers go on at a third each: two to Tudur, one to Ceri, who had one.
    Tudur, the lowest, goes out, and Ceri has the other place."""
    expect(page.get_by_text("How votes moved between stages").first).to_be_visible()
    expect(page.locator("main svg[role=img]").first).to_be_visible()
    sheet = page.locator("table.app-sheet tbody tr").all_inner_texts()
    nerys, tudur, ceri = (next(row for row in sheet if name in row) for name in STANDING)
    assert "3.00000" in nerys
    assert "2.00000" in nerys
    assert "0.66666" in tudur
    assert "1.33333" in ceri


def publish(page: Page, ballot: str) -> None:
    """Declare, and put the bundle where anybody may take it."""
    page.goto(f"{ballot}/result")
    follow(page.get_by_role("button", name="Declare this result"))
    check_both(page)
    follow(page.get_by_role("button", name="Declare this result"))
    follow(page.get_by_role("button", name="Publish the bundle"))
    expect(page.get_by_role("button", name="Download the bundle")).to_be_visible()
    check_both(page)


def download(page: Page, ballot: str, file: Path) -> Path:
    """Without signing in."""
    answer = page.request.get(f"{ballot}/bundle.zip")
    assert answer.ok
    file.write_bytes(answer.body())
    return file


def recount(bundle: Path, head: str) -> None:
    """Offline, held against the message that a voter kept; and against another, in vain."""
    checked = command("verify", str(bundle), "--head", head, "--json")
    assert checked.returncode == 0, checked.stdout
    assert json.loads(checked.stdout)["recounted"] is True
    assert command("verify", str(bundle), "--head", "0" * 64).returncode != 0


def recounted(bundle: Path) -> dict[str, object]:
    """The papers alone, counted anew."""
    with zipfile.ZipFile(bundle) as inside:
        papers = bundle.with_suffix(".blt")
        papers.write_bytes(inside.read("papers.blt"))
        published = json.loads(inside.read("result.json"))
    again = command("count", "stv", "--rules", "scottish-2011", "--ballots", str(papers), "--json")
    assert json.loads(again.stdout) == published
    found: dict[str, object] = published
    return found


def command(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "coopcouncil", *words], capture_output=True, text=True
    )
