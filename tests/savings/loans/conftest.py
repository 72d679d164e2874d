"""The day on which these stories play, and the deeds that wait for a second person."""

from collections.abc import AsyncIterator

import pytest

import coopcouncil.app  # noqa: F401  The hooks that other slices tell loans by.
from coopcouncil.kernel import clock
from tests.savings.loans.building import NOW


@pytest.fixture
async def stopped(db: None) -> AsyncIterator[None]:
    """The clock stands still, as long as the test lasts."""
    with clock.frozen(NOW):
        yield
