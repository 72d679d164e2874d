"""Forms: what people type is read or kept, and what is wrong is said at its place."""

from datetime import date, time

import pytest
from starlette.datastructures import FormData

from coopcouncil.kernel import i18n
from coopcouncil.kernel.fields import read_time
from coopcouncil.kernel.money import Money
from tests.kernel.sample import SampleForm, site
from tests.pageclient import Pages


@pytest.fixture
def reader() -> Pages:
    return Pages(site())


def filled(**values: str) -> SampleForm:
    sent = {name.replace("__", "-"): value for name, value in values.items()}
    return SampleForm(FormData({"name": "Ada", **sent}))


async def test_errors_stand_at_the_top_and_at_the_field(reader):
    page = await reader.post("/form", {"name": "", "born-day": "31", "born-month": "2"})
    assert page.status == 422
    assert page.title.startswith("Error: Your account")
    assert page.errors == ["Your account: Fill this in.", "Day: The date needs a year."]
    assert page.links["Day: The date needs a year."] == "#born-year"
    assert page.fields["born-day"] == "31"
    assert page.fields["born-month"] == "2"


async def test_errors_in_welsh(reader):
    page = await reader.in_("cy").post("/form", {"name": "", "address": "x"})
    assert page.title.startswith("Gwall: Eich cyfrif")
    assert page.errors[0] == "Eich cyfrif: Llenwch hwn."
    assert page.errors[1].endswith("enw@example.org.")


async def test_a_refusal_is_said_at_the_top_or_at_its_field(reader):
    top = await reader.post("/form", {"name": "refuse"})
    assert (top.status, top.errors) == (422, ["Page not found"])
    at = await reader.post("/form", {"name": "refuse here"})
    assert at.errors == ["Day: Page not found"]
    assert at.links["Day: Page not found"] == "#born-day"


async def test_a_page_submits_what_it_shows(reader):
    page = await reader.get("/form")
    done = await page.submit(name="Ada", born__day="1", born__month="May", born__year="2026")
    assert (await done.follow()).sentences == ["Ada|2026-05-01|None"]


@pytest.mark.parametrize(
    ("day", "month", "year", "read"),
    [
        ("21", "11", "2026", date(2026, 11, 21)),
        (" 1 ", "rhag", "2026", date(2026, 12, 1)),
        ("29", "2", "2025", None),
        ("1", "ma", "2026", None),
        ("1", "1", "26", None),
        ("١", "1", "2026", None),
    ],
)
def test_dates(day, month, year, read):
    form = filled(born__day=day, born__month=month, born__year=year)
    assert form.validate() is (read is not None)
    assert form.born.data == read
    assert form.born.parts == (day.strip(), month, year)


def test_an_empty_date_is_no_date():
    form = filled(born__day="", born__month="", born__year="")
    assert form.validate()
    assert form.born.data is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("5pm", time(17)),
        ("12 am", time(0)),
        ("12.15 pm", time(12, 15)),
        ("7 p.m.", time(19)),
        ("09:05", time(9, 5)),
        ("midday", time(12)),
        ("5 y.h.", time(17)),
        ("9 yb", time(9)),
        ("hanner nos", time(0)),
    ],
)
def test_times(text, read):
    assert read_time(text) == read


@pytest.mark.parametrize("text", ["5", "25:00", "13 pm", "0 am", "12:60", "noonish", ""])
def test_what_is_no_time(text):
    with pytest.raises(ValueError):
        read_time(text)


def test_money():
    assert filled(fee="£1,234.50").fee.data == Money(123450)
    wrong = filled(fee="lots")
    assert not wrong.validate()
    assert wrong.fee._value() == "lots"


def test_text_is_trimmed_and_bounded():
    form = filled(words=" a\r\nb ")
    assert form.validate()
    assert form.words.data == "a\nb"
    long = filled(words="a" * 20_001)
    assert not long.validate()
    assert long.problems()[0].sentence == "Help: Shorten this to 20,000 characters or fewer."


async def test_what_no_table_can_hold_is_taken_out(reader):
    done = await reader.post("/form", {"name": "A\0da"})
    assert (await done.follow()).sentences[0].startswith("A\ufffdda|")


async def test_too_many_fields_are_refused(reader):
    page = await reader.post("/form", {f"x{n}": "1" for n in range(2_100)})
    assert page.status == 400


def test_labels_follow_the_reader():
    form = filled()
    token = i18n.language.set("cy")
    try:
        assert str(form.name.label.text) == "Eich cyfrif"
    finally:
        i18n.language.reset(token)
    assert str(form.name.label.text) == "Your account"
