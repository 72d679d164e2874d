"""Stripe's published test cards and test bank accounts, prices, and the banking calendar."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import NamedTuple

import holidays

DAY = 86_400


class Card(NamedTuple):
    """How a test card behaves: a decline at once, a challenge, a dispute after."""

    brand: str = "visa"
    decline: tuple[str, str] | None = None
    challenge: bool = False
    always_challenge: bool = False
    dispute: str | None = None
    attaches: bool = True
    refund: str = "succeeded"


_DECLINED = {
    "4000000000000002": ("card_declined", "generic_decline"),
    "4000000000009995": ("card_declined", "insufficient_funds"),
    "4000000000009987": ("card_declined", "lost_card"),
    "4000000000009979": ("card_declined", "stolen_card"),
    "4000000000000069": ("expired_card", "expired_card"),
    "4000000000000127": ("incorrect_cvc", "incorrect_cvc"),
    "4000000000000119": ("processing_error", "processing_error"),
}
CARDS: dict[str, Card] = {
    "4242424242424242": Card(),
    "5555555555554444": Card("mastercard"),
    "4000000000000077": Card(),
    # Asks once, when it is saved or first used.
    "4000002500003155": Card(challenge=True),
    "4000000000003220": Card(challenge=True),
    # Asks every time, so that no payment without the holder succeeds.
    "4000002760003184": Card(challenge=True, always_challenge=True),
    # Can be saved, and is then declined.
    "4000000000000341": Card(decline=("card_declined", "generic_decline"), attaches=True),
    "4000000000000259": Card(dispute="fraudulent"),
    "4000000000002685": Card(dispute="product_not_received"),
    "4000000000005126": Card(refund="failed"),
    "4000000000007726": Card(refund="pending"),
    **{number: Card(decline=why, attaches=False) for number, why in _DECLINED.items()},
}
TOKENS = {
    "pm_card_visa": "4242424242424242",
    "pm_card_mastercard": "5555555555554444",
    "pm_card_visa_chargeDeclined": "4000000000000002",
    "pm_card_visa_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_chargeCustomerFail": "4000000000000341",
    "pm_card_authenticationRequired": "4000002760003184",
    "pm_card_createDispute": "4000000000000259",
}
DECLINES = {
    "generic_decline": "Your card was declined.",
    "insufficient_funds": "Your card has insufficient funds.",
    "lost_card": "Your card was declined.",
    "stolen_card": "Your card was declined.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
}


class BankAccount(NamedTuple):
    """How a test bank account behaves under Bacs; `after` in seconds, none for the usual days."""

    failure: str | None = None
    after: int | None = None
    ends_mandate: bool = False
    refuses_mandate: bool = False
    invalid: bool = False
    dispute: str | None = None


TEST_SORT_CODE = "108800"
ACCOUNTS: dict[str, BankAccount] = {
    "00012345": BankAccount(),
    "90012345": BankAccount(after=180),
    "33333335": BankAccount("debit_not_authorized", after=0, ends_mandate=True),
    "93333335": BankAccount("debit_not_authorized", after=180, ends_mandate=True),
    "22222227": BankAccount("insufficient_funds", after=0),
    "92222227": BankAccount("insufficient_funds", after=180),
    "55555559": BankAccount(after=180, dispute="debit_not_authorized"),
    "00033333": BankAccount(refuses_mandate=True),
    "00044444": BankAccount(invalid=True),
    "34343434": BankAccount("charge_exceeds_source_limit", after=0),
    "12121212": BankAccount("charge_exceeds_weekly_limit", after=0),
}
FAILURES = {
    "insufficient_funds": "The customer's account has insufficient funds to cover this payment.",
    "debit_not_authorized": "The customer has notified their bank that this was unauthorized.",
    "charge_exceeds_source_limit": "The payment exceeds the limit of the customer's source.",
    "charge_exceeds_weekly_limit": "The payment exceeds the weekly limit.",
    "account_closed": "The customer's bank account has been closed.",
    "bank_account_restricted": "The customer's bank account has been restricted.",
}

# Working days until a debit is known to have worked, with a mandate in place and with a new one.
USUAL_DAYS, NEW_MANDATE_DAYS, MANDATE_DAYS = 4, 7, 3
# Later than this in the day (UTC) a debit goes out on the next working day.
LAST_HOUR = 20
CARD_DAYS = 3
LARGEST_DEBIT = 10_000_000
CARD_DISPUTE_FEE, BACS_DISPUTE_FEE = 2000, 500


def fee(kind: str, amount: int) -> int:
    """What Stripe keeps by its public prices: cards 1.5 % + 20p, Bacs 1 %, 20p to £2."""
    if kind == "card":
        return (amount * 15 + 500) // 1000 + 20
    return min(max((amount + 50) // 100, 20), 200)


@cache
def _bank_holidays() -> "holidays.HolidayBase":
    return holidays.country_holidays("GB", subdiv="ENG")


def is_working(on: date) -> bool:
    """Whether banks clear on this day."""
    return on.weekday() < 5 and on not in _bank_holidays()


def working_days_after(at: int, days: int) -> int:
    """The morning, so many working days on; what comes in the evening counts from the next one."""
    moment = datetime.fromtimestamp(at, UTC)
    on = moment.date()
    if moment.hour >= LAST_HOUR:
        on += timedelta(days=1)
    while not is_working(on):
        on += timedelta(days=1)
    for _each in range(days):
        on += timedelta(days=1)
        while not is_working(on):
            on += timedelta(days=1)
    return int(datetime(on.year, on.month, on.day, 6, tzinfo=UTC).timestamp())
