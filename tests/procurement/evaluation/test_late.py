"""An interest that turns up late: at once out, and everything that rested on it done again."""

from decimal import Decimal

import pytest

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.models import AuditEntry, OutboxMessage
from coopcouncil.organisations.kinds import Role
from coopcouncil.procurement.evaluation.actions.declaring import decide, declare
from coopcouncil.procurement.evaluation.actions.moderating import agree_score
from coopcouncil.procurement.evaluation.actions.scoring import finish
from coopcouncil.procurement.evaluation.kinds import InterestDecision
from coopcouncil.procurement.evaluation.models import (
    Agreed,
    AgreedEntry,
    Finished,
    InterestDeclared,
    LotAgreed,
    Score,
)
from coopcouncil.procurement.evaluation.reads import all_agreed, bidders_of
from coopcouncil.procurement.kinds import Part
from coopcouncil.procurement.kinds import Stage as Kinds
from coopcouncil.procurement.tenders.models import TakesPart
from tests.make import make_officer
from tests.pageclient import Pages
from tests.procurement.make import with_part
from tests.procurement.make_scores import (
    REASON,
    WHY,
    Stage,
    agree_all,
    assessed,
    declare_none,
    finish_all,
    lock_all,
    score_all,
)

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]

INTEREST = "My brother has begun to work for them as a manager."
ASIDE = "A brother in a post of trust is too near, whatever is done about it."


async def late(stage: Stage, whose: str = "ada") -> InterestDeclared:
    bidder = (await bidders_of(stage.tender))[0]
    person = getattr(stage, whose)
    return await declare(stage.org, stage.tender, bidder.id, True, INTEREST, person)


async def test_the_tender_closes_to_them_at_once(client: Pages) -> None:
    stage = await assessed()
    await finish_all(stage)
    pages = client.as_(stage.ada)
    offer, criterion = (await stage.offers())[0], await stage.criterion("1.1")
    open_to_her = (
        f"{stage.work}/scores",
        f"{stage.work}/moderation",
        f"{stage.work}/scores/{offer.id}/{criterion.id}",
        f"{stage.work}/moderation/{offer.id}/{criterion.id}",
    )
    assert [(await pages.get(one)).status for one in open_to_her] == [200] * 4
    page = await pages.get(f"{stage.work}/declarations")
    bidder = (await bidders_of(stage.tender))[0]
    sent = await pages.post(
        f"{stage.work}/declarations/later", {"supplier": str(bidder.id), "text": INTEREST}
    )
    assert sent.status == 303
    assert [(await pages.get(one)).status for one in open_to_her] == [403] * 4
    page = await sent.follow()
    assert page.status == 200
    assert INTEREST in page.main
    row = await InterestDeclared.within(stage.org).get(has_interest=True)
    assert row.is_late
    told = await OutboxMessage.get(purpose="email/procurement/interest")
    assert "Ada Lovell" in (told.text or "")
    # The lead reads it, and nobody else does.
    address = f"{stage.work}/declarations/{row.id}"
    assert (await client.as_(stage.bob).get(address)).status == 403
    assert INTEREST not in (await client.as_(stage.bob).get(f"{stage.work}/declarations")).html
    lead = client.as_(stage.lead)
    shown = await lead.get(address)
    assert INTEREST in shown.main
    sent = await shown.submit(decision="may-go-on", reason="He works in another town and field.")
    assert sent.status == 303
    assert [(await pages.get(one)).status for one in open_to_her] == [200] * 4


async def test_who_stands_aside_leaves_their_scores_readable_and_without_weight() -> None:
    stage = await assessed()
    await finish_all(stage, ada=1, bob=4)
    await agree_all(stage)
    await lock_all(stage)
    found = await late(stage)
    await decide(stage.org, found, InterestDecision.STANDS_ASIDE, ASIDE, stage.lead)
    part = await TakesPart.within(stage.org).get(person_id=stage.ada.id)
    assert (part.ended_at is not None, part.ended_because) == (True, ASIDE)
    hers = await Score.within(stage.org).filter(takes_part_id=part.id)
    assert len(hers) == 9
    assert all(one.set_aside_at and one.reason == REASON for one in hers)
    assert await Finished.within(stage.org).filter(takes_part_id=part.id).exists()
    # Every agreed score that rested on hers is open; that a condition is met is not.
    assert await Agreed.within(stage.org).filter(points=None).count() == 9
    assert await Agreed.within(stage.org).filter(criterion__code="C1", points=1).count() == 3
    assert await AgreedEntry.within(stage.org).filter(points=None, reason=ASIDE).count() == 9
    lock = await LotAgreed.within(stage.org).get()
    assert lock.reopened_because == ASIDE
    assert (await stage.again()).stage is Kinds.OPENED
    assert not await all_agreed(stage.tender, stage.lot)
    verbs = await AuditEntry.filter(organisation_id=stage.org.id).values_list("payload", flat=True)
    said = str(verbs)
    assert "decided on an interest" in said
    assert "opened agreed scores again" in said


async def test_a_replacement_scores_and_moderation_is_done_again(client: Pages) -> None:
    stage = await assessed()
    await finish_all(stage, ada=1, bob=4)
    await agree_all(stage)
    found = await late(stage)
    await decide(stage.org, found, InterestDecision.STANDS_ASIDE, ASIDE, stage.lead)
    carys = (await with_part(stage.org, stage.tender, Part.EVALUATOR, "Carys Lloyd")).person
    offer, criterion = (await stage.offers())[0], await stage.criterion("1.1")
    address = f"{stage.work}/moderation/{offer.id}/{criterion.id}"
    # While the new one scores, nobody reads anybody's scores again.
    assert (await client.as_(stage.moderator).get(address)).status == 403
    await declare_none(stage, carys)
    assert (await client.as_(carys).get(address)).status == 403
    await score_all(stage, carys, 5)
    await finish(stage.org, stage.tender, stage.lot, carys)
    page = await client.as_(stage.moderator).get(address)
    assert page.status == 200
    assert "Set aside" in page.main
    assert ASIDE in page.main
    # What she gave counts for nobody: agreeing on it needs as much as what none gave.
    thin = await page.submit(points="1", reason=WHY)
    assert thin.status == 303
    short = await page.submit(points="1", reason="Weak on dates, staff and cover.")
    assert short.status == 422
    current = await Agreed.within(stage.org).get(offer_id=offer.id, criterion_id=criterion.id)
    assert (current.points, current.reopened_because) == (Decimal(1), "")


async def test_what_a_moderator_wrote_is_open_again_when_they_stand_aside() -> None:
    stage = await assessed()
    await finish_all(stage)
    await agree_all(stage)
    found = await late(stage, "moderator")
    await decide(stage.org, found, InterestDecision.STANDS_ASIDE, ASIDE, stage.lead)
    assert await Agreed.within(stage.org).filter(points=None).count() == 12
    offer, criterion = (await stage.offers())[0], await stage.criterion("1.1")
    with pytest.raises(Refused):
        await agree_score(stage.org, offer, criterion, Decimal(4), WHY, stage.moderator, version=2)
    made = await agree_score(
        stage.org, offer, criterion, Decimal(4), WHY, stage.lead, version=2, is_lead=True
    )
    assert made.points == 4


async def test_a_lead_is_decided_on_by_another_lead(client: Pages) -> None:
    stage = await assessed()
    found = await late(stage, "lead")
    own = client.as_(stage.lead)
    address = f"{stage.work}/declarations/{found.id}"
    assert (await own.get(address)).status == 403
    assert (await own.get(f"{stage.work}/progress")).status == 403
    assert (await own.get(f"{stage.work}/exclusions")).status == 403
    assert (await own.get(f"{stage.work}/declarations")).status == 200
    with pytest.raises(Refused):
        await decide(stage.org, found, InterestDecision.MAY_GO_ON, REASON, stage.lead)
    secretary = await make_officer(stage.org, Role.SECRETARY)
    assert (await client.as_(secretary).get(address)).status == 403
    second = await make_officer(stage.org, Role.PROCUREMENT_LEAD, "Owen Bright")
    page = await client.as_(second).get(address)
    assert (await page.submit(decision="stands-aside", reason=ASIDE)).status == 303
    assert (await own.get(f"{stage.work}/progress")).status == 403


async def test_after_the_summaries_what_was_agreed_stands() -> None:
    stage = await assessed()
    await finish_all(stage)
    await agree_all(stage)
    await lock_all(stage)
    stage.tender.stage = Kinds.SUMMARISED
    await stage.tender.save(update_fields=["stage"])
    found = await late(stage)
    await decide(stage.org, found, InterestDecision.STANDS_ASIDE, ASIDE, stage.lead)
    assert await Score.within(stage.org).filter(set_aside_at=None).count() == 9
    assert await Agreed.within(stage.org).filter(points=4).count() == 9
    assert (await stage.again()).stage is Kinds.SUMMARISED


async def test_a_second_declaration_does_not_take_the_first_back() -> None:
    stage = await assessed()
    await late(stage)
    bidder = (await bidders_of(stage.tender))[0]
    with pytest.raises(Refused):
        await declare(stage.org, stage.tender, bidder.id, False, "", stage.ada)
