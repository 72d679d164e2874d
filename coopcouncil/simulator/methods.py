"""Customers, their cards and bank accounts, and the mandates to debit these."""

import hashlib
from typing import Any

from coopcouncil.simulator.shapes import StripeError, Thing, invalid, made
from coopcouncil.simulator.testdata import (
    ACCOUNTS,
    CARDS,
    DECLINES,
    MANDATE_DAYS,
    TEST_SORT_CODE,
    TOKENS,
    BankAccount,
    Card,
    working_days_after,
)
from coopcouncil.simulator.world import World, timer


def add_customer(world: World, account: str, params: Thing) -> Thing:
    """Somebody who pays."""
    customer = world.add(account, "customer", metadata=params.get("metadata") or {})
    change_customer(world, account, customer, params)
    customer.update(
        balance=0,
        delinquent=False,
        tax_exempt="none",
        preferred_locales=params.get("preferred_locales") or [],
        invoice_settings=made("invoice_setting_customer_setting"),
    )
    world.tell(account, "customer.created", customer)
    return customer


def change_customer(world: World, account: str, customer: Thing, params: Thing) -> Thing:
    """What is said anew of them."""
    for field in ("name", "email", "phone", "description"):
        if field in params:
            customer[field] = params[field] or None
    if "address" in params:
        customer["address"] = made("address", **params["address"]) if params["address"] else None
    customer["metadata"] = {**customer["metadata"], **(params.get("metadata") or {})}
    world.touch()
    return customer


def add_method(world: World, account: str, kind: str, given: Thing, billing: Thing) -> Thing:
    """A card or a bank account, as typed."""
    if kind == "card":
        number = "".join(given.get("number", "").split())
        if number not in CARDS:
            raise card_error(
                "incorrect_number", "incorrect_number", "Your card number is incorrect."
            )
        shown = made(
            "payment_method_card",
            brand=CARDS[number].brand,
            exp_month=int(given.get("exp_month", 12)),
            exp_year=int(given.get("exp_year", 2040)),
            funding="credit",
            last4=number[-4:],
            fingerprint=_fingerprint(number),
            country="GB",
            display_brand=CARDS[number].brand,
        )
        fields: Thing = {"card": shown}
    elif kind == "bacs_debit":
        sort_code = given.get("sort_code", "").replace("-", "").replace(" ", "")
        number = given.get("account_number", "").strip()
        known = ACCOUNTS.get(number, BankAccount())
        if sort_code != TEST_SORT_CODE or len(number) != 8 or known.invalid:
            raise StripeError(
                400,
                "invalid_request_error",
                "The account number or the sort code is invalid.",
                code="bank_account_unusable" if known.invalid else "invalid_account_number",
                param="bacs_debit[account_number]",
            )
        shown = made(
            "payment_method_bacs_debit",
            last4=number[-4:],
            sort_code=sort_code,
            fingerprint=_fingerprint(sort_code + number),
        )
        fields = {"bacs_debit": shown}
    else:
        raise invalid(f"The simulator has no payment method of the type {kind}.", "type")
    method = world.add(
        account,
        "payment_method",
        type=kind,
        billing_details=made("billing_details", **billing),
        metadata={},
        allow_redisplay="unspecified",
        **fields,
    )
    world.hidden(account, method["id"])["number"] = number
    return method


def method_of(world: World, account: str, id: str) -> Thing:
    """The method with this id, or a fresh one for a test token such as `pm_card_visa`."""
    if id in TOKENS:
        return add_method(world, account, "card", {"number": TOKENS[id]}, {})
    return world.find(account, "payment_method", id, "payment_method")


def attach(world: World, account: str, method: Thing, customer: str) -> Thing:
    """Keep it for a customer."""
    world.find(account, "customer", customer, "customer")
    card = card_of(world, account, method)
    if card is not None and card.decline and not card.attaches:
        raise declined(card.decline)
    method["customer"] = customer
    world.tell(account, "payment_method.attached", method)
    return method


def detach(world: World, account: str, method: Thing) -> Thing:
    """Forget it; a mandate ends with it."""
    if method["customer"] is None:
        raise invalid(
            "The payment method you provided is not attached to a customer so detachment is "
            "impossible."
        )
    method["customer"] = None
    world.tell(account, "payment_method.detached", method)
    mandate = world.hidden(account, method["id"]).get("mandate")
    if mandate:
        end_mandate(world, account, world.find(account, "mandate", mandate), None)
    return method


def card_of(world: World, account: str, method: Thing) -> Card | None:
    """How the card behaves; none for a bank account."""
    if method["type"] != "card":
        return None
    return CARDS[world.hidden(account, method["id"])["number"]]


def bank_of(world: World, account: str, method: Thing) -> BankAccount:
    """How the bank account behaves; as usual where Stripe publishes nothing of it."""
    return ACCOUNTS.get(world.hidden(account, method["id"])["number"], BankAccount())


def declined(why: tuple[str, str]) -> StripeError:
    """The card's bank says no."""
    return card_error(why[0], why[1], DECLINES[why[1]])


def card_error(code: str, decline: str, message: str) -> StripeError:
    """402, as Stripe says it."""
    return StripeError(402, "card_error", message, code=code, decline_code=decline)


# Mandates


def add_mandate(world: World, account: str, method: Thing) -> Thing:
    """The member's authority to debit; the bank confirms or refuses it some days later."""
    mandate = world.add(
        account,
        "mandate",
        payment_method=method["id"],
        status="pending",
        type="multi_use",
        multi_use={},
        customer_acceptance={
            "type": "online",
            "accepted_at": world.now(),
            "online": {"ip_address": "127.0.0.1", "user_agent": "simulator"},
        },
        payment_method_details={"type": "bacs_debit", "bacs_debit": _network(world, "pending")},
    )
    world.hidden(account, method["id"])["mandate"] = mandate["id"]
    if bank_of(world, account, method).refuses_mandate:
        world.later(world.now(), "mandate_refused", account, mandate["id"])
    else:
        at = working_days_after(world.now(), MANDATE_DAYS)
        if world.state["test_timing"]:
            at = world.now()
        world.later(at, "mandate_accepted", account, mandate["id"])
    return mandate


def _network(world: World, status: str) -> Thing:
    world.state["count"] += 1
    reference = hashlib.sha256(f"{world.state['seed']}{world.state['count']}".encode()).hexdigest()
    return made(
        "mandate_bacs_debit",
        network_status=status,
        reference=reference[:16].upper(),
        url="https://payments.stripe.com/bacs_debit/mandate/simulated",
    )


@timer("mandate_accepted")
def mandate_accepted(world: World, account: str, words: list[Any]) -> None:
    """The bank has taken it up."""
    mandate = world.find(account, "mandate", words[0])
    if mandate["status"] == "pending":
        mandate["status"] = "active"
        mandate["payment_method_details"]["bacs_debit"]["network_status"] = "accepted"
        world.tell(account, "mandate.updated", mandate)


@timer("mandate_refused")
def mandate_refused(world: World, account: str, words: list[Any]) -> None:
    """The bank would not take it up."""
    mandate = world.find(account, "mandate", words[0])
    mandate["payment_method_details"]["bacs_debit"]["network_status"] = "refused"
    end_mandate(world, account, mandate, "debit_not_authorized")


def end_mandate(world: World, account: str, mandate: Thing, reason: str | None) -> None:
    """Nothing more may be debited under it."""
    if mandate["status"] == "inactive":
        return
    mandate["status"] = "inactive"
    network = mandate["payment_method_details"]["bacs_debit"]
    network["revocation_reason"] = reason
    if network["network_status"] != "refused":
        network["network_status"] = "revoked"
    world.tell(account, "mandate.updated", mandate)


def change_bank(world: World, account: str, method: Thing, number: str) -> None:
    """The member's bank moved the account, and told Stripe: the mandate goes with it."""
    before = dict(method["bacs_debit"])
    method["bacs_debit"]["last4"] = number[-4:]
    method["bacs_debit"]["fingerprint"] = _fingerprint(TEST_SORT_CODE + number)
    world.hidden(account, method["id"])["number"] = number
    world.tell(account, "payment_method.automatically_updated", method, bacs_debit=before)


def _fingerprint(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()[:16]
