"""The reasons why a vote is not taken, each in one sentence."""

from datetime import datetime

from coopcouncil.kernel.dates import moment
from coopcouncil.kernel.errors import Gettext, Refused


class NotOnTheRoll(Refused):
    """The person is no voter in this ballot."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _(
            "You are not on the roll of this ballot under the e-mail address that you signed in"
            " with. If you think you should be, ask the returning officer."
        )


class NotYetOpen(Refused):
    """Too early."""

    def __init__(self, opens_at: datetime) -> None:
        self.opens_at = opens_at

    def sentence(self, _: Gettext) -> str:
        text = _("Voting has not begun. It opens on {when}.")
        return text.format(when=moment(self.opens_at, _))


class VotingClosed(Refused):
    """Too late."""

    def __init__(self, closes_at: datetime) -> None:
        self.closes_at = closes_at

    def sentence(self, _: Gettext) -> str:
        text = _("Voting closed on {when}. Your vote was not taken.")
        return text.format(when=moment(self.closes_at, _))


class VotingSuspended(Refused):
    """The returning officer has stopped the voting for a while."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Voting is suspended. Your vote was not taken. You will be told when voting goes on."
        )


class BallotVoided(Refused):
    """It counts for nothing."""

    def sentence(self, _: Gettext) -> str:
        return _("This ballot was declared void. No more votes are taken.")


class AlreadyVoted(Refused):
    """The rules let nobody change a vote, and there is one."""

    def sentence(self, _: Gettext) -> str:
        return _("A vote of yours is in the box already, and the rules do not let it be changed.")


class VotedOnPaper(Refused):
    """A paper has come, and it stands."""

    def sentence(self, _: Gettext) -> str:
        return _("Your paper vote has arrived, and it stands. You cannot vote here as well.")


class NoSuchVoter(Refused):
    """The form named a roll entry that is not this person's."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("That is not one of the votes you may cast. Go back and choose again.")


class UnknownOption(Refused):
    """A place that is not on this paper."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("One of the choices is not on this ballot paper. Choose again.")


class NothingChosen(Refused):
    """Neither a choice nor the wish to leave the paper blank."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Choose an answer, or say that you want to hand in a blank paper.")


class OptionTwice(Refused):
    """One option chosen more than once."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("One option was chosen twice. Choose each one once.")


class TooManyChosen(Refused):
    """More crosses than the paper allows."""

    status = 422

    def __init__(self, chosen: int, most: int) -> None:
        self.chosen, self.most = chosen, most

    def sentence(self, _: Gettext) -> str:
        text = _("You chose {chosen} options, but you may choose {most} at most.")
        return text.format(chosen=self.chosen, most=self.most)


class TooManyRanked(Refused):
    """A number higher than there are options."""

    status = 422

    def __init__(self, rank: int, standing: int) -> None:
        self.rank, self.standing = rank, standing

    def sentence(self, _: Gettext) -> str:
        text = _("Use numbers from 1 to {standing}. You used {rank}.")
        return text.format(rank=self.rank, standing=self.standing)


class NotANumber(Refused):
    """Something else in a box for a number."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Put a whole number in the box, like 1, or leave it empty.")


class RankTwice(Refused):
    """Two options with one number."""

    status = 422

    def __init__(self, rank: int) -> None:
        self.rank = rank

    def sentence(self, _: Gettext) -> str:
        text = _("You used the number {rank} more than once. Use each number once.")
        return text.format(rank=self.rank)


class RankLeftOut(Refused):
    """A gap in the numbers."""

    status = 422

    def __init__(self, missing: int, highest: int) -> None:
        self.missing, self.highest = missing, highest

    def sentence(self, _: Gettext) -> str:
        text = _("You used the number {highest} but not {missing}. Number in order, without gaps.")
        return text.format(missing=self.missing, highest=self.highest)
