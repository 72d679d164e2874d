"""What the tests of payments out stand on."""

import pytest

from coopcouncil.kernel import clock
from tests.payouts.building import NOW, make_place


@pytest.fixture
async def place(db: None):
    with clock.frozen(NOW):
        yield await make_place()
