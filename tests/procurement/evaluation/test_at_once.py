"""Several at once, each on a connection of their own."""

import asyncio
from decimal import Decimal

import pytest

from coopcouncil.kernel.errors import Refused
from coopcouncil.procurement.evaluation.actions.declaring import decide, declare
from coopcouncil.procurement.evaluation.actions.moderating import agree_score, lock_lot
from coopcouncil.procurement.evaluation.actions.scoring import finish, save_score
from coopcouncil.procurement.evaluation.kinds import InterestDecision
from coopcouncil.procurement.evaluation.models import (
    Agreed,
    AgreedEntry,
    Finished,
    LotAgreed,
    Score,
    ScoreEntry,
)
from coopcouncil.procurement.evaluation.reads import bidders_of
from coopcouncil.procurement.evaluation.rules.moderating import LotLocked, MovedOn
from coopcouncil.procurement.evaluation.rules.scoring import Changed
from coopcouncil.procurement.evaluation.rules.scoring import Finished as IsFinished
from tests.procurement.make_scores import (
    REASON,
    WHY,
    Stage,
    agree_all,
    assessed,
    finish_all,
    score_all,
)

pytestmark = pytest.mark.anyio

ASIDE = "A brother in a post of trust is too near, whatever is done about it."


@pytest.fixture
async def stage(fresh_db: str) -> Stage:
    return await assessed()


async def test_of_two_moderators_one_writes_and_one_is_told(stage: Stage) -> None:
    await finish_all(stage)
    offer, criterion = (await stage.offers())[0], await stage.criterion("1.1")
    done = await asyncio.gather(
        *(
            agree_score(
                stage.org, offer, criterion, Decimal(points), WHY, by, version=0, is_lead=lead
            )
            for points, by, lead in ((3, stage.moderator, False), (4, stage.lead, True))
        ),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in done) == ["Agreed", "MovedOn"]
    assert any(isinstance(one, MovedOn) for one in done)
    agreed = await Agreed.within(stage.org).get()
    entry = await AgreedEntry.within(stage.org).get()
    assert (agreed.version, entry.points) == (1, agreed.points)


async def test_a_score_is_in_before_finishing_or_not_at_all(stage: Stage) -> None:
    await score_all(stage, stage.ada, 3)
    offer, criterion = (await stage.offers())[0], await stage.criterion("1.1")
    before = await Score.within(stage.org).get(offer_id=offer.id, criterion_id=criterion.id)
    done = await asyncio.gather(
        finish(stage.org, stage.tender, stage.lot, stage.ada),
        save_score(
            stage.org, offer, criterion, Decimal(5), REASON, stage.ada, seen=before.saved_at
        ),
        finish(stage.org, stage.tender, stage.lot, stage.ada),
        return_exceptions=True,
    )
    assert await Finished.within(stage.org).count() == 1
    assert sum(isinstance(one, Finished) for one in done) == 1
    now = await Score.within(stage.org).get(offer_id=offer.id, criterion_id=criterion.id)
    if isinstance(done[1], Score):
        assert now.points == 5
    else:
        assert isinstance(done[1], IsFinished)
        assert now.points == 3


async def test_two_tabs_at_once_lose_nothing(stage: Stage) -> None:
    offer, criterion = (await stage.offers())[0], await stage.criterion("1.1")
    texts = [f"Written in tab {number}, at some length." for number in range(4)]
    done = await asyncio.gather(
        *(save_score(stage.org, offer, criterion, None, text, stage.ada) for text in texts),
        return_exceptions=True,
    )
    kept = [one for one in done if isinstance(one, Score)]
    assert len(kept) == 1
    assert all(isinstance(one, Changed) for one in done if one is not kept[0])
    assert await Score.within(stage.org).count() == 1
    assert not await ScoreEntry.within(stage.org).exists()


async def test_nothing_changes_in_a_lot_that_is_locked_meanwhile(stage: Stage) -> None:
    await finish_all(stage)
    await agree_all(stage)
    offer, criterion = (await stage.offers())[0], await stage.criterion("1.1")
    done = await asyncio.gather(
        lock_lot(stage.org, stage.tender, stage.lot, stage.lead),
        agree_score(stage.org, offer, criterion, Decimal(3), WHY, stage.moderator, version=1),
        lock_lot(stage.org, stage.tender, stage.lot, stage.lead),
        return_exceptions=True,
    )
    assert await LotAgreed.within(stage.org).count() == 1
    now = await Agreed.within(stage.org).get(offer_id=offer.id, criterion_id=criterion.id)
    if isinstance(done[1], Agreed):
        assert now.points == 3
    else:
        assert isinstance(done[1], LotLocked)
        assert now.points == 4


async def test_a_score_saved_while_its_evaluator_stands_aside_is_set_aside_too(
    stage: Stage,
) -> None:
    bidder = (await bidders_of(stage.tender))[0]
    offer, criterion = (await stage.offers())[0], await stage.criterion("1.1")
    other = await stage.criterion("1.2")
    await save_score(stage.org, offer, other, Decimal(4), REASON, stage.ada)

    async def leave() -> None:
        made = await declare(
            stage.org, stage.tender, bidder.id, True, "My brother works for them.", stage.ada
        )
        await decide(stage.org, made, InterestDecision.STANDS_ASIDE, ASIDE, stage.lead)

    done = await asyncio.gather(
        leave(),
        save_score(stage.org, offer, criterion, Decimal(4), REASON, stage.ada),
        return_exceptions=True,
    )
    assert done[0] is None
    assert isinstance(done[1], (Score, Refused))
    assert not await Score.within(stage.org).filter(set_aside_at=None).exists()
