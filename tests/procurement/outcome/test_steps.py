"""The sum and the decision, each refused before its time."""

import pytest

from coopcouncil.procurement.evaluation.actions.excluding import exclude
from coopcouncil.procurement.evaluation.kinds import ExclusionStep
from coopcouncil.procurement.evaluation.rules.excluding import NotCheckedForAward
from coopcouncil.procurement.outcome.actions.deciding import decide, take_back
from coopcouncil.procurement.outcome.actions.running import run_lot
from coopcouncil.procurement.outcome.actions.summarising import send_summaries
from coopcouncil.procurement.outcome.models import ScoringRun
from coopcouncil.procurement.outcome.reads import run_in
from coopcouncil.procurement.outcome.rules.order import (
    DecidedAlready,
    NothingToDecide,
    NotTheFirst,
    SentAlready,
    StillLevel,
    WrongLot,
)
from coopcouncil.scoring import comes_out_again
from tests.procurement.outcome.made import assessed, looked
from tests.procurement.outcome.steps import WHY, WON, decided


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
    last, first = await ScoringRun.within(place.org).order_by("-number")
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
