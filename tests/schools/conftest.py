"""The cluster in which these stories play."""

import pytest

from tests.pageclient import Pages
from tests.schools.building import Cluster, make_cluster


@pytest.fixture
async def place(client: Pages) -> Cluster:
    return await make_cluster()
