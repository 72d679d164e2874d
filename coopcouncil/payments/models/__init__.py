"""The tables of payments, by noun."""

from coopcouncil.payments.models.charges import Charge, ChargeRelief
from coopcouncil.payments.models.payments import (
    Allocation,
    Payment,
    PaymentPart,
    PaymentTakenBack,
    Refund,
)
from coopcouncil.payments.models.plans import (
    IncomeRelease,
    MemberPlan,
    Plan,
    PlanConcession,
    PlanPause,
    Price,
)

__all__ = [
    "Allocation",
    "Charge",
    "ChargeRelief",
    "IncomeRelease",
    "MemberPlan",
    "Payment",
    "PaymentPart",
    "PaymentTakenBack",
    "Plan",
    "PlanConcession",
    "PlanPause",
    "Price",
    "Refund",
]
