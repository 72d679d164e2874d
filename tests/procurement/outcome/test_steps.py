"""From the agreed scores to the contract, each step refused before its time."""

import dataclasses
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.clock import LONDON
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.procurement.evaluation.actions.excluding import exclude
from coopcouncil.procurement.evaluation.kinds import ExclusionStep
from coopcouncil.procurement.evaluation.rules.excluding import NotCheckedForAward
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.outcome.actions.again import call_back
from coopcouncil.procurement.outcome.actions.contracting import (
    ContractDraft,
    Indicator,
    sign_contract,
)
from coopcouncil.procurement.outcome.actions.deciding import decide, take_back
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
from coopcouncil.procurement.outcome.models import Contract, Kpi, ScoringRun, Summary
from coopcouncil.procurement.outcome.reads import run_in, runs_of
from coopcouncil.procurement.outcome.rules.order import (
    DecidedAlready,
    NoReason,
    NotDecided,
    NothingToCallBack,
    NothingToDecide,
    NoticeFirst,
    NoticeStands,
    NotTheFirst,
    SentAlready,
    SignedAlready,
    Standstill,
    StillLevel,
    SummariesFirst,
    TooEarly,
    TooFewIndicators,
    TooShort,
    WrongLot,
)
from coopcouncil.procurement.tenders.consideration.rules.before import ConflictsNotConfirmed
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import edition_in_force
from coopcouncil.scoring import comes_out_again
from tests.procurement.make_before import confirm
from tests.procurement.outcome.made import Place, assessed, looked

WHY = "The scores of the lot are agreed."
WON = "It has the most points by the published method."


def day_at(on: date, hour: int = 10) -> datetime:
    return datetime(on.year, on.month, on.day, hour, tzinfo=LONDON)


async def decided() -> Place:
    place = await assessed()
    await run_lot(place.org, place.lot, WHY, place.lead)
    await looked(place, ExclusionStep.BEFORE_AWARD)
    winner = place.by_name["Pennine Care Co-operative"].offer
    await decide(place.org, place.lot, winner, WON, place.lead)
    return place


def contract(signed_on: date, **given: object) -> ContractDraft:
    draft = ContractDraft(
        number="CBK-C-17",
        title="Care at home",
        value=110_000_000,
        signed_on=signed_on,
        starts_on=date(2027, 4, 1),
        ends_on=date(2030, 3, 31),
    )
    return dataclasses.replace(draft, **given)  # type: ignore[arg-type]


async def test_the_sum_is_kept_with_every_step(db):
    place = await assessed()
    row = await run_lot(place.org, place.lot, WHY, place.lead)
    done = run_in(row)
    best = place.by_name["Pennine Care Co-operative"]
    assert done.winner == str(best.offer.id)
    # 40 x (4/5) quality; 20 x (.5 x 4/5 + .3 x 10/10 + .2 x 20/40); 40 x 1 price.
    assert str(done.of(str(best.offer.id)).total) == "88.00"
    assert comes_out_again(row.result)
    assert row.number == 1


async def test_an_excluded_bid_brings_another_sum_and_the_first_stays(db):
    place = await assessed()
    await run_lot(place.org, place.lot, WHY, place.lead)
    out = place.by_name["Pennine Care Co-operative"].offer
    await exclude(place.org, out, "Its insurance turned out to have ended in May.", place.lead)
    last, first = await runs_of(place.org, place.lot)
    assert [one.key for one in run_in(last).left_out] == [str(out.id)]
    assert run_in(first).winner == str(out.id)
    assert run_in(last).winner == str(place.by_name["Valley Carers Ltd"].offer.id)
    # The next best price is now the lowest, so it earns the whole.
    assert run_in(last).scored[0].step("3").earned == 1


async def test_nothing_is_decided_without_a_sum_or_a_second_look(db):
    place = await assessed()
    best = place.by_name["Pennine Care Co-operative"].offer
    with pytest.raises(NothingToDecide):
        await decide(place.org, place.lot, best, WON, place.lead)
    await run_lot(place.org, place.lot, WHY, place.lead)
    with pytest.raises(NotCheckedForAward):
        await decide(place.org, place.lot, best, WON, place.lead)
    await looked(place, ExclusionStep.BEFORE_AWARD)
    with pytest.raises(NotTheFirst):
        await decide(
            place.org, place.lot, place.by_name["Valley Carers Ltd"].offer, WON, place.lead
        )
    await decide(place.org, place.lot, best, WON, place.lead)
    with pytest.raises(DecidedAlready):
        await decide(place.org, place.lot, best, WON, place.lead)
    with pytest.raises(DecidedAlready):
        await run_lot(place.org, place.lot, WHY, place.lead)


async def test_bids_that_are_level_wait_for_the_lot_that_was_drawn(db):
    place = await assessed({"Pennine Care Co-operative": 3, "Valley Carers Ltd": 3})
    first, second = (
        place.by_name[name].offer for name in ("Pennine Care Co-operative", "Valley Carers Ltd")
    )
    from coopcouncil.procurement.bids.models import Answer

    # The two bids say the same in everything.
    for code in ("SV2", "SV3", "3"):
        theirs = await Answer.within(place.org).get(offer_id=first.id, criterion__code=code)
        await (
            Answer.within(place.org)
            .filter(offer_id=second.id, criterion_id=theirs.criterion_id)
            .update(figure=theirs.figure)
        )
    row = await run_lot(place.org, place.lot, WHY, place.lead)
    assert run_in(row).ties[0].is_open
    await looked(place, ExclusionStep.BEFORE_AWARD)
    with pytest.raises(StillLevel):
        await decide(place.org, place.lot, first, WON, place.lead)
    for wrong in (["17"], [str(first.id), str(first.id)]):
        with pytest.raises(WrongLot):
            await run_lot(place.org, place.lot, "Drawn.", place.lead, wrong)
    drawn = [str(second.id), str(first.id)]
    row = await run_lot(
        place.org, place.lot, "A lot was drawn before two witnesses.", place.lead, drawn
    )
    assert run_in(row).winner == str(second.id)
    assert row.number == 2


async def test_a_decision_is_taken_back_until_the_summaries_are_sent(db):
    place = await decided()
    await take_back(place.org, place.lot, "A figure was read wrongly.", place.lead)
    await run_lot(place.org, place.lot, "The figure is put right.", place.lead)
    best = place.by_name["Pennine Care Co-operative"].offer
    await decide(place.org, place.lot, best, WON, place.lead)
    await send_summaries(place.org, place.tender, place.lead)
    with pytest.raises(SentAlready):
        await take_back(place.org, place.lot, "Too late.", place.lead)


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


async def test_the_notice_follows_the_summaries_and_the_contract_the_standstill(db):
    place = await decided()
    award = NoticeDraft(NoticeKind.AWARD, date(2026, 12, 24), "2026/S 000-012345")
    with clock.frozen(day_at(date(2026, 12, 24))):
        with pytest.raises(SummariesFirst):
            await record_notice(place.org, place.tender, award, place.lead)
        await send_summaries(place.org, place.tender, place.lead)
        with pytest.raises(NoticeFirst):
            await sign_contract(place.org, place.lot, contract(date(2026, 12, 24)), place.lead)
        for wrong in (date(2026, 12, 23), date(2026, 12, 25)):
            with pytest.raises(TooEarly):
                draft = dataclasses.replace(award, published_on=wrong)
                await record_notice(place.org, place.tender, draft, place.lead)
        await record_notice(place.org, place.tender, award, place.lead)
    with clock.frozen(day_at(date(2027, 1, 20))):
        # Christmas, New Year and Scotland's 4 January lie between: the eighth day is 8 January.
        with pytest.raises(Standstill):
            await sign_contract(place.org, place.lot, contract(date(2027, 1, 8)), place.lead)
        with pytest.raises(TooEarly):
            await sign_contract(place.org, place.lot, contract(date(2027, 1, 21)), place.lead)
        made = await sign_contract(place.org, place.lot, contract(date(2027, 1, 9)), place.lead)
        with pytest.raises(SignedAlready):
            other = contract(date(2027, 1, 9), number="another")
            await sign_contract(place.org, place.lot, other, place.lead)
    assert (await Tender.one(place.org, id=place.tender.id)).stage is Stage.CONTRACTED
    assert made.supplier_id == place.by_name["Pennine Care Co-operative"].supplier.id


async def test_a_notice_that_was_withdrawn_ends_its_standstill(db):
    place = await decided()
    await send_summaries(place.org, place.tender, place.lead)
    draft = NoticeDraft(NoticeKind.AWARD, clock.today())
    notice = await record_notice(place.org, place.tender, draft, place.lead)
    await withdraw_notice(place.org, notice, "It named the wrong lot.", place.lead)
    assert (await Tender.one(place.org, id=place.tender.id)).stage is Stage.SUMMARISED
    with clock.frozen(clock.now() + timedelta(days=40)), pytest.raises(NoticeFirst):
        await sign_contract(place.org, place.lot, contract(clock.today()), place.lead)


async def test_a_notice_may_let_the_standstill_last_longer_and_never_shorter(db):
    place = await decided()
    with clock.frozen(day_at(date(2026, 11, 2))):
        await send_summaries(place.org, place.tender, place.lead)
        short = NoticeDraft(NoticeKind.AWARD, clock.today(), standstill_until=date(2026, 11, 10))
        with pytest.raises(TooShort):
            await record_notice(place.org, place.tender, short, place.lead)
        longer = dataclasses.replace(short, standstill_until=date(2026, 11, 20))
        await record_notice(place.org, place.tender, longer, place.lead)
    with clock.frozen(day_at(date(2026, 11, 21))):
        with pytest.raises(Standstill):
            await sign_contract(place.org, place.lot, contract(date(2026, 11, 20)), place.lead)
        assert await sign_contract(place.org, place.lot, contract(date(2026, 11, 21)), place.lead)


async def test_a_large_contract_has_three_indicators(db):
    place = await decided()
    await send_summaries(place.org, place.tender, place.lead)
    draft = NoticeDraft(NoticeKind.AWARD, clock.today())
    await record_notice(place.org, place.tender, draft, place.lead)
    with clock.frozen(clock.now() + timedelta(days=40)):
        large = contract(clock.today(), value=5_000_000_01)
        with pytest.raises(TooFewIndicators):
            await sign_contract(place.org, place.lot, large, place.lead)
        kpis = tuple(Indicator(f"Indicator {n}", "Nine of ten visits in time") for n in (1, 2, 3))
        made = await sign_contract(
            place.org, place.lot, dataclasses.replace(large, indicators=kpis), place.lead
        )
    assert await Kpi.within(place.org).filter(contract_id=made.id).count() == 3


async def test_where_no_indicator_would_fit_the_reason_stands_instead(db):
    place = await decided()
    await send_summaries(place.org, place.tender, place.lead)
    await record_notice(
        place.org, place.tender, NoticeDraft(NoticeKind.AWARD, clock.today()), place.lead
    )
    with clock.frozen(clock.now() + timedelta(days=40)):
        large = contract(clock.today(), value=5_000_000_01, no_indicators_because="One delivery.")
        made = await sign_contract(place.org, place.lot, large, place.lead)
    assert made.no_indicators_because == "One delivery."


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


async def test_open_data_follows_each_step_and_never_names_who_lost(db):
    from coopcouncil.procurement.outcome.actions import releasing

    place = await decided()
    await set_publisher(place.org, "ocds-abc123", "GB-LAE", "CBK", "", place.lead)
    await send_summaries(place.org, place.tender, place.lead)
    assert await releases_of(place.org, place.tender) == []
    await record_notice(
        place.org, place.tender, NoticeDraft(NoticeKind.AWARD, clock.today()), place.lead
    )
    change = NoticeDraft(NoticeKind.CHANGE, clock.today())
    with pytest.raises(ConflictsNotConfirmed):
        await record_notice(place.org, place.tender, change, place.lead)
    await confirm(place.org, place.tender, place.lead)
    for kind in (NoticeKind.CHANGE, NoticeKind.TERMINATION):
        notice = NoticeDraft(kind, clock.today(), address=f"https://x.example/{kind.value}")
        await record_notice(place.org, place.tender, notice, place.lead)
    with pytest.raises(ConflictsNotConfirmed):
        await record_notice(place.org, place.tender, change, place.lead)
    with clock.frozen(clock.now() + timedelta(days=40)):
        await sign_contract(place.org, place.lot, contract(clock.today()), place.lead)
    rows = await releases_of(place.org, place.tender)
    assert [one.tag for one in rows] == ["award", "contract"]
    documents = rows[-1].body["tender"]["documents"]
    assert [one["documentType"] for one in documents] == ["contractNotice", "cancellationDetails"]
    data = await record_package(place.org, place.tender, "https://x.example/")
    assert data is not None
    assert "Valley Carers" not in str(data)
    assert "Pennine Care" in str(data)
    assert await releasing.publisher_of(place.org)
    assert await ScoringRun.within(place.org).count() == 1
    assert await Contract.within(place.org).count() == 1


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
