"""Whether a member may move their vote. Pure."""

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.organisations.chapters.joining import VotingPlace


class RulesDecide(Refused):
    """An order of constituencies leaves no choice."""

    def sentence(self, _: Gettext) -> str:
        return _("The rules say where you vote: they give the constituencies an order.")


class DoesNotFit(Refused):
    """A constituency that the register does not know of this member."""

    def sentence(self, _: Gettext) -> str:
        return _("The register does not have you in that constituency. Ask the secretary.")


class HasNoVote(Refused):
    """A constituency without a vote."""

    def sentence(self, _: Gettext) -> str:
        return _("Members of that constituency do not vote.")


def may_choose_place(how: VotingPlace, fits: bool, votes: bool) -> None:
    """Refuse where the rules decide, or the place is none of the member's."""
    if how is not VotingPlace.ASKED:
        raise RulesDecide
    if not fits:
        raise DoesNotFit
    if not votes:
        raise HasNoVote
