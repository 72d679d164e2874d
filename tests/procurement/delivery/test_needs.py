"""Needs of local organisations: put to bidders, promised, met."""

import pytest

from coopcouncil.kernel import clock
from coopcouncil.organisations.kinds import Asking, Role
from coopcouncil.organisations.models import Listing, NeedOrOffer, Organisation
from coopcouncil.procurement.delivery.actions.reporting import answer
from coopcouncil.procurement.delivery.kinds import Answered
from coopcouncil.procurement.delivery.models import Commitment, NeedOffered
from tests.make import make_officer, make_organisation
from tests.procurement.delivery.made import ground
from tests.procurement.delivery.test_asking import reported
from tests.procurement.make import council, lead_of, published

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


async def need_of(
    org: Organisation, poster: Organisation, text: str, public: bool = True
) -> NeedOrOffer:
    if not await Listing.within(org).filter(listed_id=poster.id).exists():
        await Listing.create(organisation=org, listed=poster, listed_at=clock.now())
    return await NeedOrOffer.create(
        organisation=poster,
        kind=Asking.NEED,
        text=text,
        is_public=public,
        contact="ring Siân",
        posted_at=clock.now(),
    )


async def test_public_needs_are_put_to_bidders_and_stay_once_published(client):
    org = await council()
    lead = await lead_of(org)
    hall = await make_organisation("Hebden Hall")
    roof = await need_of(org, hall, "A roof that keeps dry")
    await need_of(org, hall, "Quietly: a loan", public=False)
    stranger = await NeedOrOffer.create(
        organisation=await make_organisation("Elsewhere"),
        kind=Asking.NEED,
        text="Not on the list",
        is_public=True,
        posted_at=clock.now(),
    )
    tender = await published(org, lead)
    path = f"/{org.slug}/tenders/work/{tender.id}/needs"
    assert (await client.as_(await make_officer(org, Role.SECRETARY)).get(path)).status == 403
    browser = client.as_(lead)
    seen = await browser.get(path)
    assert "A roof that keeps dry" in seen.text
    assert "Quietly" not in seen.text
    public = f"/{org.slug}/tenders/{tender.reference}"
    assert "roof" not in (await client.get(public)).text
    sent = {"needs": [str(roof.id), str(stranger.id)]}
    assert (await browser.post(path, sent)).status == 303
    assert (await browser.post(path, sent)).status == 303
    assert await NeedOffered.within(org).count() == 1
    page = await client.get(public)
    assert "Hebden Hall: A roof that keeps dry" in page.text
    assert "ring Siân" not in page.text
    # What bidders were shown is not taken from them.
    assert (await browser.post(path, {})).status in (409, 422)
    assert await NeedOffered.within(org).count() == 1


async def test_a_promise_that_answers_a_need_is_for_who_posted_it(client):
    made = await ground()
    hall = await make_organisation("Hebden Hall")
    await make_officer(hall, Role.SECRETARY, "Siân Rhydderch")
    need = await need_of(made.org, hall, "Twenty hours of a painter")
    other = await need_of(made.org, hall, "Chairs")
    directory = f"/{made.org.slug}/co-operatives"
    assert "Promised by Calder Growers" not in (await client.get(directory)).text

    browser = client.as_(made.lead)
    form = {
        "title": "Hours of a painter",
        "amount": "20",
        "need": str(need.id),
        "due_on-day": "1",
        "due_on-month": "4",
        "due_on-year": "2027",
    }
    path = f"/{made.org.slug}/promises/work/contracts/{made.contract.id}/new"
    assert "Hebden Hall: Chairs" in (await browser.get(path)).text
    assert (await browser.post(path, form)).status == 303
    row = await Commitment.within(made.org).get(title="Hours of a painter")
    assert (row.need_id, row.recipient_id) == (need.id, hall.id)
    assert (await client.get(directory)).text.count("Promised by Calder Growers") == 1

    told = await reported(made, row)
    await answer(made.org, told, Answered.CONFIRMED, None, "", None)
    seen = (await client.get(directory)).text
    assert "Promised by Calder Growers" not in seen
    assert "Met" in seen

    # Naming the recipient of another by its need.
    second = await made.promised("Twelve chairs")
    path = f"/{made.org.slug}/promises/{second.id}/for-whom"
    assert (await browser.post(path, {"need": str(other.id), "ward": "Dale"})).status == 303
    second = await Commitment.within(made.org).get(id=second.id)
    assert (second.need_id, second.recipient_id, second.recipient_email) == (other.id, hall.id, "")
