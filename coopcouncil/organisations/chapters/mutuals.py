"""Staff membership, reserved seats and weights."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

_PAIR = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)\s*=\s*([0-9]{1,4})")


class StaffJoin(StrEnum):
    """How employees come into the register."""

    AUTOMATIC = "automatic"
    APPLY = "apply"


class MutualCount(StrEnum):
    """What the votes of several constituencies become together."""

    TOGETHER = "together"
    WEIGHTED = "weighted"
    EACH = "each"


@dataclass(frozen=True, kw_only=True)
class MutualRules:
    """Staff membership, reserved seats and weights."""

    staff_join: StaffJoin = StaffJoin.APPLY
    """Whether employees are members from their first day or apply. Rules differ: many spin-outs
    enrol everybody who does not decline."""
    staff_grace_days: int = 28
    """How long somebody who left the job stays a member. Practice of spin-outs."""
    reserved_seats: str = ""
    """Board seats kept for constituencies, by key: "staff=3, users=2". The rules' own numbers."""
    mutual_count: MutualCount = MutualCount.TOGETHER
    """One member, one vote together; or each constituency by itself, then weighted or all of
    them in favour. The rules' own way."""
    constituency_weights: str = ""
    """What each constituency's vote weighs where votes are weighted: "staff=40, users=60"."""


def by_key(text: str) -> Mapping[str, int]:
    """Numbers by constituency, as the rules have them; ValueError for anything else.

    >>> by_key("staff=3, users=2")
    {'staff': 3, 'users': 2}
    """
    found: dict[str, int] = {}
    for part in (each.strip() for each in text.split(",")):
        if not part:
            continue
        match = _PAIR.fullmatch(part)
        if match is None or match[1] in found:
            raise ValueError(part)
        found[match[1]] = int(match[2])
    return found
