"""Scores that evaluators give alone. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.procurement.evaluation.rules.words import is_substantial
from coopcouncil.procurement.kinds import Stage

__all__ = [
    "Changed",
    "Finished",
    "Left",
    "NoBand",
    "NotAssigned",
    "NotChecked",
    "NotScoredNow",
    "StillLeft",
    "Written",
    "is_band",
    "may_finish",
    "may_score",
    "what_is_left",
]


class NoBand(Refused):
    """Points that the published scale does not have."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Choose one of the scores of the scale.")


class NotAssigned(Refused):
    """Somebody else's criterion."""

    status = 404

    def sentence(self, _: Gettext) -> str:
        return _("This criterion is not yours to score.")


class NotScoredNow(Refused):
    """Before the opening, or after everything was agreed."""

    def sentence(self, _: Gettext) -> str:
        return _("Scores are given between the opening of the bids and the agreement on them.")


class NotChecked(Refused):
    """Exclusion and debarment come first."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Scoring begins once every bidder has been checked for exclusion and debarment. "
            "The procurement lead does that."
        )


class OfferExcluded(Refused):
    """Out of the tender: its scores stay as they are."""

    def sentence(self, _: Gettext) -> str:
        return _("This bid is excluded. What was written about it is kept and not changed.")


class Finished(Refused):
    """Locked by the evaluator's own hand; corrected in moderation alone."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "You have finished this lot, so its scores stay as they are. Tell the moderator what "
            "you would say otherwise."
        )


class Changed(Refused):
    """Another tab, or another device, saved something else meanwhile."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _(
            "You have saved something else for this meanwhile, perhaps in another tab. It is shown "
            "below beside what you typed here, which is not lost: save again to keep this one."
        )


class StillLeft(Refused):
    """Finishing wants every score with its reason."""

    status = 422

    def __init__(self, left: int) -> None:
        self.left = left

    def sentence(self, _: Gettext) -> str:
        text = _("You cannot finish yet. Scores that still want something: {left}.")
        return text.format(left=self.left)


@dataclass(frozen=True)
class Written:
    """What an evaluator has written for one bid on one criterion."""

    points: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True)
class Left:
    """What one score still wants."""

    offer: int
    criterion: int
    no_points: bool
    no_reason: bool


def is_band(points: Decimal, bands: Collection[Decimal]) -> bool:
    """Whether these are points of the scale; what is no number is none.

    >>> is_band(Decimal("3.00"), [Decimal(0), Decimal(3)]), is_band(Decimal("NaN"), [Decimal(0)])
    (True, False)
    """
    return points.is_finite() and any(points == band for band in bands)


def may_score(
    stage: Stage,
    *,
    is_assigned: bool,
    is_finished: bool,
    is_checked: bool,
    is_excluded: bool,
    points: Decimal | None,
    bands: Collection[Decimal],
) -> None:
    """Whether an evaluator may write this. A reason alone may be saved, and points alone."""
    if not is_assigned:
        raise NotAssigned
    if stage is not Stage.OPENED:
        raise NotScoredNow
    if is_finished:
        raise Finished
    if not is_checked:
        raise NotChecked
    if is_excluded:
        raise OfferExcluded
    if points is not None and not is_band(points, bands):
        raise NoBand


def what_is_left(
    offers: Sequence[int],
    criteria: Mapping[int, Collection[Decimal]],
    written: Mapping[tuple[int, int], Written],
) -> tuple[Left, ...]:
    """Every score of an evaluator's that has no points of its scale, or no reason of substance.

    `criteria` are those assigned, each with the points of its scale; `written` is by offer and
    criterion.
    """
    left = []
    for criterion, bands in criteria.items():
        for offer in offers:
            one = written.get((offer, criterion), Written())
            no_points = one.points is None or not is_band(one.points, bands)
            no_reason = not is_substantial(one.reason)
            if no_points or no_reason:
                left.append(Left(offer, criterion, no_points, no_reason))
    return tuple(left)


def may_finish(stage: Stage, is_finished: bool, is_checked: bool, left: Sequence[Left]) -> None:
    """Whether an evaluator may lock the scores of a lot."""
    if stage is not Stage.OPENED:
        raise NotScoredNow
    if is_finished:
        raise Finished
    if not is_checked:
        raise NotChecked
    if left:
        raise StillLeft(len(left))
