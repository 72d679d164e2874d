"""Bringing the database's tables up to date, by one process at a time.

The migrations are the ORM's own; what applies them is not. Its executor copies the whole
model of the schema before every operation (most of a minute from nothing, by now) and records
a migration after its commit, so that a kill between the two leaves one applied and unrecorded.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import Any

import asyncpg
from tortoise.connection import ConnectionHandler
from tortoise.context import TortoiseContext
from tortoise.migrations import operations as ops
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget
from tortoise.migrations.migration import Migration
from tortoise.migrations.recorder import MigrationRecorder
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor
from tortoise.migrations.schema_generator.state import State
from tortoise.migrations.schema_generator.state_apps import StateApps
from tortoise.migrations.writer import MigrationWriter
from tortoise.transactions import in_transaction

UPGRADE_LOCK = 7_401_001
APP = "coopcouncil"

# Going forward these look at what they make, never at what was before.
LOOKING_AHEAD = (
    ops.CreateModel,
    ops.AddField,
    ops.AddIndex,
    ops.AddConstraint,
    ops.AlterModelOptions,
    ops.RunSQL,
)


class _Schema(State):
    """The ORM's model of the schema. It renders a model anew, with all that are related, after
    each operation; this one does so once for all that are followed together."""

    _changed: set[tuple[str, str]]

    def reload_model(self, app_label: str, model_name: str) -> None:
        self._changed.add((app_label, model_name))

    def reload_models(self, model_tuples: Iterable[tuple[str, str]]) -> None:
        self._changed.update(model_tuples)

    def follow(self, operations: Sequence[Any]) -> None:
        """Become what the operations make of it."""
        self._changed = set()
        for operation in operations:
            before = set(self._changed)
            operation.state_forward(APP, self)
            # A constraint needs its table's name and columns, which were there before.
            if isinstance(operation, ops.AddConstraint):
                self._changed = before
        if self._changed:
            super().reload_models(self._changed)

    def as_it_is(self) -> State:
        """What an operation that looks back will look at; models are rendered anew, not changed."""
        apps = StateApps({APP: "default"}, self.apps._connections)
        apps.apps = {label: dict(models) for label, models in self.apps.apps.items()}
        return State({key: model.clone() for key, model in self.models.items()}, apps)


async def upgrade(
    config: dict[str, Any],
    dsn: str,
    upto: str = "__latest__",
    after: Callable[[str], Awaitable[None]] | None = None,
) -> list[str]:
    """Apply what is missing, up to a named migration; the names of those applied.

    `after` is called with each name once that migration is committed.
    """
    guard = await asyncpg.connect(dsn)
    try:
        # Held by a connection of its own: each migration commits by itself. Two processes
        # starting at once do it one after the other, and the second finds nothing to do.
        await guard.execute("SELECT pg_advisory_lock($1)", UPGRADE_LOCK)
        async with TortoiseContext() as context:
            await context.init(config=_impatient(config))
            executor = MigrationExecutor(context.db(), config["apps"])
            await executor.recorder.ensure_schema(AsyncpgSchemaEditor(context.db(), atomic=False))
            steps = await executor.plan([MigrationTarget(app_label=APP, name=upto)])
            applied = set(await executor.recorder.applied_migrations())
            state = _Schema(models={}, apps=StateApps({APP: "default"}, ConnectionHandler()))
            if steps:
                for key in executor._full_plan():
                    before = executor.loader.graph.nodes[key]
                    if key in applied and before is not None:
                        for some in _together(before.operations):
                            state.follow(some)
            for step in steps:
                await _apply(step.migration, state)
                if after is not None:
                    await after(step.migration.name)
    finally:
        await guard.close()
    return [step.migration.name for step in steps]


def _impatient(config: dict[str, Any]) -> dict[str, Any]:
    """A table that a long reader holds is given up on: else everybody waits behind us."""
    connection = config["connections"]["default"]
    credentials = connection["credentials"]
    settings = {**credentials["server_settings"], "lock_timeout": "20s"}
    hasty = {**connection, "credentials": {**credentials, "server_settings": settings}}
    return {**config, "connections": {"default": hasty}}


async def _apply(migration: Migration, state: _Schema) -> None:
    """One migration and the row that says so, in one transaction."""
    async with in_transaction() as connection:
        editor = AsyncpgSchemaEditor(connection, atomic=True)
        for some in _together(migration.operations):
            if any(isinstance(operation, ops.RunPython) for operation in some):
                raise TypeError(f"{migration.name}: write what changes rows as SQL (ops.RunSQL)")
            before = state if isinstance(some[0], LOOKING_AHEAD) else state.as_it_is()
            state.follow(some)
            for operation in some:
                await operation.database_forward(APP, before, state, editor)
        await MigrationRecorder(connection).record_applied(APP, migration.name)


def _together(operations: Sequence[Any]) -> Iterator[list[Any]]:
    """The operations in order, those together that may look at what all of them have made.

    What looks back stands alone; and what is added to a table comes after the table, which would
    otherwise be made with it already.
    """
    some: list[Any] = []
    made: set[str] = set()
    for operation in operations:
        ahead = isinstance(operation, LOOKING_AHEAD)
        adds = isinstance(operation, (ops.AddField, ops.AddIndex))
        if some and (not ahead or (adds and operation.model_name in made)):
            yield some
            some, made = [], set()
        some.append(operation)
        if isinstance(operation, ops.CreateModel):
            made.add(operation.name)
        if not ahead:
            yield some
            some = []
    if some:
        yield some


async def pending(config: dict[str, Any]) -> list[str]:
    """The migrations that this database still lacks."""
    async with TortoiseContext() as context:
        await context.init(config=config)
        steps = await MigrationExecutor(context.db(), config["apps"]).plan()
    return [step.migration.name for step in steps]


async def known(config: dict[str, Any]) -> list[str]:
    """Every migration of this release, in order."""
    async with TortoiseContext() as context:
        await context.init(config=config, init_connections=False)
        executor = MigrationExecutor(context.db(), config["apps"])
        await executor.loader.build_graph()
        return [key.name for key in executor._full_plan()]


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
            if not isinstance(operation, ops.AlterModelOptions)
        ]
    return [writer for writer in writers if writer.operations]
