"""Where the storm is: an organisation, a simulator of Stripe, a server to be killed."""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
import urllib.request
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bench.storm.network import answering, free_port
from bench.storm.sharedclock import SharedClock
from coopcouncil.kernel.config import ROOT, SIMULATORS_KEY
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.stripe.models import StripeAccount

FIRST = date(2027, 1, 1)
ACCOUNT = "acct_Storm0000000001"
SECRET = "whsec_storm"
CHANCES = {
    "bacs_fails": 0.04,
    "late_failure": 0.01,
    "indemnity_claim": 0.01,
    "card_declined": 0.05,
    "sca": 0.05,
    "card_dispute": 0.02,
    "payout_fails": 0.05,
}
DOUBLED, LOST = 100, 2
CARDS = ("4242424242424242", "4000002500003155", "4000002760003184", "4000000000009995")


@dataclass
class Place:
    """One organisation, its simulator, and its server."""

    members: int
    months: int
    folder: Path
    dsn: str
    environment: dict[str, str]
    kill_every: float = 30.0
    """Seconds of work, on average, between one kill and the next."""
    most_kills: int = 10_000
    minutes: float = 10_000
    """No month is begun after so many."""
    seed: int = 7
    counts: Counter[str] = field(default_factory=Counter)
    org: Organisation = field(init=False)
    account: StripeAccount = field(init=False)
    ids: list[int] = field(init=False)
    spent: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    stormy: bool = True

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.clock = SharedClock(self.folder / "clock")
        self.site_port, self.stripe_port = free_port(), free_port()
        self.up = asyncio.Event()
        self.up.set()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.environment = {
            **self.environment,
            "COOPCOUNCIL_STRIPE_KEY": SIMULATORS_KEY,
            "COOPCOUNCIL_STRIPE_WEBHOOK_SECRET": SECRET,
            "COOPCOUNCIL_STRIPE_URL": self.stripe,
            "COOPCOUNCIL_BASE_URL": f"http://localhost:{self.site_port}",
            "COOPCOUNCIL_POOL_SIZE": "8",
        }

    @property
    def stripe(self) -> str:
        """Where the simulator answers."""
        return f"http://127.0.0.1:{self.stripe_port}"

    def control(self, verb: str, **asked: Any) -> Any:
        """Take the simulator in hand."""
        request = urllib.request.Request(
            f"{self.stripe}/_control/{verb}",
            json.dumps(asked).encode(),
            {"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.loads(answer.read())

    def begin(self, name: str, *words: str) -> None:
        """A process of this name, whose output goes to its log."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *words],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )

    async def begin_site(self) -> None:
        """The server with its workers, once it answers."""
        self.begin("site", "-m", "bench.storm", "--serve", str(self.site_port),
                   str(self.clock.path))  # fmt: skip
        await answering(self.site_port)
