"""What all tests stand on: one server, one migrated database, each test rolled back.

- `db`: the test runs inside a transaction that is rolled back, deferred constraints checked. Its
  database is read-only otherwise: a test without `db` that writes fails itself, not the next one.
- `fresh_db`: a database of the test's own with committed data, for races, NOTIFY and crashes.

Property tests draw the same examples each time, so that a change is judged by itself; `make fuzz`
draws others, many times over, and is how new ones are found.
"""

import gc
import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import asyncpg
import hypothesis
import pytest
from tortoise import connections
from tortoise.exceptions import TransactionManagementError
from tortoise.transactions import in_transaction

from coopcouncil.app import make_app
from coopcouncil.demo.seed import seed
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import Config
from coopcouncil.kernel.db import connected, server, tortoise_config
from coopcouncil.kernel.db.upgrade import upgrade
from coopcouncil.kernel.models import Installation
from tests import kept
from tests.kept import TEMPLATE
from tests.pageclient import Pages

hypothesis.settings.register_profile("same", derandomize=True)
hypothesis.settings.register_profile("other", print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

_numbers = itertools.count(1)

# Begun first: two workers would else end with one of them at these, and the other idle.
LONG = (
    "tests/test_routes.py",
    "tests/test_walks.py",
    "tests/procurement/test_walk",
    "tests/commands/",
    "tests/kernel/test_migrations.py",
    "tests/ballots/test_races.py",
    "tests/ballots/test_secrecy.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first, each kept together; the others as they come."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: to look through it again and again took a minute."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 20)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    """An installation's home for this run alone."""
    folder = Path(tempfile.mkdtemp(prefix="cc-"))
    kept.put_into(folder)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def config(home: Path) -> Config:
    return settings.use(settings.load({"COOPCOUNCIL_HOME": str(home)}))


@pytest.fixture(scope="session")
async def cluster(config: Config) -> AsyncIterator[str]:
    """The server's address; it forgets everything, so it need not wait for the disk."""
    async with server(config, fsync=False) as dsn:
        yield dsn


@pytest.fixture(scope="session")
async def template(cluster: str) -> str:
    """The address of the migrated, empty database that all others are copies of."""
    connection = await asyncpg.connect(cluster, database="postgres")
    try:
        is_there = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)"
        kept_one = await connection.fetchval(is_there, TEMPLATE)
    finally:
        await connection.close()
    if kept_one:
        return cluster.replace("@/coopcouncil?", f"@/{TEMPLATE}?")
    dsn = await make_database(cluster, TEMPLATE)
    await upgrade(tortoise_config(dsn), dsn)
    return dsn


@pytest.fixture(scope="session")
async def demonstration(cluster: str, template: str, config: Config) -> str:
    """The name of a database with the demonstration place, seeded once, for others to copy."""
    dsn = await make_database(cluster, "demonstration", TEMPLATE)
    settings.use(config.for_demo())
    async with connected(dsn, everywhere=False):
        async with in_transaction():
            await Installation.create(id=1, is_demonstration=True)
            await seed()
        await connections.close_all()
    settings.use(config)
    return "demonstration"


@pytest.fixture(scope="session")
async def database(cluster: str, template: str) -> AsyncIterator[str]:
    """The one database of all tests that are rolled back, read-only outside `rolled_back`."""
    dsn = await make_database(cluster, "rolled_back", TEMPLATE)
    connection = await asyncpg.connect(dsn)
    await connection.execute("ALTER DATABASE rolled_back SET default_transaction_read_only = on")
    await connection.close()
    async with connected(dsn):
        yield dsn


@asynccontextmanager
async def rolled_back() -> AsyncIterator[None]:
    """A transaction on `database` that may write, and leaves nothing behind."""
    async with in_transaction() as connection:
        await connection.execute_script("SET TRANSACTION READ WRITE")
        try:
            yield
            # Deferred triggers would otherwise never speak: nothing here is ever committed.
            # A test of a refused row has spoilt its transaction already, and that is its end.
            with suppress(TransactionManagementError):
                await connection.execute_script("SET CONSTRAINTS ALL IMMEDIATE")
        finally:
            await connection.rollback()


@pytest.fixture
async def db(database: str) -> AsyncIterator[None]:
    """A transaction around the test, rolled back at its end."""
    async with rolled_back():
        yield


@pytest.fixture(autouse=True)
def own_settings(request: pytest.FixtureRequest) -> None:
    """Each test begins with this run's settings, whatever the one before it made of them."""
    if "config" in request.fixturenames:
        settings.use(request.getfixturevalue("config"))


@pytest.fixture
async def client(db: None, config: Config) -> Pages:
    """A browser before the whole site, inside the test's transaction."""
    return Pages(make_app(config))


@pytest.fixture
async def fresh_db(cluster: str, template: str) -> AsyncIterator[str]:
    """The address of a migrated database of the test's own; the ORM is connected to it."""
    name = f"fresh_{next(_numbers)}"
    dsn = await make_database(cluster, name, TEMPLATE)
    async with connected(dsn, everywhere=False):
        yield dsn
        await connections.close_all()
    await drop_database(cluster, name)


@pytest.fixture
async def empty_db(cluster: str) -> AsyncIterator[str]:
    """The address of a database with nothing in it, not even tables."""
    name = f"empty_{next(_numbers)}"
    yield await make_database(cluster, name)
    await drop_database(cluster, name)


async def make_database(cluster: str, name: str, template: str = "template0") -> str:
    """Make a database by copying another; its address."""
    connection = await asyncpg.connect(cluster, database="postgres")
    try:
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    finally:
        await connection.close()
    return cluster.replace("@/coopcouncil?", f"@/{name}?")


async def drop_database(cluster: str, name: str) -> None:
    connection = await asyncpg.connect(cluster, database="postgres")
    try:
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await connection.close()
