"""Who sees what at each stage of the assessment: every page, everybody, every stage."""

import pytest

from coopcouncil.accounts.models import Person
from coopcouncil.organisations.kinds import Role
from coopcouncil.procurement.bids.models import Offer
from coopcouncil.procurement.evaluation.actions.scoring import finish
from coopcouncil.procurement.evaluation.kinds import ExclusionStep
from coopcouncil.procurement.evaluation.reads import bidders_of
from coopcouncil.procurement.kinds import Part
from coopcouncil.procurement.tenders.models import Criterion
from tests.make import make_officer, make_person
from tests.pageclient import Page, Pages
from tests.procurement.make import with_part
from tests.procurement.make_bids import opened, person_of
from tests.procurement.make_scores import (
    Stage,
    agree_all,
    assessed,
    check_all,
    declare_none,
    finish_all,
    lock_all,
    score_all,
    sealed,
)

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]

STAGES = ("sealed", "opened", "declared", "one finished", "all finished", "agreed")
HERS = "Ada: the rota names everybody and says who steps in."
HIS = "Bob: the rota leaves the weekends without any cover."


async def at(stage_name: str) -> Stage:
    """The tender at that stage, with different scores and reasons of Ada and Bob."""
    if stage_name == "sealed":
        return await sealed()
    if stage_name == "opened":
        stage = await sealed()
        await opened(stage.org, stage.tender)
        await stage.again()
        await check_all(stage, ExclusionStep.BEFORE_ASSESSMENT)
        return stage
    stage = await assessed()
    if stage_name == "declared":
        await score_all(stage, stage.ada, 1, reason=HERS)
        await score_all(stage, stage.bob, 4, reason=HIS)
        return stage
    await score_all(stage, stage.ada, 1, reason=HERS)
    await score_all(stage, stage.bob, 4, reason=HIS)
    await finish(stage.org, stage.tender, stage.lot, stage.ada)
    if stage_name == "one finished":
        return stage
    await finish(stage.org, stage.tender, stage.lot, stage.bob)
    if stage_name == "agreed":
        await agree_all(stage)
        await lock_all(stage)
    return stage


async def people(stage: Stage) -> dict[str, Person | None]:
    """Everybody who might try."""
    manager = await with_part(stage.org, stage.tender, Part.CONTRACT_MANAGER, "Ceri Manager")
    other = await sealed()
    bidders = await bidders_of(stage.tender)
    return {
        "lead": stage.lead,
        "ada": stage.ada,
        "bob": stage.bob,
        "moderator": stage.moderator,
        "manager": manager.person,
        "secretary": await make_officer(stage.org, Role.SECRETARY),
        "bidder": await person_of(stage.org, bidders[0]) if bidders else None,
        "stranger": await make_person("Nobody Here"),
        "evaluator elsewhere": other.ada,
        "nobody": None,
    }


async def pages_of(stage: Stage) -> dict[str, str]:
    """The addresses of assessing; those of a bid once there is one."""
    found = {
        "declarations": f"{stage.work}/declarations",
        "scores": f"{stage.work}/scores",
        "moderation": f"{stage.work}/moderation",
        "progress": f"{stage.work}/progress",
        "exclusions": f"{stage.work}/exclusions",
        "finish": f"{stage.work}/scores/lots/1/finish",
        "lock": f"{stage.work}/moderation/lots/1/lock",
    }
    offers: list[Offer] = await stage.offers()
    criterion: Criterion = await stage.criterion("1.1")
    price: Criterion = await stage.criterion("3")
    if offers:
        found |= {
            "score": f"{stage.work}/scores/{offers[0].id}/{criterion.id}",
            "agreeing": f"{stage.work}/moderation/{offers[0].id}/{criterion.id}",
            "price": f"{stage.work}/moderation/{offers[0].id}/{price.id}",
            "bidder": f"{stage.work}/exclusions/{offers[0].bid_id}",
        }
    return found


# Who opens which page with 200, by stage. Everybody else and every other page is refused.
DECLARE = {"declarations": {"lead", "ada", "bob", "moderator"}}
PROGRESS = {"progress": {"lead", "moderator"}}
CHECKS = {"exclusions": {"lead"}, "bidder": {"lead"}}
SCORE = {one: {"ada", "bob"} for one in ("scores", "score", "finish")}
WAIT = {"moderation": {"lead", "ada", "bob", "moderator"}}
MAY: dict[str, dict[str, set[str]]] = {
    "sealed": DECLARE | PROGRESS,
    "opened": DECLARE | PROGRESS | CHECKS,
    "declared": DECLARE | PROGRESS | CHECKS | SCORE | WAIT | {"lock": {"lead"}},
    "one finished": DECLARE | PROGRESS | CHECKS | SCORE | WAIT | {"lock": {"lead"}},
    "all finished": DECLARE
    | PROGRESS
    | CHECKS
    | SCORE
    | WAIT
    | {"lock": {"lead"}, "agreeing": {"lead", "ada", "bob", "moderator"}},
}
MAY["agreed"] = MAY["all finished"]


@pytest.mark.parametrize("stage_name", STAGES)
async def test_who_opens_what(client: Pages, stage_name: str) -> None:
    stage = await at(stage_name)
    everybody = await people(stage)
    seen: dict[tuple[str, str], Page] = {}
    for what, address in (await pages_of(stage)).items():
        for who, person in everybody.items():
            page = await client.as_(person).get(address)
            seen[who, what] = page
            may = who in MAY[stage_name].get(what, set())
            assert (page.status == 200) == may, f"{who} at {what} while {stage_name}: {page}"
            if who in ("stranger", "evaluator elsewhere", "secretary", "bidder", "nobody"):
                assert page.status in (303, 401, 403, 404), f"{who} at {what}: {page}"
    shown = {key: page.html for key, page in seen.items() if page.status == 200}
    names = [one.name for one in await bidders_of(stage.tender)]
    for (who, what), html in shown.items():
        # No price and no answer to the price anywhere here, at any stage.
        assert "£100,000" not in html, (who, what)
        assert "100000" not in html, (who, what)
        # Bidders' names stand on declarations and the lead's own pages alone.
        if what not in ("declarations", "exclusions", "bidder") and who != "lead":
            assert not any(name in html for name in names), (who, what)
        # Nobody reads another's reasons before everybody has finished.
        if stage_name in ("declared", "one finished"):
            assert HERS not in html or who == "ada", (who, what)
            assert HIS not in html or who == "bob", (who, what)
        # The answers to the questions wait for the reader's own declarations.
        if stage_name in ("sealed", "opened"):
            assert "What we shall do" not in html, (who, what)
    if stage_name in ("all finished", "agreed"):
        for who in ("moderator", "lead", "ada", "bob"):
            assert HERS in shown[who, "agreeing"]
            assert HIS in shown[who, "agreeing"]


DEEDS = {
    "score": {"points": "5", "reason": HERS},
    "finish": {},
    "agreeing": {"points": "5", "reason": HERS, "version": "0"},
    "lock": {},
    "bidder": {"finding": "nothing"},
}


@pytest.mark.parametrize("stage_name", ["opened", "one finished"])
@pytest.mark.parametrize("what", DEEDS)
async def test_who_does_not_see_it_does_not_do_it(
    client: Pages, stage_name: str, what: str
) -> None:
    stage = await at(stage_name)
    address = (await pages_of(stage))[what]
    for who, person in (await people(stage)).items():
        if who in MAY[stage_name].get(what, set()):
            continue
        page = await client.as_(person).post(address, DEEDS[what])
        assert page.status in (303, 401, 403, 404), f"{who} at {what}: {page}"
        assert page.status != 303 or "sign-in" in page.location or person is None


async def test_an_evaluator_sees_the_criteria_given_to_them_alone(client: Pages) -> None:
    stage = await assessed()
    one = (await with_part(stage.org, stage.tender, Part.EVALUATOR, "Dewi Roberts", "SV1")).person
    await declare_none(stage, one)
    pages = client.as_(one)
    page = await pages.get(f"{stage.work}/scores")
    assert "Ties with the valley" in page.main
    assert "People" not in page.main
    offer, other = (await stage.offers())[0], await stage.criterion("1.2")
    address = f"{stage.work}/scores/{offer.id}/{other.id}"
    assert (await pages.get(address)).status == 404
    assert (await pages.post(address, {"points": "5", "reason": HERS})).status == 404


async def test_what_is_another_tenders_is_not_here(client: Pages) -> None:
    stage, other = await assessed(), await assessed()
    offer, criterion = (await other.offers())[0], await other.criterion("1.1")
    mine = await stage.criterion("1.1")
    for path in (
        f"scores/{offer.id}/{criterion.id}",
        f"scores/{offer.id}/{mine.id}",
        f"moderation/{offer.id}/{criterion.id}",
        f"exclusions/{offer.bid_id}",
        "scores/lots/9/finish",
        "moderation/lots/9/lock",
        "declarations/999999",
    ):
        for person in (stage.ada, stage.moderator, stage.lead):
            page = await client.as_(person).get(f"{stage.work}/{path}")
            assert page.status in (403, 404), f"{path}: {page}"
        page = await client.as_(stage.lead).get(f"{stage.work}/{path}")
        assert page.status == 404, f"{path}: {page}"


async def test_no_mean_is_worked_out_anywhere(client: Pages) -> None:
    """With 1 and 4 from two evaluators, 2.5 would be the mean; no page or choice says so."""
    stage = await assessed()
    await finish_all(stage, ada=1, bob=4)
    for what, address in (await pages_of(stage)).items():
        page = await client.as_(stage.moderator).get(address)
        if page.status == 200:
            assert "2.5" not in page.main, what
            assert "2,5" not in page.main, what
            chosen = [e for e in page.tree.iter("input") if "checked" in e.attrib]
            assert not chosen, what
