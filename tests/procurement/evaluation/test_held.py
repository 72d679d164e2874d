"""What is held of somebody who judges, and what a tender's page and the home say to them."""

import pytest

from coopcouncil.kernel.held import Subject
from coopcouncil.procurement.evaluation.held import held
from tests.pageclient import Pages
from tests.procurement.make_scores import REASON, WHY, agree_all, assessed, finish_all

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


async def test_ones_own_declarations_scores_and_entries(client: Pages) -> None:
    stage = await assessed()
    panel = await client.as_(stage.ada).get(f"/{stage.org.slug}/")
    assert "9 scores still want something." in panel.main
    await finish_all(stage)
    assert "Bids to judge" not in (await client.as_(stage.ada).get(f"/{stage.org.slug}/")).main
    tender = await client.as_(stage.moderator).get(stage.work)
    assert "12 scores are not agreed yet." in tender.main
    await agree_all(stage)
    interests, scores, agreed = await held(Subject(stage.org.id, stage.ada.id, None))
    assert (len(interests.rows), len(scores.rows), len(agreed.rows)) == (3, 9, 0)
    assert all(row[-1] == REASON for row in scores.rows)
    interests, scores, agreed = await held(Subject(stage.org.id, stage.moderator.id, None))
    assert (len(interests.rows), len(scores.rows), len(agreed.rows)) == (3, 0, 12)
    assert all(row[-1] == WHY for row in agreed.rows)
    assert await held(Subject(stage.org.id, None, 7)) == []
