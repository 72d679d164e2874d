"""The day on which these stories play."""

from collections.abc import AsyncIterator

import pytest

from coopcouncil.kernel import clock
from tests.housing.building import NOW


@pytest.fixture
async def stopped(db: None) -> AsyncIterator[None]:
    """The clock stands still, as long as the test lasts."""
    with clock.frozen(NOW):
        yield
