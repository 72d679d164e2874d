"""The one file that knows Stripe's library: calls go out here, and webhooks are believed here.

Never called inside a transaction. Every call that makes something bears the key of the row that
was committed before it, so that asking again gives the same answer.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

import stripe

from coopcouncil.kernel import clock, config
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money

T = TypeVar("T")

VERSION = "2026-08-26.dahlia"
"""Stripe's interface as it is spoken here, whatever the library's own is."""
TOLERANCE = 300
"""Seconds that a webhook may be old."""


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


class NotStripes(Exception):
    """What came is no webhook of Stripe's, or too old; its text says which, for the log."""


@dataclass(frozen=True)
class Taken:
    """What became of an intended payment."""

    intent_id: str
    status: str
    row: str
    code: str = ""
    charge_id: str = ""
    arrived_on: date | None = None
    fee: Money = field(default=Money(0))
    disputed: bool = False
    refunded: int = 0


@dataclass(frozen=True)
class Session:
    """A page of Stripe's."""

    id: str
    url: str
    status: str
    row: str
    intent_id: str = ""
    setup_id: str = ""


@dataclass(frozen=True)
class Way:
    """A card or a bank account that was saved, with its mandate."""

    method_id: str
    kind: str
    last4: str
    brand: str = ""
    mandate_id: str = ""


@dataclass(frozen=True)
class MandateNow:
    """A mandate as the bank has it."""

    status: str
    reference: str
    why: str
    method_id: str


@dataclass(frozen=True)
class DisputeNow:
    """A dispute, with what it has moved so far, in pence."""

    id: str
    charge_id: str
    intent_id: str
    amount: int
    reason: str
    status: str
    opened_at: datetime
    due_by: datetime | None
    taken: int
    given: int
    cost: int
    returned_cost: int


@dataclass(frozen=True)
class RefundNow:
    """A refund."""

    id: str
    intent_id: str
    amount: int
    status: str
    row: str
    why: str


@dataclass(frozen=True)
class PayoutNow:
    """A payout, and what it is made of, in pence."""

    id: str
    amount: int
    status: str
    arrives_on: date
    gross: int = 0
    fees: int = 0
    given_back: int = 0


@dataclass(frozen=True)
class AccountNow:
    """What an account may do."""

    id: str
    name: str
    charges_enabled: bool
    payouts_enabled: bool


def is_set_up() -> bool:
    """Whether there is a key."""
    return config.current().stripe_key is not None


@cache
def _client(key: str, address: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        stripe_version=VERSION,
        base_addresses={"api": address},
        max_network_retries=2,
        http_client=stripe.RequestsClient(timeout=20),
    )


async def _ask(call: Callable[[stripe.StripeClient], T]) -> T:
    settings = config.current()
    if settings.stripe_key is None:
        raise NoStripe
    client = _client(settings.stripe_key, settings.stripe_url)
    try:
        return await asyncio.to_thread(call, client)
    except stripe.CardError:
        raise
    except (stripe.InvalidRequestError, stripe.PermissionError) as trouble:
        raise StripeRefuses(str(trouble.code or ""), str(trouble.user_message or "")) from trouble
    except stripe.StripeError as trouble:
        raise StripeAway from trouble


def _of(account: str, key: str | None = None) -> Any:
    made: dict[str, Any] = {"stripe_account": account}
    if key:
        made["idempotency_key"] = key
    return made


# The organisation's account


async def open_account(name: str, key: str) -> str:
    """A new connected account; its id."""
    params: Any = {
        "country": "GB",
        "controller": {
            "losses": {"payments": "stripe"},
            "fees": {"payer": "account"},
            "stripe_dashboard": {"type": "full"},
        },
        "business_profile": {"name": name},
    }
    made = await _ask(lambda client: client.v1.accounts.create(params, {"idempotency_key": key}))
    return str(made.id)


async def onboarding(account: str, back: str) -> str:
    """The address at which the organisation gives Stripe its particulars."""
    params: Any = {
        "account": account,
        "type": "account_onboarding",
        "refresh_url": back,
        "return_url": back,
    }
    return str((await _ask(lambda client: client.v1.account_links.create(params))).url)


async def account(account: str) -> AccountNow:
    """The account as it is."""
    found: Any = await _ask(lambda client: client.v1.accounts.retrieve(account))
    name = found.business_profile.name if found.business_profile else ""
    return AccountNow(found.id, name or "", found.charges_enabled, found.payouts_enabled)


# Members


async def add_customer(account: str, key: str, row: int, name: str, email: str) -> str:
    """The member as a customer; the id."""
    params: Any = {"name": name, "metadata": {"member": str(row)}}
    if email:
        params["email"] = email
    found = await _ask(lambda client: client.v1.customers.create(params, _of(account, key)))
    return str(found.id)


async def page_to_pay(
    account: str,
    key: str,
    row: str,
    customer: str,
    amount: Money,
    text: str,
    *,
    saves: bool,
    back: str,
    language: str,
) -> Session:
    """Checkout for one payment by card."""
    data: dict[str, Any] = {"metadata": {"row": row}, "description": text}
    if saves:
        data["setup_future_usage"] = "off_session"
    params: Any = {
        "mode": "payment",
        "customer": customer,
        "payment_method_types": ["card"],
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": "gbp",
                    "unit_amount": amount.pence,
                    "product_data": {"name": text},
                },
            }
        ],
        "payment_intent_data": data,
        "metadata": {"row": row, "language": language},
        "success_url": back,
        "cancel_url": back,
        "locale": "en-GB",
    }
    return _session(
        await _ask(lambda client: client.v1.checkout.sessions.create(params, _of(account, key)))
    )


async def page_to_save(
    account: str, key: str, row: str, customer: str, kind: str, *, back: str, language: str
) -> Session:
    """Checkout to give a mandate or save a card; nothing is taken."""
    params: Any = {
        "mode": "setup",
        "customer": customer,
        "payment_method_types": [kind],
        "setup_intent_data": {"metadata": {"row": row}},
        "metadata": {"row": row, "language": language},
        "success_url": back,
        "cancel_url": back,
        "locale": "en-GB",
    }
    return _session(
        await _ask(lambda client: client.v1.checkout.sessions.create(params, _of(account, key)))
    )


async def session(account: str, id: str) -> Session:
    """A page as it is."""
    found = await _ask(lambda client: client.v1.checkout.sessions.retrieve(id, None, _of(account)))
    return _session(found)


async def end_session(account: str, id: str) -> None:
    """Nobody shall use the page any more; nothing where somebody has."""
    try:
        await _ask(lambda client: client.v1.checkout.sessions.expire(id, None, _of(account)))
    except StripeRefuses:
        return


def _session(found: Any) -> Session:
    return Session(
        found.id,
        found.url or "",
        found.status,
        _row(found),
        _id(found.payment_intent),
        _id(found.setup_intent),
    )


async def saved_way(account: str, setup: str) -> Way:
    """What a finished page saved."""
    params: Any = {"expand": ["payment_method"]}
    found: Any = await _ask(
        lambda client: client.v1.setup_intents.retrieve(setup, params, _of(account))
    )
    return _way(found.payment_method, _id(found.mandate))


async def way(account: str, method: str) -> Way:
    """A saved card or bank account as it is."""
    return _way(
        await _ask(lambda client: client.v1.payment_methods.retrieve(method, None, _of(account))),
        "",
    )


async def way_used(account: str, intent: str) -> Way | None:
    """The card that paid, where it was saved."""
    params: Any = {"expand": ["payment_method"]}
    found: Any = await _ask(
        lambda client: client.v1.payment_intents.retrieve(intent, params, _of(account))
    )
    method = found.payment_method
    return _way(method, "") if method and method.customer else None


def _way(method: Any, mandate: str) -> Way:
    if method.type == "card":
        return Way(method.id, "card", method.card.last4, method.card.brand)
    return Way(method.id, method.type, method.bacs_debit.last4, "", mandate)


async def mandate(account: str, id: str) -> MandateNow:
    """A mandate as the bank has it."""
    found: Any = await _ask(lambda client: client.v1.mandates.retrieve(id, None, _of(account)))
    details = found.payment_method_details.bacs_debit
    why = details.revocation_reason or ("refused" if details.network_status == "refused" else "")
    if details.network_status == "refused":
        why = "refused"
    return MandateNow(found.status, details.reference, why, _id(found.payment_method))


async def forget_way(account: str, method: str) -> None:
    """Forget a card, or end a mandate."""
    try:
        await _ask(lambda client: client.v1.payment_methods.detach(method, None, _of(account)))
    except StripeRefuses:
        return


# Payments


async def collect(
    account: str,
    key: str,
    row: str,
    customer: str,
    method: str,
    kind: str,
    amount: Money,
    text: str,
) -> Taken:
    """Take money by a saved card or a mandate, the member not being there."""
    params: Any = {
        "amount": amount.pence,
        "currency": "gbp",
        "customer": customer,
        "payment_method": method,
        "payment_method_types": [kind],
        "confirm": True,
        "off_session": True,
        "description": text,
        "metadata": {"row": row},
        "expand": ["latest_charge.balance_transaction"],
    }
    try:
        found = await _ask(
            lambda client: client.v1.payment_intents.create(params, _of(account, key))
        )
    except stripe.CardError as trouble:
        intent = trouble.error.payment_intent if trouble.error else None
        if intent is None:
            raise StripeRefuses(trouble.code or "", trouble.user_message or "") from trouble
        return Taken(intent.id, "requires_payment_method", row, _why(trouble.error))
    return _taken(found)


async def taken(account: str, intent: str) -> Taken:
    """A payment as it is."""
    params: Any = {"expand": ["latest_charge.balance_transaction"]}
    return _taken(
        await _ask(lambda client: client.v1.payment_intents.retrieve(intent, params, _of(account)))
    )


async def taken_for(account: str, customer: str, row: str) -> Taken | None:
    """The payment that was made for a row of ours, where its answer never came."""
    params: Any = {"customer": customer, "limit": 100}
    found = await _ask(lambda client: client.v1.payment_intents.list(params, _of(account)))
    for intent in found.data:
        if _row(intent) == row:
            return await taken(account, intent.id)
    return None


def _taken(found: Any) -> Taken:
    charge = found.latest_charge
    movement = charge.balance_transaction if charge else None
    return Taken(
        found.id,
        found.status,
        _row(found),
        _why(found.last_payment_error),
        charge.id if charge else "",
        _day(movement.created) if movement else None,
        Money(movement.fee if movement else 0),
        bool(charge and charge.disputed),
        charge.amount_refunded if charge else 0,
    )


def _why(error: Any) -> str:
    if error is None:
        return ""
    return str(getattr(error, "decline_code", None) or getattr(error, "code", None) or "unknown")


# What goes back


async def give_back(account: str, key: str, row: str, intent: str, amount: Money) -> RefundNow:
    """Refund a payment or part of it."""
    params: Any = {"payment_intent": intent, "amount": amount.pence, "metadata": {"row": row}}
    return _refund(await _ask(lambda client: client.v1.refunds.create(params, _of(account, key))))


async def refund(account: str, id: str) -> RefundNow:
    """A refund as it is."""
    return _refund(await _ask(lambda client: client.v1.refunds.retrieve(id, None, _of(account))))


def _refund(found: Any) -> RefundNow:
    return RefundNow(
        found.id,
        _id(found.payment_intent),
        found.amount,
        found.status,
        _row(found),
        str(getattr(found, "failure_reason", None) or ""),
    )


async def dispute(account: str, id: str) -> DisputeNow:
    """A dispute as it is."""
    found: Any = await _ask(lambda client: client.v1.disputes.retrieve(id, None, _of(account)))
    return _dispute(found)


async def disputes_of(account: str, charge: str) -> list[DisputeNow]:
    """The disputes of a charge."""
    params: Any = {"charge": charge}
    found = await _ask(lambda client: client.v1.disputes.list(params, _of(account)))
    return [_dispute(one) for one in found.data]


def _dispute(found: Any) -> DisputeNow:
    moved = found.balance_transactions
    due = found.evidence_details.due_by
    return DisputeNow(
        found.id,
        _id(found.charge),
        _id(found.payment_intent),
        found.amount,
        found.reason,
        found.status,
        datetime.fromtimestamp(found.created, clock.LONDON),
        datetime.fromtimestamp(due, clock.LONDON) if due else None,
        -sum(one.amount for one in moved if one.amount < 0),
        sum(one.amount for one in moved if one.amount > 0),
        sum(one.fee for one in moved if one.fee > 0),
        -sum(one.fee for one in moved if one.fee < 0),
    )


async def payout(account: str, id: str) -> PayoutNow:
    """A payout, with what it is made of."""
    found = await _ask(lambda client: client.v1.payouts.retrieve(id, None, _of(account)))
    params: Any = {"payout": id, "limit": 100}
    moved: list[Any] = await _ask(
        lambda client: list(
            client.v1.balance_transactions.list(params, _of(account)).auto_paging_iter()
        )
    )
    inside = [one for one in moved if one.type not in ("payout", "payout_failure")]
    return PayoutNow(
        found.id,
        found.amount,
        found.status,
        _day(found.arrival_date),
        sum(one.amount for one in inside if one.amount > 0),
        sum(one.fee for one in inside),
        -sum(one.amount for one in inside if one.amount < 0),
    )


# Webhooks


@dataclass(frozen=True)
class Told:
    """What an event says it is about; what is so must be asked."""

    id: str
    account: str
    kind: str
    about: str
    about_id: str
    created: datetime


def believed(body: bytes, header: str) -> Told:
    """The event of a webhook whose signature over the very bytes is ours, and not old."""
    secret = config.current().stripe_hook_secret
    if secret is None:
        raise NotStripes("no secret")
    try:
        text = body.decode()
        stripe.WebhookSignature.verify_header(text, header, secret, tolerance=None)
        at = int(dict(part.split("=", 1) for part in header.split(","))["t"])
    except (stripe.SignatureVerificationError, ValueError, KeyError) as trouble:
        raise NotStripes("signature") from trouble
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
        )
    except (ValueError, KeyError, TypeError) as trouble:
        raise NotStripes("form") from trouble


async def events_since(account: str, since: datetime, kinds: list[str]) -> list[tuple[str, str]]:
    """Every event of these kinds since then: its id and its text, the oldest first."""
    params: Any = {
        "created": {"gte": int(since.timestamp())},
        "limit": 100,
        "types": kinds,
    }
    found: list[Any] = await _ask(
        lambda client: list(client.v1.events.list(params, _of(account)).auto_paging_iter())
    )
    return [(str(one.id), str(one)) for one in reversed(found)]


def _id(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else str(value.id)


def _row(found: Any) -> str:
    return str(getattr(found.metadata, "row", "") or "")


def _day(epoch: int) -> date:
    return datetime.fromtimestamp(epoch, clock.LONDON).date()
