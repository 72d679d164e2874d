"""What the reason codes of Bacs' reports mean, and what follows. Pure."""

from coopcouncil.payments.bacs.kinds import Did
from coopcouncil.payments.kinds import FailureReason

ADDACS: dict[str, Did] = {
    "0": Did.ENDED,  # Cancelled: refer to the payer.
    "1": Did.ENDED,  # Cancelled by the payer.
    "2": Did.ENDED,  # The payer has died.
    "3": Did.AMENDED,  # Moved to another bank, with the new account.
    "B": Did.ENDED,  # The account is closed.
    "C": Did.AMENDED,  # Moved to another account.
    "D": Did.ENDED,  # The payer disputes the advance notice.
    "E": Did.AMENDED,  # The instruction was amended.
    "R": Did.REINSTATED,  # Ended in error: it stands again.
}

REASONS: dict[str, FailureReason] = {
    "0": FailureReason.REFER_TO_PAYER,
    "1": FailureReason.MANDATE_CANCELLED,
    "2": FailureReason.MANDATE_CANCELLED,  # The payer has died.
    "3": FailureReason.ACCOUNT_CLOSED,  # Moved to another account.
    "4": FailureReason.OTHER,  # The payer disputes the advance notice.
    "5": FailureReason.NO_ACCOUNT,
    "6": FailureReason.MANDATE_CANCELLED,  # No instruction.
    "7": FailureReason.OTHER,  # Another amount than announced.
    "8": FailureReason.OTHER,  # Not due yet.
    "9": FailureReason.OTHER,  # Overdue.
    "A": FailureReason.OTHER,  # Another service user.
    "B": FailureReason.ACCOUNT_CLOSED,
}
"""Why a debit came back (ARUDD), by the first mark of its return code."""

ENDS_THE_MANDATE = frozenset({"1", "2", "5", "6", "B"})
"""After these nothing more may be collected."""


WITHOUT_AUTHORITY = frozenset({"3", "4", "5", "6", "8"})
"""Claims that say that no instruction stood: nothing more may be collected by it."""


def arudd_code(code: str) -> str:
    """The reason within a return code; the other marks are the bank's.

    >>> arudd_code("1012"), arudd_code("0273"), arudd_code("B")
    ('1', '0', 'B')
    """
    return code.strip().upper()[:1]
