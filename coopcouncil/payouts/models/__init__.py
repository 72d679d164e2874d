"""The tables of money out, by noun."""

from coopcouncil.payouts.models.account import OWN, PayingAccount, PayingAccountChange
from coopcouncil.payouts.models.payees import DETAILS, Payee, PayeeDetails
from coopcouncil.payouts.models.runs import PaymentRun, PayoutEvent, PayoutItem, RunLine

__all__ = [
    "DETAILS",
    "OWN",
    "Payee",
    "PayeeDetails",
    "PayingAccount",
    "PayingAccountChange",
    "PaymentRun",
    "PayoutEvent",
    "PayoutItem",
    "RunLine",
]
