"""An organisation with books on a working day, whose debits go to Bacs under its own number."""

from collections.abc import AsyncIterator

import pytest

from coopcouncil.kernel import clock
from tests.payments.bacs.building import WEDNESDAY
from tests.payouts.building import Place, make_place


@pytest.fixture
async def place(db: None) -> AsyncIterator[Place]:
    with clock.frozen(WEDNESDAY):
        yield await make_place()
