"""Webhooks: how many are accepted each second over HTTP, beside bare inserts of the same bodies.

A real installation in a folder of its own, its disk waited for, the site as `coopcouncil serve`
runs it. Each webhook is signed, believed, stored with its job, and answered. Beside it, in turns
and from as many connections, the same bodies go into a table made like that of webhooks: once
straight, and once through an address of the same web server that does nothing else, which is what
HTTP itself costs (`python -m bench.webhooks DSN PORT` is that server).
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
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter

import asyncpg
import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bench import Row, row
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import ROOT, SIMULATORS_KEY
from coopcouncil.kernel.db import server, tortoise_config
from coopcouncil.kernel.db.upgrade import upgrade
from coopcouncil.simulator.hooks import signature
from coopcouncil.simulator.payments import add_payment_intent
from coopcouncil.simulator.world import World, add_account

ACCOUNT, SECRET = "acct_Bench", "whsec_bench"
ADDRESS = "/webhooks/stripe"
CLIENTS, ROUNDS, EACH = 8, 3, 600
BESIDE = (
    "CREATE TABLE beside"
    " (id bigserial PRIMARY KEY, event_id text UNIQUE, body text, at timestamptz)"
)
INSERT = "INSERT INTO beside (event_id, body, at) VALUES ($1, $2, now())"


def rows() -> Iterator[Row]:
    """Webhooks a second, higher is better."""
    with (
        tempfile.TemporaryDirectory(prefix="cc-bench-") as folder,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        yield from runner.run(_measured(Path(folder)))


async def _measured(home: Path) -> list[Row]:
    port, bare_port = _free_port(), _free_port()
    environment = {
        "COOPCOUNCIL_HOME": str(home),
        "COOPCOUNCIL_STRIPE_KEY": SIMULATORS_KEY,
        "COOPCOUNCIL_STRIPE_WEBHOOK_SECRET": SECRET,
        "COOPCOUNCIL_STRIPE_URL": "http://localhost:9",
    }
    config = settings.use(settings.load(environment))
    async with server(config) as dsn:
        await upgrade(tortoise_config(dsn), dsn)
        pool = await asyncpg.create_pool(dsn, min_size=CLIENTS, max_size=CLIENTS)
        await pool.execute(BESIDE)
        async with (
            pool,
            _served(port, environment, "coopcouncil", "serve", "--port", str(port)),
            _served(bare_port, {}, "bench.webhooks", dsn, str(bare_port)),
        ):
            warming, bodies = EACH // 4, _bodies(ROUNDS * EACH + EACH // 4)
            await _accepted(port, bodies[:warming])
            await _accepted(bare_port, bodies[:warming])
            ours = by_http = bare = 0.0
            for number in range(ROUNDS):
                batch = bodies[warming + number * EACH :][:EACH]
                ours += await _accepted(port, batch)
                by_http += await _accepted(bare_port, batch)
                await pool.execute("TRUNCATE beside")
                bare += await _inserted(pool, batch)
            kept = await pool.fetchval(
                "SELECT count(*) FROM stripe_event e JOIN job j ON j.payload->>'event' = e.id::text"
            )
            assert kept == len(bodies), f"{kept} of {len(bodies)} were kept, each with its job"
    count = ROUNDS * EACH
    about = f"{CLIENTS} connections, {len(bodies[0]):,} bytes each, one site process"
    name = "webhooks accepted, each stored with its job"
    by_bare_http = "an address that does nothing else, over HTTP too"
    return [
        row(
            name,
            count / ours,
            "a second",
            "bare inserts of the same bodies",
            count / bare,
            about,
        ),
        row(name, count / ours, "a second", by_bare_http, count / by_http, about),
    ]


@asynccontextmanager
async def _served(port: int, environment: dict[str, str], *words: str) -> AsyncIterator[None]:
    """A web server in a process of its own, ended at the end."""
    site = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *words),
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        await _answering(port, site)
        yield
    finally:
        if site.returncode is None:
            site.terminate()
        await site.wait()


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
    # Signing is Stripe's work, and done before.
    asked = [_signed(port, body) for body in bodies]
    began = perf_counter()
    await asyncio.gather(*(_lane(port, asked[lane::CLIENTS]) for lane in range(CLIENTS)))
    return perf_counter() - began


def _signed(port: int, body: bytes) -> bytes:
    head = (
        f"POST {ADDRESS} HTTP/1.1\r\nhost: localhost:{port}\r\n"
        f"stripe-signature: {signature(body, SECRET, int(time.time()))}\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _lane(port: int, asked: list[bytes]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for one in asked:
        writer.write(one)
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200"), answer
        length = int(answer.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        await reader.readexactly(length)
    writer.close()


async def _inserted(pool: asyncpg.Pool, bodies: list[bytes]) -> float:
    meant = [(json.loads(body)["id"], body.decode()) for body in bodies]

    async def lane(part: list[tuple[str, str]]) -> None:
        async with pool.acquire() as connection:
            for id, text in part:
                await connection.execute(INSERT, id, text)

    began = perf_counter()
    await asyncio.gather(*(lane(meant[place::CLIENTS]) for place in range(CLIENTS)))
    return perf_counter() - began


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _answering(port: int, site: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(90):
        while True:
            if site.returncode is not None:
                raise RuntimeError(f"the server ended with {site.returncode}")
            try:
                _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return


def bare_server(dsn: str) -> Starlette:
    """One address, and nothing but the insert behind it."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with asyncpg.create_pool(dsn, min_size=CLIENTS, max_size=CLIENTS) as pool:
            app.state.pool = pool
            yield

    async def insert(request: Request) -> Response:
        text = (await request.body()).decode()
        await request.app.state.pool.execute(INSERT, json.loads(text)["id"], text)
        return PlainTextResponse("Stored.\n")

    return Starlette(routes=[Route(ADDRESS, insert, methods=["POST"])], lifespan=lifespan)


if __name__ == "__main__":
    uvicorn.run(bare_server(sys.argv[1]), port=int(sys.argv[2]), access_log=False)
