"""The demonstration's tender that is open for bids."""

import pytest

from coopcouncil.demo.procurement import bids, caring, tenders
from coopcouncil.kernel import clock
from coopcouncil.organisations.actions import grant
from coopcouncil.organisations.kinds import Role
from coopcouncil.procurement.bids.models import Bid, Question, Submission
from coopcouncil.procurement.bids.sealed import draft_of
from coopcouncil.procurement.kinds import BidState
from coopcouncil.procurement.tenders.models import Tender
from tests.make import make_person
from tests.pageclient import Pages
from tests.procurement.make import council

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


async def test_an_open_tender_with_a_draft_a_bid_and_questions(client: Pages):
    org = await council(slug="calderbrook-demo")
    keys = (
        "procurement-lead evaluator-care evaluator-community evaluator-user moderator "
        "opening-officer contract-manager bidder-co-op bidder-company"
    ).split()
    who = {key: await make_person(key.title()) for key in keys}
    await grant(org, who["procurement-lead"], Role.PROCUREMENT_LEAD, by=None)
    today = clock.today()
    made = await tenders.fill(org, who, today)
    await caring.fill(org, who, made["care"], today)
    await bids.fill(org, who, made["play"], today)
    tender = await Tender.one(org, id=made["play"].id)
    assert tender.takes_bids(clock.now())
    rows = await Bid.within(org).filter(tender_id=tender.id).order_by("id")
    assert [one.state for one in rows] == [BidState.DRAFT, BidState.SUBMITTED]
    assert draft_of(rows[0]).answer(1, "SV2").figure == 4
    assert await Question.within(org).filter(tender_id=tender.id, answered_at=None).count() == 1
    assert await Submission.within(org).filter(bid__tender_id=tender.id).count() == 1
    page = await client.as_(who["bidder-co-op"]).get(f"/{org.slug}/bids/{rows[0].id}")
    assert "days left" in page.main
