"""Languages, colours, drawings, paper and static files."""

import doctest
import gzip
import importlib
import io
from datetime import UTC, date, datetime

import pypdf
import pytest

from coopcouncil.kernel import i18n, pdf, shown
from coopcouncil.kernel.charts import Lane, flows, nice_ticks, steps
from coopcouncil.kernel.colour import NotAColour, TooPale, brand_css, may_be_brand
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.static import STATIC, static
from tests.kernel.sample import site
from tests.pageclient import Pages


@pytest.fixture
def welsh():
    token = i18n.language.set("cy")
    yield
    i18n.language.reset(token)


def test_the_welsh_alphabet():
    names = ["Rhys", "Rowlands", "Llwyd", "Lywelyn", "Ngaio", "Gwyn", "Huw", "Thomas", "Tudur"]
    assert sorted(names, key=i18n.welsh_key) == [
        "Gwyn",
        "Ngaio",
        "Huw",
        "Lywelyn",
        "Llwyd",
        "Rowlands",
        "Rhys",
        "Tudur",
        "Thomas",
    ]
    assert i18n.welsh_key("Ŵyn") == i18n.welsh_key("wyn")


def test_dates_and_times_in_english():
    at = datetime(2026, 7, 1, 16, 30, tzinfo=UTC)
    assert shown.shown_datetime(at) == "1 July 2026 at 5:30 pm"
    assert shown.shown_date(date(2026, 12, 11), weekday=True) == "Friday 11 December 2026"
    assert shown.shown_time(datetime(2026, 1, 1, 12, tzinfo=UTC)) == "midday"
    assert shown.shown_time(datetime(2026, 1, 1, 0, 5, tzinfo=UTC)) == "12:05 am"
    assert shown.shown_number(12345.5, 1) == "12,345.5"
    assert shown.shown_money(Money(123450)) == "£1,234.50"
    # Pounds or pence? Nobody could tell, so it is not shown at all.
    for bare in (1200, "1200", None, 12.0):
        with pytest.raises(TypeError):
            shown.shown_money(bare)  # type: ignore[arg-type]


def test_dates_and_times_in_welsh(welsh):
    at = datetime(2026, 12, 11, 17, tzinfo=UTC)
    assert shown.shown_datetime(at, weekday=True) == "dydd Gwener 11 Rhagfyr 2026 am 5 yh"


def test_a_brand_colour_must_carry_white_words():
    may_be_brand("#0b5d57")
    with pytest.raises(TooPale) as refusal:
        may_be_brand("#7a8f8d")
    assert "3.4 to 1" in refusal.value.sentence(str)
    for odd in ("teal", "#fff", "#0b5d57}body{display:none"):
        with pytest.raises(NotAColour):
            brand_css(odd)


def test_ticks_are_round_and_reach():
    assert nice_ticks(87) == (0, 25, 50, 75, 100)
    assert nice_ticks(3) == (0, 1, 2, 3)


def test_a_turnout_grows_to_its_end():
    chart = steps([(0.5, 10), (1, 40)], most=80, threshold=20)
    assert chart.end == (chart.right, (chart.base + 16) / 2)
    assert chart.threshold is not None
    assert chart.threshold > chart.end[1]


def test_what_one_lane_loses_the_others_gain():
    drawn = flows([Lane("A", (60, None)), Lane("B", (30, 70)), Lane("Lost", (0, 20), lost=True)])
    assert [len(band.bars) for band in drawn.bands] == [1, 2, 1]
    assert len(drawn.flows) == 3  # B's own, A to B, A to those lost
    assert drawn.bands[2].colour == 0


async def test_static_files_are_packed_and_kept_for_ever():
    browser = Pages(site())
    page = await browser.get(static("build/coopcouncil.css"))
    assert page.headers["content-encoding"] == "gzip"
    assert "immutable" in page.headers["cache-control"]
    assert page.headers["content-type"].startswith("text/css")
    again = await browser.get(static("build/coopcouncil.css"), if_none_match=page.headers["etag"])
    assert again.status == 304


@pytest.mark.parametrize(
    "path",
    ["/static/build/", "/static/src/icon.svg", "/static/build/../../pyproject.toml", "/static/x"],
)
async def test_nothing_else_is_static(path):
    assert (await Pages(site()).get(path)).status == 404


def test_a_first_visit_leaves_room_for_the_page():
    build = STATIC / "build"
    packed = [
        gzip.compress((build / f"coopcouncil.{kind}").read_bytes(), 9) for kind in ("css", "js")
    ]
    fonts = [path.read_bytes() for path in build.glob("*.woff2")]
    assert len(fonts) == 2
    assert sum(map(len, packed + fonts)) < 105_000


async def test_paper_says_everything_and_fetches_nothing():
    data = await pdf.render("print/base.html", "cy", foot="Tai Glanwern")
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert "Tai Glanwern" in reader.pages[0].extract_text()
    assert "Tudalen 1 / 1" in reader.pages[0].extract_text()
    assert str(reader.root_object["/Lang"]) == "cy"
    with pytest.raises(pdf.OutsidePaper):
        pdf.typeset('<img src="https://example.org/x.png">')
    with pytest.raises(pdf.OutsidePaper):
        pdf.typeset('<img src="/static/../pyproject.toml">')


def test_welsh_letters_are_printed_from_a_font_that_has_them():
    head = '<link rel="stylesheet" href="/static/build/paper.css">'
    plain, welsh_ = (_fonts(pdf.typeset(f"{head}<p>{text}</p>")) for text in ("a", "aŵ"))
    # One family for both subsets printed ŵ as another letter: each must be a font of its own.
    assert len(welsh_) == len(plain) + 1


def test_a_code_to_scan_is_a_picture_with_a_title():
    svg = pdf.qr("https://example.org/vote?x=1&y=2", "To <vote>")
    assert svg.startswith('<svg role="img" ')
    assert "<title>To &lt;vote&gt;</title>" in svg


def _fonts(data: bytes) -> set[str]:
    page = pypdf.PdfReader(io.BytesIO(data)).pages[0]
    fonts = page["/Resources"]["/Font"]  # type: ignore[index]
    return {str(font.idnum) for font in fonts.values() if hasattr(font, "idnum")} or set(fonts)


@pytest.mark.parametrize("name", ["charts", "colour", "fields", "i18n", "shown"])
def test_the_examples_in_the_text_are_true(name):
    module = importlib.import_module(f"coopcouncil.kernel.{name}")
    found = doctest.testmod(module)
    assert found.failed == 0
