"""The closed sets of what is done before the notice. Standard library only."""

from enum import StrEnum


class Topic(StrEnum):
    """What is considered."""

    SOCIAL_VALUE = "social-value"
    """Public Services (Social Value) Act 2012, s.1."""
    CONSULTING = "consulting"
    """The same section: whether to consult, and what came of it."""
    WELL_BEING = "well-being"
    """Wales: the socially responsible procurement duty and the well-being goals."""
    POLICY = "policy"
    """Procurement Act 2023, ss.13 and 14: the policy statements."""
    WEIGHT = "weight"
    """How much social value counts, and why."""


class Said(StrEnum):
    """What somebody says of a condition."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Condition(StrEnum):
    """What must hold before a lot is reserved."""

    FLEXIBLE = "flexible"
    """Procurement Act 2023, ss.32(1) and 33(2): only a competitive flexible procedure reserves."""
    SUPPORTED_SHARE = "supported-share"
    SUPPORTED_AIM = "supported-aim"
    MUTUAL_SERVICE = "mutual-service"
    MUTUAL_TERM = "mutual-term"
    MUTUAL_PROFITS = "mutual-profits"
    MUTUAL_CONTROL = "mutual-control"
    MUTUAL_AWARD_BEFORE = "mutual-award-before"
    BELOW_THRESHOLD = "below-threshold"
    NO_CROSS_BORDER = "no-cross-border"
    AREA_STATED = "area-stated"
    SIZE_STATED = "size-stated"


class Moment(StrEnum):
    """When a conflicts assessment was written down."""

    OPENED = "opened"
    REVIEWED = "reviewed"
    CONFIRMED = "confirmed"
    """For a notice after the tender notice."""
