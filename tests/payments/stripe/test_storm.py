"""A small storm: a few members and months, the server killed, everything accounted for.

The large one is `make storm`.
"""

from pathlib import Path

import pytest

from bench.storm import Storm
from coopcouncil.kernel import config as settings

pytestmark = pytest.mark.anyio


async def test_a_storm_loses_no_penny(fresh_db: str, tmp_path: Path):
    environment = {"COOPCOUNCIL_HOME": str(tmp_path), "DATABASE_URL": fresh_db}
    before = settings.current()
    try:
        storm = Storm(8, 1, tmp_path, fresh_db, environment, kill_every=2.0, most_kills=1)
        found = await storm.run()
    finally:
        settings.use(before)

    assert found["wrong"] == []
    assert found["charged"] == 8
    assert found["events"] > 8
    assert found["webhooks"]["doubled"] > 0
    assert found["kills"] > 0
