"""Homes, allocation, and what arrears change."""

from dataclasses import dataclass
from enum import StrEnum


class Homes(StrEnum):
    """Whether the organisation lets homes, and to whom."""

    NONE = "none"
    LET = "let"
    FULLY_MUTUAL = "fully-mutual"


class Allocating(StrEnum):
    """How it is found out who is offered a home."""

    PANEL = "panel"
    POINTS = "points"


@dataclass(frozen=True, kw_only=True)
class HousingRules:
    """Homes, allocation, and what arrears change."""

    homes: Homes = Homes.NONE
    """Fully mutual: members are tenants or prospective tenants, tenants are members. Housing
    Act 1985 s.5(2) as model rules cite it; Housing Associations Act 1985 s.1(2)."""
    allocating: Allocating = Allocating.PANEL
    """By a panel's scores, or by a published scheme of points. The organisation's rules."""
    panel_number: int = 3
    """So many of the panel must have scored, those who stand aside not counted. Practice."""
    panel_score_most: int = 10
    """The highest score that one of the panel may give. Practice."""
    refusals_allowed: int = 2
    """Offers that an applicant may refuse before a person decides whether the application is
    closed. The organisation's rules."""
    arrears_bar_transfer: bool = False
    """Whether a member in arrears may ask for another home. The organisation's rules."""
    arrears_bar_allocation: bool = False
    """Whether a home may be offered to a member in arrears. The organisation's rules."""
    arrears_record_days: int = 0
    """Arrears are looked at so many days before the day that decides. The organisation's rules."""
