"""The process that is killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from pathlib import Path

import uvicorn
import uvloop

from bench.storm.sharedclock import SharedClock
from coopcouncil.app import make_app
from coopcouncil.kernel import clock, jobs
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.db import connected, server


def serve(port: int, clock_file: Path) -> None:
    """The process that is killed: the site and its workers, as `coopcouncil run` has them."""
    clock.now = SharedClock(clock_file).now
    threading.Thread(target=_end_when_alone, daemon=True).start()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serving(port))


def _end_when_alone() -> None:
    """The storm is over, if only by a kill: nothing is left behind."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGKILL)


async def _serving(port: int) -> None:
    config = settings.use(settings.load())
    async with server(config) as dsn, connected(dsn, config.pool_size):
        app = make_app(config)
        worker = asyncio.create_task(jobs.work(dsn, asyncio.Event(), hands=4))
        words = uvicorn.Config(app, port=port, log_config=None, access_log=False)
        site = uvicorn.Server(words)
        await site.serve()
        worker.cancel()
