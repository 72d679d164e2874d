"""From scores given alone to the agreed ones, as deeds."""

import pytest

from coopcouncil.procurement.evaluation.reads import agreed_points, all_agreed, conditions_met
from coopcouncil.procurement.kinds import Stage as Kinds
from tests.procurement.make_scores import agree_all, assessed, finish_all, lock_all

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("db")]


async def test_what_is_agreed_stands_once_it_is_locked() -> None:
    stage = await assessed()
    await finish_all(stage)
    await agree_all(stage)
    assert not await all_agreed(stage.tender, stage.lot)
    await lock_all(stage)
    assert stage.tender.stage is Kinds.AGREED
    assert await all_agreed(stage.tender, stage.lot)
    points = await agreed_points(stage.lot)
    assert len(points) == 3
    assert all(of == {"1.1": 4, "1.2": 4, "SV1": 4} for of in points.values())
    assert all(of == {"C1": True} for of in (await conditions_met(stage.lot)).values())
