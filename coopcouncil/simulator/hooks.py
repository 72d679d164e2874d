"""Webhooks: signed, delivered, tried again; on demand doubled, shuffled or lost."""

import asyncio
import hashlib
import hmac
import json
import random
from http.client import HTTPConnection
from urllib.parse import urlsplit

from coopcouncil.simulator.shapes import Thing
from coopcouncil.simulator.world import World

# Stripe tries for up to three days, further and further apart.
RETRIES = (60, 300, 1800, 7200, 18_000, 36_000, 43_200, 43_200, 86_400)


def signature(body: bytes, secret: str, at: int) -> str:
    """The `Stripe-Signature` header."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"


class Hooks:
    """What is to be delivered to whom. `doubled`, `lost`: of a hundred; `shuffled`: at random."""

    def __init__(self, world: World, seed: str = "hooks") -> None:
        self.world = world
        self.waiting: list[tuple[int, int, Thing, Thing]] = []
        self.doubled = self.lost = 0.0
        self.shuffled = False
        self.counts = {"made": 0, "delivered": 0, "lost": 0, "doubled": 0, "refused": 0}
        self.dice = random.Random(seed)  # noqa: S311  (no secret: which webhook is lost)
        world.deliver = self.take

    def take(self, event: Thing, account: str) -> None:
        """An event has happened; each address that wants its kind is told."""
        for hook in self.world.state["hooks"]:
            if hook["events"] != ["*"] and event["type"] not in hook["events"]:
                continue
            self.counts["made"] += 1
            if self.dice.random() * 100 < self.lost:
                self.counts["lost"] += 1
                continue
            self.waiting.append((self.world.now(), 0, hook, event))
            if self.dice.random() * 100 < self.doubled:
                self.counts["doubled"] += 1
                self.waiting.append((self.world.now(), 0, hook, event))

    async def deliver_due(self, most: int = 1000, at_once: int = 4) -> int:
        """Deliver what is due by the world's clock; how many were taken."""
        now = self.world.now()
        due = [one for one in self.waiting if one[0] <= now][:most]
        if not due:
            return 0
        taken = {id(one) for one in due}
        self.waiting = [one for one in self.waiting if id(one) not in taken]
        if self.shuffled:
            self.dice.shuffle(due)
        lanes = [due[lane::at_once] for lane in range(at_once)]
        done = await asyncio.gather(*(asyncio.to_thread(self._deliver, lane) for lane in lanes))
        for again in (one for lane in done for one in lane[1]):
            self.waiting.append(again)
        count = sum(lane[0] for lane in done)
        self.counts["delivered"] += count
        self.counts["refused"] += len(due) - count
        return count

    def _deliver(
        self, lane: list[tuple[int, int, Thing, Thing]]
    ) -> tuple[int, list[tuple[int, int, Thing, Thing]]]:
        """One after the other over one connection; those that were not taken, for later."""
        taken, again = 0, []
        connections: dict[str, HTTPConnection] = {}
        for _due, tries, hook, event in lane:
            if self._post(connections, hook, event):
                taken += 1
            elif tries < len(RETRIES):
                again.append((self.world.now() + RETRIES[tries], tries + 1, hook, event))
        for connection in connections.values():
            connection.close()
        return taken, again

    def _post(self, connections: dict[str, HTTPConnection], hook: Thing, event: Thing) -> bool:
        parts = urlsplit(hook["url"])
        body = json.dumps(event).encode()
        headers = {
            "content-type": "application/json; charset=utf-8",
            "stripe-signature": signature(body, hook["secret"], self.world.wall()),
            "user-agent": "Stripe/1.0 (simulator)",
        }
        try:
            connection = connections.get(parts.netloc)
            if connection is None:
                connection = HTTPConnection(parts.netloc, timeout=20)
                connections[parts.netloc] = connection
            connection.request("POST", parts.path, body, headers)
            answer = connection.getresponse()
            answer.read()
        except OSError:
            connections.pop(parts.netloc, None)
            return False
        except Exception:  # http.client's own, when a killed server leaves half an answer
            connections.pop(parts.netloc, None)
            return False
        return 200 <= answer.status < 300
