"""Points, the panel, offers and refusals. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from coopcouncil.kernel.errors import Gettext, Refused


@dataclass(frozen=True)
class Scored:
    """An applicant's place: the points or the panel's scores added up."""

    application_id: int
    applied_on: date
    total: int
    scores: int = 0
    """How many of the panel scored."""

    @property
    def average(self) -> Fraction | None:
        """The panel's average; None where nobody scored."""
        return Fraction(self.total, self.scores) if self.scores else None


def points(times: Mapping[int, int], worth: Mapping[int, tuple[int, int]]) -> int:
    """The points of an application: `times` each criterion applies, each `worth` so many points
    so many times at most.

    >>> points({1: 1, 2: 5}, {1: (10, 1), 2: (2, 3)})
    16
    """
    return sum(
        worth[criterion][0] * min(often, worth[criterion][1])
        for criterion, often in times.items()
        if criterion in worth
    )


def ranked(applications: Iterable[Scored]) -> tuple[Scored, ...]:
    """Most first; among equals who applied earlier."""
    return tuple(sorted(applications, key=lambda a: (-a.total, a.applied_on, a.application_id)))


class NotOnThePanel(Refused):
    """The scores of a panel are its own."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("Only the panel sees this.")


class StoodAside(Refused):
    """Somebody with an interest takes no part."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("You declared an interest, so you stand aside from this allocation.")


class DeclareFirst(Refused):
    """Interests come before the applications are seen."""

    def sentence(self, _: Gettext) -> str:
        return _("Declare your interests, or that you have none, before you see the applications.")


class DeclaredAlready(Refused):
    """An interest is declared once."""

    def sentence(self, _: Gettext) -> str:
        return _("You have declared your interests. Tell the secretary if something has changed.")


class SayTheInterest(Refused):
    """An interest without a word about it."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say what the interest is.")


class ScoreOutOfRange(Refused):
    """A score beyond the rules' scale."""

    status = 422

    def __init__(self, most: int) -> None:
        self.most = most

    def sentence(self, _: Gettext) -> str:
        return _("Give a score from 0 to {most}.").format(most=self.most)


class ScoreNeedsReason(Refused):
    """Reasons are kept."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Give a reason for each score.")


class ScoredAlready(Refused):
    """Scores that have been seen are not given anew."""

    def sentence(self, _: Gettext) -> str:
        return _("You have given your scores.")


class PanelNotReady(Refused):
    """Too few have scored."""

    def __init__(self, scored: int, needed: int) -> None:
        self.scored, self.needed = scored, needed

    def sentence(self, _: Gettext) -> str:
        text = _("{scored} of the panel have scored, and the rules ask for {needed}.")
        return text.format(scored=self.scored, needed=self.needed)


class PanelClosed(Refused):
    """No one joins or leaves a panel that has begun to score."""

    def sentence(self, _: Gettext) -> str:
        return _("The panel has begun to score, so it stays as it is.")


class NotAPanelist(Refused):
    """A panel is made of members and officers who can sign in."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _(
            "Nobody who is a member or an officer here signs in with this address. They sign in "
            "once, then you can name them."
        )


class NobodyToConsider(Refused):
    """An allocation without applications."""

    def sentence(self, _: Gettext) -> str:
        return _("No open application asks for a home of this size.")


class NoScheme(Refused):
    """Points without a scheme."""

    def sentence(self, _: Gettext) -> str:
        return _("The rules allocate by points, and no scheme of points is recorded yet.")


class HomeNotEmpty(Refused):
    """A home that nobody leaves."""

    def sentence(self, _: Gettext) -> str:
        return _("Record first that the home is empty, or from when it will be.")


class AllocationGoesOn(Refused):
    """Two allocations of one home."""

    def sentence(self, _: Gettext) -> str:
        return _("This home is being allocated already.")


class AllocationOver(Refused):
    """It has been closed."""

    def sentence(self, _: Gettext) -> str:
        return _("This allocation is closed.")


class OfferStands(Refused):
    """One offer at a time."""

    def sentence(self, _: Gettext) -> str:
        return _("An offer of this home stands. It must be answered first.")


class NotShortlisted(Refused):
    """Somebody who was not considered."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Choose one of those who are considered for this home.")


class OfferNeedsReason(Refused):
    """Reasons are kept, above all for passing over somebody who stands higher."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Give the reason for this choice.")


class AnsweredAlready(Refused):
    """An offer is answered once."""

    def sentence(self, _: Gettext) -> str:
        return _("This offer has been answered.")


class ReplyTooSoon(Refused):
    """A day for the answer that is past."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Give a day from today on for the answer.")


class ApplicationClosed(Refused):
    """It is on the list no more."""

    def sentence(self, _: Gettext) -> str:
        return _("This application is closed.")


class NotAdmitted(Refused):
    """The board has decided on the application to join, and not to admit."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "The application to join that goes with this one is settled already. Take in a new "
            "application."
        )


class AppliedAlready(Refused):
    """One open application each."""

    def sentence(self, _: Gettext) -> str:
        return _("There is an open application of this member already.")


def may_score(scores: Mapping[int, tuple[int | None, str]], most: int) -> None:
    """Refuse scores beyond the scale, or without a reason."""
    for score, why in scores.values():
        if score is None or not 0 <= score <= most:
            raise ScoreOutOfRange(most)
        if not why.strip():
            raise ScoreNeedsReason


def may_see(is_panelist: bool, has_declared: bool, has_interest: bool) -> None:
    """Refuse sight of the applications to whoever may not have it (yet)."""
    if not is_panelist:
        raise NotOnThePanel
    if not has_declared:
        raise DeclareFirst
    if has_interest:
        raise StoodAside


def may_offer(
    has_open_offer: bool,
    is_closed: bool,
    scored: int | None,
    needed: int,
    order: Sequence[int],
    chosen: int,
    why: str,
) -> None:
    """Refuse an offer before its time, or without a reason. `scored` is None for points."""
    if is_closed:
        raise AllocationOver
    if has_open_offer:
        raise OfferStands
    if scored is not None and scored < needed:
        raise PanelNotReady(scored, needed)
    if chosen not in order:
        raise NotShortlisted
    if not why.strip():
        raise OfferNeedsReason


def too_many_refusals(refusals: int, allowed: int) -> bool:
    """Whether a person must decide if the application stays.

    >>> too_many_refusals(2, 2), too_many_refusals(3, 2)
    (False, True)
    """
    return refusals > allowed
