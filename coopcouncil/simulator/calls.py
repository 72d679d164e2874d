"""The calls: which address does what with which object. Each takes its parameters decoded."""

from collections.abc import Callable
from typing import Any, NamedTuple

from coopcouncil.simulator import checkout, methods, payments, setups
from coopcouncil.simulator.balance import shown_balance
from coopcouncil.simulator.disputes import close_dispute
from coopcouncil.simulator.intents import OPEN
from coopcouncil.simulator.refunds import refund
from coopcouncil.simulator.shapes import Thing, invalid
from coopcouncil.simulator.world import KINDS, World, add_account


class Asked(NamedTuple):
    """One call: the world, the account that it is for, the id in its address, its parameters."""

    world: World
    account: str
    id: str
    params: Thing

    def find(self, kind: str) -> Thing:
        """The object that the address names."""
        return self.world.find(self.account, kind, self.id)


Call = Callable[[Asked], Thing]


def _get(kind: str) -> Call:
    return lambda asked: asked.find(kind)


def _list(kind: str, *filters: str) -> Call:
    """A list, the newest first, in pages, narrowed by these parameters."""

    def listed(asked: Asked) -> Thing:
        for name in asked.params:
            if name not in (
                *filters,
                "limit",
                "starting_after",
                "ending_before",
                "created",
                "expand",
            ):
                raise invalid(f"Received unknown parameter: {name}", name, "parameter_unknown")
        found = _begun_with(asked, kind)
        for bound, value in (asked.params.get("created") or {}).items():
            found = [one for one in found if _BOUNDS[bound](one["created"], int(value))]
        for name in filters:
            if name in asked.params:
                found = _narrowed(asked, kind, found, name, asked.params[name])
        # Made later stands first, also within one second.
        found.reverse()
        if not filters or "type" in filters:
            found.sort(key=lambda one: -one["created"])
        return _page(asked, kind, found)

    return listed


_BOUNDS: dict[str, Callable[[int, int], bool]] = {
    "gt": lambda made, bound: made > bound,
    "gte": lambda made, bound: made >= bound,
    "lt": lambda made, bound: made < bound,
    "lte": lambda made, bound: made <= bound,
}


def _begun_with(asked: Asked, kind: str) -> list[Thing]:
    """Everything of a kind, or what alone can be in the answer: lists are long."""
    payout = asked.params.get("payout")
    if kind == "balance_transaction" and payout:
        ids = asked.world.account(asked.account).get("payouts", {}).get(payout, ())
        # In the order in which they were made, as everywhere.
        return sorted(
            (asked.world.find(asked.account, kind, id) for id in ids),
            key=lambda one: one["created"],
        )
    return asked.world.all(asked.account, kind)


def _narrowed(asked: Asked, kind: str, found: list[Thing], name: str, value: Any) -> list[Thing]:
    if kind == "balance_transaction" and name == "payout":
        return found
    if name == "types":
        kinds = set(value)
        return [one for one in found if one["type"] in kinds]
    return [one for one in found if one.get(name) == value]


def _page(asked: Asked, kind: str, found: list[Thing]) -> Thing:
    limit = str(asked.params.get("limit", "10"))
    if not limit.isdigit() or not 1 <= int(limit) <= 100:
        raise invalid("This value must be between 1 and 100.", "limit", "parameter_invalid_integer")
    ids = [one["id"] for one in found]
    start, end = 0, len(found)
    if after := asked.params.get("starting_after"):
        asked.world.find(asked.account, kind, after, "starting_after")
        start = ids.index(after) + 1 if after in ids else end
    if before := asked.params.get("ending_before"):
        asked.world.find(asked.account, kind, before, "ending_before")
        end = ids.index(before) if before in ids else 0
        start = max(0, end - int(limit))
    shown = found[start:end][: int(limit)]
    return {
        "object": "list",
        "data": shown,
        "has_more": start + len(shown) < end,
        "url": f"/v1/{ADDRESSES[kind]}",
    }


ADDRESSES = {
    kind: {"checkout.session": "checkout/sessions"}.get(kind, f"{kind}s") for kind in KINDS
}


def _delete_customer(asked: Asked) -> Thing:
    asked.find("customer")
    del asked.world.account(asked.account)["objects"]["customer"][asked.id]
    return {"id": asked.id, "object": "customer", "deleted": True}


def _add_account(asked: Asked) -> Thing:
    name = (asked.params.get("business_profile") or {}).get("name") or ""
    return add_account(asked.world, asked.world.new_id("acct"), name, ready=False)


def _account(asked: Asked) -> Thing:
    shown: Thing = asked.world.account(asked.id or asked.account)["account"]
    return shown


def _link(asked: Asked) -> Thing:
    account = str(asked.params.get("account", ""))
    asked.world.account(account)
    for needed in ("type", "refresh_url", "return_url"):
        if not asked.params.get(needed):
            raise invalid(f"Missing required param: {needed}.", needed, "parameter_missing")
    token = asked.world.new_id("lnk")
    asked.world.account(account)["hidden"][token] = asked.params["return_url"]
    return {
        "object": "account_link",
        "created": asked.world.now(),
        "expires_at": asked.world.now() + 300,
        "url": f"{asked.world.state.get('base', '')}/setup/{account}/{token}",
    }


def _method(asked: Asked) -> Thing:
    kind = str(asked.params.get("type", ""))
    card = asked.params.get("card") or {}
    for needed in ("number", "exp_month", "exp_year") if kind == "card" else ():
        if not card.get(needed):
            raise invalid(
                f"Missing required param: card[{needed}].", f"card[{needed}]", "parameter_missing"
            )
    return methods.add_method(
        asked.world,
        asked.account,
        kind,
        asked.params.get(kind) or {},
        asked.params.get("billing_details") or {},
    )


def _with(kind: str, verb: Callable[[World, str, Thing], Thing]) -> Call:
    return lambda asked: verb(asked.world, asked.account, asked.find(kind))


def _new(verb: Callable[[World, str, Thing], Thing]) -> Call:
    return lambda asked: verb(asked.world, asked.account, asked.params)


def _cancel_setup(asked: Asked) -> Thing:
    intent = asked.find("setup_intent")
    if intent["status"] not in OPEN:
        raise invalid("You cannot cancel this SetupIntent.", code="setup_intent_unexpected_state")
    intent.update(status="canceled", cancellation_reason=asked.params.get("cancellation_reason"))
    asked.world.tell(asked.account, "setup_intent.canceled", intent)
    return intent


# Method and address (`:id` stands for an id) → what is done.
CALLS: dict[tuple[str, str], Call] = {
    ("POST", "/v1/accounts"): _add_account,
    ("GET", "/v1/accounts/:id"): _account,
    ("GET", "/v1/account"): _account,
    ("POST", "/v1/account_links"): _link,
    ("POST", "/v1/customers"): _new(methods.add_customer),
    ("GET", "/v1/customers"): _list("customer", "email"),
    ("GET", "/v1/customers/:id"): _get("customer"),
    ("POST", "/v1/customers/:id"): lambda asked: methods.change_customer(
        asked.world, asked.account, asked.find("customer"), asked.params
    ),
    ("DELETE", "/v1/customers/:id"): _delete_customer,
    ("POST", "/v1/payment_methods"): _method,
    ("GET", "/v1/payment_methods"): _list("payment_method", "customer", "type"),
    ("GET", "/v1/payment_methods/:id"): lambda asked: methods.method_of(
        asked.world, asked.account, asked.id
    ),
    ("POST", "/v1/payment_methods/:id/attach"): lambda asked: methods.attach(
        asked.world,
        asked.account,
        methods.method_of(asked.world, asked.account, asked.id),
        str(asked.params.get("customer", "")),
    ),
    ("POST", "/v1/payment_methods/:id/detach"): _with("payment_method", methods.detach),
    ("POST", "/v1/setup_intents"): _new(setups.add_setup_intent),
    ("GET", "/v1/setup_intents"): _list("setup_intent", "customer"),
    ("GET", "/v1/setup_intents/:id"): _get("setup_intent"),
    ("POST", "/v1/setup_intents/:id/confirm"): lambda asked: setups.confirm_setup(
        asked.world, asked.account, asked.find("setup_intent"), asked.params
    ),
    ("POST", "/v1/setup_intents/:id/cancel"): _cancel_setup,
    ("POST", "/v1/payment_intents"): _new(payments.add_payment_intent),
    ("GET", "/v1/payment_intents"): _list("payment_intent", "customer"),
    ("GET", "/v1/payment_intents/:id"): _get("payment_intent"),
    ("POST", "/v1/payment_intents/:id/confirm"): lambda asked: payments.confirm_payment(
        asked.world, asked.account, asked.find("payment_intent"), asked.params
    ),
    ("POST", "/v1/payment_intents/:id/cancel"): lambda asked: payments.cancel_payment(
        asked.world,
        asked.account,
        asked.find("payment_intent"),
        asked.params.get("cancellation_reason"),
    ),
    ("POST", "/v1/checkout/sessions"): _new(checkout.add_session),
    ("GET", "/v1/checkout/sessions"): _list("checkout.session", "customer", "payment_intent"),
    ("GET", "/v1/checkout/sessions/:id"): _get("checkout.session"),
    ("POST", "/v1/checkout/sessions/:id/expire"): _with("checkout.session", checkout.expire),
    ("GET", "/v1/mandates/:id"): _get("mandate"),
    ("GET", "/v1/charges"): _list("charge", "customer", "payment_intent"),
    ("GET", "/v1/charges/:id"): _get("charge"),
    ("POST", "/v1/refunds"): _new(refund),
    ("GET", "/v1/refunds"): _list("refund", "charge", "payment_intent"),
    ("GET", "/v1/refunds/:id"): _get("refund"),
    ("GET", "/v1/disputes"): _list("dispute", "charge", "payment_intent"),
    ("GET", "/v1/disputes/:id"): _get("dispute"),
    ("POST", "/v1/disputes/:id/close"): lambda asked: _conceded(asked),
    ("GET", "/v1/balance"): lambda asked: shown_balance(asked.world, asked.account),
    ("GET", "/v1/balance_transactions"): _list("balance_transaction", "payout", "source", "type"),
    ("GET", "/v1/balance_transactions/:id"): _get("balance_transaction"),
    ("GET", "/v1/payouts"): _list("payout", "status"),
    ("GET", "/v1/payouts/:id"): _get("payout"),
    ("GET", "/v1/events"): _list("event", "type", "types"),
    ("GET", "/v1/events/:id"): _get("event"),
}


def address(method: str, path: str) -> tuple[str, str]:
    """The address in `CALLS` that a path is of, and the id in it; nothing where there is none.

    >>> address("GET", "/v1/refunds/re_1")
    ('/v1/refunds/:id', 're_1')
    """
    parts = path.rstrip("/").split("/")
    ways = [("/".join(parts), "")] + [
        ("/".join([*parts[:place], ":id", *parts[place + 1 :]]), parts[place])
        for place in range(2, len(parts))
    ]
    return next((way for way in ways if (method, way[0]) in CALLS), ("", ""))


def _conceded(asked: Asked) -> Thing:
    found = asked.find("dispute")
    if found["status"] in ("won", "lost"):
        raise invalid("This dispute is already closed.")
    close_dispute(asked.world, asked.account, found, won=False)
    return found
