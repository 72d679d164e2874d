"""The record's chain: nothing in it can be changed, removed or moved without being noticed."""

import asyncio
from datetime import UTC, datetime

import pytest
from tortoise import connections
from tortoise.exceptions import BaseORMException
from tortoise.transactions import in_transaction

from coopcouncil.kernel import audit
from coopcouncil.kernel.models import AuditEntry

ORG = 7
MOVE = "UPDATE audit_entry SET place ="


async def tamper(sql: str) -> None:
    """Change the table as somebody with the database would, past the triggers."""
    async with in_transaction() as connection:
        await connection.execute_script(f"SET LOCAL session_replication_role = replica; {sql}")
        await connection.execute_script("SET LOCAL session_replication_role = origin")


async def chain(length: int = 5) -> None:
    for number in range(1, length + 1):
        await audit.record(ORG, 1, "admitted", f"member:{number}", number=number)
    assert await audit.seal(ORG) == length


async def test_a_chain_as_it_was_written_is_whole(db: None) -> None:
    await chain()
    await audit.record(ORG, 1, "admitted", "member:6")
    await audit.record(8, 1, "admitted", "member:1")

    report = await audit.verify(ORG)
    assert (report.sealed, report.unsealed, report.broken) == (5, 1, None)
    assert await audit.head(ORG) == (5, report.head)


@pytest.mark.parametrize(
    ("deed", "says"),
    [
        ("UPDATE audit_entry SET payload = payload || '{\"by\": 2}' WHERE place = 3", "changed"),
        ("UPDATE audit_entry SET recorded_at = now() WHERE place = 3", "moved"),
        ("UPDATE audit_entry SET digest = '\\x00' WHERE place = 3", "changed"),
        ("UPDATE audit_entry SET salt = '\\x00' WHERE place = 3", "changed"),
        ("DELETE FROM audit_entry WHERE place = 3", "missing"),
        ("DELETE FROM audit_entry WHERE place = 1", "missing"),
        ("DELETE FROM audit_entry WHERE place = 5", "ends at 4"),
        ("DELETE FROM audit_entry", "ends at 0"),
        (f"{MOVE} 9 WHERE place = 4; {MOVE} 4 WHERE place = 5; {MOVE} 5 WHERE place = 9", "link"),
        ("UPDATE audit_head SET link = '\\x00'", "last link"),
        ("DELETE FROM audit_entry WHERE place = 5; UPDATE audit_head SET place = 4", "last link"),
    ],
)
async def test_a_change_is_noticed(db: None, deed: str, says: str) -> None:
    await chain()
    await tamper(deed)
    broken = (await audit.verify(ORG)).broken
    assert broken is not None
    assert says in broken


async def test_a_change_before_sealing_is_noticed_too(db: None) -> None:
    await audit.record(ORG, 1, "admitted", "member:1")
    await tamper("UPDATE audit_entry SET payload = payload || '{\"by\": 2}'")
    assert "changed" in str((await audit.verify(ORG)).broken)


async def test_a_payload_can_be_erased_and_the_chain_still_holds(db: None) -> None:
    await chain()
    await audit.erase(await AuditEntry.get(place=3))

    report = await audit.verify(ORG)
    assert (report.erased, report.broken) == (1, None)
    entry = await AuditEntry.get(place=3)
    assert entry.payload is None
    assert entry.salt is None


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE audit_entry SET digest = '\\x00'",
        "UPDATE audit_entry SET payload = '{}'",
        "UPDATE audit_entry SET recorded_at = now()",
        "UPDATE audit_entry SET place = NULL, link = NULL",
    ],
)
async def test_the_table_refuses_to_be_rewritten(db: None, sql: str) -> None:
    await chain(2)
    with pytest.raises(BaseORMException, match="written once"):
        async with in_transaction() as connection:
            await connection.execute_script(sql)


async def test_an_entry_falls_with_its_transaction(db: None) -> None:
    with pytest.raises(RuntimeError):
        async with in_transaction():
            await audit.record(ORG, 1, "admitted", "member:1")
            raise RuntimeError
    assert await AuditEntry.filter(organisation_id=ORG).count() == 0


async def test_a_slow_transaction_is_linked_when_it_is_there(fresh_db: str) -> None:
    written, sealed = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with in_transaction():
            await audit.record(ORG, 1, "admitted", "member:slow")
            written.set()
            await sealed.wait()

    async def quick() -> None:
        await written.wait()
        await audit.record(ORG, 1, "admitted", "member:quick")
        assert await audit.seal(ORG) == 1
        sealed.set()

    await asyncio.gather(slow(), quick())
    assert await audit.seal(ORG) == 1
    in_order = await AuditEntry.all().order_by("place")
    assert [entry.payload and entry.payload["subject"] for entry in in_order] == [
        "member:quick",
        "member:slow",
    ]
    assert (await audit.verify(ORG)).broken is None


async def test_sealers_at_once_make_one_chain(fresh_db: str) -> None:
    await asyncio.gather(*(audit.record(ORG, 1, "did", f"it:{n}") for n in range(40)))
    counts = await asyncio.gather(*(audit.seal(ORG) for _each in range(5)))
    assert sum(counts) == 40
    report = await audit.verify(ORG)
    assert (report.sealed, report.broken) == (40, None)
    await connections.get("default").execute_query("SELECT 1")


async def test_facts_have_one_form(db: None) -> None:
    moment = datetime(2026, 5, 1, 12, tzinfo=UTC)
    entry = await audit.record(
        ORG, None, "did", "it:1", at=moment, places=(1, 2), when=moment.date()
    )
    await entry.refresh_from_db()
    assert entry.payload is not None
    assert entry.payload["facts"] == {
        "at": "2026-05-01T12:00:00.000000+00:00",
        "places": [1, 2],
        "when": "2026-05-01",
    }
    with pytest.raises(TypeError):
        await audit.record(ORG, None, "did", "it:1", share=0.1)
