"""Coming to one agreed score: never a mean, always with its reason. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.procurement.evaluation.rules.scoring import NoBand, OfferExcluded, is_band
from coopcouncil.procurement.evaluation.rules.words import needs_reason
from coopcouncil.procurement.kinds import Stage

__all__ = [
    "Given",
    "LotLocked",
    "MovedOn",
    "NotAllAgreed",
    "Spread",
    "may_agree",
    "may_lock",
    "may_reopen",
    "nobody_gave",
    "spread_of",
    "what_rests_on",
]


class MovedOn(Refused):
    """Another moderator wrote meanwhile."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _(
            "Somebody else has written here meanwhile. What they wrote is shown below. What you "
            "typed is not lost: save again if it should stand instead."
        )


class LotLocked(Refused):
    """Agreed and locked by the lead."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "The scores of this lot are agreed and locked. The procurement lead can open it again, "
            "with a reason."
        )


class NotLocked(Refused):
    """Only what is locked is opened again."""

    def sentence(self, _: Gettext) -> str:
        return _("This lot is not locked.")


class NotAllAgreed(Refused):
    """Something is open."""

    def __init__(self, left: int) -> None:
        self.left = left

    def sentence(self, _: Gettext) -> str:
        text = _("This lot cannot be locked yet. Scores that are not agreed: {left}.")
        return text.format(left=self.left)


class TooLateToReopen(Refused):
    """Bidders have been told."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "The assessment summaries are out, so the scores stand as they are. Take legal advice. "
            "To assess anew, call the summaries back first."
        )


class NotModeratedNow(Refused):
    """Before the opening, or after bidders were told."""

    def sentence(self, _: Gettext) -> str:
        return _("Scores are agreed after the opening and before the summaries go out.")


@dataclass(frozen=True)
class Given:
    """What one evaluator gave."""

    who: int
    points: Decimal


@dataclass(frozen=True)
class Spread:
    """How far the evaluators lie apart, in bands of the scale; and who stands alone."""

    bands: int = 0
    alone: frozenset[int] = frozenset()

    @property
    def is_wide(self) -> bool:
        """Whether it wants talking about: two bands or more between lowest and highest."""
        return self.bands >= 2


def spread_of(given: Sequence[Given], bands: Collection[Decimal]) -> Spread:
    """How far apart the scores lie. Somebody stands alone who is two bands from all the others,
    where there are at least two others.

    >>> scale = [Decimal(n) for n in range(6)]
    >>> spread_of([Given(1, Decimal(4)), Given(2, Decimal(4)), Given(3, Decimal(1))], scale)
    Spread(bands=3, alone=frozenset({3}))
    """
    places = {points: place for place, points in enumerate(sorted(set(bands)))}
    at = {one.who: places[one.points] for one in given if one.points in places}
    if not at:
        return Spread()
    alone = frozenset(
        who
        for who, place in at.items()
        if len(at) > 2 and all(abs(place - other) >= 2 for one, other in at.items() if one != who)
    )
    return Spread(max(at.values()) - min(at.values()), alone)


def nobody_gave(points: Decimal, given: Iterable[Given]) -> bool:
    """Whether the score is none of those that evaluators gave, within their range or outside."""
    return all(one.points != points for one in given)


def may_agree(
    stage: Stage,
    *,
    is_locked: bool,
    is_excluded: bool,
    version: int,
    seen: int,
    points: Decimal,
    bands: Collection[Decimal],
    reason: str,
    given: Sequence[Given],
) -> None:
    """Whether this may stand as the agreed score, and its reason says why.

    A condition's scale is 0 and 1, and nobody has given anything: its reason is an ordinary one.
    """
    if stage is not Stage.OPENED:
        raise LotLocked if is_locked else NotModeratedNow
    if is_locked:
        raise LotLocked
    if is_excluded:
        raise OfferExcluded
    if not is_band(points, bands):
        raise NoBand
    needs_reason(reason, more=bool(given) and nobody_gave(points, given))
    # Last: whoever comes second is told so only when what they wrote could otherwise stand.
    if version != seen:
        raise MovedOn


def may_lock(stage: Stage, is_locked: bool, left: int) -> None:
    """Whether the lead may lock a lot."""
    if is_locked:
        raise LotLocked
    if stage is not Stage.OPENED:
        raise NotModeratedNow
    if left:
        raise NotAllAgreed(left)


def may_reopen(stage: Stage, is_locked: bool, reason: str) -> None:
    """Whether a locked lot may be opened again: until bidders were told what came out."""
    if not is_locked:
        raise NotLocked
    if stage not in (Stage.OPENED, Stage.AGREED):
        raise TooLateToReopen
    needs_reason(reason)


def what_rests_on(
    scored: Collection[tuple[int, int]], agreed: Mapping[tuple[int, int], Decimal | None]
) -> frozenset[tuple[int, int]]:
    """The agreed scores, by offer and criterion, to which somebody's own scores contributed."""
    return frozenset(pair for pair in scored if agreed.get(pair) is not None)
