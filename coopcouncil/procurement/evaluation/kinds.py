"""The closed sets of assessing. Standard library only."""

from enum import StrEnum

__all__ = ["ExclusionStep", "Finding", "InterestDecision"]


class InterestDecision(StrEnum):
    """What the procurement lead decides on an interest."""

    MAY_GO_ON = "may-go-on"
    """With what was done to keep the decision fair, in words."""
    STANDS_ASIDE = "stands-aside"
    """From the whole tender: the part ends, and the scores are set aside."""


class ExclusionStep(StrEnum):
    """When exclusion and debarment were looked at."""

    BEFORE_ASSESSMENT = "before-assessment"
    BEFORE_AWARD = "before-award"


class Finding(StrEnum):
    """What the look found (Procurement Act 2023, ss.26 to 28 and 57 to 62)."""

    NOTHING = "nothing"
    EXCLUDABLE = "excludable"
    """A discretionary ground applies: the council decides, with its reason."""
    EXCLUDED = "excluded"
    """A mandatory ground applies, or the debarment list has the supplier for one."""
