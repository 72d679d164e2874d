"""The closed sets of loans. Standard library only; `What`, `Every` and `Band` are in the rules."""

from enum import StrEnum


class Outcome(StrEnum):
    """What became of an application."""

    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Reason(StrEnum):
    """Why a loan is declined, in words that a member can do something about."""

    AFFORD = "afford"
    CREDIT = "credit"
    ARREARS = "arrears"
    EVIDENCE = "evidence"
    SAVINGS = "savings"
    LIMIT = "limit"
    OTHER = "other"


class State(StrEnum):
    """Where a loan stands."""

    OFFERED = "offered"
    SIGNED = "signed"
    ON_ITS_WAY = "on-its-way"
    RUNNING = "running"
    SETTLED = "settled"
    WRITTEN_OFF = "written-off"
    DROPPED = "dropped"


class Way(StrEnum):
    """How money of a loan came or went."""

    CASH = "cash"
    BANK = "bank"
    DIRECT_DEBIT = "direct-debit"
    PAYROLL = "payroll"
    SAVINGS = "savings"
    LOAN = "loan"
    BOOKS = "books"


class Signing(StrEnum):
    """How an agreement was signed."""

    PAPER = "paper"
    ONLINE = "online"


class Why(StrEnum):
    """Why the payments were agreed as they are."""

    FIRST = "first"
    SHORTER = "shorter"
    LOWER = "lower"
    HOLIDAY = "holiday"
    RESCHEDULED = "rescheduled"


class HoldKind(StrEnum):
    """Why no letters go and, where somebody died, no interest runs."""

    DEATH = "death"
    HARDSHIP = "hardship"
    DISPUTE = "dispute"
