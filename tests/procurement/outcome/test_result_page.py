"""The page of the result: bids drawn side by side, and prices to ask about."""

from dataclasses import replace
from decimal import Decimal

from coopcouncil.kernel import clock
from coopcouncil.procurement.bids.models import Answer, Bid, Offer, Supplier
from coopcouncil.procurement.kinds import BidState
from coopcouncil.procurement.outcome.actions.running import run_lot
from coopcouncil.procurement.outcome.models import ScoringRun
from coopcouncil.procurement.outcome.reads import run_in
from coopcouncil.scoring import as_json, fingerprint, run
from tests.pageclient import Page, Pages
from tests.procurement.outcome.made import Place, assessed


async def shown(place: Place, client: Pages) -> Page:
    await run_lot(place.org, place.lot, "Every score is agreed.", place.lead)
    path = f"/{place.org.slug}/tenders/work/{place.tender.id}/result"
    page = await client.as_(place.lead).get(path)
    assert page.status == 200
    return page


async def test_the_result_is_drawn_beside_its_tables(client):
    page = await shown(await assessed(), client)

    assert page.html.count("<svg") == 4
    # The letter was dealt by lot.
    rows = [[row[0], row[1].partition(" (")[0], *row[2:]] for row in page.rows() if len(row) == 6]
    assert ["1", "Pennine Care Co-operative", "32.00", "16.00", "40.00", "88.00"] in rows
    assert "Prices to ask about" not in page.text


async def test_a_price_that_may_be_too_low_is_to_be_asked_about(client):
    place = await assessed()
    offer = place.by_name["Homelight Services"].offer
    priced = await Answer.within(place.org).get(offer_id=offer.id, criterion__code="3")
    priced.figure = Decimal(40_000)
    await priced.save()

    page = await shown(place, client)
    # Without the highest, 110,000, the mean of 100,000 and 40,000 is 70,000.
    assert "Prices to ask about" in page.text
    assert "Homelight Services" in page.text
    assert "42.9 per cent below" in page.text


async def test_every_step_of_many_bids_comes_page_by_page(client):
    place = await assessed()
    row = await run_lot(place.org, place.lot, "Every score is agreed.", place.lead)
    done = run_in(row)
    kept = next(one for one in done.offers if one.key == str(place.offers[0].offer.id))
    more = []
    for number in range(9):
        supplier = await Supplier.create(
            organisation=place.org, name=f"Supplier {number}", created_at=clock.now()
        )
        bid = await Bid.create(
            organisation=place.org,
            tender=place.tender,
            supplier=supplier,
            state=BidState.OPENED,
            label=f"Z{number}",
            created_at=clock.now(),
        )
        offer = await Offer.create(organisation=place.org, bid=bid, lot=place.lot)
        more.append(replace(kept, key=str(offer.id)))
    many = run(done.method, (*done.offers, *more), done.left_out, done.lot)
    result = as_json(many)
    last = await ScoringRun.create(
        organisation=place.org,
        lot=place.lot,
        number=2,
        because="More of them.",
        edition_hash=row.edition_hash,
        result=result,
        hash=fingerprint(result),
        run_at=clock.now(),
        run_by=place.lead,
    )
    at = f"/{place.org.slug}/tenders/work/{place.tender.id}/result/1/sums/{last.number}"
    pages = [await client.as_(place.lead).get(f"{at}?page={page}") for page in (1, 2, 3)]
    told = [[one.html.count(f"(bid Z{number})</h2>") for number in range(9)] for one in pages]
    # Each bid has its heading on one page alone.
    assert [sum(each) for each in zip(*told[:2], strict=True)] == [1] * 9
    assert told[1] == told[2], "past the last page is the last"
    assert [one.html.count("<table") for one in pages] == [10, 2, 2]
