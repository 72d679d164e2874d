"""Locks that end with the transaction, and trying again what only bad luck stopped."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from functools import wraps
from hashlib import sha256
from typing import ParamSpec, TypeVar

import asyncpg
from tortoise import connections

TRIES = 6

P = ParamSpec("P")
T = TypeVar("T")


async def lock(kind: str, key: int | str, shared: bool = False) -> None:
    """Wait for the transaction-level lock of one thing; it is released at the commit.

    `kind` names the sort of thing ("ballot", "register"), so that numbers do not collide.
    """
    name = int.from_bytes(sha256(f"{kind}:{key}".encode()).digest()[:8], "big", signed=True)
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    await connections.get("default").execute_query(f"SELECT {function}($1)", [name])


async def ids(table: str, count: int) -> list[int]:
    """So many new numbers for rows of a table, for what is written with rows that name it."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT nextval(pg_get_serial_sequence($1, 'id')) AS id FROM generate_series(1, $2::int)",
        [table, count],
    )
    return [row["id"] for row in rows]


def retrying(action: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """Repeat an action whose whole transaction the server threw back: deadlock, serialisation.

    Put it outside the transaction, on something that may start again from nothing.
    """

    @wraps(action)
    async def tried(*args: P.args, **kwargs: P.kwargs) -> T:
        for attempt in range(1, TRIES):
            try:
                return await action(*args, **kwargs)
            # The ORM lets these two through as the driver's own.
            except (asyncpg.SerializationError, asyncpg.DeadlockDetectedError):
                await asyncio.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311
        return await action(*args, **kwargs)

    return tried
