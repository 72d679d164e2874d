"""Who may see what, and when. Pure.

Names before the bids and apart from them; bids after one's own declarations; nobody else's scores
before both are finished; prices nowhere here.
"""

from dataclasses import dataclass

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.procurement.kinds import Part, Stage

__all__ = [
    "KeptOut",
    "NotAllFinished",
    "NotDeclared",
    "NotOpened",
    "Reader",
    "Standing",
    "bidders_are_shown",
    "may_go_in",
    "may_see_bids",
    "may_see_every_score",
    "sees_names",
]

BEFORE_OPENING = (Stage.PREPARING, Stage.PUBLISHED)


class NotOpened(Refused):
    """The bids are sealed."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("The bids have not been opened yet.")


class NotDeclared(Refused):
    """First the interests, then the bids."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("Say first, for each bidder, whether you have an interest. Then you see the bids.")


class KeptOut(Refused):
    """An interest waits for its decision, or was decided against going on."""

    status = 403

    def __init__(self, decided: bool) -> None:
        self.decided = decided

    def sentence(self, _: Gettext) -> str:
        if self.decided:
            return _("You stand aside from this tender because of the interest that you declared.")
        return _(
            "You have declared an interest. You see nothing of this tender until it is decided."
        )


class NotAllFinished(Refused):
    """Scores are given alone: nobody reads them while somebody still scores."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("The scores are shown once every evaluator of this lot has finished.")


@dataclass(frozen=True)
class Standing:
    """How somebody stands to the bidders: by their own declarations and what was decided."""

    unanswered: int = 0
    """Bidders for whom they have said nothing yet."""
    undecided: bool = False
    stood_aside: bool = False

    @property
    def is_kept_out(self) -> bool:
        """Whether nothing of the tender is theirs to see now."""
        return self.undecided or self.stood_aside

    @property
    def is_clear(self) -> bool:
        """Whether they have answered for everybody and nothing stands against it."""
        return not self.unanswered and not self.is_kept_out


@dataclass(frozen=True)
class Reader:
    """Somebody before a page of one tender."""

    parts: frozenset[Part]
    is_lead: bool
    standing: Standing

    @property
    def moderates(self) -> bool:
        """Whether the moderation is theirs: the moderator's, and the lead's."""
        return self.is_lead or Part.MODERATOR in self.parts


def bidders_are_shown(stage: Stage, closed: bool) -> bool:
    """Whether those who declare are shown who bid; before the deadline, who was invited."""
    return closed or stage not in BEFORE_OPENING


def may_go_in(standing: Standing) -> None:
    """Refuse whoever is kept out of the tender by an interest of their own."""
    if standing.is_kept_out:
        raise KeptOut(standing.stood_aside)


def may_see_bids(reader: Reader, stage: Stage) -> None:
    """Whether somebody may read what the bids answer."""
    may_go_in(reader.standing)
    if stage in BEFORE_OPENING:
        raise NotOpened
    if not reader.standing.is_clear:
        raise NotDeclared


def may_see_every_score(
    reader: Reader, stage: Stage, own_finished: bool, everyone_finished: bool
) -> None:
    """Whether somebody may read what all evaluators of a lot gave.

    An evaluator who has not finished learns nothing, even where nobody else is left to wait for.
    """
    may_see_bids(reader, stage)
    if not everyone_finished:
        raise NotAllFinished
    if Part.EVALUATOR in reader.parts and not own_finished:
        raise NotAllFinished


def sees_names(reader: Reader, names_hidden: bool) -> bool:
    """Whether bids bear their bidders' names on the pages of scores and moderation."""
    judges = Part.EVALUATOR in reader.parts or Part.MODERATOR in reader.parts
    return not names_hidden or (reader.is_lead and not judges)
