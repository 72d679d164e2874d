"""The tables of payments, by noun."""

from coopcouncil.payments.models.charges import Charge, ChargeRelief
from coopcouncil.payments.models.payments import (
    Allocation,
    Payment,
    PaymentPart,
    PaymentTakenBack,
    Refund,
)

__all__ = [
    "Allocation",
    "Charge",
    "ChargeRelief",
    "Payment",
    "PaymentPart",
    "PaymentTakenBack",
    "Refund",
]
