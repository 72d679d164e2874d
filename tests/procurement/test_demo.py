"""The demonstration's tenders."""

from datetime import date, timedelta

import pytest

from coopcouncil.demo import cast, orgs, procurement
from coopcouncil.kernel import clock
from coopcouncil.procurement.kinds import Part
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import edition_in_force, people_of

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
