"""The ballot's lock: casting takes it shared, whatever closes or opens takes it alone.

Held to the end of the transaction. Advisory, so that no row of the ballot's is stamped by a
vote, and so that it is taken before the clock is read.
"""

from tortoise import connections

from coopcouncil.ballots.models import Ballot

_SPACE = 0x0BA1_1075 << 32


def lock_key(ballot_id: int) -> int:
    """The number of the ballot's lock, within 64 bits."""
    return _SPACE | (ballot_id & 0xFFFF_FFFF)


async def alone(ballot: Ballot) -> None:
    """Wait for every vote that is being cast, and let no other begin before the commit."""
    await connections.get("default").execute_query(
        f"SELECT pg_advisory_xact_lock({lock_key(ballot.id)})"
    )


async def beside_others(ballot_id: int) -> None:
    """Cast beside others; wait only for who holds it alone."""
    await connections.get("default").execute_query(
        f"SELECT pg_advisory_xact_lock_shared({lock_key(ballot_id)})"
    )
