"""What the votes of several constituencies decide together, every step of it shown.

The counts come from separate ballots, one a constituency. The rulebook says which of three ways
holds: all together, each weighed, or a majority in each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.organisations.chapters.mutuals import MutualCount
from coopcouncil.organisations.majority import Majority, Of

ORDINARY = Majority(Fraction(1, 2), Of.VOTES_CAST, or_more=False)


class NoVotesToWeigh(Refused):
    """Nothing was counted, so nothing is decided."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Choose the published results of at least one constituency.")


class NoWeights(Refused):
    """Weighted votes without weights."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("The rules do not say what the votes of these constituencies weigh.")


class ConstituencyTwice(Refused):
    """Two results of one constituency."""

    status = 422

    def __init__(self, name: str) -> None:
        self.name = name

    def sentence(self, _: Gettext) -> str:
        text = _("Two of these results are of the constituency “{name}”. Choose one of them.")
        return text.format(name=self.name)


@dataclass(frozen=True)
class Group:
    """One constituency's count. Abstentions are no votes."""

    name: str
    votes_for: int
    against: int
    weight: int = 0

    @property
    def cast(self) -> int:
        """Votes for and against."""
        return self.votes_for + self.against


@dataclass(frozen=True)
class Step:
    """A line of the reckoning: one constituency, or all together."""

    name: str
    votes_for: int
    against: int
    share: Fraction | None
    """The share in favour; None where nobody voted."""
    carried: bool
    weight: Fraction = Fraction(0)
    """The part of the whole that the constituency weighs, of those that voted."""
    gives: Fraction = Fraction(0)
    """What it adds to the votes in favour: its weight times its share."""


@dataclass(frozen=True)
class Outcome:
    """The decision and how it came about."""

    way: MutualCount
    majority: Majority
    steps: tuple[Step, ...]
    in_favour: Fraction | None
    """The share in favour over all; None where each constituency decides by itself."""
    carried: bool


def decide(groups: Sequence[Group], way: MutualCount, majority: Majority = ORDINARY) -> Outcome:
    """The decision of these constituencies.

    >>> staff, users = Group("Staff", 9, 1, weight=1), Group("Users", 40, 60, weight=1)
    >>> decide([staff, users], MutualCount.TOGETHER).carried
    False
    >>> decide([staff, users], MutualCount.WEIGHTED).in_favour
    Fraction(13, 20)
    >>> decide([staff, users], MutualCount.EACH).carried
    False
    """
    if not groups:
        raise NoVotesToWeigh
    _each_once(groups)
    match way:
        case MutualCount.TOGETHER:
            return _together(groups, majority)
        case MutualCount.WEIGHTED:
            return _weighted(groups, majority)
        case MutualCount.EACH:
            return _in_each(groups, majority)


def _together(groups: Sequence[Group], majority: Majority) -> Outcome:
    steps = tuple(_step(group, majority) for group in groups)
    votes_for = sum(group.votes_for for group in groups)
    cast = sum(group.cast for group in groups)
    share = Fraction(votes_for, cast) if cast else Fraction(0)
    carried = majority.reached(votes_for, cast)
    return Outcome(MutualCount.TOGETHER, majority, steps, share, carried)


def _weighted(groups: Sequence[Group], majority: Majority) -> Outcome:
    # A constituency in which nobody voted says nothing, so its weight is not of the whole:
    # else staying away would be a vote against.
    whole = sum(group.weight for group in groups if group.cast)
    if not any(group.weight for group in groups):
        raise NoWeights
    steps = tuple(
        _step(group, majority, Fraction(group.weight, whole) if group.cast and whole else None)
        for group in groups
    )
    share = sum((step.gives for step in steps), Fraction(0))
    carried = bool(whole) and _enough(share, majority)
    return Outcome(MutualCount.WEIGHTED, majority, steps, share, carried)


def _in_each(groups: Sequence[Group], majority: Majority) -> Outcome:
    steps = tuple(_step(group, majority) for group in groups)
    carried = all(step.carried for step in steps)
    return Outcome(MutualCount.EACH, majority, steps, None, carried)


def _step(group: Group, majority: Majority, weight: Fraction | None = None) -> Step:
    share = Fraction(group.votes_for, group.cast) if group.cast else None
    part = weight or Fraction(0)
    return Step(
        group.name,
        group.votes_for,
        group.against,
        share,
        majority.reached(group.votes_for, group.cast),
        part,
        part * (share or 0),
    )


def _enough(share: Fraction, majority: Majority) -> bool:
    return share >= majority.share if majority.or_more else share > majority.share


def _each_once(groups: Sequence[Group]) -> None:
    seen: set[str] = set()
    for group in groups:
        if group.name in seen:
            raise ConstituencyTwice(group.name)
        seen.add(group.name)
