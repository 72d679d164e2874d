"""Who may join and in which constituency, who decides, and how membership ends."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class JoiningRules:
    """Who may join and in which constituency, who decides, and how membership ends."""
