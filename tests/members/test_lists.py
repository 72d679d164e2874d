"""Bringing in a list: by the pages, as a secretary does, and as a program reads it."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.jobs import run_jobs
from coopcouncil.members.exporting import register_csv
from coopcouncil.members.importing.against import understood
from coopcouncil.members.importing.applying import Counted, NothingNew, RowsWrong, previewed
from coopcouncil.members.importing.batches import apply_at_once
from coopcouncil.members.importing.headings import guessed
from coopcouncil.members.importing.reading import layout_of
from coopcouncil.members.importing.rows import ListMeaning
from coopcouncil.members.models import BatchState, ImportBatch, RegisterEntry
from coopcouncil.members.reads import current
from coopcouncil.organisations.models import Organisation
from tests.make import make_constituency, make_member, make_officer, make_organisation
from tests.pageclient import Page, Pages

pytestmark = pytest.mark.anyio
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

MESSY = (
    "Rhif aelod;Enw cyntaf;Cyfenw;E-bost;Etholaeth;Dyddiad ymuno;Iaith\r\n"
    "1;Siân;Ŵyn;sian@home.example;Staff;31/12/1999;Cymraeg\r\n"
    "2;Dai;O’Brien;;Staff;1 Mai 2020;Saesneg\r\n"
).encode()


async def take_in(org: Organisation, text: str, blanks_clear: bool = True) -> Counted:
    """As the command does it."""
    file = io.BytesIO(text.encode())
    layout = layout_of(file)
    members = await understood(org, file, layout)
    meaning = ListMeaning(guessed(members.headings), blanks_clear)
    _batch, counted = await apply_at_once(
        org, "a.csv", await understood(org, file, layout, meaning)
    )
    return counted


async def out(org: Organisation, on: date, known_at: datetime | None = None, **more: bool) -> str:
    return "".join([text async for text in register_csv(org, on, known_at, **more)])


async def upload(browser: Pages, org: Organisation, data: bytes, name: str = "a.csv") -> Page:
    return await browser.post(
        f"/{org.slug}/members/lists", {}, files={"file": (name, data, "text/csv")}
    )


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_a_list_from_upload_to_register(client: Pages, language: str) -> None:
    org = await make_organisation()
    await make_constituency(org, "Staff", name_cy="Staff")
    await make_member(org, "Dai O’Brien", number="2", email="dai@old.example")
    secretary = client.in_(language).as_(await make_officer(org))

    columns = await (await upload(secretary, org, MESSY)).follow()
    assert columns.fields["targets-0"] == "member_number"
    assert columns.fields["targets-4"] == "constituency"
    waiting = await (await _name(columns)).follow()
    assert waiting.status == 200
    assert await run_jobs() == 1

    preview = await secretary.get(waiting.response.request.url.path)
    assert (
        "was: 2020-01-01" in preview.main or "oedd: 2020-01-01" in preview.main
    )  # Dai's day of joining.
    applying = await (await _apply(preview)).follow()
    assert applying.status == 200
    assert await current(org).count() == 1
    await run_jobs()

    done = await secretary.get(waiting.response.request.url.path)
    assert done.status == 200
    dai = await current(org).get(member_number="2")
    assert (dai.email, dai.joined_on) == ("dai@old.example", date(2020, 5, 1))  # Blank: kept.
    sian = await current(org).get(member_number="1")
    assert (sian.name, sian.language, sian.joined_on) == ("Siân Ŵyn", "cy", date(1999, 12, 31))
    assert (await ImportBatch.within(org).get()).state == BatchState.APPLIED
    history = await secretary.get(f"/{org.slug}/members/{dai.member_id}")
    assert history.status == 200


async def _name(page: Page, **changes: str) -> Page:
    """Send the form that names the columns."""
    return await page.submit(**changes)


async def _apply(page: Page) -> Page:
    form = next(f for f in page.one("main").iter("form") if "/apply" in (f.get("action") or ""))
    return await page._client.post(form.get("action") or "", {})


async def test_wrong_cells_are_shown_and_keep_the_whole_list_out(client: Pages) -> None:
    org = await make_organisation()
    secretary = client.as_(await make_officer(org))
    text = (
        "member_number,given_name,email,joined_on\n1,Ann,ann,31/02/2020\n2,Bob,,\n2,Eve,,\n,X,,\n"
    )
    columns = await (await upload(secretary, org, text.encode())).follow()
    waiting = await (await _name(columns)).follow()
    await run_jobs()
    address = waiting.response.request.url.path
    preview = await secretary.get(address)

    assert "“ann” is not an e-mail address." in preview.main
    assert "“31/02/2020” is not a date" in preview.main
    assert "Member number 2 stands in an earlier row too." in preview.main
    assert "There is no member number." in preview.main
    assert [row[0].split()[0] for row in preview.rows()] == ["2", "4", "5"]
    new = await secretary.get(address + "?show=new")
    assert [row[0].split()[0] for row in new.rows()] == ["3"]
    assert (await secretary.post(address + "/apply", {})).status == 409
    dropped = await secretary.post(address + "/drop", {})
    assert (await dropped.follow()).status == 200
    assert not await RegisterEntry.within(org).exists()


async def test_a_register_that_moved_is_previewed_again_before_anything_is_written(
    client: Pages,
) -> None:
    org = await make_organisation()
    secretary = client.as_(await make_officer(org))
    columns = await (await upload(secretary, org, b"member_number,given_name\n1,Ann\n")).follow()
    waiting = await (await _name(columns)).follow()
    await run_jobs()
    address = waiting.response.request.url.path
    preview = await secretary.get(address)
    await make_member(org, "Eve Other", number="1")
    await _apply(preview)
    await run_jobs()

    again = await secretary.get(address)
    assert "The register changed since the last preview" in again.main
    assert "Eve" in again.main
    assert (await current(org).get()).name == "Eve Other"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"member_number,name\n1,\x81\n", "Line 2 has a letter"),
        (b"member_number,name\n1,\x00\n", "Line 2 has a NUL byte"),
        (b'member_number,name\n1,"Ann\n', "Line 2 opens a quotation mark"),
        (b"", "The file has no rows"),
    ],
)
async def test_an_unreadable_file_is_one_sentence(client: Pages, data: bytes, said: str) -> None:
    org = await make_organisation()
    page = await upload(client.as_(await make_officer(org)), org, data)

    assert page.status == 422
    assert said in page.errors[0]
    assert not await ImportBatch.within(org).exists()


async def test_columns_need_a_number_and_are_named_once(client: Pages) -> None:
    org = await make_organisation()
    secretary = client.as_(await make_officer(org))
    columns = await (await upload(secretary, org, b"no,first name,x\n1,Ann,Bee\n")).follow()
    twice = await _name(columns, **{"targets-2": "given_name"})
    assert "Two columns are “Given name”" in twice.errors[0]
    none = await _name(columns, **{"targets-0": ""})
    assert none.errors == ["Choose the column that holds the member number."]
    strange = await _name(columns, **{"targets-2": "password"})
    assert strange.status == 303


async def test_a_list_of_another_organisation_is_not_here(client: Pages) -> None:
    org, other = await make_organisation(), await make_organisation()
    columns = await upload(client.as_(await make_officer(org)), org, b"no,name\n1,Ann\n")
    number = columns.location.rpartition("/")[2]
    stranger = client.as_(await make_officer(other))

    assert (await stranger.get(f"/{other.slug}/members/lists/{number}")).status == 404
    assert (await stranger.post(f"/{other.slug}/members/lists/{number}/apply", {})).status == 404
    assert (await stranger.get(columns.location)).status == 403


async def test_what_goes_out_comes_in_again_as_it_was(db: None) -> None:
    org, copy = await make_organisation(), await make_organisation()
    for each in (org, copy):
        await make_constituency(each, "Staff")
    await take_in(
        org,
        "member_number,given_name,family_name,email,postal_address,date_of_birth,language,"
        "constituency,class,joined_on,shares,amount_paid,reason\n"
        '1,Siân,"O""Brien, x",s@home.example,"1 High St\nBangor",1980-12-31,cy,staff,full,'
        "2020-05-01,1,1.00,Founder\n"
        "02,=cmd(),-x,,,,,,,2021-01-01,,,\n"
        "10,Ŵyn,,,,,,,,,0,0.00,\n",
    )
    text = await out(org, clock.today())
    await take_in(copy, text)

    assert await out(copy, clock.today()) == text
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [line["member_number"] for line in lines] == ["02", "1", "10"]
    assert lines[0]["given_name"] == "'=cmd()"
    assert lines[0]["shares"] == ""
    assert lines[2]["shares"] == "0"
    with pytest.raises(NothingNew):
        await take_in(org, text)


async def test_lists_keep_both_times(db: None) -> None:
    org = await make_organisation()
    with clock.frozen(NOON):
        await take_in(
            org,
            "member_number,given_name,postcode,joined_on,effective_on\n"
            "1,Ann,A1,2020-01-01,2020-01-01\n2,Bob,B1,2021-01-01,2021-01-01\n",
        )
    with clock.frozen(NOON.replace(hour=13)):
        await take_in(org, "member_number,postcode,effective_on,reason\n1,A2,2022-01-01,Moved\n")
    with clock.frozen(NOON.replace(hour=14)):
        await take_in(org, "member_number,left_on,reason\n2,2023-06-30,Resigned\n")

    async def seen(on: str, hour: int) -> list[tuple[str, str]]:
        text = await out(org, date.fromisoformat(on), NOON.replace(hour=hour))
        return [(r["member_number"], r["postcode"]) for r in csv.DictReader(io.StringIO(text))]

    assert await seen("2026-11-22", 11) == []
    assert await seen("2019-12-31", 15) == []
    assert await seen("2020-06-01", 15) == [("1", "A1")]
    assert await seen("2024-01-01", 12) == [("1", "A1"), ("2", "B1")]
    assert await seen("2024-01-01", 13) == [("1", "A2"), ("2", "B1")]
    assert await seen("2024-01-01", 14) == [("1", "A2")]
    assert await seen("2023-06-29", 14) == [("1", "A2"), ("2", "B1")]
    assert await seen("2021-12-31", 14) == [("1", "A1"), ("2", "B1")]


async def test_a_missing_column_leaves_what_is_known_and_a_blank_cell_empties_it(db: None) -> None:
    org = await make_organisation()
    await make_member(org, "Ann Jones", number="1", email="ann@home.example", postcode="A1")
    await take_in(org, "member_number,email\n1,\n")
    entry = await current(org).get()
    assert (entry.email, entry.postcode) == ("", "A1")


async def test_one_wrong_row_keeps_all_out(db: None) -> None:
    org = await make_organisation()
    with pytest.raises(RowsWrong) as caught:
        await take_in(org, "member_number,given_name,shares\n1,Ann,1\n2,Bob,x\n")

    assert (caught.value.counted.new, caught.value.counted.wrong) == (1, 1)
    assert not await RegisterEntry.within(org).exists()


async def test_the_duplicate_register_shows_no_shares(db: None) -> None:
    org = await make_organisation()
    await make_member(org, "Ann Jones", shares=7, amount_paid=123, date_of_birth="1980-12-31")
    text = await out(org, clock.today(), redacted=True)

    for hidden in ("shares", "amount_paid", "1.23", "1980", "date_of_birth"):
        assert hidden not in text
    assert "Ann" in text


async def test_a_preview_writes_nothing(db: None) -> None:
    org = await make_organisation()
    file = io.BytesIO(b"member_number,given_name\n1,Ann\n")
    counted = await previewed(org, await understood(org, file, layout_of(file)))

    assert counted.new == 1
    assert not await RegisterEntry.within(org).exists()


async def test_nobody_leaves_before_joining(db: None) -> None:
    org = await make_organisation()
    await make_member(org, "Ann Jones", number="1", joined_on=date(2020, 1, 1))
    with pytest.raises(RowsWrong) as caught:
        await take_in(org, "member_number,left_on\n1,2019-06-30\n")
    assert caught.value.counted.wrong == 1


async def test_two_hundred_columns_have_their_page(client: Pages) -> None:
    org = await make_organisation()
    secretary = client.as_(await make_officer(org))
    headings = ["no", "name", *(f"Question {n}" for n in range(198))]
    data = ",".join(headings) + "\n1,Ann Jones" + ",x" * 198 + "\n"
    columns = await (await upload(secretary, org, data.encode())).follow()
    assert columns.status == 200
    await columns.submit()
    await run_jobs()
    preview = await secretary.get(columns.response.request.url.path)
    assert "Ann Jones" in preview.main
