"""The closed sets of savings. Standard library only."""

from enum import StrEnum


class Mode(StrEnum):
    """Where the members' balances are kept."""

    BESIDE_CORE = "beside-core"
    WHOLE_BOOK = "whole-book"


class ProductKind(StrEnum):
    """A member's shares, or a child's deposits: in law two different things."""

    SHARES = "shares"
    JUNIOR = "junior"


class MovementKind(StrEnum):
    """What changed a balance. There is no fee, and no transfer: neither can be recorded."""

    OPENING = "opening"
    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"
    COLLECTION = "collection"
    DIVIDEND = "dividend"
    SET_OFF = "set-off"
    REVERSAL = "reversal"


class Way(StrEnum):
    """How the money came or went."""

    CASH = "cash"
    BANK = "bank"
    BOOKS = "books"


class CheckOf(StrEnum):
    """What a check of a person was about."""

    IDENTITY = "identity"
    ADDRESS = "address"
    SANCTIONS = "sanctions"


class Shown(StrEnum):
    """How somebody confirmed the information sheet on how savings are protected."""

    JOINING = "joining"
    DESK = "desk"
    OWN_PAGE = "own-page"


class Found(StrEnum):
    """What a check found."""

    PASSED = "passed"
    REFERRED = "referred"
    FAILED = "failed"


class Relation(StrEnum):
    """What a guardian is to the child."""

    PARENT = "parent"
    CARER = "carer"
    OTHER = "other"


class Reached(StrEnum):
    """What came of trying to reach the holder of a quiet account."""

    TRIED = "tried"
    ANSWERED = "answered"


class Excluded(StrEnum):
    """Why an account stands in the exclusions file and not in the single customer view."""

    DORMANT = "dormant"
    BENEFICIARY = "beneficiary"
    DISPUTE = "dispute"
    LEGAL = "legal"


class Return(StrEnum):
    """The returns to the regulator."""

    QUARTERLY = "CQ"
    YEARLY = "CY"


class Vote(StrEnum):
    """What the general meeting said to a dividend."""

    CARRIED = "carried"
    LOST = "lost"


class Step(StrEnum):
    """What the nominated officer did with a suspicion."""

    TOLD = "told"
    NOTED = "noted"
    REPORTED = "reported"
    CONSENT = "consent"
    CLOSED = "closed"
