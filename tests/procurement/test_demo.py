"""The demonstration's tenders."""

from datetime import date, timedelta

import pytest

from coopcouncil.demo import cast, orgs, procurement
from coopcouncil.kernel import clock
from coopcouncil.procurement.evaluation.reads import ground_of
from coopcouncil.procurement.evaluation.reads_scores import (
    everyone_finished,
    left_to_agree,
    seats_of,
    sheets_of,
)
from coopcouncil.procurement.kinds import Part
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import edition_in_force, lots_of, people_of

pytestmark = pytest.mark.anyio
TODAY = date(2026, 11, 20)


async def test_three_tenders_stand_where_the_story_says(db: None):
    with clock.frozen(orgs.at(TODAY - timedelta(days=120), 10)):
        place = await orgs.found_all()
        who = await cast.gather(place)
    with clock.frozen(orgs.at(TODAY, 9)):
        await procurement.fill(place, who, TODAY)

    tenders = {one.reference: one for one in await Tender.within(place["calderbrook"])}
    assert set(tenders) == {"CALDERBROOK-MEALS", "CALDERBROOK-CARE", "CALDERBROOK-PLAY"}
    for tender in tenders.values():
        assert (await edition_in_force(tender)).number == 1
        assert len(await people_of(tender, Part.EVALUATOR)) == 3
        assert len(await people_of(tender, Part.OPENING_OFFICER)) == 2
    now = orgs.at(TODAY, 9)
    assert tenders["CALDERBROOK-PLAY"].takes_bids(now)
    closed = tenders["CALDERBROOK-CARE"].closes_at
    assert closed is not None
    assert closed < now


async def test_one_waits_for_moderation_with_scores_that_differ(db: None):
    with clock.frozen(orgs.at(TODAY - timedelta(days=120), 10)):
        place = await orgs.found_all()
        who = await cast.gather(place)
    with clock.frozen(orgs.at(TODAY, 9)):
        await procurement.fill(place, who, TODAY)

    tender = await Tender.one(place["calderbrook"], reference="CALDERBROOK-CARE")
    (lot,) = await lots_of(tender)
    ground = await ground_of(tender, lot)
    seats = await seats_of(ground)
    assert everyone_finished(ground, seats)
    sheets = await sheets_of(ground, seats)
    assert sum(one.spread.is_wide for one in sheets.values()) >= 2
    assert not any(one.thin for one in sheets.values())
    assert len(await left_to_agree(ground)) == 9
