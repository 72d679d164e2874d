"""The simulator on a port of its own, in a thread, every answer held against its schema."""

import contextlib
import json
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import stripe
import uvicorn

from coopcouncil.simulator.app import make_simulator
from coopcouncil.simulator.checking import check
from coopcouncil.simulator.hooks import Hooks
from coopcouncil.simulator.shapes import version
from coopcouncil.simulator.world import World, add_account

ACCOUNT = "acct_Simulated0001"


@dataclass(frozen=True)
class Running:
    """A simulator that runs, seen from a test."""

    world: World
    hooks: Hooks
    base: str

    def client(self, key: str | None = None) -> stripe.StripeClient:
        """Stripe's own client, its address apart."""
        return stripe.StripeClient(
            key or self.world.key,
            stripe_version=version(),
            base_addresses={"api": self.base},
            max_network_retries=2,
        )

    def control(self, verb: str, **asked: Any) -> Any:
        """Take the simulator in hand."""
        request = urllib.request.Request(
            f"{self.base}/_control/{verb}",
            json.dumps(asked).encode(),
            {"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read())


@contextlib.contextmanager
def simulator(*, now: int | None = None) -> Iterator[Running]:
    """A simulator with one account; time and webhooks wait for the test."""
    world = World()
    world.state["now"] = now
    add_account(world, ACCOUNT, "Calderbrook Leisure")
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = make_simulator(world, base, check=check, by_itself=False)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield Running(world, app.state.hooks, base)
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
