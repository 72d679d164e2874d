"""A storm, from the command line: `python -m bench.storm MEMBERS MONTHS [--minutes N]`."""

from __future__ import annotations

import argparse
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

RESULT = Path(__file__).resolve().parents[2] / "build" / "storm.json"


@contextlib.asynccontextmanager
async def _installation(home: Path) -> AsyncIterator[str]:
    config = settings.use(settings.load({"COOPCOUNCIL_HOME": str(home)}))
    async with server(config) as dsn:
        await upgrade(tortoise_config(dsn), dsn)
        async with connected(dsn, 8):
            yield dsn


async def storm(asked: argparse.Namespace, home: Path) -> dict[str, Any]:
    """A storm in an installation of its own."""
    async with _installation(home) as dsn:
        environment = {"COOPCOUNCIL_HOME": str(home)}
        trial = Storm(
            asked.members,
            asked.months,
            home,
            dsn,
            environment,
            asked.kill_every,
            minutes=asked.minutes,
        )
        return await trial.run()


def main(words: list[str]) -> int:
    """Exit 1 where a penny is not accounted for."""
    if words[:1] == ["--serve"]:
        serve(int(words[1]), Path(words[2]))
        return 0
    known = argparse.ArgumentParser("python -m bench.storm", description="Money in bad weather.")
    known.add_argument("members", type=int)
    known.add_argument("months", type=int)
    known.add_argument("--kill-every", type=float, default=30, help="seconds, on average")
    known.add_argument(
        "--minutes", type=float, default=10_000, help="begin no month after so many minutes"
    )
    asked = known.parse_args(words)
    with (
        tempfile.TemporaryDirectory(prefix="cc-storm-") as folder,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        found = runner.run(storm(asked, Path(folder)))
    text = json.dumps(found, indent=1, ensure_ascii=False)
    print(text)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(text + "\n", encoding="utf-8")
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
