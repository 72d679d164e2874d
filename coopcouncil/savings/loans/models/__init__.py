"""The tables of loans.

What happened to a loan is in `LoanEvent`, append-only: what is owed follows from it alone
(`rules.replay`). Amounts are integer pence, rates millionths of the balance for a month.
"""

from coopcouncil.savings.loans.models.applications import (
    LoanApplication,
    LoanProduct,
    LoanSheet,
)
from coopcouncil.savings.loans.models.following import (
    LoanHold,
    LoanLetter,
    LoanProvision,
    PayrollEmployer,
    PayrollPlace,
    PayrollReturn,
)
from coopcouncil.savings.loans.models.guarantors import (
    GuaranteeCall,
    GuaranteePayment,
    LoanGuarantor,
)
from coopcouncil.savings.loans.models.loans import Loan, LoanAccrual, LoanAgreed, LoanEvent

__all__ = [
    "GuaranteeCall",
    "GuaranteePayment",
    "Loan",
    "LoanAccrual",
    "LoanAgreed",
    "LoanApplication",
    "LoanEvent",
    "LoanGuarantor",
    "LoanHold",
    "LoanLetter",
    "LoanProduct",
    "LoanProvision",
    "LoanSheet",
    "PayrollEmployer",
    "PayrollPlace",
    "PayrollReturn",
]
