"""The tables: what the models say, what the migrations make, and what the catalogue holds."""

import asyncio
import os
import re
import sys

import asyncpg
from tortoise import Tortoise
from tortoise.context import TortoiseContext
from tortoise.migrations.executor import MigrationExecutor

from coopcouncil.kernel.config import ROOT
from coopcouncil.kernel.db import TORTOISE, tortoise_config
from coopcouncil.kernel.db.upgrade import drift, pending, upgrade

SAMPLES = {
    "bigint": "1",
    "integer": "1",
    "smallint": "1",
    "boolean": "false",
    "text": "'x'",
    "character varying": "'x'",
    "jsonb": "'{}'",
    "bytea": "'\\x00'",
    "date": "'2026-01-01'",
    "timestamp with time zone": "'2026-01-01T12:00Z'",
    "time without time zone": "'12:00'",
    "numeric": "1",
    "uuid": "gen_random_uuid()",
    "interval": "'1 hour'",
    "double precision": "1",
}


async def names_of_migrations() -> list[str]:
    async with TortoiseContext() as context:
        await context.init(config=TORTOISE, init_connections=False)
        executor = MigrationExecutor(context.db(), TORTOISE["apps"])
        await executor.loader.build_graph()
        return [key.name for key in executor._full_plan()]


async def fill(connection: asyncpg.Connection) -> list[str]:
    """Put a row into each table that has none; the tables that took none."""
    columns = await connection.fetch(
        "SELECT table_name, column_name, data_type, character_maximum_length AS room "
        "FROM information_schema.columns JOIN information_schema.tables "
        "USING (table_schema, table_name) WHERE table_schema = 'public' "
        "AND table_type = 'BASE TABLE' AND is_nullable = 'NO' AND column_default IS NULL"
    )
    tables: dict[str, list[asyncpg.Record]] = {}
    for column in columns:
        tables.setdefault(column["table_name"], []).append(column)
    tables.pop("tortoise_migrations", None)
    refused = []
    # Only to have rows: foreign keys and triggers are others' tests.
    await connection.execute("SET session_replication_role = replica")
    for table, wanted in tables.items():
        if await connection.fetchval(f'SELECT 1 FROM "{table}" LIMIT 1'):
            continue
        names = ", ".join(f'"{column["column_name"]}"' for column in wanted)
        values = ", ".join(SAMPLES[column["data_type"]] for column in wanted)
        try:
            async with connection.transaction():
                await connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({values})')
        except asyncpg.CheckViolationError:
            refused.append(table)
    await connection.execute("SET session_replication_role = origin")
    return refused


async def test_every_migration_applies_to_tables_with_rows(empty_db: str) -> None:
    async def filled(_name: str) -> None:
        connection = await asyncpg.connect(empty_db)
        refused = await fill(connection)
        tables = await connection.fetchval(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        )
        await connection.close()
        assert len(refused) < tables / 4, refused

    names = await names_of_migrations()
    config = tortoise_config(empty_db)
    # In three goes: each begins where the one before ended, as a release does.
    done: list[str] = []
    for last in (names[len(names) // 3], names[-2], names[-1]):
        done += await upgrade(config, empty_db, upto=last, after=filled)
    assert done == names
    assert await pending(tortoise_config(empty_db)) == []
    assert await upgrade(tortoise_config(empty_db), empty_db) == []


async def test_the_models_and_the_migrations_agree() -> None:
    assert await drift(TORTOISE) == []


async def test_every_constraint_and_index_of_the_models_is_in_the_catalogue(db: None) -> None:
    found = await catalogue()
    apps = Tortoise.apps
    assert apps is not None
    for model in apps["coopcouncil"].values():
        for constraint in model._meta.constraints or ():
            assert constraint.name in found, f"{model.__name__}: {constraint.name}"
        for index in model._meta.indexes or ():
            name = getattr(index, "name", None)
            assert name is None or name in found, f"{model.__name__}: {name}"
        for fields in model._meta.unique_together:
            assert f"{model._meta.db_table}:{','.join(fields)}" in found


async def test_every_constraint_trigger_and_index_of_the_migrations_is_in_the_catalogue(
    db: None,
) -> None:
    found = await catalogue()
    written = "\n".join(path.read_text() for path in sorted((ROOT / "migrations").glob("0*.py")))
    made = set(
        re.findall(
            r"CREATE (?:CONSTRAINT )?(?:UNIQUE )?(?:TRIGGER|INDEX)\s+(?:IF NOT EXISTS )?(\w+)",
            written,
        )
    )
    made |= set(re.findall(r"ADD CONSTRAINT (\w+)", written))
    # Reverse SQL drops everything; only what a later migration drops going forward is excused.
    gone = set(re.findall(r"-- gone for good: (\w+)", written))
    assert len(made) > 10
    assert made - gone <= found


async def catalogue() -> set[str]:
    """The names of all constraints, indexes and triggers, and `table:columns` of unique ones."""
    connection = Tortoise.get_connection("default")
    rows = await connection.execute_query_dict(
        """
        SELECT conname AS name FROM pg_constraint
        UNION SELECT indexname FROM pg_indexes
        UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
        UNION SELECT conrelid::regclass || ':' || string_agg(attname, ',' ORDER BY place)
            FROM pg_constraint, unnest(conkey) WITH ORDINALITY AS part (number, place)
            JOIN pg_attribute ON attnum = number
            WHERE contype = 'u' AND attrelid = conrelid GROUP BY conrelid, conname
        """
    )
    return {row["name"] for row in rows}


async def test_two_processes_may_upgrade_at_once(empty_db: str, tmp_path: object) -> None:
    environment = {**os.environ, "DATABASE_URL": empty_db, "COOPCOUNCIL_HOME": str(tmp_path)}
    processes = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "coopcouncil", "upgrade"),
            cwd=ROOT,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        for _either in range(2)
    ]
    said = [(await process.communicate())[0].decode() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    assert sorted("Nothing to do." in words for words in said) == [False, True], said
