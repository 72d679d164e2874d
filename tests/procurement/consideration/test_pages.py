"""The pages before a notice: from nothing to a tender that may be published."""

from decimal import Decimal

import pytest
from tortoise.exceptions import IntegrityError, OperationalError

from coopcouncil.accounts.models import Person
from coopcouncil.organisations.kinds import Nation
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.kinds import Part
from coopcouncil.procurement.tenders.consideration.kinds import Topic
from coopcouncil.procurement.tenders.consideration.models import (
    ConflictsAssessment,
    Consideration,
)
from coopcouncil.procurement.tenders.consideration.reads import before_notice
from coopcouncil.procurement.tenders.models import Tender
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
    row = await Consideration.within(org).filter(topic=Topic.WEIGHT).order_by("id").first()
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
