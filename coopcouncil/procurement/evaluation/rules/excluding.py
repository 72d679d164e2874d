"""Exclusion and debarment: looked at before assessment and before award. Pure.

Procurement Act 2023, ss.26 to 28 (what must and what may be disregarded), 57 and 58 (what makes a
supplier excluded or excludable), 62 (the debarment list); grounds in Schedules 6 and 7.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.procurement.evaluation.kinds import ExclusionStep, Finding
from coopcouncil.procurement.evaluation.rules.words import ReasonTooThin, is_substantial
from coopcouncil.procurement.kinds import Stage

__all__ = [
    "Checked",
    "MustBeExcluded",
    "NotCheckedForAward",
    "NotHeard",
    "SeenInFuture",
    "WrongGround",
    "may_check",
    "may_exclude",
    "unchecked",
    "what_blocks",
]


class WrongGround(Refused):
    """The finding and its grounds do not belong together."""

    status = 422

    def __init__(self, finding: Finding) -> None:
        self.finding = finding

    def sentence(self, _: Gettext) -> str:
        if self.finding is Finding.NOTHING:
            return _("Where nothing was found, there is no ground to name.")
        if self.finding is Finding.EXCLUDED:
            return _("Name at least one mandatory ground of Schedule 6, or the debarment list.")
        return _("Name at least one discretionary ground of Schedule 7, and none of Schedule 6.")


class SeenInFuture(Refused):
    """Nobody has seen the list of tomorrow."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("The debarment list cannot have been looked at in the future.")


class MustBeExcluded(Refused):
    """A mandatory ground leaves no choice."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("A mandatory ground leaves no choice: the bid must be excluded.")


class WrongStep(Refused):
    """Not at this stage."""

    def sentence(self, _: Gettext) -> str:
        return _("This check is not made at this stage of the tender.")


class ExcludedAlready(Refused):
    """Out already."""

    def sentence(self, _: Gettext) -> str:
        return _("This bid is excluded already.")


class NotHeard(Refused):
    """Procurement Act 2023, s.19(4): told first, and given the opportunity to show that it can."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _(
            "Tell the bidder first that its price seems abnormally low, and let it show that it "
            "can do the work for it. Then write here when it was told and what it answered."
        )


class NotCheckedForAward(Refused):
    """The second step blocks the award."""

    def __init__(self, bids: int) -> None:
        self.bids = bids

    def sentence(self, _: Gettext) -> str:
        text = _(
            "Exclusion and debarment are checked again before the award. Bidders not checked: "
            "{bids}."
        )
        return text.format(bids=self.bids)


@dataclass(frozen=True)
class Checked:
    """One look at one bid."""

    bid: int
    step: ExclusionStep
    finding: Finding


def may_check(
    stage: Stage,
    step: ExclusionStep,
    finding: Finding,
    grounds: Collection[str],
    mandatory: Collection[str],
    *,
    excludes: bool,
    note: str,
    seen_at: datetime,
    now: datetime,
) -> None:
    """Whether a look may be recorded so: at its stage, with its grounds, and a reason where
    something was found."""
    if stage not in _STAGES[step]:
        raise WrongStep
    if seen_at > now:
        raise SeenInFuture
    heavy = set(grounds) & set(mandatory)
    fits = {
        Finding.NOTHING: not grounds,
        Finding.EXCLUDED: bool(heavy),
        Finding.EXCLUDABLE: bool(grounds) and not heavy,
    }
    if not fits[finding]:
        raise WrongGround(finding)
    if finding is Finding.EXCLUDED and not excludes:
        raise MustBeExcluded
    if finding is Finding.NOTHING and excludes:
        raise WrongGround(finding)
    if finding is not Finding.NOTHING and not is_substantial(note):
        raise ReasonTooThin


_STAGES = {
    ExclusionStep.BEFORE_ASSESSMENT: (Stage.OPENED,),
    ExclusionStep.BEFORE_AWARD: (Stage.AGREED, Stage.SUMMARISED),
}


def may_exclude(
    stage: Stage, is_excluded: bool, because: str, *, is_low: bool = False, heard: str = ""
) -> None:
    """Whether a bid may be left out of a lot now, by whichever ground; for an abnormally low price
    not before the bidder was heard."""
    if stage not in (Stage.OPENED, Stage.AGREED, Stage.SUMMARISED):
        raise WrongStep
    if is_excluded:
        raise ExcludedAlready
    if not is_substantial(because):
        raise ReasonTooThin
    if is_low and not is_substantial(heard):
        raise NotHeard


def unchecked(
    bids: Iterable[int], checks: Collection[Checked], step: ExclusionStep
) -> tuple[int, ...]:
    """Bids that nobody has looked at in this step.

    >>> unchecked([1, 2], [Checked(1, ExclusionStep.BEFORE_ASSESSMENT, Finding.NOTHING)],
    ...     ExclusionStep.BEFORE_ASSESSMENT)
    (2,)
    """
    seen = {one.bid for one in checks if one.step is step}
    return tuple(bid for bid in bids if bid not in seen)


def what_blocks(bids: Iterable[int], checks: Collection[Checked]) -> None:
    """Refuse the award while a bid that is still in was not looked at a second time."""
    left = unchecked(bids, checks, ExclusionStep.BEFORE_AWARD)
    if left:
        raise NotCheckedForAward(len(left))
