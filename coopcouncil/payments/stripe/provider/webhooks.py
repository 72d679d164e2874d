"""Webhooks are believed here, and the events that they tell of are asked for."""

import json
from datetime import datetime

from coopcouncil.kernel import clock, config
from coopcouncil.payments.stripe.provider.answers import Told
from coopcouncil.payments.stripe.provider.library import is_signed, read_all

TOLERANCE = 300
"""Seconds that a webhook may be old."""


class NotStripes(Exception):
    """What came is no webhook of Stripe's, or too old; its text says which, for the log."""


def believed(body: bytes, header: str) -> Told:
    """The event of a webhook whose signature over the very bytes is ours, and not old."""
    secret = config.current().stripe_hook_secret
    if secret is None:
        raise NotStripes("no secret")
    try:
        text = body.decode()
        signed = is_signed(text, header, secret)
        at = int(dict(part.split("=", 1) for part in header.split(","))["t"])
    except (ValueError, KeyError) as trouble:
        raise NotStripes("signature") from trouble
    if not signed:
        raise NotStripes("signature")
    if abs(clock.now().timestamp() - at) > TOLERANCE:
        raise NotStripes("age")
    return told(text)


def told(text: str) -> Told:
    """What the text of an event says."""
    try:
        event = json.loads(text)
        inner = event["data"]["object"]
        return Told(
            str(event["id"]),
            str(event.get("account") or ""),
            str(event["type"]),
            str(inner["object"]),
            str(inner.get("id", "")),
            datetime.fromtimestamp(int(event["created"]), clock.LONDON),
            int(inner.get("created") or 0),
        )
    except (ValueError, KeyError, TypeError) as trouble:
        raise NotStripes("form") from trouble


async def events_since(account: str, since: datetime, kinds: list[str]) -> list[tuple[str, str]]:
    """Every event of these kinds since then: its id and its text, the oldest first."""
    found = await read_all(
        "/v1/events", account, created={"gte": int(since.timestamp())}, types=kinds
    )
    return [(str(one["id"]), json.dumps(one, indent=2)) for one in reversed(found)]
