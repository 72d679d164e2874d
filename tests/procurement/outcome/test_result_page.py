"""The page of the result: bids drawn side by side, and prices to ask about."""

from decimal import Decimal

from coopcouncil.procurement.bids.models import Answer
from coopcouncil.procurement.outcome.actions.running import run_lot
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
