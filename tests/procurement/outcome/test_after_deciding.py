"""Summaries: sent together, what they say, and called back."""

from datetime import timedelta
from decimal import Decimal

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.procurement.evaluation.actions.excluding import exclude
from coopcouncil.procurement.evaluation.kinds import ExclusionStep
from coopcouncil.procurement.outcome.actions.again import call_back
from coopcouncil.procurement.outcome.actions.contracting import (
    sign_contract,
)
from coopcouncil.procurement.outcome.actions.deciding import decide
from coopcouncil.procurement.outcome.actions.notices import (
    NoticeDraft,
    record_notice,
    withdraw_notice,
)
from coopcouncil.procurement.outcome.actions.releasing import set_publisher
from coopcouncil.procurement.outcome.actions.running import run_lot
from coopcouncil.procurement.outcome.actions.summarising import send_summaries
from coopcouncil.procurement.outcome.compiled import record_package, releases_of
from coopcouncil.procurement.outcome.kinds import NoticeKind
from coopcouncil.procurement.outcome.models import Summary
from coopcouncil.procurement.outcome.rules.order import (
    NoReason,
    NotDecided,
    NothingToCallBack,
    NoticeStands,
    SentAlready,
)
from coopcouncil.procurement.tenders.reads import edition_in_force
from tests.procurement.outcome.made import assessed, looked
from tests.procurement.outcome.steps import WHY, WON, contract, decided


async def test_each_bidder_is_told_its_own_scores_and_the_winners(db):
    place = await decided()
    supplier = place.by_name["Homelight Services"].supplier
    supplier.address, supplier.postcode = "2 Mill Lane", "HX7 8AB"
    await supplier.save()
    await send_summaries(place.org, place.tender, place.lead)
    rows = await Summary.within(place.org).select_related("offer__bid__supplier")
    bodies = {one.offer.bid.supplier.name: one.body for one in rows}
    assert len(bodies) == 3
    won, lost = bodies["Pennine Care Co-operative"], bodies["Homelight Services"]
    assert (won["outcome"], won["winner"]) == ("successful", None)
    assert lost["outcome"] == "unsuccessful"
    assert lost["winner"]["supplier"] == "Pennine Care Co-operative"
    own = {one["code"]: one for one in lost["scores"]["criteria"]}
    theirs = {one["code"]: one for one in lost["winner"]["criteria"]}
    assert (own["1.1"]["given"], theirs["1.1"]["given"]) == ("2", "4")
    assert own["1.1"]["band"]["en"] == "Weak"
    # What regulations want beside the scores: numbers, scores to be had, sub-totals, the method.
    assert own["1.1"]["available"] == ["0", "1", "2", "3", "4", "5"]
    assert lost["supplier_id"].startswith("GB-COH-")
    assert lost["supplier_address"] == "2 Mill Lane\nHX7 8AB"
    assert lost["winner"]["supplier_id"] == won["supplier_id"]
    assert lost["method"] == (await edition_in_force(place.tender)).hash
    group = next(one for one in lost["scores"]["groups"] if one["code"] == "1")
    under = [Decimal(one["weighted"]) for code, one in own.items() if code.startswith("1.")]
    assert abs(Decimal(group["weighted"]) - sum(under)) < Decimal("0.001")
    # Of the third bidder it learns nothing.
    assert "Valley Carers" not in str(lost)
    price = next(one for one in lost["scores"]["criteria"] if one["kind"] == "price")
    assert (price["formula"], price["beside"]) == ("lowest-over", [["lowest", "100000"]])
    assert (price["given"], price["earned"], price["weighted"]) == ("120000", "83.3333", "33.3333")
    with pytest.raises(SentAlready):
        await send_summaries(place.org, place.tender, place.lead)


async def test_an_excluded_bidder_is_told_why_and_no_score(db):
    place = await assessed()
    out = place.by_name["Homelight Services"].offer
    await run_lot(place.org, place.lot, WHY, place.lead)
    await exclude(place.org, out, "Its insurance turned out to have ended in May.", place.lead)
    await looked(place, ExclusionStep.BEFORE_AWARD)
    best = place.by_name["Pennine Care Co-operative"].offer
    await decide(place.org, place.lot, best, WON, place.lead)
    await send_summaries(place.org, place.tender, place.lead)
    row = await Summary.within(place.org).get(offer_id=out.id)
    assert row.body["scores"] is None
    assert row.body["left_out_because"].startswith("Its insurance")


async def test_nothing_is_sent_while_a_lot_is_open(db):
    place = await assessed(lots=2)
    await run_lot(place.org, place.lot, WHY, place.lead)
    await looked(place, ExclusionStep.BEFORE_AWARD)
    best = place.by_name["Pennine Care Co-operative"].offer
    await decide(place.org, place.lot, best, WON, place.lead)
    with pytest.raises(NotDecided):
        await send_summaries(place.org, place.tender, place.lead)
    await run_lot(place.org, place.lots[1], WHY, place.lead)
    await decide(place.org, place.lots[1], None, "No bid is good enough.", place.lead)
    assert len(await send_summaries(place.org, place.tender, place.lead)) == 6


async def test_summaries_called_back_are_followed_by_another_award(db):
    """The first falls away in the standstill: nothing is a dead end, and nothing is lost."""
    place = await decided()
    await set_publisher(place.org, "ocds-abc123", "GB-LAE", "CBK", "", place.lead)
    because = "Its insurance turned out to have ended in May."
    with pytest.raises(NothingToCallBack):
        await call_back(place.org, place.tender, because, place.lead)
    sent = await send_summaries(place.org, place.tender, place.lead)
    draft = NoticeDraft(NoticeKind.AWARD, clock.today())
    notice = await record_notice(place.org, place.tender, draft, place.lead)
    with pytest.raises(NoticeStands):
        await call_back(place.org, place.tender, because, place.lead)
    await withdraw_notice(place.org, notice, because, place.lead)
    with pytest.raises(NoReason):
        await call_back(place.org, place.tender, " ", place.lead)
    await call_back(place.org, place.tender, because, place.lead)
    told = await OutboxMessage.filter(purpose="email/procurement/summary_called_back")
    assert len(told) == 3
    out = place.by_name["Pennine Care Co-operative"].offer
    await exclude(place.org, out, because, place.lead)
    second = place.by_name["Valley Carers Ltd"].offer
    await decide(place.org, place.lot, second, WON, place.lead)
    await send_summaries(place.org, place.tender, place.lead)
    assert await Summary.within(place.org).count() == 6
    kept = await Summary.within(place.org).get(id=sent[0].id)
    assert kept.hash == sent[0].hash
    with clock.frozen(clock.now() + timedelta(days=1)):
        draft = NoticeDraft(NoticeKind.AWARD, clock.today())
        await record_notice(place.org, place.tender, draft, place.lead)
    with clock.frozen(clock.now() + timedelta(days=40)):
        await sign_contract(place.org, place.lot, contract(clock.today()), place.lead)
    rows = await releases_of(place.org, place.tender)
    assert [one.tag for one in rows] == ["award", "awardCancellation", "award", "contract"]
    data = await record_package(place.org, place.tender, "https://x.example/")
    assert data is not None
    compiled = data["records"][0]["compiledRelease"]
    awards = {one["id"]: one for one in compiled["awards"]}
    assert {key: one["status"] for key, one in awards.items()} == {
        "1": "cancelled",
        "1-2": "active",
    }
    assert [one["name"] for one in awards["1-2"]["suppliers"]] == ["Valley Carers Ltd"]
    assert compiled["contracts"][0]["awardID"] == "1-2"
