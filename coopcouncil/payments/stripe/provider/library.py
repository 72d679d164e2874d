"""The one file that knows Stripe's library: its key, and what its errors mean here."""

import asyncio
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import stripe

from coopcouncil.kernel import config
from coopcouncil.kernel.errors import Gettext, Refused

T = TypeVar("T")

CardError = stripe.CardError

VERSION = "2026-08-26.dahlia"
"""Stripe's interface as it is spoken here, whatever the library's own is."""


class NoStripe(Refused):
    """Nobody gave this installation a key."""

    def sentence(self, _: Gettext) -> str:
        return _("Payments by Stripe are not set up on this site.")


class StripeAway(Refused):
    """No answer, or one that says nothing of the payment: it may be tried again."""

    status = 503

    def sentence(self, _: Gettext) -> str:
        return _("Stripe cannot be reached at the moment. Nothing was taken. Try again later.")


class StripeRefuses(Refused):
    """Stripe understood, and says no for good."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text

    def sentence(self, _: Gettext) -> str:
        return _("Stripe would not do this: {reason}").format(reason=self.text)


def is_set_up() -> bool:
    """Whether there is a key."""
    return config.current().stripe_key is not None


@cache
def client_at(key: str, address: str) -> stripe.StripeClient:
    """The library's client for a key, at an address."""
    return stripe.StripeClient(
        key,
        stripe_version=VERSION,
        base_addresses={"api": address},
        max_network_retries=2,
        http_client=stripe.RequestsClient(timeout=20),
    )


async def ask(call: Callable[[stripe.StripeClient], T]) -> T:
    """What Stripe answers to a call; a card that is declined is for the caller to judge."""
    settings = config.current()
    if settings.stripe_key is None:
        raise NoStripe
    client = client_at(settings.stripe_key, settings.stripe_url)
    try:
        return await asyncio.to_thread(call, client)
    except stripe.CardError:
        raise
    except (stripe.InvalidRequestError, stripe.PermissionError) as trouble:
        raise StripeRefuses(str(trouble.code or ""), str(trouble.user_message or "")) from trouble
    except stripe.StripeError as trouble:
        raise StripeAway from trouble


def of(account: str, key: str | None = None) -> Any:
    """The options of a call for an account, with the key of the row that it is made for."""
    made: dict[str, Any] = {"stripe_account": account}
    if key:
        made["idempotency_key"] = key
    return made


async def read(path: str, account: str, **params: Any) -> Any:
    """What is at an address of Stripe's, as it came: for long lists, whose objects the library
    would take longer to make than Stripe to send."""
    settings = of(account)
    answer: Any = await ask(lambda client: client.raw_request("get", path, **params, **settings))
    return answer.data


async def read_all(path: str, account: str, **params: Any) -> list[Any]:
    """Every page of a list, as it came."""
    found: list[Any] = []
    more: dict[str, Any] = {}
    while True:
        page = await read(path, account, limit=100, **params, **more)
        found += page["data"]
        if not page["has_more"] or not page["data"]:
            return found
        more = {"starting_after": page["data"][-1]["id"]}


def is_signed(text: str, header: str, secret: str) -> bool:
    """Whether the header's signature over the text was made with the secret, at whatever time."""
    try:
        stripe.WebhookSignature.verify_header(text, header, secret, tolerance=None)
    except stripe.SignatureVerificationError:
        return False
    return True
