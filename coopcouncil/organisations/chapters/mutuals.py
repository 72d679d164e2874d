"""Staff membership, reserved seats and weights."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class MutualRules:
    """Staff membership, reserved seats and weights."""
