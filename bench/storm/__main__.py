"""A storm, from the command line: `python -m bench.storm MEMBERS MONTHS [SECONDS]`."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import uvloop

from bench.storm.serving import serve
from bench.storm.weather import Storm
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.db import connected, server, tortoise_config
from coopcouncil.kernel.db.upgrade import upgrade


@contextlib.asynccontextmanager
async def _installation(home: Path) -> AsyncIterator[str]:
    config = settings.use(settings.load({"COOPCOUNCIL_HOME": str(home)}))
    async with server(config) as dsn:
        await upgrade(tortoise_config(dsn), dsn)
        async with connected(dsn, 8):
            yield dsn


async def storm(members: int, months: int, home: Path, kill_every: float = 30) -> dict[str, Any]:
    """A storm in an installation of its own."""
    async with _installation(home) as dsn:
        environment = {"COOPCOUNCIL_HOME": str(home)}
        return await Storm(members, months, home, dsn, environment, kill_every).run()


def main(words: list[str]) -> int:
    """`MEMBERS MONTHS`: exit 1 where a penny is not accounted for."""
    if words[:1] == ["--serve"]:
        serve(int(words[1]), Path(words[2]))
        return 0
    members, months = int(words[0]), int(words[1])
    kill_every = float(words[2]) if len(words) > 2 else 30.0
    with (
        tempfile.TemporaryDirectory(prefix="cc-storm-") as folder,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        found = runner.run(storm(members, months, Path(folder), kill_every))
    print(json.dumps(found, indent=1))
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
