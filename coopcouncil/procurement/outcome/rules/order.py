"""What comes before what: summaries, award notice, standstill, contract."""

from datetime import date

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.procurement.kinds import Stage


class ScoresNotAgreed(Refused):
    """The sum would be over scores that may still change."""

    def sentence(self, _: Gettext) -> str:
        return _("Not every score of this lot is agreed yet. The sum is made after that.")


class MethodIsFaulty(Refused):
    """The published method cannot be worked with."""

    def sentence(self, _: Gettext) -> str:
        return _("The published method does not add up, so nothing can be scored by it.")


class NoReason(Refused):
    """A step that a court may ask about needs its reason."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say why, in a sentence that somebody outside would understand.")


class WrongLot(Refused):
    """The order that was drawn does not name each bid once."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("The order drawn by lot names each of the bids that are level once.")


class NothingToDecide(Refused):
    """No run, or one that is older than what it rests on."""

    def sentence(self, _: Gettext) -> str:
        return _("Make the sum first. What is decided rests on the last one.")


class StillLevel(Refused):
    """Two bids share the first place."""

    def sentence(self, _: Gettext) -> str:
        return _("Two bids are level at the top. Draw the lot that the method asks for first.")


class NotTheFirst(Refused):
    """Only the most advantageous tender may be awarded the contract (s.19)."""

    def sentence(self, _: Gettext) -> str:
        return _("The contract goes to the bid with the most points in the last sum, or to nobody.")


class DecidedAlready(Refused):
    """There is one decision a lot; it is taken back before there is another."""

    def sentence(self, _: Gettext) -> str:
        return _("This lot is decided. Take the decision back first, with the reason.")


class SentAlready(Refused):
    """Summaries are sent once for a decision."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "The assessment summaries have been sent. Before anything is decided anew, call them "
            "back."
        )


class NothingToCallBack(Refused):
    """Nobody was told, or the contract is signed."""

    def sentence(self, _: Gettext) -> str:
        return _("There are no assessment summaries that could be called back.")


class NoticeStands(Refused):
    """The public was told too, and would go on reading it."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Withdraw the award notice on the central platform first, and note it here. Then call "
            "the summaries back."
        )


class NotDecided(Refused):
    """There is nothing to tell yet."""

    def sentence(self, _: Gettext) -> str:
        return _("Decide every lot first. The summaries tell what was decided.")


class SummariesFirst(Refused):
    """The award notice follows the summaries (s.50)."""

    def sentence(self, _: Gettext) -> str:
        return _("Send every bidder its assessment summary first. The award notice follows them.")


class TooEarly(Refused):
    """A notice cannot be published before the summaries were given, nor in the future."""

    status = 422

    def __init__(self, since: date, until: date) -> None:
        self.since, self.until = since, until

    def sentence(self, _: Gettext) -> str:
        text = _("The day of publication lies between {since} and {until}.")
        return text.format(since=day(self.since, _), until=day(self.until, _))


class NoticeFirst(Refused):
    """The contract follows the award notice."""

    def sentence(self, _: Gettext) -> str:
        return _("Publish the award notice first. The contract follows it.")


class Standstill(Refused):
    """The contract would be entered into before its time."""

    def __init__(self, since: date) -> None:
        self.since = since

    def sentence(self, _: Gettext) -> str:
        text = _("The standstill lasts: the contract may be signed from {day}.")
        return text.format(day=day(self.since, _))


class TooShort(Refused):
    """A standstill that a notice provides for has eight working days or more (s.51)."""

    status = 422

    def __init__(self, ends: date) -> None:
        self.ends = ends

    def sentence(self, _: Gettext) -> str:
        text = _("A standstill has at least eight working days: until {day}.")
        return text.format(day=day(self.ends, _))


class TooFewIndicators(Refused):
    """Above £5 million at least three are set and published, unless the performance could not
    appropriately be assessed by any (s.52)."""

    def __init__(self, needed: int) -> None:
        self.needed = needed

    def sentence(self, _: Gettext) -> str:
        text = _(
            "A contract of this value needs at least {needed} key performance indicators, or the "
            "reason why none would fit."
        )
        return text.format(needed=self.needed)


class SignedAlready(Refused):
    """The lot has its contract."""

    def sentence(self, _: Gettext) -> str:
        return _("This lot has its contract already.")


class NumberTaken(Refused):
    """Two contracts with one number could not be told apart."""

    status = 422

    def __init__(self, number: str) -> None:
        self.number = number

    def sentence(self, _: Gettext) -> str:
        return _("There is a contract {number} already.").format(number=self.number)


class WrongDates(Refused):
    """It would end before it begins."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("A contract ends after it begins, and is extended after it would end.")


class CentralPrefix(Refused):
    """The central platform's own prefix is never minted under."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _(
            "That prefix belongs to the central platform. Enter the one that was given to your "
            "organisation, like ocds-abc123."
        )


class NotAPrefix(Refused):
    """Not of the form that the Open Contracting Partnership gives."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("A prefix is ocds- and six letters or digits, like ocds-abc123.")


def may_call_back(stage: Stage) -> None:
    """Refuse while the award notice stands, before the summaries, and after a contract."""
    if stage is Stage.AWARDED:
        raise NoticeStands
    if stage is not Stage.SUMMARISED:
        raise NothingToCallBack
