"""Whether a resolution is carried: of whom, by how much, and were there enough.

Abstention is not a vote, nor is a spoilt paper; both count towards a quorum. A tie is lost. Every
comparison is of whole numbers: 75% of 199 is not 149.25 rounded, it is the test 4 x yes >= 3 x 199.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from math import gcd


class Of(StrEnum):
    """What a share is a share of."""

    VOTES = "votes"
    """For and against: what "of votes cast" means."""
    VOTERS = "voters"
    """Members who voted for or against, each once, whatever their votes weigh."""
    PRESENT = "present"
    """Members present, those who abstain among them."""
    ELIGIBLE = "eligible"
    """All who were entitled to vote."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share to reach (or, where `strict`, to pass), as a fraction of whole numbers."""

    part: int
    whole: int
    strict: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.part <= self.whole or (self.strict and self.part == self.whole):
            raise ValueError(f"a share must be above 0 and at most the whole: {self}")

    def met_by(self, count: int, of: int) -> bool:
        """Whether `count` is the share of `of`. Nobody is never a share of nobody.

        >>> TWO_THIRDS.met_by(200, 300), MAJORITY.met_by(5, 10), THREE_QUARTERS.met_by(2999, 3999)
        (True, False, False)
        """
        if count <= 0:
            return False
        left, right = count * self.whole, of * self.part
        return left > right if self.strict else left >= right

    def needs(self, of: int) -> int:
        """The fewest that are the share of `of`.

        >>> MAJORITY.needs(10), TWO_THIRDS.needs(10), THREE_QUARTERS.needs(8)
        (6, 7, 6)
        """
        exact = of * self.part
        return max(1, exact // self.whole + 1 if self.strict else -(-exact // self.whole))

    def __str__(self) -> str:
        if self == MAJORITY:
            return "majority"
        return f"{'more than ' if self.strict else ''}{self.part}/{self.whole}"


MAJORITY = Share(1, 2, strict=True)
TWO_THIRDS = Share(2, 3)
THREE_QUARTERS = Share(3, 4)


def share(text: str) -> Share:
    """A threshold as people write it: majority, 2/3, 3/4, 75%; "more than 2/3" is above it.

    "51%" is refused: rules that say so mean a majority, and 51 of 101 would be lost by it.

    >>> share("75%") == THREE_QUARTERS
    True
    """
    if text == "majority":
        return MAJORITY
    above = text.removeprefix("more than ")
    if above != text:
        return Share(share(above).part, share(above).whole, strict=True)
    if match := re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})|([0-9]{1,3})%", text):
        part, whole = (int(match[1]), int(match[2])) if match[1] else (int(match[3]), 100)
    else:
        raise ValueError(f"{text}: a threshold is majority, a fraction such as 2/3, or 75%")
    if not 0 < part <= whole:
        raise ValueError(f"{text}: a threshold is above nothing and at most the whole")
    if 2 * part <= whole or text == "51%":
        raise ValueError(f"{text}: for more than half say majority")
    return fraction(f"{part}/{whole}")


def fraction(text: str) -> Share:
    """Any share of the whole, such as a turnout asked for: 1/2.

    >>> fraction("2/10")
    Share(part=1, whole=5, strict=False)
    """
    match = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
    if match is None or not int(match[1]) or not int(match[2]):
        raise ValueError(f"{text}: a share is a fraction such as 1/2")
    common = gcd(int(match[1]), int(match[2]))
    return Share(int(match[1]) // common, int(match[2]) // common)


@dataclass(frozen=True, slots=True)
class Tally:
    """Papers of a resolution, and the numbers of members that some rules ask for."""

    yes: int
    no: int
    abstain: int = 0
    spoilt: int = 0
    voters: int | None = None
    present: int | None = None
    eligible: int | None = None

    @property
    def papers(self) -> int:
        """All who took part: these make a quorum."""
        return self.yes + self.no + self.abstain + self.spoilt

    def number(self, of: Of) -> int:
        """The whole that a share is of."""
        match of:
            case Of.VOTES:
                known: int | None = self.yes + self.no
            case Of.VOTERS:
                known = self.yes + self.no if self.voters is None else self.voters
            case Of.PRESENT:
                known = self.papers if self.present is None else self.present
            case Of.ELIGIBLE:
                known = self.eligible
        if known is None:
            raise ValueError("the number of members entitled to vote is not known")
        return known


@dataclass(frozen=True, slots=True)
class Limit:
    """No more than a share may be against: `below` is the share that must not be reached."""

    below: Share
    of: Of


@dataclass(frozen=True, slots=True)
class Requirement:
    """What carries a resolution."""

    threshold: Share
    of: Of = Of.VOTES
    quorum: int | None = None
    turnout: Share | None = None
    """The share of those eligible who must have voted for or against."""
    against: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A resolution counted. `needed` is the fewest in favour that would have met the threshold."""

    tally: Tally
    requirement: Requirement
    quorate: bool
    turned_out: bool
    met: bool
    within_limits: bool
    needed: int

    @property
    def carried(self) -> bool:
        """All of it holds."""
        return self.quorate and self.turned_out and self.met and self.within_limits


def decide(tally: Tally, requirement: Requirement) -> Decision:
    """Hold the papers against the requirement."""
    whole = tally.number(requirement.of)
    voted = tally.number(Of.VOTERS)
    return Decision(
        tally,
        requirement,
        quorate=requirement.quorum is None or tally.papers >= requirement.quorum,
        turned_out=requirement.turnout is None
        or requirement.turnout.met_by(voted, tally.number(Of.ELIGIBLE)),
        met=requirement.threshold.met_by(tally.yes, whole),
        within_limits=not any(
            limit.below.met_by(tally.no, tally.number(limit.of)) for limit in requirement.against
        ),
        needed=requirement.threshold.needs(whole),
    )


# The statutory votes of registered societies. Co-operative and Community Benefit Societies Act
# 2014 and Credit Unions Act 1979; quorums are the society's own and are added to these.
SOCIETY_MERGER = Requirement(TWO_THIRDS, Of.VOTERS)
"""ss. 109-111: amalgamation, or transfer to another society."""
CONVERSION = Requirement(THREE_QUARTERS, Of.VOTERS, turnout=Share(1, 2))
"""ss. 112-113: becoming, joining or transferring to a company."""
CONFIRMATION = Requirement(MAJORITY, Of.VOTERS)
"""ss. 111, 113: the second meeting, 14 days to a month later."""
DISSOLUTION_BY_INSTRUMENT = Requirement(THREE_QUARTERS, Of.ELIGIBLE)
"""s. 119: signatures of three quarters of all members."""
AUDIT_DISAPPLIED = Requirement(
    MAJORITY, against=(Limit(Share(1, 5), Of.VOTES), Limit(Share(1, 10), Of.ELIGIBLE))
)
"""s. 84(2): under 20% of votes cast against, and under 10% of those eligible."""
CREDIT_UNION_RULES = Requirement(TWO_THIRDS, Of.PRESENT)
"""Credit Unions Act 1979 s. 4(2)."""
