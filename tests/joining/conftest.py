"""A browser before a place whose messages can be read on the screen."""

from collections.abc import AsyncIterator

import pytest

from coopcouncil.app import make_app
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import Config
from tests.pageclient import Pages


@pytest.fixture
async def site(db: None, config: Config) -> AsyncIterator[Pages]:
    """A browser before a place where messages can be read on the screen."""
    shown = settings.use(config.for_demo())
    yield Pages(make_app(shown))
    settings.use(config)
