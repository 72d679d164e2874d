"""The closed sets of money out. Standard library only."""

from enum import StrEnum


class PayoutKind(StrEnum):
    """Why somebody is paid."""

    REFUND = "refund"
    SHARES = "shares"
    SAVINGS = "savings"
    LOAN = "loan"
    INTEREST = "interest"
    DIVIDEND = "dividend"
    OTHER = "other"


class ItemState(StrEnum):
    """Where a payment stands."""

    OWED = "owed"
    PREPARED = "prepared"  # In a run that is not with the bank yet.
    SENT = "sent"
    PAID = "paid"  # The bank's own line says so.
    CANCELLED = "cancelled"


class What(StrEnum):
    """One thing that happened to a payment."""

    OWED = "owed"
    PREPARED = "prepared"
    TAKEN_OUT = "taken-out"
    SENT = "sent"
    PAID = "paid"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class RunState(StrEnum):
    """Where a run stands."""

    DRAFT = "draft"
    ASKED = "asked"  # Waits for the second person.
    APPROVED = "approved"
    SENT = "sent"
    DROPPED = "dropped"


class Format(StrEnum):
    """How the bank takes a run."""

    PAIN = "pain-001"
    BACS = "bacs-18"
    CSV = "csv"


class DetailsState(StrEnum):
    """Where a payee's bank details stand."""

    ASKED = "asked"  # Wait for the second person.
    LIVE = "live"
    REFUSED = "refused"
    REPLACED = "replaced"


class Channel(StrEnum):
    """By which other way changed details were confirmed with the payee."""

    TELEPHONE = "telephone"
    LETTER = "letter"
    IN_PERSON = "in-person"
