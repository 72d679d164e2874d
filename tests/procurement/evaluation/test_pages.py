"""The pages as evaluators, moderator and lead use them."""

import re
from decimal import Decimal

import pytest

from coopcouncil.kernel import jobs
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.procurement.evaluation.models import Agreed, Finished, Score, ScoreEntry
from coopcouncil.procurement.evaluation.reads import bidders_of, bids_in
from coopcouncil.procurement.kinds import BidState
from coopcouncil.procurement.kinds import Stage as Kinds
from tests.pageclient import Pages
from tests.procurement.make_bids import opened
from tests.procurement.make_scores import (
    MORE,
    REASON,
    WHY,
    Stage,
    agree_all,
    assessed,
    finish_all,
    score_all,
    sealed,
)

pytestmark = pytest.mark.anyio


async def score_address(stage: Stage, code: str = "1.1", place: int = 0) -> str:
    offer = (await stage.offers())[place]
    criterion = await stage.criterion(code)
    return f"{stage.work}/scores/{offer.id}/{criterion.id}"


async def agreed_address(stage: Stage, code: str = "1.1", place: int = 0) -> str:
    return (await score_address(stage, code, place)).replace("/scores/", "/moderation/")


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_first_the_declarations_then_the_bids(client: Pages, language: str) -> None:
    stage = await sealed()
    await opened(stage.org, stage.tender)
    await stage.again()
    pages = client.as_(stage.ada).in_(language)
    assert (await pages.get(f"{stage.work}/scores")).status == 403
    page = await pages.get(f"{stage.work}/declarations")
    bidders = await bidders_of(stage.tender)
    assert [one.name in page.main for one in bidders] == [True] * 3
    for bidder in bidders:
        address = f"{stage.work}/declarations/bidders/{bidder.id}"
        wanting = await pages.post(address, {f"s{bidder.id}-answer": "interest"})
        assert wanting.status == 422
        sent = await pages.post(address, {f"s{bidder.id}-answer": "none"})
        assert sent.status == 303
    assert (await pages.get(f"{stage.work}/scores")).status == 200


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_an_evaluator_scores_every_bid_and_finishes(client: Pages, language: str) -> None:
    stage = await assessed()
    pages = client.as_(stage.ada).in_(language)
    listed = await pages.get(f"{stage.work}/scores")
    assert listed.status == 200
    page = await pages.get(await score_address(stage))
    # The answer and the wordings of the scale stand on one page; names and prices do not.
    assert "What we shall do for 1.1." in page.main
    assert "More than what is asked" in page.main
    assert "100,000" not in page.html
    assert "100000" not in page.html
    assert not any(one.supplier.name in page.html for one in await bids_in(stage.tender))
    for _number in range(9):
        page = await page.submit(points="3", reason=REASON, then="next")
        assert page.status == 303
        page = await page.follow()
    assert await Score.within(stage.org).filter(points=3).count() == 9
    check = await pages.get(f"{stage.work}/scores/lots/1/finish")
    assert check.status == 200
    done = await check.submit()
    assert done.status == 303
    assert await Finished.within(stage.org).count() == 1
    for address in (f"{stage.work}/scores", await score_address(stage)):
        assert (await pages.get(address)).status == 200
    locked = await pages.post(await score_address(stage), {"points": "5", "reason": REASON})
    assert locked.status == 422
    assert await Score.within(stage.org).filter(points=5).count() == 0


async def test_a_lot_with_something_missing_is_not_finished(client: Pages) -> None:
    stage = await assessed()
    await score_all(stage, stage.ada, reason="good good good good")
    pages = client.as_(stage.ada)
    page = await pages.get(f"{stage.work}/scores/lots/1/finish")
    assert page.main.count("Says too little") == 9
    refused = await pages.post(f"{stage.work}/scores/lots/1/finish")
    assert refused.status == 422
    assert not await Finished.within(stage.org).exists()


async def test_the_order_is_kept(client: Pages) -> None:
    stage = await assessed()
    pages = client.as_(stage.ada)
    first = await pages.get(await score_address(stage, "1.1", 0))
    await pages.post(f"{stage.work}/scores/order", {"by": "bid"})
    assert "Scores by bid" in (await pages.get(f"{stage.work}/scores")).main
    sent = await first.submit(points="3", reason=REASON, then="next")
    assert sent.location == await score_address(stage, "1.2", 0)
    await pages.post(f"{stage.work}/scores/order", {"by": "criterion"})
    sent = await first.submit(points="3", reason=REASON, then="next")
    assert sent.location == await score_address(stage, "1.1", 1)


async def test_writing_is_saved_as_one_goes(client: Pages) -> None:
    stage = await assessed()
    pages = client.as_(stage.ada)
    address = await score_address(stage)
    part = await pages.post(address, {"reason": "Half a", "then": "stay", "seen": ""}, htmx=True)
    assert part.status == 200
    assert not part.is_whole
    assert "Saved at" in part.text
    seen = re.search(r'name="seen"[^>]*value="([^"]+)"', part.html)
    assert seen
    again = await pages.post(
        address,
        {"reason": "Half a thought", "points": "2", "then": "stay", "seen": seen[1]},
        htmx=True,
    )
    assert again.status == 200
    score = await Score.within(stage.org).get()
    assert (score.points, score.reason) == (Decimal(2), "Half a thought")
    assert (await ScoreEntry.within(stage.org).get()).reason == "Half a"


async def test_nothing_is_lost_in_two_tabs(client: Pages) -> None:
    stage = await assessed()
    pages = client.as_(stage.ada)
    address = await score_address(stage)
    one, two = await pages.get(address), await pages.get(address)
    assert (await one.submit(points="4", reason="Written in the first tab.")).status == 303
    told = await two.submit(points="2", reason="Written in the second tab.", then="next")
    assert told.status == 422
    assert "Written in the first tab." in told.main
    assert "Written in the second tab." in told.main
    assert (await Score.within(stage.org).get()).points == 4
    # What saves itself meanwhile does not press for its evaluator.
    assert (await pages.post(address, {**told.fields, "then": "stay"}, htmx=True)).status == 422
    assert (await Score.within(stage.org).get()).points == 4
    assert (await told.submit(then="next")).status == 303
    score = await Score.within(stage.org).get()
    assert (score.points, score.reason) == (Decimal(2), "Written in the second tab.")
    assert (await ScoreEntry.within(stage.org).get()).reason == "Written in the first tab."


@pytest.mark.parametrize("points", ["3,5", "3.5", "6", "-1", "NaN", "Infinity", "1e9", "9" * 40])
async def test_points_that_the_scale_has_not_are_refused(client: Pages, points: str) -> None:
    stage = await assessed()
    pages = client.as_(stage.ada)
    sent = await pages.post(await score_address(stage), {"points": points, "reason": REASON})
    assert sent.status == 422
    assert REASON in sent.main
    assert not await Score.within(stage.org).exists()
    await finish_all(stage)
    agreed = await client.as_(stage.moderator).post(
        await agreed_address(stage), {"points": points, "reason": WHY, "version": "0"}
    )
    assert agreed.status == 422
    assert not await Agreed.within(stage.org).exists()


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_moderation_comes_to_one_score_with_its_reason(client: Pages, language: str) -> None:
    stage = await assessed()
    pages = client.as_(stage.moderator).in_(language)
    waiting = await pages.get(f"{stage.work}/moderation")
    assert waiting.status == 200
    assert "Ada Lovell" in waiting.main
    address = await agreed_address(stage)
    assert (await pages.get(address)).status == 403
    await finish_all(stage, ada=1, bob=4)
    page = await pages.get(address)
    assert page.main.count(REASON) == 2
    # Nothing is chosen beforehand, and the mean of 1 and 4 stands nowhere.
    assert "checked" not in page.html
    assert not re.search(r"\b2[.,]5\b", page.main)
    thin = await page.submit(points="4", reason="As discussed.")
    assert thin.status == 422
    between = await page.submit(points="3", reason="Both are right about parts of the answer.")
    assert between.status == 422
    sent = await page.submit(points="3", reason=MORE)
    assert sent.status == 303
    agreed = await Agreed.within(stage.org).get()
    assert (agreed.points, agreed.reason, agreed.version) == (Decimal(3), MORE, 1)
    log = await pages.get(address)
    assert MORE in log.main
    assert "Mair Penry" in log.main


async def test_the_second_moderator_is_told_what_the_first_wrote(client: Pages) -> None:
    stage = await assessed()
    await finish_all(stage)
    address = await agreed_address(stage)
    one = await client.as_(stage.moderator).get(address)
    two = await client.as_(stage.lead).get(address)
    assert (await one.submit(points="4", reason=WHY)).status == 303
    other = "Read again, the answer leaves the weekends open, so three it is."
    told = await two.submit(points="3", reason=other)
    assert told.status == 422
    assert WHY in told.main
    assert other in told.main
    assert (await Agreed.within(stage.org).get()).points == 4
    assert (await told.submit()).status == 303
    agreed = await Agreed.within(stage.org).get()
    assert (agreed.points, agreed.version) == (Decimal(3), 2)


async def test_the_lead_locks_and_opens_again_with_a_reason(client: Pages) -> None:
    stage = await assessed()
    await finish_all(stage)
    pages = client.as_(stage.lead)
    locking = f"{stage.work}/moderation/lots/1/lock"
    assert (await pages.post(locking)).status == 409
    await agree_all(stage)
    page = await pages.get(locking)
    assert page.main.count(WHY) == 12
    assert (await client.as_(stage.moderator).get(locking)).status == 403
    assert (await page.submit()).status == 303
    assert (await stage.again()).stage is Kinds.AGREED
    address = await agreed_address(stage)
    stands = await client.as_(stage.moderator).get(address)
    assert stands.status == 200
    assert WHY in stands.main
    late = await client.as_(stage.moderator).post(
        address, {"points": "5", "reason": MORE, "version": "1"}
    )
    assert late.status == 422
    again = await pages.get(f"{stage.work}/moderation/lots/1/reopening")
    assert (await again.submit(reason="")).status == 422
    assert (await again.submit(reason="Because.")).status == 422
    sent = await again.submit(reason="An annex was overlooked by two of the evaluators.")
    assert sent.status == 303
    assert (await stage.again()).stage is Kinds.OPENED
    assert await Agreed.within(stage.org).filter(points=4).count() == 9


async def test_progress_shows_counts_and_reminds(client: Pages) -> None:
    stage = await assessed()
    await score_all(stage, stage.ada, points=5)
    pages = client.as_(stage.moderator)
    page = await pages.get(f"{stage.work}/progress")
    assert page.status == 200
    assert ["Ada Lovell", "100 9 of 9", ""] in page.rows()
    assert ["Ada Lovell", "3 of 3", "3 of 3", "3 of 3", "Still scoring"] in page.rows()
    assert ["Bob Hartley", "0 of 3", "0 of 3", "0 of 3", "Still scoring"] in page.rows()
    assert REASON not in page.html
    wrong = await pages.post(f"{stage.work}/progress/due", {"due_on-day": "x"})
    assert wrong.status == 422
    day = {"due_on-day": "4", "due_on-month": "12", "due_on-year": "2026"}
    assert (await pages.post(f"{stage.work}/progress/due", day)).status == 303
    assert "4 December 2026" in (await pages.get(f"{stage.work}/progress")).main
    sent = await pages.post(f"{stage.work}/progress/reminders")
    assert "2 people" in (await sent.follow()).sentences[0]
    await jobs.run_jobs()
    mails = await OutboxMessage.filter(purpose="email/procurement/scores_reminder")
    assert len(mails) == 2
    assert any("9 scores still want something" in (one.text or "") for one in mails)


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_a_bid_is_excluded_by_a_mandatory_ground(client: Pages, language: str) -> None:
    stage = await assessed(checked=False)
    pages = client.as_(stage.lead).in_(language)
    blocked = await client.as_(stage.ada).post(
        await score_address(stage), {"points": "3", "reason": REASON}
    )
    assert blocked.status == 422
    assert not await Score.within(stage.org).exists()
    bids = await bids_in(stage.tender)
    overview = await pages.get(f"{stage.work}/exclusions")
    assert bids[0].supplier.name in overview.main
    page = await pages.get(f"{stage.work}/exclusions/{bids[0].id}")
    assert (await page.submit(finding="excluded", excludes="y", note=REASON)).status == 422
    assert (await page.submit(finding="excluded", grounds="6/32", note=REASON)).status == 422
    assert (await page.submit(finding="nothing", grounds="6/32")).status == 422
    assert (await page.submit(finding="excludable", grounds="7/4", note="x")).status == 422
    sent = await page.submit(finding="excluded", grounds="6/32", excludes="y", note=REASON)
    assert sent.status == 303
    for bid in bids[1:]:
        page = await pages.get(f"{stage.work}/exclusions/{bid.id}")
        assert (await page.submit(finding="nothing")).status == 303
    assert (await bids_in(stage.tender))[0].state is BidState.EXCLUDED
    shown = await pages.get(f"{stage.work}/exclusions/{bids[0].id}")
    assert REASON in shown.main
    scoring = client.as_(stage.ada)
    assert (await scoring.get(await score_address(stage, "1.1", 0))).status == 200
    out = await scoring.post(await score_address(stage), {"points": "3", "reason": REASON})
    assert out.status == 422
    page = await scoring.get(await score_address(stage, "1.1", 1))
    assert (await page.submit(points="3", reason=REASON)).status == 303


async def test_a_bid_is_left_out_of_one_lot(client: Pages) -> None:
    stage = await assessed(lots=2)
    pages = client.as_(stage.lead)
    offer = (await stage.offers())[0]
    page = await pages.get(f"{stage.work}/exclusions/{offer.bid_id}")
    assert page.status == 200
    out = {"lots": str(offer.id), "because": REASON, "is_low": "y"}
    at = f"{stage.work}/exclusions/{offer.bid_id}/lots"
    # An abnormally low price is no reason before the bidder was heard.
    unheard = await pages.post(at, out)
    assert (unheard.status, len(unheard.errors)) == (422, 1)
    assert '<details class="govuk-details" open>' in unheard.html
    heard = "It was told on Monday, and answered nothing within the week."
    sent = await pages.post(at, {**out, "heard": heard})
    assert sent.status == 303
    assert heard in (await stage.offers())[0].excluded_because
    assert [one.excluded_at is None for one in await stage.offers()] == [False, True, True]
    assert [one.excluded_at is None for one in await stage.offers(stage.lots[1])] == [True] * 3
    assert (await bids_in(stage.tender))[0].state is BidState.OPENED
