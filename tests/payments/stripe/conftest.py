"""An organisation whose payments go to a simulator that runs beside the test."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from coopcouncil.app import make_app
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import Config
from tests.pageclient import Pages
from tests.payments.stripe.place import SECRET, Place, make_place
from tests.simulator.running import Running, simulator


@pytest.fixture(scope="module")
def sim() -> Iterator[Running]:
    with simulator() as running:
        running.control("hook", url="http://127.0.0.1:9/webhooks", secret=SECRET)
        yield running


@pytest.fixture
async def place(db: None, config: Config, sim: Running) -> Place:
    """An organisation connected to an account of its own, with a member and a browser."""
    return await place_in(config, sim)


@pytest.fixture
async def committed_place(fresh_db: str, config: Config, sim: Running) -> Place:
    """The same in a database of its own, for what several do at once."""
    return await place_in(config, sim)


async def place_in(config: Config, sim: Running) -> Place:
    ours = settings.use(
        replace(
            config,
            stripe_key=sim.world.key,
            stripe_hook_secret=SECRET,
            stripe_url=sim.base,
        )
    )
    return await make_place(sim, Pages(make_app(ours)))
