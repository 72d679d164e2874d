"""How often something may be tried, counted for all processes together.

Keys are stored as HMAC under the installation's secret: neither an address nor a network
address can be read from the table.
"""

import hashlib
import hmac
from datetime import timedelta
from functools import cache

from starlette.requests import Request
from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.kernel.config import current
from coopcouncil.kernel.errors import TooOften
from coopcouncil.kernel.models import RateCount


async def hit(bucket: str, key: str, limit: int, seconds: int) -> None:
    """Count a try; `TooOften` from the `limit`+1st in a window of `seconds`.

    Call it outside the deed's own transaction, so that a refused deed still counts.
    """
    moment = int(clock.now().timestamp())
    window = moment - moment % seconds
    rows = await connections.get("default").execute_query_dict(
        "INSERT INTO rate_count AS r (bucket, starts_at, hits) "
        "VALUES ($1, to_timestamp($2::bigint), 1) "
        "ON CONFLICT (bucket, starts_at) DO UPDATE SET hits = r.hits + 1 RETURNING hits",
        [f"{bucket}:{_digest(bucket, key)}", window],
    )
    if rows[0]["hits"] > limit:
        raise TooOften(window + seconds - moment)


async def ask(bucket: str, key: str, limit: int, seconds: int) -> None:
    """`TooOften` where `limit` hits are spent already; counts nothing.

    For things of which only the failures are counted: ask before, `hit` after a failure.
    """
    moment = int(clock.now().timestamp())
    window = moment - moment % seconds
    rows = await connections.get("default").execute_query_dict(
        "SELECT hits FROM rate_count WHERE bucket = $1 AND starts_at = to_timestamp($2::bigint)",
        [f"{bucket}:{_digest(bucket, key)}", window],
    )
    if rows and rows[0]["hits"] >= limit:
        raise TooOften(window + seconds - moment)


async def forget_old() -> None:
    """Drop the counts of before yesterday."""
    await RateCount.filter(starts_at__lt=clock.now() - timedelta(days=1)).delete()


def caller(request: Request) -> str:
    """Where a request comes from, as a key for `hit`; never log it."""
    return request.client.host if request.client else "unknown"


def _digest(bucket: str, key: str) -> str:
    return hmac.new(_secret(), f"{bucket}\0{key}".encode(), hashlib.sha256).hexdigest()


@cache
def _secret() -> bytes:
    return hashlib.sha256(b"limits:" + current().secret_key).digest()
