"""The closed sets of shares. Standard library only."""

from enum import StrEnum


class ShareKind(StrEnum):
    """What may become of a share besides being held."""

    PAR = "par"
    WITHDRAWABLE = "withdrawable"
    TRANSFERABLE = "transferable"


class EventKind(StrEnum):
    """What happened to a holding. Money's own slice posts from these, one rule a kind."""

    TAKEN_OVER = "taken-over"  # Held before this register was kept here.
    ALLOTTED = "allotted"  # The board allots: payment is due.
    PAID = "paid"  # A payment on the shares came in.
    SPLIT = "split"  # Part becomes a holding of its own, before it is transferred.
    TRANSFERRED = "transferred"  # Another member holds it from now on.
    RENUMBERED = "renumbered"  # The holder is the same person under another number.
    WITHDRAWN = "withdrawn"  # The society buys shares back: money goes out.
    CANCELLED = "cancelled"  # Forfeited: the shares end, the amount stays.
    ADDED = "added"  # Interest that the holder has turned into shares: paid up by it.
    REVERSED = "reversed"  # Another event was recorded in error.


class Decided(StrEnum):
    """What the board did with an application."""

    ALLOTTED = "allotted"
    REFUSED = "refused"
    TAKEN_BACK = "taken-back"


class Answer(StrEnum):
    """What became of a notice to withdraw, decision by decision."""

    GRANTED = "granted"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    TAKEN_BACK = "taken-back"


class ReturnKind(StrEnum):
    """What members get, besides the shares themselves."""

    INTEREST = "interest"
    PURCHASES = "purchases"
    HOURS = "hours"


PATRONAGE = (ReturnKind.PURCHASES, ReturnKind.HOURS)
"""What a part of the surplus may be shared by."""


class ReturnState(StrEnum):
    """How far it has come."""

    PROPOSED = "proposed"
    DECIDED = "decided"
    DROPPED = "dropped"


class Taking(StrEnum):
    """How a member takes interest on shares."""

    PAID_OUT = "paid-out"  # By a payment run.
    ADDED = "added"  # As shares; what is less than a share is paid out.
