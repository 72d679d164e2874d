"""The closed sets of delivery. Standard library only."""

from enum import StrEnum

__all__ = ["Answered", "Body", "Decided", "Remedy", "Settled"]


class Answered(StrEnum):
    """What the recipient says of what was reported."""

    CONFIRMED = "confirmed"
    IN_PART = "in-part"
    DISPUTED = "disputed"


class Body(StrEnum):
    """What a group of an organisation's members is, where it is no constituency."""

    COMMITTEE = "committee"
    """Committee, board or governing body: by the register of officers, whoever sits on it."""
    CLASS = "class"
    """A class of member, by its name in the register of members."""


class Decided(StrEnum):
    """What the contract manager decides where the recipient disputes."""

    UPHELD = "upheld"
    """The recipient is right: it does not count."""
    IN_PART = "in-part"
    COUNTS = "counts"
    """It counts as it was reported."""


class Remedy(StrEnum):
    """What is done about a promise that is late or not kept."""

    PLAN = "plan"
    """A plan to put it right, by a day."""
    REPLACED = "replaced"
    """Another promise stands in its place."""
    WITHHELD = "withheld"
    """Money that the contract lets be kept back: noted, never moved here."""
    WAIVED = "waived"


class Settled(StrEnum):
    """Why a commitment is followed no more."""

    REPLACED = "replaced"
    WAIVED = "waived"
    CONTRACT_ENDED = "contract-ended"
