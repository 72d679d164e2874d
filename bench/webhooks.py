"""Webhooks: how many are accepted each second over HTTP, beside bare inserts of the same bodies.

A real installation in a folder of its own, its disk waited for, the site as `coopcouncil serve`
runs it. Each webhook is signed, believed, stored with its job, and answered. Beside it, in turns
and from as many connections, the same bodies go into a table made like that of webhooks.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import asyncpg
import uvloop

from bench import Row, row
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import ROOT, SIMULATORS_KEY
from coopcouncil.kernel.db import server, tortoise_config
from coopcouncil.kernel.db.upgrade import upgrade
from coopcouncil.simulator.hooks import signature
from coopcouncil.simulator.payments import add_payment_intent
from coopcouncil.simulator.world import World, add_account

ACCOUNT, SECRET = "acct_Bench", "whsec_bench"
CLIENTS, ROUNDS, EACH = 8, 3, 600


def rows() -> Iterator[Row]:
    """Webhooks a second, higher is better."""
    with (
        tempfile.TemporaryDirectory(prefix="cc-bench-") as folder,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        yield runner.run(_measured(Path(folder)))


async def _measured(home: Path) -> Row:
    port = _free_port()
    environment = {
        "COOPCOUNCIL_HOME": str(home),
        "COOPCOUNCIL_STRIPE_KEY": SIMULATORS_KEY,
        "COOPCOUNCIL_STRIPE_WEBHOOK_SECRET": SECRET,
        "COOPCOUNCIL_STRIPE_URL": "http://localhost:9",
    }
    config = settings.use(settings.load(environment))
    async with server(config) as dsn:
        await upgrade(tortoise_config(dsn), dsn)
        site = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "coopcouncil", "serve", "--port", str(port)),
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        pool = await asyncpg.create_pool(dsn, min_size=CLIENTS, max_size=CLIENTS)
        try:
            await _answering(port)
            await pool.execute("CREATE TABLE beside (id bigserial PRIMARY KEY, event_id text"
                               " UNIQUE, body text, at timestamptz)")  # fmt: skip
            bodies = _bodies(ROUNDS * EACH + EACH // 4)
            await _accepted(port, bodies[: EACH // 4])
            ours = bare = 0.0
            for number in range(ROUNDS):
                batch = bodies[EACH // 4 + number * EACH :][:EACH]
                ours += await _accepted(port, batch)
                bare += await _inserted(pool, batch)
            kept = await pool.fetchval("SELECT count(*) FROM stripe_event")
            assert kept == len(bodies), f"{kept} of {len(bodies)} were kept"
        finally:
            site.terminate()
            await site.wait()
            await pool.close()
    count = ROUNDS * EACH
    return row(
        "webhooks accepted, each stored with its job",
        count / ours,
        "a second",
        "bare inserts of the same bodies",
        count / bare,
        f"{CLIENTS} connections, {len(bodies[0]):,} bytes each, one site process",
    )


def _bodies(count: int) -> list[bytes]:
    world = World()
    add_account(world, ACCOUNT, "Bench")
    intent = add_payment_intent(world, ACCOUNT, {"amount": "500", "currency": "gbp"})
    event = world.all(ACCOUNT, "event")[0]
    assert event["data"]["object"]["id"] == intent["id"]
    return [
        json.dumps({**event, "id": f"evt_{number:08}"}, indent=2).encode()
        for number in range(count)
    ]


async def _accepted(port: int, bodies: list[bytes]) -> float:
    lanes = [bodies[lane::CLIENTS] for lane in range(CLIENTS)]
    began = perf_counter()
    await asyncio.gather(*(_lane(port, lane) for lane in lanes))
    return perf_counter() - began


async def _lane(port: int, bodies: list[bytes]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for body in bodies:
        head = (
            f"POST /webhooks/stripe HTTP/1.1\r\nhost: localhost:{port}\r\n"
            f"stripe-signature: {signature(body, SECRET, int(time.time()))}\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200"), answer
        length = int(answer.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        await reader.readexactly(length)
    writer.close()


async def _inserted(pool: asyncpg.Pool, bodies: list[bytes]) -> float:
    async def lane(part: list[bytes]) -> None:
        async with pool.acquire() as connection:
            for body in part:
                text = body.decode()
                await connection.execute(
                    "INSERT INTO beside (event_id, body, at) VALUES ($1, $2, now())",
                    json.loads(text)["id"],
                    text,
                )

    began = perf_counter()
    await asyncio.gather(*(lane(bodies[place::CLIENTS]) for place in range(CLIENTS)))
    return perf_counter() - began


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _answering(port: int) -> None:
    async with asyncio.timeout(90):
        while True:
            try:
                _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return
