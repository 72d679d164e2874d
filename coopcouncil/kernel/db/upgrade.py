"""Bringing the database's tables up to date, by one process at a time."""

from typing import Any

import asyncpg
from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget
from tortoise.migrations.operations import AlterModelOptions
from tortoise.migrations.writer import MigrationWriter

UPGRADE_LOCK = 7_401_001
APP = "coopcouncil"


async def upgrade(config: dict[str, Any], dsn: str, upto: str = "__latest__") -> list[str]:
    """Apply what is missing, up to a named migration; the names of those applied."""
    guard = await asyncpg.connect(dsn)
    try:
        # Held by a connection of its own: each migration commits by itself. Two processes
        # starting at once do it one after the other, and the second finds nothing to do.
        await guard.execute(f"SELECT pg_advisory_lock({UPGRADE_LOCK})")
        async with TortoiseContext() as context:
            await context.init(config=config)
            executor = MigrationExecutor(context.db(), config["apps"])
            targets = [MigrationTarget(app_label=APP, name=upto)]
            steps = await executor.plan(targets)
            await executor.migrate(targets)
    finally:
        await guard.close()
    return [step.migration.name for step in steps]


async def pending(config: dict[str, Any]) -> list[str]:
    """The migrations that this database still lacks."""
    async with TortoiseContext() as context:
        await context.init(config=config)
        steps = await MigrationExecutor(context.db(), config["apps"]).plan()
    return [step.migration.name for step in steps]


async def drift(config: dict[str, Any]) -> list[str]:
    """What the models say and no migration does yet."""
    return [
        operation.describe() for writer in await changes(config) for operation in writer.operations
    ]


async def changes(config: dict[str, Any]) -> list[MigrationWriter]:
    """The migrations that would have to be written, each with its operations."""
    async with TortoiseContext() as context:
        await context.init(config=config, init_connections=False)
        if context.apps is None:
            raise RuntimeError("no models")
        writers = await MigrationAutodetector(context.apps, config["apps"]).changes()
    for writer in writers:
        # These touch no table; the ORM makes one for every docstring that somebody improves.
        writer.operations = [
            operation
            for operation in writer.operations
            if not isinstance(operation, AlterModelOptions)
        ]
    return [writer for writer in writers if writer.operations]
