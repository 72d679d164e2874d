"""A lead changes, tries and ends a tender on its pages; others find nothing."""

import pytest

from coopcouncil.accounts.models import Person
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.tenders.models import Criterion, Tender
from coopcouncil.procurement.tenders.reads import edition_in_force, rows_of
from tests.make import make_person
from tests.pageclient import Page, Pages
from tests.procurement.make import (
    council,
    lead_of,
    published,
    ready,
    tender,
    with_method,
)

pytestmark = pytest.mark.anyio


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
