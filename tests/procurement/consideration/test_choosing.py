"""Measures of a tender: chosen, frozen, linked and cleared."""

from dataclasses import replace
from typing import Any

import pytest

from coopcouncil.accounts.models import Person
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.measures.actions import add_measure, change_measure, retire_measure
from coopcouncil.procurement.measures.models import Measure, MeasureSet
from coopcouncil.procurement.measures.reads import frozen_of, measure_of
from coopcouncil.procurement.measures.rules import Draft
from coopcouncil.procurement.tenders.models import Tender, TenderMeasure
from coopcouncil.procurement.tenders.rules.document import canonical
from coopcouncil.procurement.tenders.writing import document_of
from tests.pageclient import Pages
from tests.procurement.make import council, lead_of, ready, tender

pytestmark = pytest.mark.anyio


@pytest.fixture
async def org(db: None) -> Organisation:
    return await council()


@pytest.fixture
async def lead(org: Organisation) -> Person:
    return await lead_of(org)


def at(org: Organisation, of: Tender, rest: str) -> str:
    return f"/{org.slug}/tenders/work/{of.id}/{rest}"


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_measures_are_chosen_linked_cleared_and_left_out(
    client: Pages, org: Organisation, lead: Person, language: str
):
    of = await tender(org, lead)
    pages = client.as_(lead).in_(language)
    assert (await pages.get(at(org, of, "measures"))).status == 200
    assert (await pages.get(at(org, of, "measures/choosing?outcome=skills"))).status == 200
    none = await pages.post(at(org, of, "measures/choosing"), {})
    assert none.status == 422
    chosen = await pages.post(at(org, of, "measures/choosing"), {"keys": ["open:SG1", "open:SP1"]})
    assert chosen.status == 303, chosen.errors
    row = await TenderMeasure.within(org).get(code="SG1")
    assert (row.source, row.version, row.mission, row.outcome) == (
        "CoopCouncil open measures",
        "2026.3",
        "growth",
        "skills",
    )
    assert (row.matters, row.may_publish) == (["a"], True)
    carbon = await TenderMeasure.within(org).get(code="SP1")
    assert (carbon.proxy, carbon.proxy_year) == (24500, 2021)

    path = at(org, of, f"measures/{row.id}")
    form = await pages.get(path)
    assert form.status == 200
    # Each matter by the letter by which the laws beneath name it.
    assert [f"({letter}) " in form.main for letter in "abcdefgh"] == [True] * 8
    said = {"link": "The work can be learnt", "matters": "a", "cleared": "Best value needs it"}
    for law in ("", "place-2026", "best-value-wales-2002", "nonsense"):
        refused = await pages.post(path, {**said, "lifted_by": law})
        assert refused.status == 422, law
    done = await pages.post(path, {**said, "lifted_by": "best-value-2001"})
    assert done.status == 303, done.errors
    shown = await pages.get(at(org, of, "measures"))
    assert "The work can be learnt" in shown.main
    gone = await pages.post(at(org, of, f"measures/{carbon.id}/removal"))
    assert gone.status == 303
    assert await TenderMeasure.within(org).filter(tender_id=of.id).count() == 1


async def test_a_frozen_measure_stays_whatever_the_library_says_later(
    client: Pages, org: Organisation, lead: Person
):
    of = await tender(org, lead)
    draft = Draft("CC1", "Meals", "Prydau", "meals", "prydau", "Book", "", outcome="wellbeing")
    first = await add_measure(org, draft, lead)
    pages = client.as_(lead)
    assert (
        await pages.post(at(org, of, "measures/choosing"), {"keys": f"own:{first.id}"})
    ).status == 303
    later = Draft("CC1", "Hot meals", "", "meals", "", "Book", "", outcome="wellbeing")
    second = await change_measure(org, first, later, "Cold ones are no help", lead)
    frozen = await TenderMeasure.within(org).get(tender_id=of.id)
    assert (frozen.title, frozen.version) == ("Meals", "1")
    # Neither the ended edition nor, of one source, the same code again.
    ended = await pages.post(at(org, of, "measures/choosing"), {"keys": f"own:{first.id}"})
    assert ended.status in (404, 422)
    again = await pages.post(at(org, of, "measures/choosing"), {"keys": f"own:{second.id}"})
    assert "is chosen already" in again.errors[0]
    await retire_measure(org, second, "No more", lead)
    gone = await pages.post(at(org, of, "measures/choosing"), {"keys": f"own:{second.id}"})
    assert gone.status in (404, 422)


async def test_a_set_that_may_not_be_shown_takes_its_mark_along(
    client: Pages, org: Organisation, lead: Person
):
    of = await tender(org, lead)
    brought = await MeasureSet.create(
        organisation=org,
        kind="brought",
        name="Market TOMs",
        version="2026",
        licence="CC BY-NC-ND 4.0",
        attribution="Made up",
        may_publish=False,
        created_at=of.created_at,
    )
    row = await Measure.create(
        organisation=org,
        set=brought,
        code="NT1",
        title="Jobs",
        unit="jobs",
        proxy=3_300_000,
        proxy_source="Their book",
        created_at=of.created_at,
    )
    done = await client.as_(lead).post(at(org, of, "measures/choosing"), {"keys": f"own:{row.id}"})
    assert done.status == 303
    frozen = await TenderMeasure.within(org).get(tender_id=of.id)
    assert (frozen.may_publish, frozen.licence) == (False, "CC BY-NC-ND 4.0")
    assert (frozen.attribution, frozen.proxy) == ("Made up", 3_300_000)
    document = await document_of(org, of)
    assert document["measures"][0]["proxy"] is None
    assert "33000" not in canonical(document)
    assert "Their book" not in canonical(document)


@pytest.mark.parametrize(
    "keys", ["open:XX9", "own:999999", "own:x", "", "own:99999999999999999999", "open:"]
)
async def test_a_key_that_is_none_chooses_nothing(
    client: Pages, org: Organisation, lead: Person, keys: str
):
    of = await tender(org, lead)
    answer = await client.as_(lead).post(at(org, of, "measures/choosing"), {"keys": keys})
    assert answer.status in (404, 422)
    assert not await TenderMeasure.within(org).exists()


async def test_a_measure_that_a_criterion_asks_for_stays(
    client: Pages, org: Organisation, lead: Person
):
    of = await ready(org, lead)
    row = await TenderMeasure.within(org).filter(tender_id=of.id).order_by("id").first()
    assert row is not None
    answer = await client.as_(lead).post(at(org, of, f"measures/{row.id}/removal"))
    assert answer.status == 409
    assert await TenderMeasure.within(org).filter(id=row.id).exists()


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_whence_a_measure_is_reads_in_both_languages(client: Pages, db: None, language: str):
    org = await council("Calderbrook Council")
    org.name_cy = "Cyngor Calderbrook"
    await org.save()
    lead = await lead_of(org)
    of = await tender(org, lead)
    said: dict[str, Any] = {"proxy": 250, "proxy_source": "The kitchen", "proxy_year": 2026}
    own = Draft("CC1", "Meals", "Prydau", "meals", "prydau", "Book", "", outcome="wellbeing")
    both = replace(own, **said, proxy_source_cy="Y gegin")
    one = replace(own, code="CC2", **said)
    rows = [await add_measure(org, draft, lead) for draft in (both, one)]
    pages = client.as_(lead).in_(language)
    hints = (await pages.get(at(org, of, "measures/choosing"))).main
    keys = [*(f"own:{row.id}" for row in rows), "open:SP1"]
    assert (await pages.post(at(org, of, "measures/choosing"), {"keys": keys})).status == 303
    frozen = await TenderMeasure.within(org).get(tender_id=of.id, code="CC1")
    assert (frozen.source_cy, frozen.proxy_source_cy) == ("Cyngor Calderbrook", "Y gegin")
    page = await pages.get(at(org, of, "measures"))
    council_s = {"en": "Calderbrook Council, version 1", "cy": "Cyngor Calderbrook, fersiwn 1"}
    assert page.main.count(council_s[language]) == 2
    assert {"en": "Calderbrook Council", "cy": "Cyngor Calderbrook"}[language] in hints
    assert {"en": "open measures", "cy": "Mesurau agored"}[language] in page.main
    # Where there is an English name alone, it is said to be English.
    marked = '<span lang="en" translate="no">The kitchen</span>'
    assert (marked in page.html, "Y gegin" in page.main) == ((language == "cy"),) * 2
    browsed = [await pages.get(f"/{org.slug}/measures/{row.id}") for row in rows]
    assert [marked in shown.html for shown in browsed] == [False, language == "cy"]
    document = await document_of(org, of)
    assert [each.get("source_cy") for each in document["measures"]] == [
        "Cyngor Calderbrook",
        "Cyngor Calderbrook",
        "Mesurau agored CoopCouncil",
    ]


async def test_the_council_s_own_set_takes_a_welsh_name_that_it_gets_later(db: None):
    org = await council("Calderbrook Council")
    lead = await lead_of(org)
    own = Draft("CC1", "Meals", "", "meals", "", "Book", "", outcome="wellbeing")
    first = await add_measure(org, own, lead)
    org.name_cy = "Cyngor Calderbrook"
    await org.save()
    changed = await change_measure(org, first, replace(own, title="Hot meals"), "Hot", lead)
    kept = await measure_of(org, changed.id, staff=True)
    assert frozen_of(kept).sourced("cy") == "Cyngor Calderbrook"
