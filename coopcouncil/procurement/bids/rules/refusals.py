"""Why a bidder, or the council with a bid, may not do something."""

from coopcouncil.kernel.errors import Gettext, Refused


class TakesPartHere(Refused):
    """Whoever judges cannot bid."""

    def sentence(self, _: Gettext) -> str:
        return _("You take part in judging this tender, so you cannot bid for it.")


class OnlyTheInvited(Refused):
    """A tender by invitation."""

    def sentence(self, _: Gettext) -> str:
        return _("Only suppliers that were invited can bid for this tender.")


class SupplierKnown(Refused):
    """Somebody registered it before."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _(
            "An organisation with this number is known here already. Ask a colleague who acts for "
            "it, or the council, to add you."
        )


class ActsAlready(Refused):
    """Once is enough."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("This person acts for your organisation already.")


class LastPerson(Refused):
    """Somebody must be able to answer for a bid."""

    def sentence(self, _: Gettext) -> str:
        return _("You are the last who acts for this organisation. Add somebody else first.")


class AskedAlready(Refused):
    """One invitation, one letter."""

    def sentence(self, _: Gettext) -> str:
        return _("This supplier has been invited already.")


class TenderChanged(Refused):
    """The paper answers an older edition than the one in force."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "The tender has changed meanwhile. Look at what changed, check your answers and hand "
            "in again."
        )


class NotInTime(Refused):
    """After the deadline a bid stands."""

    def sentence(self, _: Gettext) -> str:
        return _("The deadline has passed, so the bid stands.")


class NothingHandedIn(Refused):
    """There is no bid to withdraw or to let in."""

    def sentence(self, _: Gettext) -> str:
        return _("There is no bid here that has been handed in.")


class NotLate(Refused):
    """Only what came late needs letting in."""

    def sentence(self, _: Gettext) -> str:
        return _("This bid did not come late.")


class OpenedAlready(Refused):
    """Bids are opened once."""

    def sentence(self, _: Gettext) -> str:
        return _("The bids have been opened already.")


class TwoOfficers(Refused):
    """One person alone opens nothing."""

    def sentence(self, _: Gettext) -> str:
        return _("Two different people open the bids. You have confirmed already.")


class DoesNotOpen(Refused):
    """What is sealed is not what was received: nobody goes on without knowing why."""

    def __init__(self, receipt: str) -> None:
        self.receipt = receipt

    def sentence(self, _: Gettext) -> str:
        text = _(
            "The bid with the receipt {receipt} cannot be opened as it was received, so no bid was "
            "opened. Ask whoever runs this site to restore it from a backup."
        )
        return text.format(receipt=self.receipt)


class TooManyFiles(Refused):
    """Bounded, like words."""

    status = 422

    def __init__(self, most: int) -> None:
        self.most = most

    def sentence(self, _: Gettext) -> str:
        return _("At most {most} files can go with a bid.").format(most=self.most)


class NoFilesHere(Refused):
    """The question takes words alone."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("No files are taken for this question.")


class FileTooLarge(Refused):
    """Too large for one file of a bid."""

    status = 422

    def __init__(self, megabytes: int) -> None:
        self.megabytes = megabytes

    def sentence(self, _: Gettext) -> str:
        return _("This file is larger than {most} MB.").format(most=self.megabytes)


class WelshMissing(Refused):
    """Where everything is published in both languages, an answer is too."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Write the question and the answer in both languages.")


class NothingToApply(Refused):
    """No workbook or list waits to be looked at."""

    def sentence(self, _: Gettext) -> str:
        return _("There is nothing waiting to be taken over. Send the file again.")
