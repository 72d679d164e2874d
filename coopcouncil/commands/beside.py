"""The simulator of Stripe beside a demonstration: begun with it, ended with it."""

import asyncio
import contextlib
import json
import secrets
import socket
import sys
import urllib.request
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from coopcouncil.commands.outcome import Stop
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import SIMULATORS_KEY, Config

FILE = "simulator.json"
PATIENCE = 30


@contextlib.asynccontextmanager
async def simulator_beside(config: Config) -> AsyncIterator[None]:
    """Settings with which payments go to a simulator that runs meanwhile."""
    port = _port_near(config.port)
    secret = f"whsec_{secrets.token_hex(16)}"
    ours = settings.use(
        replace(
            config,
            stripe_key=SIMULATORS_KEY,
            stripe_hook_secret=secret,
            stripe_url=f"http://localhost:{port}",
        )
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "coopcouncil", "simulator"),
        *("--port", str(port), "--key", SIMULATORS_KEY),
        *("--file", str(config.home / FILE), "--until-alone"),
        stdin=asyncio.subprocess.PIPE,
    )
    try:
        await _answering(process, port)
        hook = f"http://localhost:{config.port}/webhooks/stripe"
        await asyncio.to_thread(_control, ours, "hook", url=hook, secret=secret)
        print(f"Payments go to the simulator of Stripe at {ours.stripe_url}/.", flush=True)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _port_near(port: int) -> int:
    """The same port each time where that is free, since pages that are open lead there."""
    for wanted in (port + 420, 0):
        with socket.socket() as probe, contextlib.suppress(OSError, OverflowError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", wanted))
            return int(probe.getsockname()[1])
    raise Stop("No port is free for the simulator of Stripe.")


async def _answering(process: asyncio.subprocess.Process, port: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while process.returncode is None:
            with contextlib.suppress(OSError):
                _reader, writer = await asyncio.open_connection("localhost", port)
                writer.close()
                return
            await asyncio.sleep(0.05)
    raise Stop("The simulator of Stripe ended as soon as it was begun.")


def _control(config: Config, verb: str, **asked: Any) -> None:
    request = urllib.request.Request(  # noqa: S310  (this machine's simulator)
        f"{config.stripe_url}/_control/{verb}",
        json.dumps(asked).encode(),
        {"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
        answer.read()
