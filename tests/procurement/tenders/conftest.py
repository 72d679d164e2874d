"""What the pages of tenders stand on: a council at a moment before publication, and its lead."""

from datetime import UTC, datetime

import pytest

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from tests.procurement.make import council, lead_of

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


@pytest.fixture
async def org(db: None):
    with clock.frozen(NOW):
        yield await council()


@pytest.fixture
async def lead(org: Organisation) -> Person:
    return await lead_of(org)
