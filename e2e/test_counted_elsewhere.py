"""An election whose papers were counted elsewhere: set up, marked, taken in, counted, published.

With a small invented file always; and, where the shared data lies beside the checkout, with a real
Scottish ward, whose official figures must stand on the count sheet at every stage.
"""

import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page

from coopcouncil.counting.formats import blt
from e2e.conftest import SHARED, Place, SignIn, check_page, follow

LONDON = ZoneInfo("Europe/London")
WARD = "shetland_2017_ward6"

INVENTED = """3 2
20 1 2 0
12 2 0
8 3 2 0
4 0
0
"Bethan Holroyd"
"Imran Lumb"
"Zofia Wade"
"An invented ward"
"""


@dataclass(frozen=True)
class Ward:
    """Papers, and what is known of their count: the votes of each candidate at each stage."""

    file: bytes
    candidates: list[str]
    seats: int
    papers: int
    stages: list[list[str | None]]
    winners: list[int]


def invented() -> Ward:
    """Forty valid papers for two places: quota 40 // 3 + 1 = 14. The first has 20, six over, and
    its papers go on to the second at 6/20 each. Worked by hand."""
    return Ward(
        INVENTED.encode(),
        ["Bethan Holroyd", "Imran Lumb", "Zofia Wade"],
        2,
        44,
        [["20.00000", "12.00000", "8.00000"], ["14.00000", "18.00000", "8.00000"]],
        [1, 2],
    )


def real() -> Ward:
    """Shetland 2017, ward 6, with the council's own figures."""
    folder = SHARED / "data" / "scottish"
    known = json.loads(gzip.decompress((folder / "expected.json.gz").read_bytes()))["wards"][WARD]
    with zipfile.ZipFile(folder / "wards.zip") as wards:
        data = wards.read(known["file"])
    official = known["official"]
    return Ward(
        data,
        [candidate.name for candidate in blt.read(data).candidates],
        known["seats"],
        known["valid"],
        official["stages"],
        official["winners"],
    )


HAS_DATA = (SHARED / "data" / "scottish" / "wards.zip").exists()


@pytest.mark.parametrize(
    "ward",
    [
        pytest.param(invented, id="an invented ward"),
        pytest.param(
            real,
            id="Shetland 2017 ward 6",
            marks=pytest.mark.skipif(not HAS_DATA, reason=f"{WARD}: no shared data here"),
        ),
    ],
)
def test_papers_counted_elsewhere_agree_with_the_council(
    browser: Browser,
    own_place: Place,
    sign_in: SignIn,
    ward: Callable[[], Ward],
    tmp_path: Path,
) -> None:
    known = ward()
    officer = browser.new_context(base_url=own_place.address, locale="en-GB").new_page()
    sign_in(officer, "Graham Holroyd")
    closes = set_up(officer, own_place, known)
    ballot = officer.url.removesuffix("/manage")
    mark_voters(officer, ballot, known, tmp_path)

    own_place.wait_until(closes + timedelta(minutes=1))
    officer.goto(f"{ballot}/manage")
    follow(officer.get_by_role("button", name="Record the close"))
    follow(officer.get_by_role("main").get_by_role("button"))
    officer.goto(f"{ballot}/batches/file")
    officer.get_by_role("main").locator("input[type=file]").set_input_files(
        {"name": "papers.blt", "mimeType": "text/plain", "buffer": known.file}
    )
    follow(officer.get_by_role("button", name="Take the file in"))

    second = browser.new_context(base_url=own_place.address, locale="en-GB").new_page()
    sign_in(second, "Joan Pickles")
    second.goto(f"{ballot}/batches/1")
    follow(second.get_by_role("button", name="Agree to"))

    officer.goto(f"{ballot}/box")
    follow(officer.get_by_role("main").get_by_role("button"))
    officer.goto(f"{ballot}/result")
    follow(officer.get_by_role("button", name="Count the papers"))
    check_page(officer)
    agree_with(figures(officer), known)

    follow(officer.get_by_role("button", name="Declare this result"))
    follow(officer.get_by_role("button", name="Declare this result"))
    follow(officer.get_by_role("button", name="Publish the bundle"))
    with officer.expect_download() as downloading:
        officer.get_by_role("button", name="Download the bundle").click()
    bundle = tmp_path / "bundle.zip"
    downloading.value.save_as(bundle)
    head = officer.locator(".app-hash").first.inner_text().strip()
    recounted(bundle, head, known)


def set_up(page: Page, place: Place, known: Ward) -> datetime:
    """A ballot from nothing to its sealed roll; when it closes."""
    today = place.now().astimezone(LONDON).date()
    page.goto("/leisure/ballots/new")
    page.get_by_label("Election: rank the candidates").check()
    follow(page.get_by_role("button", name="Go on"))
    page.get_by_label("Title, in English").fill("Papers from elsewhere")
    page.get_by_label("Question, in English").fill("Who should be elected?")
    page.get_by_label("Office that is being elected, in English").fill("Councillor")
    page.get_by_label("A decision by ballot").check()
    page.get_by_label("Places to fill").fill(str(known.seats))
    fill_date(page, "qualifying_on", today - timedelta(days=1))
    fill_date(page, "opens_on", today)
    page.locator("[name=opens_time]").fill("00:00")
    fill_date(page, "closes_on", today + timedelta(days=1))
    follow(page.get_by_role("button", name="Begin the ballot"))
    manage = page.url
    for name in known.candidates:
        page.goto(manage.replace("/manage", "/options"))
        page.get_by_label("Name, in English").fill(name)
        follow(page.get_by_role("main").get_by_role("button", name="Put").last)
    page.goto(manage.replace("/manage", "/key"))
    follow(page.get_by_role("main").get_by_role("button", name="Make"))
    page.goto(manage.replace("/manage", "/key"))
    follow(page.get_by_role("main").get_by_role("button", name="Rehearse").first)
    page.goto(manage.replace("/manage", "/roll"))
    follow(page.get_by_role("button", name="Cut the roll"))
    page.goto(manage.replace("/manage", "/seal"))
    follow(page.get_by_role("main").get_by_role("button"))
    page.goto(manage)
    return datetime.combine(today + timedelta(days=1), time(17), LONDON)


def fill_date(page: Page, name: str, day: object) -> None:
    """The three boxes of a date."""
    year, month, date = str(day).split("-")
    for part, value in (("day", date), ("month", month), ("year", year)):
        page.locator(f"[name='{name}-{part}']").fill(str(int(value)))


def mark_voters(page: Page, ballot: str, known: Ward, folder: Path) -> None:
    """As many paper voters as papers, from a file of member numbers."""
    file = folder / "paper-voters.csv"
    numbers = "".join(f"{n:04}\n" for n in range(1, known.papers + 1))
    file.write_text(f"member_number\n{numbers}")
    page.goto(f"{ballot}/paper/file")
    page.locator("input[type=file]").set_input_files(file)
    follow(page.get_by_role("button", name="See what the file says"))
    follow(page.get_by_role("main").get_by_role("button", name="Mark"))


def figures(page: Page) -> list[list[str]]:
    """The running totals on the count sheet, a row a candidate."""
    rows = page.locator("table.app-sheet tbody tr")
    found = []
    for row in range(rows.count()):
        cells = rows.nth(row).locator("td").all_inner_texts()
        found.append([cell.split("\n")[-1].strip() for cell in cells[:-1]])
    return found


def agree_with(sheet: list[list[str]], known: Ward) -> None:
    """Every figure that is known stands on the sheet."""
    assert len(sheet[0]) == len(known.stages)
    for number, stage in enumerate(known.stages):
        for candidate, official in enumerate(stage):
            if official is not None:
                shown = Decimal(sheet[candidate][number])
                places = Decimal(official).as_tuple().exponent
                assert isinstance(places, int)
                assert shown.quantize(Decimal(1).scaleb(places)) == Decimal(official), (
                    f"stage {number + 1}, candidate {candidate + 1}"
                )


def recounted(bundle: Path, head: str, known: Ward) -> None:
    """Offline, both commands come to the same result."""

    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "coopcouncil", *words]
        return subprocess.run(command, capture_output=True, text=True)

    checked = run("verify", str(bundle), "--head", head, "--json")
    assert checked.returncode == 0, checked.stdout
    assert json.loads(checked.stdout)["recounted"] is True
    with zipfile.ZipFile(io.BytesIO(bundle.read_bytes())) as inside:
        papers = bundle.with_name("papers.blt")
        papers.write_bytes(inside.read("papers.blt"))
        result = json.loads(inside.read("result.json"))
    counted = run("count", "stv", "--rules", "scottish-2011", "--ballots", str(papers), "--json")
    assert json.loads(counted.stdout) == result
    assert sorted(result["elected"]) == sorted(known.winners)
