"""The closed sets of checks. Standard library only."""

from enum import StrEnum


class CheckKind(StrEnum):
    """What a second person may be needed for."""

    REFUND = "refund"
    WRITE_OFF = "write-off"
    LOAN = "loan"
    WITHDRAWAL = "withdrawal"
    PAYEE_CHANGE = "payee-change"
    PAYMENT_RUN = "payment-run"


class State(StrEnum):
    """What became of a request."""

    WAITING = "waiting"
    ALONE = "alone"  # The rulebook asked for nobody else: done as it was asked.
    APPROVED = "approved"
    REFUSED = "refused"
    TAKEN_BACK = "taken-back"
    EXPIRED = "expired"
