"""What the database itself refuses."""

import pytest
from tortoise import connections

pytestmark = pytest.mark.anyio


async def test_an_envelope_has_no_sequence_and_no_foreign_key(db: None) -> None:
    found = await connections.get("default").execute_query_dict(
        "SELECT pg_get_serial_sequence('envelope', 'roll_entry_id') AS sequence,"
        " (SELECT count(*) FROM pg_constraint WHERE conrelid = 'envelope'::regclass"
        "  AND contype = 'f') AS keys,"
        " (SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute"
        "  WHERE attrelid = 'envelope'::regclass AND attnum > 0) AS columns"
    )
    assert found[0]["sequence"] is None
    assert found[0]["keys"] == 0
    assert found[0]["columns"] == ["roll_entry_id", "ballot_id", "way", "sealed"]
