"""What the kinds and states are called."""

from babel.support import LazyProxy

from coopcouncil.checks.kinds import CheckKind, State
from coopcouncil.checks.models import Check
from coopcouncil.kernel.i18n import lazy

KINDS = {
    CheckKind.REFUND: lazy("Refund"),
    CheckKind.WRITE_OFF: lazy("Debt written off"),
    CheckKind.LOAN: lazy("Loan"),
    CheckKind.WITHDRAWAL: lazy("Withdrawal"),
    CheckKind.PAYEE_CHANGE: lazy("Bank details"),
    CheckKind.PAYMENT_RUN: lazy("Payment run"),
}
SORTS = {"payout-return": lazy("Payment that came back")}
"""What a check is called by the sort of its subject, where its kind would not say."""
STATES = {
    State.WAITING: lazy("Waits for a second person"),
    State.ALONE: lazy("Done by one person, as the rules allow"),
    State.APPROVED: lazy("Approved"),
    State.REFUSED: lazy("Refused"),
    State.TAKEN_BACK: lazy("Taken back"),
    State.EXPIRED: lazy("Not checked in time"),
}


def kind_of(check: Check) -> LazyProxy:
    """What it is called on pages."""
    return SORTS.get(check.subject.partition(":")[0]) or KINDS[check.kind]
