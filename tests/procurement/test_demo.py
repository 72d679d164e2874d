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
from coopcouncil.procurement.kinds import Part, Reservation, Stage
from coopcouncil.procurement.outcome.models import Contract, KpiAssessed
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import edition_in_force, lots_of, people_of
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio
TODAY = date(2026, 11, 20)


async def test_four_tenders_stand_where_the_story_says(client: Pages):
    with clock.frozen(orgs.at(TODAY - timedelta(days=120), 10)):
        place = await orgs.found_all()
        who = await cast.gather(place)
    with clock.frozen(orgs.at(TODAY, 9)):
        await procurement.fill(place, who, TODAY)
    org = place["calderbrook"]
    tenders = {one.reference.removeprefix("CALDERBROOK-"): one for one in await Tender.within(org)}
    assert set(tenders) == {"MEALS", "CARE", "PLAY", "BENCHES"}
    benches = tenders.pop("BENCHES")
    for tender in tenders.values():
        assert (await edition_in_force(tender)).number == 1
        assert len(await people_of(tender, Part.EVALUATOR)) == 3
        assert len(await people_of(tender, Part.OPENING_OFFICER)) == 2
    now = orgs.at(TODAY, 9)
    assert tenders["PLAY"].takes_bids(now)
    closed = tenders["CARE"].closes_at
    assert closed is not None
    assert closed < now

    # One waits for moderation, with scores that differ.
    (lot,) = await lots_of(tenders["CARE"])
    ground = await ground_of(tenders["CARE"], lot)
    seats = await seats_of(ground)
    assert everyone_finished(ground, seats)
    sheets = await sheets_of(ground, seats)
    assert sum(one.spread.is_wide for one in sheets.values()) >= 2
    assert not any(one.thin for one in sheets.values())
    assert len(await left_to_agree(ground)) == 9

    # One is being prepared, and kept for small and social suppliers.
    (lot,) = await lots_of(benches)
    assert (benches.stage, lot.reservation) == (Stage.PREPARING, Reservation.SMALL_OR_SOCIAL)
    # One is under contract, with two indicators: one assessment is published, one is not.
    contract = await Contract.within(org).get(tender_id=tenders["MEALS"].id)
    assessed = await KpiAssessed.within(org).filter(kpi__contract_id=contract.id).order_by("id")
    assert [one.published_at is not None for one in assessed] == [True, False]

    work = f"/{org.slug}/tenders/work/{benches.id}"
    for language in ("en", "cy"):
        pages = client.as_(who["procurement-lead"]).in_(language)
        for path in (
            f"/{org.slug}/tenders/work",
            *(f"{work}{rest}" for rest in ("", "/lots", "/criteria", "/consideration")),
            *(f"{work}/{rest}" for rest in (f"lots/{lot.id}/reservation", "publication")),
            f"/{org.slug}/promises/work",
            f"/{org.slug}/promises/work/contracts/{contract.id}/indicators",
            f"/{org.slug}/contracts",
        ):
            assert (await pages.get(path)).status == 200, path
