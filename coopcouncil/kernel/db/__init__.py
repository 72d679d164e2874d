"""The database: where it is, what is in it, how it is brought up to date.

async with server(config) as dsn:
    await upgrade(dsn)
    async with connected(dsn):
        ...
"""

import importlib.util
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
from tortoise.context import TortoiseContext

from coopcouncil.kernel.config import Config
from coopcouncil.kernel.db.embedded import NoDatabase, binaries, embedded
from coopcouncil.kernel.db.transactions import ids, lock, retrying

__all__ = [
    "APP",
    "MIGRATIONS",
    "TORTOISE",
    "NoDatabase",
    "binaries",
    "connected",
    "ids",
    "lock",
    "model_modules",
    "retrying",
    "server",
    "tortoise_config",
]

APP = "coopcouncil"
MIGRATIONS = "migrations"
# One ORM application for all slices: foreign keys across several break its autodetector. Named
# as strings, since the kernel imports no slice.
MODEL_MODULES = (
    "coopcouncil.kernel.models",
    "coopcouncil.accounts.models",
    "coopcouncil.organisations.models",
    "coopcouncil.members.models",
    "coopcouncil.members.duplicates.models",
    "coopcouncil.officers.models",
    "coopcouncil.checks.models",
    "coopcouncil.ledger.models",
    "coopcouncil.payouts.models",
    "coopcouncil.shares.models",
    "coopcouncil.shares.models_returns",
    "coopcouncil.payments.models",
    "coopcouncil.payments.stripe.models",
    "coopcouncil.payments.bacs.models",
    "coopcouncil.banking.models",
    "coopcouncil.joining.models",
    "coopcouncil.housing.models",
    "coopcouncil.mutuals.models",
    "coopcouncil.arrears.models",
    "coopcouncil.savings.models",
    "coopcouncil.savings.holders.models",
    "coopcouncil.savings.juniors.models",
    "coopcouncil.savings.core.models",
    "coopcouncil.savings.dividends.models",
    "coopcouncil.savings.watching.models",
    "coopcouncil.savings.suspicions.models",
    "coopcouncil.savings.loans.models",
    "coopcouncil.ballots.models",
    "coopcouncil.meetings.models",
    "coopcouncil.schools.models",
    "coopcouncil.procurement.measures.models",
    "coopcouncil.procurement.tenders.models",
    "coopcouncil.procurement.tenders.consideration.models",
    "coopcouncil.procurement.bids.models",
    "coopcouncil.procurement.evaluation.models",
    "coopcouncil.procurement.outcome.models",
    "coopcouncil.procurement.delivery.models",
    "coopcouncil.messages.models",
    "coopcouncil.privacy.models",
    "coopcouncil.statutory.models",
    "coopcouncil.statutory.year.models",
)


@asynccontextmanager
async def server(config: Config, fsync: bool = True) -> AsyncIterator[str]:
    """The address of the database: `DATABASE_URL`, else the embedded server, while in use."""
    if config.database_url is None:
        async with embedded(config, fsync) as dsn:
            yield dsn
        return
    try:
        connection = await asyncpg.connect(config.database_url, timeout=15)
        await connection.close()
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError) as trouble:
        reason = str(trouble).strip().splitlines()[0] if str(trouble) else type(trouble).__name__
        raise NoDatabase(f"The database of DATABASE_URL cannot be reached: {reason}") from trouble
    yield config.database_url


@asynccontextmanager
async def connected(dsn: str, pool: int = 10, everywhere: bool = True) -> AsyncIterator[None]:
    """The ORM on that database; `everywhere` makes it the one that all tasks fall back to."""
    async with TortoiseContext() as context:
        await context.init(config=tortoise_config(dsn, pool), _enable_global_fallback=everywhere)
        yield


def tortoise_config(dsn: str, pool: int = 10, **server_settings: str) -> dict[str, Any]:
    """The ORM's own configuration for one database."""
    return {
        "connections": {
            "default": {
                "engine": "tortoise.backends.asyncpg",
                "credentials": {
                    **_credentials(dsn),
                    "minsize": 1,
                    "maxsize": pool,
                    "reset": _as_it_is,
                    "server_settings": {
                        "application_name": APP,
                        "timezone": "UTC",
                        **server_settings,
                    },
                },
            }
        },
        "apps": {
            APP: {
                "models": model_modules(),
                "default_connection": "default",
                "migrations": MIGRATIONS,
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


async def _as_it_is(connection: object) -> None:
    """A connection goes back to the pool as it is; the driver has ended its transaction.

    Its usual reset is a journey of its own after every statement, half of all of them. Nothing of
    ours needs it: settings and locks are the transaction's (`SET LOCAL`, `…_xact_lock`), and who
    listens has a connection to itself.
    """


def model_modules() -> list[str]:
    """Every slice's table module."""
    return [name for name in MODEL_MODULES if _exists(name)]


def _exists(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _credentials(dsn: str) -> dict[str, Any]:
    parts = urlsplit(dsn)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    found: dict[str, Any] = {
        "host": asked.get("host") or parts.hostname or "localhost",
        "port": int(asked.get("port") or parts.port or 5432),
        "user": unquote(parts.username or asked.get("user") or ""),
        "database": unquote(parts.path.lstrip("/")) or APP,
    }
    if password := parts.password or asked.get("password"):
        found["password"] = unquote(password)
    if "sslmode" in asked:
        found["ssl"] = asked["sslmode"]
    return found


# For the ORM's own command line (`make migration`), which reads models and files alone.
TORTOISE = tortoise_config(os.environ.get("DATABASE_URL") or "postgresql://nobody@localhost/none")
