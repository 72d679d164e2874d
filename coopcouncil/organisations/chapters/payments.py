"""How members are charged, and when a payment counts as late."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PaymentRules:
    """How members are charged. Nothing here ends a membership: the board does."""

    charged_days_ahead: int = 14
    """So many days before its period begins a charge is raised. Practice; the Direct Debit scheme
    wants notice before each debit."""
    payment_grace_days: int = 14
    """So many days after it was due a charge counts as late. Practice."""
    joining_paid_first: bool = False
    """Who is admitted is a member once what joining costs has arrived. The rules."""
