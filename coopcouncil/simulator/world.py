"""Everything that the simulator knows: accounts with their objects, a clock, what is still to come.

All of it is plain data, so that it can be saved as JSON and be there again after a restart.
"""

import base64
import hashlib
import heapq
import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coopcouncil.simulator.shapes import StripeError, Thing, made, missing, version

# Each kind of object, the beginning of its ids, and what errors call it.
KINDS = {
    "customer": ("cus", "customer"),
    "payment_method": ("pm", "PaymentMethod"),
    "setup_intent": ("seti", "setupintent"),
    "payment_intent": ("pi", "payment_intent"),
    "checkout.session": ("cs_test", "checkout.session"),
    "mandate": ("mandate", "mandate"),
    "charge": ("ch", "charge"),
    "refund": ("re", "refund"),
    "dispute": ("du", "dispute"),
    "balance_transaction": ("txn", "balance transaction"),
    "payout": ("po", "payout"),
    "event": ("evt", "event"),
}
_BY_PREFIX = {prefix: kind for kind, (prefix, _name) in KINDS.items()} | {"py": "charge"}
EVENTS_KEPT = 30 * 86_400
"""As long as Stripe shows them."""
TIMERS: dict[str, Callable[["World", str, list[Any]], None]] = {}


def timer(name: str) -> Callable[..., Any]:
    """What happens when its time has come."""

    def register(action: Callable[["World", str, list[Any]], None]) -> Any:
        TIMERS[name] = action
        return action

    return register


class World:
    """One Stripe: `key` is the platform's secret key."""

    def __init__(self, key: str = "sk_test_simulator", seed: str = "sim") -> None:
        self.key = key
        self.state: Thing = {
            "seed": seed,
            "count": 0,
            "now": None,
            "ahead": 0,
            "test_timing": True,
            "accounts": {},
            "timers": [],
            "hooks": [],
            "chances": {},
            "changed": 0,
        }
        self.deliver: Callable[[Thing, str], None] = lambda event, account: None
        self.chance = random.Random(seed)  # noqa: S311  (no secret: what becomes of a debit)

    # The clock

    def now(self) -> int:
        """This second: the machine's, moved ahead, or the one that a test has set."""
        fixed = self.state["now"]
        return int(fixed) if fixed is not None else int(time.time()) + int(self.state["ahead"])

    def wall(self) -> int:
        """The time that signatures bear: the reader's, who may know nothing of a clock moved on."""
        fixed = self.state["now"]
        return int(fixed) if fixed is not None else int(time.time())

    def advance(self, to: int) -> None:
        """Move the clock, doing on the way what falls due, in order."""
        fixed = self.state["now"] is not None
        while self.state["timers"] and self.state["timers"][0][0] <= to:
            due, _number, name, account, words = heapq.heappop(self.state["timers"])
            if fixed:
                self.state["now"] = max(due, self.state["now"])
            TIMERS[name](self, account, words)
        if fixed:
            self.state["now"] = max(to, self.state["now"])
        else:
            self.state["ahead"] = max(self.state["ahead"], to - int(time.time()))
        self.touch()

    def run_due(self) -> None:
        """Do what has fallen due by now."""
        if self.state["timers"] and self.state["timers"][0][0] <= self.now():
            self.advance(self.now())

    def later(self, at: int, name: str, account: str, *words: Any) -> None:
        """Have something happen at a time."""
        self.state["count"] += 1
        heapq.heappush(self.state["timers"], [at, self.state["count"], name, account, list(words)])

    def happens(self, what: str) -> bool:
        """Whether the dice say so; `chances` are set by whoever tries the application."""
        chance: float = self.state["chances"].get(what, 0.0)
        return chance > 0 and self.chance.random() < chance

    # Objects

    def new_id(self, prefix: str) -> str:
        """An id like Stripe's; the same world makes the same ids again."""
        self.state["count"] += 1
        text = f"{self.state['seed']}:{prefix}:{self.state['count']}".encode()
        letters = base64.b64encode(hashlib.sha256(text).digest(), b"xY").decode().rstrip("=")
        return f"{prefix}_{letters[:24]}"

    def account(self, account: str) -> Thing:
        """The account's drawer; 403 as Stripe says it where it is not the platform's."""
        found: Thing | None = self.state["accounts"].get(account)
        if found is None:
            raise StripeError(
                403,
                "invalid_request_error",
                f"The provided key does not have access to account '{account}' "
                "(or that account does not exist). Application access may have been revoked.",
                code="account_invalid",
            )
        return found

    def add(self, owner: str, kind: str, /, **fields: Any) -> Thing:
        """A new object, which has its id, its time and nothing else but these fields."""
        made_up = made(
            kind,
            id=fields.pop("id", None) or self.new_id(KINDS[kind][0]),
            object=kind,
            created=self.now(),
            **({} if kind in ("refund", "balance_transaction") else {"livemode": False}),
        )
        if kind == "mandate":
            del made_up["created"]
        thing = {**made_up, **fields}
        self.account(owner)["objects"].setdefault(kind, {})[thing["id"]] = thing
        self.touch()
        return thing

    def all(self, account: str, kind: str) -> list[Thing]:
        """Every object of a kind, the oldest first."""
        return list(self.account(account)["objects"].get(kind, {}).values())

    def find(self, account: str, kind: str, id: str, param: str = "id") -> Thing:
        """One object; Stripe's 404 where there is none."""
        found: Thing | None = self.account(account)["objects"].get(kind, {}).get(id)
        if found is None:
            raise missing(KINDS[kind][1], id, param)
        return found

    def by_id(self, account: str, id: str) -> Thing | None:
        """Whatever has this id."""
        kind = _BY_PREFIX.get(id.rpartition("_")[0])
        found: Thing | None = self.account(account)["objects"].get(kind, {}).get(id)
        return found

    def hidden(self, account: str, id: str) -> Thing:
        """What Stripe never shows of an object: the number of a card, say."""
        found: Thing = self.account(account)["hidden"].setdefault(id, {})
        return found

    # Events

    def tell(self, account: str, kind: str, about: Thing, **before: Any) -> None:
        """Record an event, with the object as it is now, and have it delivered."""
        self.account(account)
        data: Thing = {"object": json.loads(json.dumps(about))}
        if before:
            data["previous_attributes"] = before
        event = self.add(
            account,
            "event",
            type=kind,
            account=account,
            api_version=version(),
            data=data,
            pending_webhooks=len(self.state["hooks"]),
            request={"id": None, "idempotency_key": None},
        )
        event.pop("context", None)
        self._forget_events(account)
        self.deliver(event, account)

    def _forget_events(self, account: str) -> None:
        events = self.account(account)["objects"]["event"]
        while True:
            oldest = next(iter(events.values()))
            if oldest["created"] >= self.now() - EVENTS_KEPT:
                return
            del events[oldest["id"]]

    # Saving

    def touch(self) -> None:
        """Something has changed since it was last saved."""
        self.state["changed"] += 1

    def save(self, path: Path) -> None:
        """Write everything down, all or nothing."""
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(self.state))
        fresh.replace(path)

    def load(self, path: Path) -> None:
        """Be as it was."""
        self.state.update(json.loads(path.read_text()))


def add_account(world: World, id: str, name: str, *, ready: bool = True) -> Thing:
    """A connected account of the platform, able to take money or still to be set up."""
    account = made(
        "account",
        id=id,
        object="account",
        type="standard",
        country="GB",
        default_currency="gbp",
        created=world.now(),
        email=None,
        charges_enabled=ready,
        payouts_enabled=ready,
        details_submitted=ready,
        capabilities={name: _ability(ready) for name in ("bacs_debit_payments", "card_payments")},
        metadata={},
        business_profile=made("account_business_profile", name=name),
    )
    world.state["accounts"][id] = {
        "account": account,
        "objects": {},
        "hidden": {},
        "answers": {},
    }
    world.touch()
    return account


def _ability(ready: bool) -> str:
    return "active" if ready else "inactive"
