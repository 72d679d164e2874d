"""A lead prepares a tender on its pages, from nothing to publication."""

from datetime import UTC, datetime

import pytest

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Part, Stage
from coopcouncil.procurement.tenders.models import Criterion, Scale, TakesPart, Tender
from coopcouncil.procurement.tenders.reads import edition_in_force, people_of, rows_of
from tests.make import make_person
from tests.pageclient import Page, Pages
from tests.procurement.make import (
    BEFORE_PUBLISHING,
    council,
    lead_of,
    published,
    ready,
    tender,
    with_method,
)

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


@pytest.fixture
async def org(db: None):
    with clock.frozen(NOW):
        yield await council()


@pytest.fixture
async def lead(org: Organisation) -> Person:
    return await lead_of(org)


def as_(client: Pages, person: Person | None, language: str = "en") -> Pages:
    pages = client.as_(person)
    pages.language = language
    return pages


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


async def test_two_leads_at_once_lose_nothing(client: Pages, org: Organisation, lead: Person):
    made = await tender(org, lead)
    await with_method(org, made, lead)
    other = await lead_of(org, "Tariq Shah")
    at = f"/{org.slug}/tenders/work/{made.id}"
    row = next(one for one in await rows_of(made) if one.code == "1.2")
    mine = await client.as_(lead).get(f"{at}/criteria/{row.id}")
    yours = await client.as_(other).get(f"{at}/criteria/{row.id}")
    assert (await mine.submit(title="Carers")).status == 303
    late = await yours.submit(title="People who care")
    assert late.status == 409
    assert "Carers" in late.main
    assert late.fields["title"] == "People who care"
    assert (await Criterion.within(org).get(id=row.id)).title == "Carers"
    assert (await late.submit()).status == 303
    assert (await Criterion.within(org).get(id=row.id)).title == "People who care"

    first, second = [await client.as_(who).get(f"{at}/criteria/weights") for who in (lead, other)]
    assert (await first.submit(**{f"w{row.id}": "41"})).status == 303
    late = await second.submit(**{f"w{row.id}": "42"})
    assert late.status == 409
    assert "41" in late.main
    assert (await Criterion.within(org).get(id=row.id)).weight == 41


async def test_a_change_is_published_whole_and_shown_beside_what_it_replaces(
    client: Pages, org: Organisation, lead: Person
):
    made = await published(org, lead)
    pages = client.as_(lead)
    at = f"/{org.slug}/tenders/work/{made.id}"
    begun = await pages.post(f"{at}/change")
    change = await Tender.within(org).get(revises_id=made.id)
    assert begun.location == f"/{org.slug}/tenders/work/{change.id}"
    assert (await pages.post(f"{at}/change")).status == 409
    page: Page = await begun.follow()
    assert page.status == 200
    assert page.h1.endswith("Care at home")

    rows = {one.code: one for one in await rows_of(change)}
    weights = await pages.get(f"{begun.location}/criteria/weights")
    sent = await weights.submit(**{f"w{rows['1.1'].id}": "50", f"w{rows['1.2'].id}": "50"})
    assert sent.status == 303
    published_rows = {one.code: one.weight for one in await rows_of(made)}
    assert published_rows["1.1"] == 60

    removed = await pages.post(f"{begun.location}/criteria/{rows['1.2'].id}/removal")
    assert removed.status == 409
    # A later notice asks for another look at conflicts of interest.
    asked = await pages.get(f"{begun.location}/publication")
    assert "Look at the conflicts assessment again" in asked.main
    assert (await pages.post(f"{begun.location}/publication", {"because": "A slip."})).status == 409
    again = {"notice": "Changed tender notice"}
    looked = await pages.post(f"{begun.location}/conflicts/assessment", again)
    assert (looked.status, "Confirmed for a notice" in (await looked.follow()).main) == (303, True)
    asked = await pages.get(f"{begun.location}/publication")
    assert next(row[1:] for row in asked.rows() if "1.1" in row[0]) == ["60", "50"]
    silent = await asked.submit(basis="corrected")
    assert silent.status == 422
    refined = await asked.submit(basis="refined", because="As foretold.")
    assert refined.status == 409
    substantial = await asked.submit(because="A slip.", is_substantial="y")
    assert substantial.status == 409
    done = await asked.submit(because="The weights of 1.1 and 1.2 were swapped by a slip.")
    assert (done.status, done.location) == (303, at)

    edition = await edition_in_force(made)
    assert edition.number == 2
    assert {one.code: one.weight for one in await rows_of(made)}["1.1"] == 50
    assert not await Tender.within(org).filter(revises_id=made.id).exists()
    public = client.as_(None)
    method = await public.get(f"/{org.slug}/tenders/{made.reference}/method")
    assert "swapped by a slip" in method.main
    assert edition.hash in method.main
    first = await public.get(f"/{org.slug}/tenders/{made.reference}/method/1")
    assert first.status == 200


async def test_weights_are_tried_on_invented_bids(client: Pages, org: Organisation, lead: Person):
    made = await ready(org, lead)
    pages = client.as_(lead)
    at = f"/{org.slug}/tenders/work/{made.id}/what-if"
    bids = {
        "lot": "1",
        "A.name": "Dear and good",
        "A.1.1": "5",
        "A.1.2": "5",
        "A.SV1": "4",
        "A.SV2": "10",
        "A.SV3": "40",
        "A.3": "120,000",
        "B.name": "Cheap",
        "B.1.1": "3",
        "B.1.2": "3",
        "B.SV1": "2",
        "B.SV2": "0",
        "B.SV3": "0",
        "B.3": "90000",
    }
    tried = await pages.post(at, bids)
    assert tried.status == 200
    assert "Dear and good" in tried.main
    wrong = await pages.post(at, {**bids, "A.1.1": "6", "B.3": "lots"})
    assert wrong.status == 422
    assert len(wrong.errors) == 2
    kept = await pages.post(at, {**bids, "name": "Two kinds"})
    assert kept.status == 303
    again = await kept.follow()
    assert "120,000" in again.html
    assert "Two kinds" in again.main
    assert (await pages.get(f"{at}?lot=9")).status == 404
    assert (await pages.get(f"{at}?scenario=999999")).status == 404


async def test_a_tender_ends_without_a_contract_for_a_reason(
    client: Pages, org: Organisation, lead: Person
):
    made = await published(org, lead)
    pages = client.as_(lead)
    at = f"/{org.slug}/tenders/work/{made.id}"
    asked = await pages.get(f"{at}/ending")
    assert (await asked.submit(because="")).status == 422
    assert (await asked.submit(because="Nobody needs it any more.")).status == 303
    assert "Nobody needs it any more." in (await pages.get(at)).main
    assert (await Tender.within(org).get(id=made.id)).stage is Stage.ENDED
    assert (await asked.submit(because="Again")).status == 409


async def test_others_find_nothing(client: Pages, org: Organisation, lead: Person):
    made = await ready(org, lead)
    at = f"/{org.slug}/tenders/work/{made.id}"
    stranger, elsewhere = await make_person("Ada Lovell"), await council("Another Council")
    outsider = client.as_(await lead_of(elsewhere))
    assert (await client.as_(stranger).get(at)).status == 403
    assert (await outsider.get(f"/{elsewhere.slug}/tenders/work/{made.id}")).status == 404
    other = await tender(elsewhere, None)
    row = (await rows_of(made))[0]
    for address in (f"criteria/{row.id}", f"lots/{row.lot_id or 1}", "people/1/criteria"):
        found = await outsider.get(f"/{elsewhere.slug}/tenders/work/{other.id}/{address}")
        assert found.status == 404
