"""A need of a local organisation, from a bidder's tick to the promise: told to nobody before."""

import io
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

import openpyxl
import pytest

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.organisations.kinds import Role
from coopcouncil.organisations.models import NeedOrOffer, Organisation
from coopcouncil.procurement.bids.models import Bid, NeedAnswered, Submission
from coopcouncil.procurement.bids.sealed import draft_of, paper_text
from coopcouncil.procurement.delivery.actions.promising import promised_by_contract
from coopcouncil.procurement.delivery.models import Commitment
from coopcouncil.procurement.delivery.needs import put_needs
from coopcouncil.procurement.kinds import BidState, Stage
from coopcouncil.procurement.outcome.models import Contract
from coopcouncil.procurement.tenders.models import Tender
from tests.make import make_officer, make_organisation
from tests.pageclient import Pages
from tests.procurement.delivery.test_needs import need_of
from tests.procurement.make import council, lead_of, published
from tests.procurement.make_bids import bid, opened, person_of, supplier
from tests.procurement.workbooks import saved

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


class Place(NamedTuple):
    """A tender to whose bidders two needs of a hall were put, and a bidder."""

    org: Organisation
    lead: Person
    tender: Tender
    hall: Organisation
    secretary: Person
    roof: NeedOrOffer
    chairs: NeedOrOffer
    bid: Bid
    bidder: Person

    def at(self, path: str) -> str:
        return f"/{self.org.slug}{path}"

    @property
    def page(self) -> str:
        return self.at(f"/bids/{self.bid.id}/lots/1/SV3")


@pytest.fixture
async def place(db: None) -> Place:
    org = await council()
    lead = await lead_of(org)
    hall = await make_organisation("Hebden Hall")
    hall.name_cy = "Neuadd Hebden"
    await hall.save()
    secretary = await make_officer(hall, Role.SECRETARY, "Siân Rhydderch")
    roof = await need_of(org, hall, "Hours of a roofer")
    chairs = await need_of(org, hall, "Hours of a joiner")
    own = await need_of(org, await make_organisation("Calder Growers"), "Seeds")
    tender = await published(org, lead)
    await put_needs(org, tender, [roof, chairs, own], lead)
    growers = await supplier(org, "Calder Growers")
    made = await bid(org, tender, growers, {"SV3": 30})
    return Place(
        org, lead, tender, hall, secretary, roof, chairs, made, await person_of(org, growers)
    )


async def test_a_bidder_ticks_a_need_and_hands_it_in_sealed(client: Pages, place: Place):
    pages = client.as_(place.bidder)
    price = await pages.get(place.at(f"/bids/{place.bid.id}/lots/1/3"))
    assert "Hebden Hall" not in price.text, "a price is no promise"
    await pages.post(place.page, {"figure": "30", "text": "By us.", "version": "0"})
    seen = await pages.get(place.page)
    assert "Hebden Hall: Hours of a roofer" in seen.text
    assert "Seeds" not in seen.text, "nobody answers their own need"
    version = (await Bid.within(place.org).get(id=place.bid.id)).draft_version

    async def give(roof: str, chairs: str = "", seen: int = version) -> int:
        said = {f"need-{place.roof.id}": roof, f"need-{place.chairs.id}": chairs}
        return (await pages.post(f"{place.page}/needs", {**said, "seen": str(seen)})).status

    assert await give("twelve") == 422
    assert await give("20", "10.5") == 422, "more than is promised"
    assert await give("12", "8") == 303
    assert await give("1", "1", seen=version) == 422, "another window saved meanwhile"
    found = await Bid.within(place.org).get(id=place.bid.id)
    assert dict(draft_of(found).shares(1, "SV3")) == {place.roof.id: 12, place.chairs.id: 8}
    for word in (b'"needs"', b"amounts", b"SV3"):
        assert word not in (found.draft or b""), "sealed like the rest"

    # The figure shrinks afterwards: the check says so, and the bid does not go in.
    for code, said in {"C1": {"yes": "yes"}, "SV2": {"figure": "2"}, "3": {"figure": "9"}}.items():
        path = place.at(f"/bids/{place.bid.id}/lots/1/{code}")
        assert (await pages.post(path, {**said, "version": "99"})).status == 303
    assert (await pages.post(place.page, {"figure": "15", "version": "99"})).status == 303
    check = place.at(f"/bids/{place.bid.id}/check")
    state = {"edition": "1", "grounds": "no", "true_and_complete": "y"}
    refused = await pages.post(check, state)
    assert refused.status == 422
    assert "you give 20 to needs, but your figure is 15" in refused.text
    assert (await pages.post(place.page, {"figure": "20", "version": "99"})).status == 303
    receipt = await (await pages.post(check, state)).follow()
    assert "Hebden Hall: Hours of a roofer (12 hours)" in " ".join(receipt.text.split())
    welsh = await pages.in_("cy").get(check)
    assert "Neuadd Hebden: Hours of a roofer" in welsh.text
    last = await Submission.within(place.org).filter(bid=found).order_by("-id").first()
    assert last is not None
    assert f'"needs":[{{"amount":"12","criterion":"SV3","lot":1,"need":{place.roof.id}}}' in (
        paper_text(found, last)
    )
    assert not await NeedAnswered.within(place.org).exists()


async def test_a_need_that_is_taken_back_keeps_the_bid_from_going_in_unseen(
    client: Pages, place: Place
):
    pages = client.as_(place.bidder)
    await pages.post(place.page, {"figure": "30", "version": "0"})
    said = {f"need-{place.roof.id}": "5", "seen": "99"}
    assert (await pages.post(f"{place.page}/needs", said)).status == 303
    place.roof.withdrawn_at = clock.now()
    await place.roof.save()
    seen = await pages.get(place.at(f"/bids/{place.bid.id}/check"))
    assert "SV3: a need that you answer is not there any more" in seen.text
    assert (await pages.post(f"{place.page}/needs", {"seen": "99"})).status == 303
    seen = await pages.get(place.at(f"/bids/{place.bid.id}/check"))
    assert "not there any more" not in seen.text


async def test_needs_go_out_and_come_back_in_the_workbook(client: Pages, place: Place):
    pages = client.as_(place.bidder)
    await pages.post(place.page, {"figure": "30", "version": "0"})
    said = {f"need-{place.roof.id}": "5", "seen": "99"}
    assert (await pages.post(f"{place.page}/needs", said)).status == 303
    at = place.at(f"/bids/{place.bid.id}")
    out = await pages.get(f"{at}/workbook.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(out.body))
    rows = {str(row[0].value): row for row in book["Answers"].iter_rows(min_row=5)}
    roof, chairs = (rows[f"SV3 › {one.id}"] for one in (place.roof, place.chairs))
    assert roof[1].value == "How much of it is for Hebden Hall: Hours of a roofer"
    assert (roof[5].value, chairs[5].value) == ("5", None)
    roof[5].value, chairs[5].value = 7, "a few"
    wrong = await pages.post(f"{at}/workbook", files={"file": ("b.xlsx", saved(book))})
    assert (wrong.status, f"cell F{chairs[5].row}" in wrong.main) == (422, True)

    # One was taken back and nothing is in its cell: the workbook is read all the same.
    chairs[5].value = None
    place.chairs.withdrawn_at = clock.now()
    await place.chairs.save()
    sent = await pages.post(f"{at}/workbook", files={"file": ("b.xlsx", saved(book))})
    assert "1 answer would change" in sent.text or "One answer" in (await sent.follow()).main
    assert (await pages.post(sent.location)).status == 303
    found = await Bid.within(place.org).get(id=place.bid.id)
    assert dict(draft_of(found).shares(1, "SV3")) == {place.roof.id: 7}
    chairs[5].value = 2
    wrong = await pages.post(f"{at}/workbook", files={"file": ("b.xlsx", saved(book))})
    assert "nothing is read from this cell" in wrong.main


async def _handed_in(client: Pages, place: Place) -> None:
    """The bidder gives 12 and 8 of 30 hours, and hands it in again."""
    pages = client.as_(place.bidder)
    answers = {"C1": {"yes": "yes"}, "SV2": {"figure": "2"}, "3": {"figure": "9"}}
    for code, said in (answers | {"SV3": {"figure": "30"}}).items():
        path = place.at(f"/bids/{place.bid.id}/lots/1/{code}")
        assert (await pages.post(path, {**said, "version": "99"})).status == 303
    shares = {f"need-{place.roof.id}": "12", f"need-{place.chairs.id}": "8", "seen": "99"}
    assert (await pages.post(f"{place.page}/needs", shares)).status == 303
    state = {"edition": "1", "grounds": "no", "true_and_complete": "y"}
    check = place.at(f"/bids/{place.bid.id}/check")
    assert (await pages.post(check, state)).status == 303


async def test_only_the_contract_tells_who_posted_it(client: Pages, place: Place):
    await _handed_in(client, place)
    poster = client.as_(place.secretary)
    needs = place.at(f"/tenders/work/{place.tender.id}/needs")

    async def told() -> int:
        return await OutboxMessage.filter(purpose="email/procurement/need_promised").count()

    async def leaks() -> list[str]:
        public = [f"/tenders/{place.tender.reference}", "/co-operatives", "/promises"]
        texts = [(await poster.get(place.at(path))).text for path in public]
        return [text for text in texts if "Promised by" in text]

    assert not await leaks()
    offers = await opened(place.org, place.tender)
    assert {(one.need_id, one.amount) for one in await NeedAnswered.within(place.org)} == {
        (place.roof.id, Decimal(12)),
        (place.chairs.id, Decimal(8)),
    }
    assert "What bids give" not in (await client.as_(place.lead).get(needs)).text
    await Tender.within(place.org).filter(id=place.tender.id).update(stage=Stage.AGREED)
    agreed = (await client.as_(place.lead).get(needs)).text
    assert "What bids give to these needs" in agreed
    assert (await poster.get(needs)).status in (403, 404)
    assert not await leaks()
    assert await told() == 0

    (offer,) = offers
    today = clock.today()
    contract = await Contract.create(
        organisation=place.org,
        number="C-9",
        tender=place.tender,
        lot=await offer.offer.lot,
        offer=offer.offer,
        supplier=offer.supplier,
        title="Care",
        value=100,
        signed_on=today,
        starts_on=today,
        ends_on=today + timedelta(days=700),
        recorded_at=clock.now(),
    )
    await promised_by_contract(place.org, contract, place.lead)
    rows = await Commitment.within(place.org).filter(criterion__code="SV3").order_by("number")
    assert [(one.amount, one.need_id, one.recipient_id) for one in rows] == [
        (Decimal(12), place.roof.id, place.hall.id),
        (Decimal(8), place.chairs.id, place.hall.id),
        (Decimal(10), None, None),
    ]
    assert await told() == 2
    letter = (
        await OutboxMessage.filter(purpose="email/procurement/need_promised").order_by("id").first()
    )
    assert letter is not None
    assert "Hours of a roofer" in letter.text
    assert place.at(f"/promises/{rows[0].id}") in letter.text
    seen = await poster.get(place.at(f"/promises/{rows[0].id}"))
    assert (seen.status, "Hours of a roofer" in seen.text) == (200, True)
    public = await poster.get(place.at(f"/tenders/{place.tender.reference}"))
    assert "Hours of a roofer Promised by Calder Growers" in " ".join(public.text.split())
    assert (await poster.get(place.at("/co-operatives"))).text.count("Promised by Calder") == 2
    linked = (await client.as_(place.lead).get(needs)).text
    assert "promised by Calder Growers" in linked


async def test_who_is_not_awarded_leaves_no_trace_with_the_poster(client: Pages, place: Place):
    await _handed_in(client, place)
    winner = await supplier(place.org, "Valley Carers")
    await bid(place.org, place.tender, winner)
    offers = {one.supplier.name: one for one in await opened(place.org, place.tender)}
    assert offers["Calder Growers"].bid.state is BidState.OPENED
    today = clock.today()
    won = offers["Valley Carers"]
    contract = await Contract.create(
        organisation=place.org,
        number="C-9",
        tender=place.tender,
        lot=await won.offer.lot,
        offer=won.offer,
        supplier=winner,
        title="Care",
        value=100,
        signed_on=today,
        starts_on=today,
        ends_on=today + timedelta(days=700),
        recorded_at=clock.now(),
    )
    await promised_by_contract(place.org, contract, place.lead)
    assert not await Commitment.within(place.org).exclude(need_id=None).exists()
    assert not await OutboxMessage.filter(purpose="email/procurement/need_promised").exists()
    poster = client.as_(place.secretary)
    for path in (f"/tenders/{place.tender.reference}", "/co-operatives", "/promises"):
        assert "Promised by" not in (await poster.get(place.at(path))).text
