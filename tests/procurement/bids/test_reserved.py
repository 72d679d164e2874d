"""Lots for some alone: the bidder says what it is, once or lot by lot, and nothing is lost."""

import io
import zipfile
from datetime import timedelta

import pytest

from coopcouncil.kernel import clock
from coopcouncil.procurement.bids.models import Bid, Submission
from coopcouncil.procurement.bids.rules.paper import read
from coopcouncil.procurement.bids.rules.reserved import Kept, Statement, stated, unstated
from coopcouncil.procurement.bids.sealed import draft_of, paper_text
from coopcouncil.procurement.kinds import Reservation
from coopcouncil.procurement.tenders.models import Lot, Tender
from tests.pageclient import Pages
from tests.procurement.make import council, lead_of, published
from tests.procurement.make_bids import bid, opened, person_of, supplier

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]

MUTUAL, SUPPORTED = Reservation.SERVICE_MUTUAL, Reservation.SUPPORTED_EMPLOYMENT
SAID = Statement("A registered society", "Its rules let nobody but members have profits.")


async def test_what_is_said_once_holds_for_lots_reserved_alike_and_for_no_other() -> None:
    kept = [Kept(1, MUTUAL), Kept(2, MUTUAL), Kept(3, SUPPORTED)]
    assert [one.lot for one in unstated(kept, {2: SAID})] == [3]
    assert stated(kept, {2: SAID})[1] == SAID
    # What is begun for a lot is not papered over by what was said of another.
    assert [one.lot for one in unstated(kept, {1: Statement("A society"), 2: SAID})] == [1, 3]
    assert not list(unstated([], {}))


async def test_a_bid_for_reserved_lots_goes_in_with_what_the_bidder_is(client: Pages):
    org = await council()
    lead = await lead_of(org)
    tender = await published(org, lead, lots=3)
    for number, reservation in ((1, MUTUAL), (2, MUTUAL), (3, SUPPORTED)):
        await (
            Lot.within(org)
            .filter(tender_id=tender.id, number=number)
            .update(reservation=reservation)
        )
    who = await supplier(org)
    made = await bid(org, tender, who)
    pages = client.as_(await person_of(org, who))
    at = f"/{org.slug}/bids/{made.id}"
    assert (await pages.get(f"{at}/reserved")).status == 404, "no lot is chosen yet"
    await pages.post(f"{at}/lots", {"lots": ["1", "2", "3"]})
    answers = {"C1": {"yes": "yes"}, "SV2": {"figure": "2"}, "SV3": {"figure": "2"}}
    for lot in (1, 2, 3):
        for code, said in (answers | {"3": {"figure": "9"}}).items():
            path = f"{at}/lots/{lot}/{code}"
            assert (await pages.post(path, {**said, "version": "99"})).status == 303
    seen = await pages.get(at)
    assert "Reserved lots: which kind of body you are To do" in " ".join(seen.text.split())
    state = {"edition": "1", "grounds": "no", "true_and_complete": "y"}
    refused = await pages.post(f"{at}/check", state)
    assert refused.status == 422
    for number in (1, 2, 3):
        assert f"Lot {number} is reserved: say which kind of body you are" in refused.text

    # One by one: what was saved stays when another is saved half-done.
    form = {"body-2": SAID.body, "how-2": SAID.how, "body-3": "A charity"}
    assert (await pages.post(f"{at}/reserved", form)).status == 303
    refused = await pages.post(f"{at}/check", state)
    assert "Lot 3 is reserved" in refused.text
    assert "Lot 1 is reserved" not in refused.text
    again = await pages.in_("cy").get(f"{at}/reserved")
    assert 'value="A charity"' in again.html
    pages = pages.in_("en")
    # A lot that is left out and chosen again has not forgotten.
    await pages.post(f"{at}/lots", {"lots": ["1", "2"]})
    assert "body-3" not in (await pages.get(f"{at}/reserved")).html
    await pages.post(
        f"{at}/reserved", {"body-1": "", "how-1": "", "body-2": SAID.body, "how-2": SAID.how}
    )
    found = await Bid.within(org).get(id=made.id)
    assert draft_of(found).stated[3].body == "A charity"
    assert b"charity" not in bytes(found.draft or b"")
    receipt = await (await pages.post(f"{at}/check", state)).follow()
    assert receipt.text.count("Its rules let nobody") == 2
    last = await Submission.within(org).filter(bid=found).order_by("-id").first()
    assert last is not None
    said = read(paper_text(found, last)).statements["reserved"]
    assert sorted(said) == ["1", "2"]
    assert said["1"] == {"for": "service-mutual", "body": SAID.body, "how": SAID.how}

    # The lead reads it where it is checked, and not before the opening.
    where = f"/{org.slug}/tenders/work/{tender.id}/exclusions/{made.id}"
    assert "Its rules let nobody" not in (await client.as_(lead).get(where)).text
    await opened(org, tender)
    told = await client.as_(lead).get(where)
    assert told.text.count("Its rules let nobody") == 2
    assert "No exclusion ground applies." in told.text


MANIFEST = "receipt,received,supplier,register,number,email,reserved_body,reserved_how\n"
ANSWERS = "receipt,lot,question,answer,how\n" + "".join(
    f"P-{bid},1,{code},{said},\n"
    for bid in (1, 2)
    for code, said in (("C1", "yes"), ("SV2", "12"), ("SV3", "5"), ("3", "98765"))
)


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_a_portals_list_says_what_its_bidders_are(client: Pages, language: str):
    org = await council()
    lead = await lead_of(org)
    noon = clock.london(clock.today()).replace(year=2026, month=11, day=20, hour=12)
    with clock.frozen(noon - timedelta(days=40)):
        tender = await published(org, lead, closes_at=noon)
    await Lot.within(org).filter(tender_id=tender.id).update(reservation=MUTUAL)
    work = f"/{org.slug}/tenders/work/{tender.id}"
    listed = (
        f"{MANIFEST}P-1,2026-11-20 11:00:00,Pennine Care,GB-COH,1,,{SAID.body},{SAID.how}\n"
        "P-2,2026-11-20 11:30:00,Valley Carers,GB-COH,2,,A charity,\n"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("manifest.csv", listed)
        archive.writestr("answers.csv", ANSWERS)
    with clock.frozen(noon + timedelta(hours=1)):
        pages = client.as_(lead).in_(language)
        sent = await pages.post(
            f"{work}/bids/portal", files={"file": ("bids.zip", data.getvalue())}
        )
        preview = await sent.follow()
        # It is asked for where it is missing; nobody's bid is refused for it.
        tag = {"en": "Kind of body not stated", "cy": "Ni ddywedir pa fath o gorff"}[language]
        assert preview.main.count(tag) == 1
        assert "registered society" not in preview.main
        assert (await pages.post(sent.location)).status == 303
    await opened(org, await Tender.one(org, id=tender.id))
    first, second = [
        await pages.get(f"{work}/exclusions/{one.id}")
        for one in await Bid.within(org).filter(tender_id=tender.id).order_by("supplier__number")
    ]
    asks = {"en": "does not say in full", "cy": "yn dweud yn llawn"}[language]
    assert (SAID.body in first.main, asks in first.main) == (True, False)
    assert ("A charity" in second.main, asks in second.main) == (True, True)
