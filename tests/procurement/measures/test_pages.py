"""The pages of measures: everybody's, the procurement lead's, in both languages."""

import csv
import io
import json

import pytest
from tortoise.exceptions import IntegrityError, OperationalError

from coopcouncil.accounts.models import Person
from coopcouncil.organisations.models import Organisation, Role
from coopcouncil.procurement.measures.actions import add_measure
from coopcouncil.procurement.measures.kinds import ImportState
from coopcouncil.procurement.measures.library import library
from coopcouncil.procurement.measures.models import Measure, MeasureImport, MeasureSet
from coopcouncil.procurement.measures.rules import Draft
from tests.make import make_officer, make_organisation
from tests.pageclient import Page, Pages
from tests.procurement.workbooks import long_workbook, with_part, workbook

pytestmark = pytest.mark.anyio

ANSWERS = {
    "code": "CC1",
    "title": "Meals cooked for the hall",
    "title_cy": "Prydau a goginiwyd i’r neuadd",
    "unit": "meals",
    "unit_cy": "prydau",
    "evidence": "The kitchen’s book.",
    "evidence_cy": "Llyfr y gegin.",
    "outcome": "wellbeing",
    "serves": ["ppn-026:conditions"],
}
LICENCE = {
    "name": "Market TOMs",
    "version": "2026",
    "licence": "CC BY-NC-ND 4.0",
    "attribution": "Made up for a test",
    "may_publish": "no",
    "licensed": "y",
}
LIST = 'Ref,Measure,Units,Proxy,Source\nNT1,Local jobs kept,jobs,"33,000",Their handbook\n'


@pytest.fixture
async def org(db: None) -> Organisation:
    return await make_organisation("Calderbrook Council")


@pytest.fixture
async def lead(org: Organisation) -> Person:
    return await make_officer(org, Role.PROCUREMENT_LEAD, "Helen Barraclough")


async def upload(client: Pages, org: Organisation, data: bytes, name: str, **said: str) -> Page:
    files = {"file": (name, data, "application/octet-stream")}
    form = {**LICENCE, **said}
    return await client.post(f"/{org.slug}/measures/imports/new", form, files=files)


async def brought(client: Pages, org: Organisation, **said: str) -> MeasureSet:
    sent = await upload(client, org, LIST.encode(), "toms.csv", **said)
    assert sent.status == 303, sent.errors
    done = await client.post(f"{sent.location}/application")
    assert done.status == 303, done.main
    return await MeasureSet.within(org).get(version=said.get("version", "2026"))


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_anybody_browses_the_open_library(client: Pages, org: Organisation, language: str):
    pages = client.as_(None).in_(language)
    first = await pages.get(f"/{org.slug}/measures")
    assert first.status == 200
    word = {"en": "Apprentices who start", "cy": "Prentisiaid sy’n dechrau"}[language]
    assert word in first.main
    assert {"en": "Open Government Licence", "cy": "Drwydded Llywodraeth Agored"}[
        language
    ] in first.main
    found = await pages.get(f"/{org.slug}/measures?text=Prentisiaid&outcome=skills&goal=equal")
    assert len(found.rows()) == 2
    nothing = await pages.get(f"/{org.slug}/measures?text=zzz")
    assert nothing.status == 200
    assert {"en": "5 August 2026", "cy": "5 Awst 2026"}[language] in first.main
    slavery = (await pages.get(f"/{org.slug}/measures/open/FW4")).main
    assert {"en": "(our name for it)", "cy": "(ein henw ni arno)"}[language] in slavery
    assert "PPN 002, 1e" in slavery
    assert "PPN 026" in slavery
    one = await pages.get(f"/{org.slug}/measures/open/SG6")
    assert "£12.71" in one.main
    assert "2026" in one.main


@pytest.mark.parametrize(
    ("award", "codes"),
    [
        ("ppn-026:pay", ["FW1"]),
        ("ppn-002:1b", ["FW2", "FW3", "FW5"]),
        ("ppn-026", 27),
        ("outside:ppn-026", 31),
        ("outside:ppn-002", ["CY1", "CY2", "CY3", "CY4"]),
        ("ppn-002", 54),
    ],
)
async def test_measures_are_looked_through_by_edition_and_award_criterion(
    client: Pages, org: Organisation, award: str, codes: list[str] | int
):
    found = await client.as_(None).get(f"/{org.slug}/measures?award={award}")
    if isinstance(codes, int):
        assert f"{codes} measures" in found.main
    else:
        assert [row[0].partition(":")[0] for row in found.rows()] == codes


async def test_the_open_library_is_saved_whole_and_read_back(
    client: Pages, org: Organisation, lead: Person
):
    said = json.loads((await client.as_(None).get(f"/{org.slug}/measures/open.json")).text)
    assert (said["version"], len(said["measures"])) == (library().version, len(library().measures))
    latest = said["social_value_model"][0]
    assert (latest["number"], latest["since"], latest["until"]) == ("PPN 026", "2027-01-01", None)
    pay = latest["outcomes"][0]["award_criteria"][2]
    assert (pay["title"]["en"], pay["measures"]) == ("Fair pay", ["FW1"])
    (living_wage,) = [one for one in said["measures"] if one["code"] == "FW1"]
    assert living_wage["serves"] == ["ppn-026:pay", "ppn-002:1c"]
    text = (await client.as_(None).get(f"/{org.slug}/measures/open.csv")).text
    assert len(list(csv.reader(io.StringIO(text)))) == len(library().measures) + 1
    sent = await upload(client.as_(lead), org, text.encode(), "open.csv", may_publish="yes")
    done = await client.as_(lead).post(f"{sent.location}/application")
    assert done.status == 303, done.main
    row = await Measure.within(org).get(code="FW1")
    assert row.serves == ["ppn-026:pay", "ppn-002:1c"]


@pytest.mark.parametrize(
    "query",
    [
        "award=ppn-999",
        "award=outside:",
        "outcome=nonsense",
        "unit=kilo",
        "page=99999",
        "page=-1",
        "page=x",
        "whence=brought&goal=;",
    ],
)
async def test_a_strange_address_still_shows_a_page(client: Pages, org: Organisation, query: str):
    assert (await client.as_(None).get(f"/{org.slug}/measures?{query}")).status == 200


async def test_every_mission_outcome_goal_and_unit_can_be_looked_through(
    client: Pages, org: Organisation
):
    pages = client.as_(None)
    growth = await pages.get(f"/{org.slug}/measures?outcome=growth")
    fair = await pages.get(f"/{org.slug}/measures?outcome=fair-work")
    trees = await pages.get(f"/{org.slug}/measures?unit=trees")
    assert (len(growth.rows()), len(fair.rows()), len(trees.rows())) == (20, 5, 1)


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_a_council_adds_changes_and_retires_its_own(
    client: Pages, org: Organisation, lead: Person, language: str
):
    pages = client.as_(lead).in_(language)
    assert (await pages.get(f"/{org.slug}/measures/new")).status == 200
    made = await pages.post(f"/{org.slug}/measures/new", ANSWERS)
    assert made.status == 303, made.errors
    first = await Measure.within(org).get(code="CC1")
    assert first.serves == ["ppn-026:conditions"]
    assert "PPN 026" in (await pages.get(f"/{org.slug}/measures/{first.id}")).main
    again = await pages.post(f"/{org.slug}/measures/new", ANSWERS)
    assert (again.status, len(again.errors)) == (422, 1)

    details = await pages.get(f"/{org.slug}/measures/{first.id}/details")
    assert details.fields["unit"] == "meals"
    changed = await pages.post(
        f"/{org.slug}/measures/{first.id}/details",
        {**ANSWERS, "unit": "hot meals", "because": "Cold ones are no help"},
    )
    assert changed.status == 303, changed.errors
    second = await Measure.within(org).get(code="CC1", ended_at=None)
    assert (second.edition, second.unit) == (2, "hot meals")
    shown = await pages.get(f"/{org.slug}/measures/{second.id}")
    assert "Cold ones are no help" in shown.main
    late = await pages.post(
        f"/{org.slug}/measures/{first.id}/details", {**ANSWERS, "because": "Once more"}
    )
    assert late.status == 422

    assert (await pages.get(f"/{org.slug}/measures/{second.id}/retirement")).status == 200
    gone = await pages.post(
        f"/{org.slug}/measures/{second.id}/retirement", {"because": "The hall is closed"}
    )
    assert gone.status == 303
    listed = await client.as_(None).get(f"/{org.slug}/measures?whence=own")
    assert "CC1" not in listed.main
    assert "The hall is closed" in (await pages.get(f"/{org.slug}/measures/{second.id}")).main


async def test_a_measure_stays_as_it_was_written(org: Organisation, lead: Person):
    draft = Draft("CC1", "Meals", "", "meals", "", "Book", "", outcome="wellbeing")
    row = await add_measure(org, draft, lead)
    row.title = "Other meals"
    with pytest.raises((IntegrityError, OperationalError)):
        await row.save()


async def test_a_worth_needs_its_source_and_a_measure_its_end(
    client: Pages, org: Organisation, lead: Person
):
    pages = client.as_(lead)
    bare = await pages.post(f"/{org.slug}/measures/new", {**ANSWERS, "proxy": "10"})
    assert "Say where the worth of one unit is from" in bare.errors[0]
    aimless = await pages.post(f"/{org.slug}/measures/new", {**ANSWERS, "outcome": ""})
    assert "Choose the outcome or a well-being goal" in aimless.errors[0]
    assert not await Measure.within(org).exists()


async def test_own_measures_leave_as_csv_and_json_and_come_back(
    client: Pages, org: Organisation, lead: Person
):
    pages = client.as_(lead)
    await pages.post(
        f"/{org.slug}/measures/new",
        {
            **ANSWERS,
            "title": "=1+1 meals",
            "goals": "healthier",
            "proxy": "2.50",
            "proxy_source": "The kitchen",
            "proxy_source_cy": "Y gegin",
            "proxy_year": "2026",
        },
    )
    saved = await client.as_(None).get(f"/{org.slug}/measures.csv")
    row = next(csv.DictReader(io.StringIO(saved.text)))
    assert (row["title"], row["proxy"], row["goals"]) == (
        "'=1+1 meals",
        "2.50",
        "A healthier Wales",
    )
    plain = json.loads((await client.as_(None).get(f"/{org.slug}/measures.json")).text)
    assert plain["measures"][0]["goals"] == ["healthier"]
    back = await upload(client.as_(lead), org, saved.text.encode(), "own.csv")
    assert back.status == 303, back.errors
    assert "1 measure can be read" in (await back.follow()).main
    assert (await client.as_(lead).post(f"{back.location}/application")).status == 303
    again = await Measure.within(org).get(set__kind="brought")
    assert (again.title, again.proxy, again.goals) == ("=1+1 meals", 250, ["healthier"])
    assert (again.proxy_source, again.proxy_source_cy) == ("The kitchen", "Y gegin")


async def test_a_set_that_may_not_be_shown_is_for_staff_alone(
    client: Pages, org: Organisation, lead: Person
):
    one = await brought(client.as_(lead), org)
    assert (one.licence, one.may_publish) == ("CC BY-NC-ND 4.0", False)
    row = await Measure.within(org).get(set_id=one.id)
    assert row.proxy == 3_300_000

    assert "NT1" in (await client.as_(lead).get(f"/{org.slug}/measures?whence=brought")).main
    assert "£33,000.00" in (await client.as_(lead).get(f"/{org.slug}/measures/{row.id}")).main
    secretary = await make_officer(org, Role.SECRETARY)
    for reader in (None, secretary):
        pages = client.as_(reader)
        for path in ("measures", "measures?whence=brought", "measures.csv", "measures.json"):
            assert "NT1" not in (await pages.get(f"/{org.slug}/{path}")).text
        assert (await pages.get(f"/{org.slug}/measures/{row.id}")).status == 404


async def test_a_set_that_may_be_shown_is_and_its_next_version_stands_beside(
    client: Pages, org: Organisation, lead: Person
):
    pages = client.as_(lead)
    one = await brought(pages, org, may_publish="yes", name_cy="Mesurau’r Farchnad")
    assert "NT1" in (await client.as_(None).get(f"/{org.slug}/measures")).main
    twice = await upload(client.as_(lead), org, LIST.encode(), "toms.csv")
    assert "is here already" in twice.errors[0]
    await brought(client.as_(lead), org, version="2027", may_publish="yes")
    assert await Measure.within(org).filter(code="NT1", ended_at=None).count() == 2

    path = f"/{org.slug}/measures/sets/{one.id}"
    assert "Market TOMs" in (await pages.get(path)).main
    assert "Mesurau’r Farchnad" in (await pages.in_("cy").get(path)).text
    gone = await pages.post(f"{path}/retirement", {"because": "2027 is out"})
    assert gone.status == 303
    assert len((await client.as_(None).get(f"/{org.slug}/measures?text=NT1")).rows()) == 1
    # Whose set it is stays theirs: nothing in it is rewritten.
    row = await Measure.within(org).filter(set_id=one.id).order_by("id").first()
    assert row is not None
    changed = await client.as_(lead).post(
        f"/{org.slug}/measures/{row.id}/details", {**ANSWERS, "because": "I like it better"}
    )
    assert "somebody else’s" in changed.errors[0]


async def test_a_list_is_looked_at_its_columns_named_and_may_be_dropped(
    client: Pages, org: Organisation, lead: Person
):
    pages = client.as_(lead)
    text = "Nr;What;How\nA1;Talks;hours\n"
    sent = await upload(pages, org, text.encode("cp1252"), "list.csv")
    assert sent.status == 303, sent.errors
    assert "Say which column holds the code." in (await sent.follow()).main
    named = await pages.post(
        f"{sent.location}/columns", {"columns-0": "code", "columns-1": "title", "columns-2": "unit"}
    )
    assert "1 measure can be read" in (await named.follow()).main
    dropped = await pages.post(f"{sent.location}/dropping")
    assert dropped.status == 303
    one = await MeasureImport.within(org).get()
    assert (one.state, one.rows) == (ImportState.DROPPED, [])
    assert (await pages.post(f"{sent.location}/application")).status in (409, 422)
    assert not await MeasureSet.within(org).exists()


async def test_a_list_with_a_wrong_row_comes_in_not_at_all(
    client: Pages, org: Organisation, lead: Person
):
    pages = client.as_(lead)
    sent = await upload(pages, org, (LIST + "NT2,,jobs,,\n").encode(), "toms.csv")
    shown = await sent.follow()
    assert "Row 3: the wording in English is missing." in shown.main
    assert (await pages.post(f"{sent.location}/application")).status == 422
    assert not await Measure.within(org).exists()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.csv", b"Code,Title\n", "has no measures"),
        ("a.csv", b"", "has no rows"),
        ("a.csv", b'Code,Title\n"open', "never closed"),
        ("a.csv", b"\0\1\2,\xff", "NUL byte"),
        ("a.csv", b"Code,Title\n" + b"1,x\n" * 300_000, "more than 1,000 rows"),
        ("a.xlsx", b"PK\3\4 torn", "not an Excel workbook"),
        ("a.xlsx", long_workbook(300_000), "more than 5,000 rows"),
        ("a.xlsx", workbook(("Code", "Title"), ("A", "=1+1")), "this is a formula"),
        ("a.xlsx", workbook(("Code", "Title"), ("A", "B"), merge="A2:B2"), "these are merged"),
        (
            "a.xlsx",
            with_part(workbook(("Code",), ("A",)), "xl/vbaProject.bin", b"x"),
            "has a macro",
        ),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "has a password"),
    ],
)
async def test_a_list_that_is_none_is_refused_in_one_sentence(
    client: Pages, org: Organisation, lead: Person, name: str, data: bytes, sentence: str
):
    refused = await upload(client.as_(lead), org, data, name)
    assert refused.status == 422
    assert len(refused.errors) == 1
    assert sentence in refused.errors[0]
    assert not await MeasureImport.within(org).exists()


async def test_bringing_in_asks_for_the_licence(client: Pages, org: Organisation, lead: Person):
    bare = await upload(
        client.as_(lead), org, LIST.encode(), "t.csv", licence="", attribution="", licensed=""
    )
    assert len(bare.errors) == 3
    assert not await MeasureImport.within(org).exists()


async def test_nobody_else_writes_and_a_stranger_s_measure_is_not_here(
    client: Pages, org: Organisation, lead: Person
):
    one = await brought(client.as_(lead), org, may_publish="yes")
    row = await Measure.within(org).get(set_id=one.id)
    other = await make_organisation("Another Council")
    their_lead = await make_officer(other, Role.PROCUREMENT_LEAD, "Ann Other")
    pages = client.as_(their_lead)
    for path in (f"measures/{row.id}", f"measures/sets/{one.id}", f"measures/{row.id}/details"):
        assert (await pages.get(f"/{other.slug}/{path}")).status == 404
        assert (await pages.get(f"/{org.slug}/{path}")).status in (200, 403)
    secretary = await make_officer(org, Role.SECRETARY)
    assert (await client.as_(secretary).post(f"/{org.slug}/measures/new", ANSWERS)).status == 403
