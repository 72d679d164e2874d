"""A change of what is published stands before the same law as the first notice did."""

from decimal import Decimal

import pytest

from coopcouncil.accounts.models import Person
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Procedure, Reservation
from coopcouncil.procurement.tenders.actions import (
    begin_change,
    drop_change,
    republish,
    weigh,
)
from coopcouncil.procurement.tenders.actions.lots import LotDraft, add_lot
from coopcouncil.procurement.tenders.actions.revising import merge
from coopcouncil.procurement.tenders.checking import faults_of
from coopcouncil.procurement.tenders.consideration.actions import answer_condition, consider
from coopcouncil.procurement.tenders.consideration.kinds import Condition, Said, Topic
from coopcouncil.procurement.tenders.consideration.models import (
    ConflictsAssessment,
    Consideration,
    ReservationAnswer,
)
from coopcouncil.procurement.tenders.consideration.reads import (
    answers_of,
    assessments_of,
    considered,
)
from coopcouncil.procurement.tenders.models import Lot, Tender
from coopcouncil.procurement.tenders.reads import edition_in_force, rows_of
from coopcouncil.procurement.tenders.rules.faults import Step
from coopcouncil.procurement.tenders.rules.refusals import NotReady
from tests.procurement.make import council, lead_of, published
from tests.procurement.make_before import SAID, confirm

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


@pytest.fixture
async def org(db: None) -> Organisation:
    return await council()


@pytest.fixture
async def lead(org: Organisation) -> Person:
    return await lead_of(org)


async def missing(org: Organisation, change: Tender) -> set[Step]:
    return {one.step for one in await faults_of(org, change)}


async def test_conflicts_are_looked_at_again_for_each_edition(org: Organisation, lead: Person):
    made = await published(org, lead)
    change = await begin_change(org, made, lead)
    assert await missing(org, change) == {Step.CONFLICTS}
    with pytest.raises(NotReady):
        await republish(org, made, "A word was missing.", lead)
    await confirm(org, change, lead)
    assert await missing(org, change) == set()
    rows = await assessments_of(org, change)
    assert [one.moment.value for one in rows] == ["confirmed", "opened"]
    assert {one.tender_id for one in rows} == {made.id}, "it stays when the copy goes"


async def test_another_weight_of_social_value_is_considered_before_it_is_published(
    org: Organisation, lead: Person
):
    made = await published(org, lead)
    change = await begin_change(org, made, lead)
    await confirm(org, change, lead)
    rows = {one.code: one.id for one in await rows_of(change)}
    given = {rows["1"]: Decimal(30), rows["2"]: Decimal(30), rows["3"]: Decimal(40)}
    await weigh(org, change, given, lead)
    assert await missing(org, change) == {Step.CONSIDERATION}
    await consider(org, change, Topic.WEIGHT, SAID[Topic.WEIGHT], lead, weight=Decimal(30))
    assert await missing(org, change) == set()
    edition = await republish(org, made, "Social value counts more.", lead, is_substantial=False)
    assert edition.number == 2
    weights = [one.weight for one in (await considered(org, made))[Topic.WEIGHT]]
    assert weights == [30, 20], "what was thought first stays to be read"


async def test_a_reservation_in_a_change_is_checked_like_any(org: Organisation, lead: Person):
    made = await published(org, lead, lots=2, procedure=Procedure.FLEXIBLE)
    change = await begin_change(org, made, lead)
    await confirm(org, change, lead)
    kept = await Lot.within(org).get(tender_id=change.id, number=2)
    await (
        Lot.within(org)
        .filter(id=kept.id)
        .update(
            reservation=Reservation.SUPPORTED_EMPLOYMENT,
            reserved_because="The workshops of the valley can do it.",
        )
    )
    assert await missing(org, change) == {Step.LOTS}
    kept = await Lot.within(org).get(id=kept.id)
    for condition in (Condition.SUPPORTED_AIM, Condition.SUPPORTED_SHARE):
        await answer_condition(org, change, kept, condition, Said.YES, "Its register.", lead)
    assert not [one.refusal.sentence(str) for one in await faults_of(org, change)]
    lasting = await Lot.within(org).get(tender_id=made.id, number=2)
    assert await ReservationAnswer.within(org).filter(lot_id=lasting.id).count() == 2


async def with_nights(org: Organisation, lead: Person) -> tuple[Tender, Tender, Lot]:
    """A published tender, its change, and the reserved lot that is new in the change."""
    made = await published(org, lead, procedure=Procedure.FLEXIBLE)
    change = await begin_change(org, made, lead)
    await confirm(org, change, lead)
    draft = LotDraft(
        "Nights", Money(1_000_000), "Nosweithiau", Reservation.SUPPORTED_EMPLOYMENT, "It can be."
    )
    lot = await add_lot(org, change, draft, lead)
    assert Step.LOTS in await missing(org, change)
    for condition in (Condition.SUPPORTED_AIM, Condition.SUPPORTED_SHARE):
        await answer_condition(org, change, lot, condition, Said.YES, "Its register.", lead)
    assert Step.LOTS not in await missing(org, change)
    return made, change, lot


async def test_a_lot_that_is_new_in_a_change_is_reserved_and_keeps_its_answers(
    org: Organisation, lead: Person
):
    made, change, lot = await with_nights(org, lead)
    before = [vars(one) for one in await ReservationAnswer.within(org).filter(lot_id=lot.id)]
    assert await missing(org, change) <= {Step.CRITERIA, Step.CONSIDERATION}
    await merge(org, made, change)
    kept = await Lot.within(org).get(tender_id=made.id, number=lot.number)
    assert (kept.reservation, kept.id != lot.id) == (Reservation.SUPPORTED_EMPLOYMENT, True)
    rows = await ReservationAnswer.within(org).order_by("id")
    assert {one.lot_id for one in rows} == {kept.id}, "those of the change went with it"
    same = ("condition", "said", "evidence", "said_at", "said_by_id")
    assert [[getattr(one, name) for name in same] for one in rows] == [
        [one[name] for name in same] for one in before
    ]
    # The next change finds them at the lot that stays.
    again = await begin_change(org, made, lead)
    like = await Lot.within(org).get(tender_id=again.id, number=lot.number)
    assert set(await answers_of(org, like)) == {one.condition for one in rows}


async def test_a_change_with_a_new_reserved_lot_can_be_dropped(org: Organisation, lead: Person):
    made, change, _lot = await with_nights(org, lead)
    await drop_change(org, change, lead)
    assert await Lot.within(org).filter(tender_id=made.id).count() == 1
    assert not await ReservationAnswer.within(org).exists()


async def test_a_change_that_was_thought_about_can_still_be_dropped(
    org: Organisation, lead: Person
):
    made = await published(org, lead)
    change = await begin_change(org, made, lead)
    await confirm(org, change, lead)
    await consider(org, change, Topic.WEIGHT, SAID[Topic.WEIGHT], lead, weight=Decimal(35))
    await drop_change(org, change, lead)
    assert not await Tender.within(org).filter(revises_id=made.id).exists()
    assert (await edition_in_force(made)).number == 1
    assert await Consideration.within(org).filter(tender_id=made.id, weight=35).exists()
    assert await ConflictsAssessment.within(org).filter(tender_id=made.id).count() == 2
