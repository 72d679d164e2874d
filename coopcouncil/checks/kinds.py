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


class Why(StrEnum):
    """What asks for a second person."""

    OWN = "own"  # It concerns whoever does it.
    SUM = "sum"
    PARTS = "parts"  # With what was done alone for the same members lately.
    OFFICER = "officer"  # With what the same officer did alone lately, for whomever.


class State(StrEnum):
    """What became of a request."""

    WAITING = "waiting"
    ALONE = "alone"  # The rulebook asked for nobody else: done as it was asked.
    APPROVED = "approved"
    REFUSED = "refused"
    TAKEN_BACK = "taken-back"
    EXPIRED = "expired"
