"""What shares there are, and how they are held, withdrawn and lost."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ShareRules:
    """What shares there are, and how they are held, withdrawn and lost."""
