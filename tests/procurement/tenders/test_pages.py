"""A lead prepares a tender on its pages, from nothing to publication."""

from datetime import UTC, datetime

import pytest

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Part, Stage
from coopcouncil.procurement.tenders.models import Criterion, Scale, TakesPart, Tender
from coopcouncil.procurement.tenders.reads import edition_in_force, people_of, rows_of
from tests.make import make_person
from tests.pageclient import Pages
from tests.procurement.make import (
    BEFORE_PUBLISHING,
    published,
    ready,
    tender,
    with_method,
)
from tests.procurement.tenders.asking import as_

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_from_an_empty_list_to_a_published_tender(
    client: Pages, org: Organisation, lead: Person, language: str
):
    pages = as_(client, lead, language)
    work = f"/{org.slug}/tenders/work"
    empty = await pages.get(work)
    assert empty.status == 200
    assert f"{work}/new" in empty.links.values()

    begun = await (await pages.get(f"{work}/new")).submit(
        title="Care at home",
        description="Help at home.",
        value="1,200,000",
        starts_on__day="1",
        starts_on__month="4",
        starts_on__year="2027",
        ends_on__day="31",
        ends_on__month="3",
        ends_on__year="2030",
    )
    (made,) = await Tender.within(org)
    at = begun.location
    assert at == f"{work}/{made.id}"
    way = await begun.follow()
    assert way.h1 == "Care at home"
    assert f"{at}/criteria" in way.links.values()
    assert f"{at}/dates" in way.links.values()

    scale = await pages.get(f"{at}/scales/new?start=0%E2%80%935")
    assert (await scale.submit()).status == 303
    assert (await Scale.within(org).get(tender_id=made.id)).name == "0–5"

    asked = await pages.get(f"{at}/criteria/new")
    unscaled = await asked.submit(code="1", title="Care", kind="scale", weight="60")
    assert (unscaled.status, len(unscaled.errors)) == (422, 1)
    number = str((await Scale.within(org).get(tender_id=made.id)).id)
    asked = await pages.get(f"{at}/criteria/new")
    done = await asked.submit(
        code="1", title="Care", kind="scale", weight="60", scale=number, question="Describe it."
    )
    assert done.status == 303
    price = await pages.get(f"{at}/criteria/new")
    done = await price.submit(
        code="2", title="Price", kind="price", weight="30", formula="lowest-over"
    )
    assert done.status == 303
    tree = await pages.get(f"{at}/criteria")
    assert "90" in tree.main

    weights = await pages.get(f"{at}/criteria/weights")
    last = await Criterion.within(org).get(code="2")
    added = await weights.submit(**{f"w{last.id}": "40", "only": "sums"})
    assert added.status == 200
    assert (await Criterion.within(org).get(code="2")).weight == 30
    assert (await weights.submit(**{f"w{last.id}": "40"})).status == 303

    assert (await pages.get(f"{at}/publication")).main  # Dates are missing still.
    dates = await (await pages.get(f"{at}/dates")).submit(
        questions_on__day="8",
        questions_on__month="12",
        questions_on__year="2026",
        closes_on__day="14",
        closes_on__month="12",
        closes_on__year="2026",
        closes_at="12:00:00",
    )
    assert dates.status == 303
    assert (await Tender.within(org).get(id=made.id)).closes_at == datetime(
        2026, 12, 14, 12, tzinfo=UTC
    )
    for prepare in BEFORE_PUBLISHING:
        await prepare(org, made, lead)
    out = await pages.post(f"{at}/publication")
    assert (out.status, out.location) == (303, at)
    found = await Tender.within(org).get(id=made.id)
    assert found.stage is Stage.PUBLISHED

    public = as_(client, None, language)
    method = await public.get(f"/{org.slug}/tenders/{found.reference}/method")
    edition = await edition_in_force(found)
    assert method.status == 200
    assert edition.hash in method.main
    assert (await pages.get(at)).status == 200
    assert (await pages.get(f"{at}/dates")).status == 409


async def test_nothing_is_public_before_it_is_published(
    client: Pages, org: Organisation, lead: Person
):
    made = await ready(org, lead)
    public = client.as_(None)
    assert (await public.get(f"/{org.slug}/tenders/{made.reference}/method")).status == 404
    pages = client.as_(lead)
    at = f"/{org.slug}/tenders/work/{made.id}"
    assert (await pages.get(f"{at}/method")).status == 200
    asked = await pages.get(f"{at}/publication")
    assert asked.status == 200
    assert (await asked.submit()).status == 303
    assert (await public.get(f"/{org.slug}/tenders/{made.reference}/method")).status == 200
    assert (await public.get(f"/{org.slug}/tenders/{made.reference.lower()}/method")).status == 200
    assert (await public.get(f"/{org.slug}/tenders/{made.reference}/method/2")).status == 404


async def test_an_invited_tenders_method_is_not_here_for_others(
    client: Pages, org: Organisation, lead: Person
):
    made = await published(org, lead, by_invitation=True)
    address = f"/{org.slug}/tenders/{made.reference}/method"
    assert (await client.as_(None).get(address)).status == 404
    assert (await client.as_(await make_person("Ada Lovell")).get(address)).status == 404
    assert (await client.as_(lead).get(address)).status == 200


async def test_the_file_makes_the_hash_again_and_the_paper_is_a_pdf(
    client: Pages, org: Organisation, lead: Person
):
    from hashlib import sha256

    made = await published(org, lead)
    edition = await edition_in_force(made)
    public = client.as_(None)
    file = await public.get(f"/{org.slug}/tenders/{made.reference}/method/1.json")
    assert sha256(file.body).hexdigest() == edition.hash
    paper = await public.get(f"/{org.slug}/tenders/{made.reference}/method/1.pdf")
    assert paper.body.startswith(b"%PDF-")


async def test_every_page_of_a_tender_opens_in_both_languages(
    client: Pages, org: Organisation, lead: Person
):
    made = await ready(org, lead, lots=2)
    at = f"/{org.slug}/tenders/work/{made.id}"
    scale = await Scale.within(org).get(tender_id=made.id)
    row = (await rows_of(made))[2]
    for language in ("en", "cy"):
        pages = as_(client, lead, language)
        for address in (
            "",
            "/about",
            "/dates",
            "/lots",
            "/lots/new",
            "/scales",
            "/scales/new",
            f"/scales/{scale.id}",
            "/criteria",
            "/criteria/new",
            f"/criteria/{row.id}",
            "/criteria/weights",
            "/criteria/copy",
            "/people",
            "/publication",
            "/ending",
            "/method",
            "/what-if",
        ):
            assert (await pages.get(at + address)).status == 200, address


async def test_people_are_given_parts_and_evaluators_their_criteria(
    client: Pages, org: Organisation, lead: Person
):
    made = await tender(org, lead)
    await with_method(org, made, lead)
    eve = await make_person("Edith Hinchliffe", "edith@example.org")
    pages = client.as_(lead)
    at = f"/{org.slug}/tenders/work/{made.id}/people"
    unknown = await (await pages.get(at)).submit(email="nobody@example.org", part="evaluator")
    assert (unknown.status, len(unknown.errors)) == (422, 1)

    given = await (await pages.get(at)).submit(email="EDITH@example.org", part="evaluator")
    row = await TakesPart.within(org).get(person=eve)
    assert given.location == f"{at}/{row.id}/criteria"
    group = next(one for one in await rows_of(made) if one.code == "1")
    assert (await pages.post(given.location, {"criteria": str(group.id)})).status == 303
    (taking,) = await people_of(made, Part.EVALUATOR)
    codes = {one.id: one.code for one in await rows_of(made)}
    assert sorted(codes[number] for number in taking.criteria) == ["1.1", "1.2"]

    again = await (await pages.get(at)).submit(email="edith@example.org", part="evaluator")
    assert again.status == 409
    ended = await (await pages.get(f"{at}/{row.id}/ending")).submit(because="Changed posts.")
    assert ended.status == 303
    assert "Changed posts." in (await pages.get(at)).main
    assert (await EmailAddress.get(address="edith@example.org")).person_id == eve.id
