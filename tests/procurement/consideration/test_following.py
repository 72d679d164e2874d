"""Which edition of the Social Value Model a tender follows: suggested, advised, published."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.measures.library.model import model
from coopcouncil.procurement.measures.rules.following import (
    in_force,
    least_indicators,
    least_weight,
    suggested,
)
from coopcouncil.procurement.tenders.consideration.following import advice_of, suggestion
from coopcouncil.procurement.tenders.consideration.rules.advising import (
    Chosen,
    OtherEdition,
    StandOutside,
    TooFewIndicators,
    TooFewMeasured,
    TooLight,
    advice,
    of_contract,
)
from coopcouncil.procurement.tenders.models import Edition, Tender, TenderMeasure
from coopcouncil.procurement.tenders.rules.document import fingerprint
from coopcouncil.procurement.tenders.rules.editions import only_refined
from coopcouncil.procurement.tenders.writing import document_of
from tests.pageclient import Pages
from tests.procurement.make import council, lead_of, published, ready, tender

pytestmark = pytest.mark.anyio

BEFORE, LATEST = model().editions["ppn-002"], model().editions["ppn-026"]
IN_2026, IN_2027 = date(2026, 12, 31), date(2027, 1, 1)
MILLION = 100_000_000
APPRENTICES = Chosen("SG1", "skills", ("ppn-026:training",))
PAY = Chosen("FW1", "fair-work", ("ppn-026:pay", "ppn-002:1c"))
CARBON = Chosen("SP1", "sustainable", ())
WELSH = Chosen("CY1", "", ())


@pytest.fixture
async def org(db: None) -> Organisation:
    return await council()


@pytest.fixture
async def lead(org: Organisation) -> Person:
    return await lead_of(org)


def at(org: Organisation, of: Tender, rest: str) -> str:
    return f"/{org.slug}/tenders/work/{of.id}/{rest}"


@pytest.mark.parametrize(
    ("on", "pence", "nation", "is_below", "found"),
    [
        (IN_2026, 8 * MILLION, "england", False, BEFORE),
        (IN_2027, 8 * MILLION, "england", False, LATEST),
        (IN_2027, MILLION, "england", False, LATEST),
        (IN_2027, MILLION - 1, "england", False, None),
        (IN_2026, MILLION - 1, "england", False, BEFORE),
        (IN_2026, MILLION // 10, "england", True, None),
        (IN_2027, 8 * MILLION, "wales", False, None),
        (date(2025, 2, 23), 8 * MILLION, "england", False, None),
        (date(2025, 2, 24), 8 * MILLION, "england", False, BEFORE),
    ],
)
async def test_the_day_the_value_and_the_nation_suggest_an_edition(
    on: date, pence: int, nation: str, is_below: bool, found: object
):
    assert suggested(on, pence, nation, is_below) is found


@pytest.mark.parametrize(
    ("pence", "before", "latest", "indicators"),
    [
        (MILLION - 1, 10, 0, 0),
        (MILLION, 10, 10, 0),
        (5 * MILLION - 1, 10, 10, 0),
        (5 * MILLION, 10, 20, 3),
    ],
)
async def test_what_each_edition_asks_by_value(
    pence: int, before: int, latest: int, indicators: int
):
    assert (least_weight(BEFORE, pence), least_weight(LATEST, pence)) == (before, latest)
    assert (least_indicators(BEFORE, pence), least_indicators(LATEST, pence)) == (0, indicators)
    assert in_force(IN_2026) is BEFORE
    assert in_force(IN_2027) is LATEST


async def test_advice_is_given_where_the_edition_asks_for_more():
    five = 5 * MILLION
    assert list(advice(None, IN_2027, five, [Decimal(1)], [CARBON])) == []
    enough = [PAY, APPRENTICES, APPRENTICES]
    assert list(advice(LATEST, IN_2027, five, [Decimal(20)], enough)) == []
    assert list(advice(LATEST, IN_2027, five, [Decimal(25), Decimal("19.9")], [PAY, CARBON])) == [
        TooLight("PPN 026", 20, Decimal("19.9")),
        TooFewMeasured("PPN 026", 3, 1),
        StandOutside("PPN 026", ("SP1",)),
    ]
    assert list(advice(LATEST, IN_2026, MILLION, [Decimal(10)], [PAY])) == [
        OtherEdition("PPN 026", "PPN 002", IN_2026)
    ]
    assert list(advice(BEFORE, IN_2026, MILLION, [Decimal(9)], [CARBON, WELSH])) == [
        TooLight("PPN 002", 10, Decimal(9)),
        StandOutside("PPN 002", ("CY1",)),
    ]


async def test_a_large_contract_is_told_of_the_indicators_that_it_lacks():
    assert of_contract(LATEST, 5 * MILLION, 2) == TooFewIndicators("PPN 026", 3, 2)
    assert of_contract(LATEST, 5 * MILLION, 3) is None
    assert of_contract(LATEST, 5 * MILLION - 1, 0) is None
    assert of_contract(BEFORE, 5 * MILLION, 0) is None
    assert of_contract(None, 5 * MILLION, 0) is None


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_edition_is_chosen_with_the_weight_and_keeps_no_notice_back(
    client: Pages, org: Organisation, lead: Person, language: str
):
    with clock.frozen(datetime(2026, 11, 20, 10, tzinfo=UTC)):
        of = await tender(org, lead)
        pages = client.as_(lead).in_(language)
        likely = await suggestion(org, of)
        assert likely is BEFORE
        form = await pages.get(at(org, of, "consideration/weight"))
        assert form.fields["model"] == "ppn-002"
        said = {"weight": "8", "because": "It is new to us", "model": "ppn-026"}
        for part, number in (("day", "1"), ("month", "2"), ("year", "2027")):
            said[f"notice_on-{part}"] = number
        done = await pages.post(at(org, of, "consideration/weight"), said)
        assert done.status == 303, done.errors
        of = await Tender.one(org, id=of.id)
        assert of.social_model == "ppn-026"
        assert await suggestion(org, of) is LATEST
        sent = await pages.post(at(org, of, "measures/choosing"), {"keys": ["open:SP1"]})
        assert sent.status == 303
        assert [type(one) for one in await advice_of(org, of)] == [TooLight, StandOutside]
        shown = (await pages.get(at(org, of, "consideration"))).main
        assert {"en": "The Social Value Model", "cy": "Y Model Gwerth Cymdeithasol"}[
            language
        ] in shown
        assert "SP1" in shown
        again = await pages.get(at(org, of, "consideration/weight"))
        assert again.fields["model"] == "ppn-026"
        assert "SP1" in (await pages.get(at(org, of, "measures"))).main
        # Where the answer is left out, what was said stands.
        more = {"weight": "12", "because": "More"}
        assert (await pages.post(at(org, of, "consideration/weight"), more)).status == 303
        assert (await Tender.one(org, id=of.id)).social_model == "ppn-026"


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_method_says_which_edition_is_followed(
    client: Pages, org: Organisation, lead: Person, language: str
):
    of = await ready(org, lead)
    before = await document_of(org, of)
    assert "social_value_model" not in before
    of.social_model = "ppn-002"
    await of.save(update_fields=["social_model"])
    after = await document_of(org, of)
    assert after["social_value_model"] == "PPN 002"
    assert fingerprint(before) != fingerprint(after)
    # It is more than a refinement, in either direction.
    assert not only_refined(before, after)
    assert not only_refined(after, before)
    pages = client.as_(lead).in_(language)
    shown = (await pages.get(at(org, of, "method"))).main
    assert "PPN 002" in shown
    row = await TenderMeasure.within(org).filter(tender_id=of.id).first()
    assert row is not None
    row.outcome = "skills"
    await row.save()
    title = {"en": "Skills for growth", "cy": "Sgiliau ar gyfer twf"}[language]
    assert f"(PPN 002, 2): {title}" in (await pages.get(at(org, of, "method"))).main
    assert f"PPN 002, 2: {title}" in (await pages.get(at(org, of, "measures"))).main
    of.social_model = "none"
    await of.save(update_fields=["social_model"])
    assert "PPN 002" not in (await pages.get(at(org, of, "method"))).main


async def test_what_was_frozen_before_says_nothing_new(org: Organisation, lead: Person):
    """A tender of the last release: its measures name no criterion, and its hash is the same."""
    of = await published(org, lead)
    row = await TenderMeasure.within(org).filter(tender_id=of.id).first()
    assert row is not None
    edition = await Edition.within(org).get(tender_id=of.id)
    assert all("serves" not in one for one in edition.method["measures"])
    assert fingerprint(await document_of(org, of)) == edition.hash
    row.serves, row.version = ["ppn-026:pay", "ppn-031:gone"], "2026.2"
    await row.save()
    said = next(one for one in (await document_of(org, of))["measures"] if one["code"] == row.code)
    assert said["version"] == "2026.2"
    assert said["serves"] == [
        {
            "code": "ppn-026:pay",
            "edition": "PPN 026",
            "number": "",
            "title": {"en": "Fair pay", "cy": "Cyflog teg"},
        }
    ]
