"""The committee: seats, terms, retirement."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CommitteeRules:
    """The committee: seats, terms, retirement."""
