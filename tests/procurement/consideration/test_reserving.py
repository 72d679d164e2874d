"""A lot that is reserved, test by test."""

from datetime import date

import pytest

from coopcouncil.accounts.models import Person
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Procedure, Reservation
from coopcouncil.procurement.tenders.consideration.models import (
    ReservationAnswer,
)
from coopcouncil.procurement.tenders.consideration.reads import before_notice
from coopcouncil.procurement.tenders.models import Lot, Tender
from tests.pageclient import Pages
from tests.procurement.make import council, lead_of, tender

pytestmark = pytest.mark.anyio


@pytest.fixture
async def org(db: None) -> Organisation:
    return await council()


@pytest.fixture
async def lead(org: Organisation) -> Person:
    return await lead_of(org)


def at(org: Organisation, of: Tender, rest: str) -> str:
    return f"/{org.slug}/tenders/work/{of.id}/{rest}"


async def reserved(org: Organisation, of: Tender, kind: Reservation) -> Lot:
    lot = await Lot.within(org).get(tender_id=of.id)
    lot.reservation, lot.reserved_because = kind, "So that they can bid"
    await lot.save()
    return lot


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_a_lot_for_service_mutuals_is_checked_test_by_test(
    client: Pages, org: Organisation, lead: Person, language: str
):
    of = await tender(
        org,
        lead,
        procedure=Procedure.LIGHT_TOUCH,
        starts_on=date(2027, 4, 1),
        ends_on=date(2032, 4, 1),
    )
    lot = await reserved(org, of, Reservation.SERVICE_MUTUAL)
    pages = client.as_(lead).in_(language)
    path = at(org, of, f"lots/{lot.id}/reservation")
    shown = await pages.get(path)
    assert shown.status == 200
    assert "31" in shown.main
    faults = [one.refusal.sentence(str) for one in await before_notice(org, of)]
    assert (
        faults.count("A condition of the reservation is not met. Open the lot to everybody.") == 1
    )
    assert faults.count("A condition of the reservation is open. Say whether it is met.") == 4
    for test in ("mutual-service", "mutual-profits", "mutual-control"):
        assert (await pages.get(f"{path}/{test}")).status == 200
        bare = await pages.post(f"{path}/{test}", {"answer": "yes", "evidence": ""})
        assert bare.status == 422
        done = await pages.post(f"{path}/{test}", {"answer": "yes", "evidence": "Rule 12"})
        assert done.status == 303, done.errors
    award = await pages.post(
        f"{path}/mutual-award-before",
        {
            "answer": "no",
            "evidence": "File 7",
            "on_day-day": "1",
            "on_day-month": "2",
            "on_day-year": "2020",
        },
    )
    assert award.status == 303, award.errors
    assert "Rule 12" in (await pages.get(path)).main
    of.ends_on = date(2032, 3, 31)
    await of.save()
    assert not [one for one in await before_notice(org, of) if "reservation" in str(one.refusal)]
    assert await ReservationAnswer.within(org).count() == 4
    assert (await pages.get(f"{path}/area-stated")).status == 404


async def test_a_lot_for_the_place_needs_a_small_value_and_the_law(
    client: Pages, org: Organisation, lead: Person
):
    large = await tender(org, lead)
    lot = await reserved(org, large, Reservation.LOCAL)
    shown = await client.as_(lead).get(at(org, large, f"lots/{lot.id}/reservation"))
    assert "Not lawful here" in shown.main
    small = await tender(
        org, lead, "Benches", value=Money(4_000_000), procedure=Procedure.BELOW_THRESHOLD
    )
    little = await reserved(org, small, Reservation.LOCAL)
    pages = client.as_(lead)
    shown = await pages.get(at(org, small, f"lots/{little.id}/reservation"))
    assert "Not lawful here" not in shown.main
    assert "Order 2026" in shown.main
    assert "Look at the Order itself" in shown.main
    page = await pages.get(at(org, small, "consideration"))
    assert "£30,000.00" in page.main
    assert "No separate stage" in page.main
