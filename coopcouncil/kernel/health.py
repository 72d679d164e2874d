"""Two questions that a supervisor asks: does it live, and may it be given requests?"""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from tortoise import connections
from tortoise.migrations.loader import MigrationLoader
from tortoise.migrations.recorder import MigrationRecorder

from coopcouncil.kernel import jobs
from coopcouncil.kernel.db import APP, MIGRATIONS

PATIENCE = 3


async def healthz(request: Request) -> Response:
    """The database and its migrations; 503 where something is wrong. Names nobody."""
    found: dict[str, object] = {"database": "ok", "migrations": "ok"}
    try:
        async with asyncio.timeout(PATIENCE):
            missing = await pending()
            found["dead_jobs"] = await jobs.dead() if not missing else None
    except Exception:
        # Any reason is one answer here; the log of whatever fails next says which.
        found = {"database": "unreachable", "migrations": "unknown"}
    else:
        if missing:
            found["migrations"] = f"{len(missing)} to apply"
    well = found["database"] == found["migrations"] == "ok"
    return JSONResponse(
        {"status": "ok" if well else "unwell", **found},
        status_code=200 if well else 503,
        headers={"cache-control": "no-store"},
    )


async def readyz(request: Request) -> Response:
    """Whether requests can be answered now: one question to the database."""
    try:
        async with asyncio.timeout(PATIENCE):
            await connections.get("default").execute_query("SELECT 1")
    except Exception:
        ready = False
    else:
        ready = True
    return JSONResponse(
        {"ready": ready},
        status_code=200 if ready else 503,
        headers={"cache-control": "no-store"},
    )


async def pending() -> list[str]:
    """The migrations that the connected database lacks."""
    recorder = MigrationRecorder(connections.get("default"))
    loader = MigrationLoader({APP: {"migrations": MIGRATIONS}}, recorder, load=False)
    await loader.build_graph()
    applied = set(await recorder.applied_migrations())
    return sorted(key.name for key in loader.graph.nodes if key not in applied)
