"""The pages before a notice: from nothing to a tender that may be published."""

from datetime import date
from decimal import Decimal

import pytest
from tortoise.exceptions import IntegrityError, OperationalError

from coopcouncil.accounts.models import Person
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.kinds import Nation
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Part, Procedure, Reservation
from coopcouncil.procurement.measures.actions import add_measure, change_measure, retire_measure
from coopcouncil.procurement.measures.models import Measure, MeasureSet
from coopcouncil.procurement.measures.rules import Draft
from coopcouncil.procurement.tenders.consideration.kinds import Topic
from coopcouncil.procurement.tenders.consideration.models import (
    ConflictsAssessment,
    Consideration,
    ReservationAnswer,
)
from coopcouncil.procurement.tenders.consideration.reads import before_notice
from coopcouncil.procurement.tenders.models import Lot, Tender, TenderMeasure
from coopcouncil.procurement.tenders.rules.document import canonical
from coopcouncil.procurement.tenders.writing import document_of
from tests.pageclient import Pages
from tests.procurement.make import council, lead_of, published, ready, tender, with_part

pytestmark = pytest.mark.anyio

VALUES = {
    "social-value": {
        "improve": "Work near home",
        "secure": "By criteria",
        "proportion": "The work can be taught",
    },
    "consulting": {"whether": "yes", "whom": "Users, at two meetings", "result": "More buses"},
    "policy": {"regard": "Small lots"},
    "weight": {"weight": "20", "because": "The market can bear it"},
}


@pytest.fixture
async def org(db: None) -> Organisation:
    return await council()


@pytest.fixture
async def lead(org: Organisation) -> Person:
    return await lead_of(org)


def at(org: Organisation, of: Tender, rest: str) -> str:
    return f"/{org.slug}/tenders/work/{of.id}/{rest}"


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_from_nothing_to_what_the_law_asks(
    client: Pages, org: Organisation, lead: Person, language: str
):
    of = await tender(org, lead)
    pages = client.as_(lead).in_(language)
    first = await pages.get(at(org, of, "consideration"))
    assert first.status == 200
    assert "£1,200,000.00" in first.main
    assert "£207,720.00" in first.main
    before = {one.refusal.sentence(str) for one in await before_notice(org, of)}
    assert len(before) == 5
    for topic, said in VALUES.items():
        assert (await pages.get(at(org, of, f"consideration/{topic}"))).status == 200
        done = await pages.post(at(org, of, f"consideration/{topic}"), said)
        assert done.status == 303, done.errors
    assert (await pages.get(at(org, of, "conflicts"))).status == 200
    assert (await pages.get(at(org, of, "conflicts/assessment"))).status == 200
    done = await pages.post(
        at(org, of, "conflicts/assessment"),
        {"perceived": "An old job", "perceived_steps": "It ended in 2020"},
    )
    assert done.status == 303, done.errors
    assert list(await before_notice(org, of)) == []
    shown = await pages.get(at(org, of, "consideration"))
    assert "Users, at two meetings" in shown.main
    assert "Helen Barraclough" in shown.main
    assert "An old job" in (await pages.get(at(org, of, "conflicts"))).main
    whole = await pages.get(f"/{org.slug}/tenders/work/{of.id}")
    assert whole.status == 200
    assert at(org, of, "measures") in whole.links.values()


async def test_what_was_considered_stays_beside_what_is_considered_later(
    client: Pages, org: Organisation, lead: Person
):
    of = await tender(org, lead)
    pages = client.as_(lead)
    for why in ("First thought", "Second thought"):
        await pages.post(at(org, of, "consideration/weight"), {"weight": "15", "because": why})
    form = await pages.get(at(org, of, "consideration/weight"))
    assert form.fields["because"] == "Second thought"
    shown = await pages.get(at(org, of, "consideration"))
    assert "First thought" in shown.main
    row = await Consideration.within(org).filter(topic=Topic.WEIGHT).first()
    assert row is not None
    row.said = {"because": "Never said"}
    with pytest.raises((IntegrityError, OperationalError)):
        await row.save()


@pytest.mark.parametrize(
    ("topic", "said", "error"),
    [
        ("weight", {"weight": "101", "because": "x"}, "Enter a number from 0 to 100."),
        ("weight", {"weight": "lots", "because": "x"}, "Enter a number"),
        ("consulting", {"whether": "yes", "whom": "Users"}, "Say what came of it"),
        ("social-value", {}, "Fill this in."),
    ],
)
async def test_a_topic_that_says_nothing_is_not_recorded(
    client: Pages, org: Organisation, lead: Person, topic: str, said: dict[str, str], error: str
):
    of = await tender(org, lead)
    answer = await client.as_(lead).post(at(org, of, f"consideration/{topic}"), said)
    assert answer.status == 422
    assert error in answer.errors[0]
    assert not await Consideration.within(org).exists()


async def test_in_wales_the_well_being_goals_are_asked_for(client: Pages, db: None):
    org = await council("Cyngor Glanwern", nation=Nation.WALES)
    lead = await lead_of(org)
    of = await tender(org, lead)
    pages = client.as_(lead)
    shown = await pages.get(at(org, of, "consideration"))
    assert "Social Partnership and Public Procurement (Wales) Act 2023" in shown.main
    assert "Public Services (Social Value) Act 2012" not in shown.main
    said = {"objectives": "Fair work", "steps": "By criteria", "goals": "culture"}
    assert (await pages.post(at(org, of, "consideration/well-being"), said)).status == 303
    assert "thriving Welsh language" in (await pages.get(at(org, of, "consideration"))).main


async def test_after_the_notice_nothing_is_added_but_conflicts_are_kept_under_review(
    client: Pages, org: Organisation, lead: Person
):
    of = await published(org, lead)
    pages = client.as_(lead)
    late = await pages.post(at(org, of, "consideration/weight"), VALUES["weight"])
    assert late.status == 422
    assert "published" in late.errors[0]
    for said in ({"conflicts": "A cousin bids", "steps": "She left"}, {"notice": "Award notice"}):
        done = await pages.post(at(org, of, "conflicts/assessment"), said)
        assert done.status == 303, done.errors
    bare = await pages.post(at(org, of, "conflicts/assessment"), {"conflicts": "Another"})
    assert "Say what is done" in bare.errors[0]
    rows = await ConflictsAssessment.within(org).order_by("id")
    assert [one.moment.value for one in rows] == ["opened", "reviewed", "confirmed"]
    with pytest.raises((IntegrityError, OperationalError)):
        await rows[0].delete()


async def test_a_tender_that_considered_nothing_is_not_published(org: Organisation, lead: Person):
    of = await ready(org, lead)
    assert list(await before_notice(org, of)) == []
    bare = await tender(org, lead, "Something else")
    sentences = [one.refusal.sentence(str) for one in await before_notice(org, bare)]
    assert any("before the process starts" in one for one in sentences)


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_measures_are_chosen_linked_cleared_and_left_out(
    client: Pages, org: Organisation, lead: Person, language: str
):
    of = await tender(org, lead)
    pages = client.as_(lead).in_(language)
    assert (await pages.get(at(org, of, "measures"))).status == 200
    assert (await pages.get(at(org, of, "measures/choosing?outcome=skills"))).status == 200
    none = await pages.post(at(org, of, "measures/choosing"), {})
    assert none.status == 422
    chosen = await pages.post(at(org, of, "measures/choosing"), {"keys": ["open:SG1", "open:SP1"]})
    assert chosen.status == 303, chosen.errors
    row = await TenderMeasure.within(org).get(code="SG1")
    assert (row.source, row.version, row.mission, row.outcome) == (
        "CoopCouncil open measures",
        "2026.1",
        "growth",
        "skills",
    )
    assert (row.matters, row.may_publish) == (["a"], True)
    carbon = await TenderMeasure.within(org).get(code="SP1")
    assert (carbon.proxy, carbon.proxy_year) == (24500, 2021)

    path = at(org, of, f"measures/{row.id}")
    form = await pages.get(path)
    assert form.status == 200
    # Each matter by the letter by which the laws beneath name it.
    assert [f"({letter}) " in form.main for letter in "abcdefgh"] == [True] * 8
    said = {"link": "The work can be learnt", "matters": "a", "cleared": "Best value needs it"}
    for law in ("", "place-2026", "best-value-wales-2002", "nonsense"):
        refused = await pages.post(path, {**said, "lifted_by": law})
        assert refused.status == 422, law
    done = await pages.post(path, {**said, "lifted_by": "best-value-2001"})
    assert done.status == 303, done.errors
    shown = await pages.get(at(org, of, "measures"))
    assert "The work can be learnt" in shown.main
    gone = await pages.post(at(org, of, f"measures/{carbon.id}/removal"))
    assert gone.status == 303
    assert await TenderMeasure.within(org).filter(tender_id=of.id).count() == 1


async def test_a_frozen_measure_stays_whatever_the_library_says_later(
    client: Pages, org: Organisation, lead: Person
):
    of = await tender(org, lead)
    draft = Draft("CC1", "Meals", "Prydau", "meals", "prydau", "Book", "", outcome="wellbeing")
    first = await add_measure(org, draft, lead)
    pages = client.as_(lead)
    assert (
        await pages.post(at(org, of, "measures/choosing"), {"keys": f"own:{first.id}"})
    ).status == 303
    later = Draft("CC1", "Hot meals", "", "meals", "", "Book", "", outcome="wellbeing")
    second = await change_measure(org, first, later, "Cold ones are no help", lead)
    frozen = await TenderMeasure.within(org).get(tender_id=of.id)
    assert (frozen.title, frozen.version) == ("Meals", "1")
    # Neither the ended edition nor, of one source, the same code again.
    ended = await pages.post(at(org, of, "measures/choosing"), {"keys": f"own:{first.id}"})
    assert ended.status in (404, 422)
    again = await pages.post(at(org, of, "measures/choosing"), {"keys": f"own:{second.id}"})
    assert "is chosen already" in again.errors[0]
    await retire_measure(org, second, "No more", lead)
    gone = await pages.post(at(org, of, "measures/choosing"), {"keys": f"own:{second.id}"})
    assert gone.status in (404, 422)


async def test_a_set_that_may_not_be_shown_takes_its_mark_along(
    client: Pages, org: Organisation, lead: Person
):
    of = await tender(org, lead)
    brought = await MeasureSet.create(
        organisation=org,
        kind="brought",
        name="Market TOMs",
        version="2026",
        licence="CC BY-NC-ND 4.0",
        attribution="Made up",
        may_publish=False,
        created_at=of.created_at,
    )
    row = await Measure.create(
        organisation=org,
        set=brought,
        code="NT1",
        title="Jobs",
        unit="jobs",
        proxy=3_300_000,
        proxy_source="Their book",
        created_at=of.created_at,
    )
    done = await client.as_(lead).post(at(org, of, "measures/choosing"), {"keys": f"own:{row.id}"})
    assert done.status == 303
    frozen = await TenderMeasure.within(org).get(tender_id=of.id)
    assert (frozen.may_publish, frozen.licence) == (False, "CC BY-NC-ND 4.0")
    assert (frozen.attribution, frozen.proxy) == ("Made up", 3_300_000)
    document = await document_of(org, of)
    assert document["measures"][0]["proxy"] is None
    assert "33000" not in canonical(document)
    assert "Their book" not in canonical(document)


@pytest.mark.parametrize(
    "keys", ["open:XX9", "own:999999", "own:x", "", "own:99999999999999999999", "open:"]
)
async def test_a_key_that_is_none_chooses_nothing(
    client: Pages, org: Organisation, lead: Person, keys: str
):
    of = await tender(org, lead)
    answer = await client.as_(lead).post(at(org, of, "measures/choosing"), {"keys": keys})
    assert answer.status in (404, 422)
    assert not await TenderMeasure.within(org).exists()


async def test_a_measure_that_a_criterion_asks_for_stays(
    client: Pages, org: Organisation, lead: Person
):
    of = await ready(org, lead)
    row = await TenderMeasure.within(org).filter(tender_id=of.id).order_by("id").first()
    assert row is not None
    answer = await client.as_(lead).post(at(org, of, f"measures/{row.id}/removal"))
    assert answer.status == 409
    assert await TenderMeasure.within(org).filter(id=row.id).exists()


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


async def test_who_sees_and_who_writes(client: Pages, org: Organisation, lead: Person):
    of = await published(org, lead)
    taking = await with_part(org, of, Part.EVALUATOR, "Ewan Price")
    evaluator = client.as_(taking.person)
    for rest in ("consideration", "measures"):
        assert (await evaluator.get(at(org, of, rest))).status == 200
    for rest in ("conflicts", "consideration/weight", "measures/choosing"):
        assert (await evaluator.get(at(org, of, rest))).status == 403
    assert (await evaluator.post(at(org, of, "conflicts/assessment"), {})).status == 403
    for rest in ("consideration", "conflicts", "measures"):
        assert (await client.as_(None).get(at(org, of, rest))).status in (303, 401)
    other = await council("Another Council")
    stranger = await lead_of(other, "Ann Other")
    for rest in ("consideration", "conflicts", "measures", "consideration/weight"):
        assert (
            await client.as_(stranger).get(f"/{other.slug}/tenders/work/{of.id}/{rest}")
        ).status == 404


async def test_the_recorded_weight_is_the_criteria_s(org: Organisation, lead: Person):
    of = await ready(org, lead)
    row = await Consideration.within(org).get(tender_id=of.id, topic=Topic.WEIGHT)
    assert row.weight == Decimal(20)
