"""Homes, allocation, and what arrears change."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class HousingRules:
    """Homes, allocation, and what arrears change."""
