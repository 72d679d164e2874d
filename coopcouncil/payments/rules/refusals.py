"""Why money is not charged, taken or given back, each in one sentence."""

from datetime import date

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money

LARGEST = 100_000_000
"""One payment or charge of more than a million pounds is a slip of the finger, in pence."""


class NotAnAmount(Refused):
    """Nothing, less than nothing, or more than anybody here pays."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("The amount must be at least £0.01 and at most £1,000,000.")


class NoBooks(Refused):
    """Money is only moved where it is booked."""

    def sentence(self, _: Gettext) -> str:
        return _("The books are not open here, or lack an account for this. Ask the treasurer.")


class AlreadyOnItsWay(Refused):
    """A payment of the same thing is under way: taking another would take it twice."""

    def __init__(self, text: str) -> None:
        self.text = text

    def sentence(self, _: Gettext) -> str:
        text = _("A payment for “{what}” is already on its way. Wait until it has arrived.")
        return text.format(what=self.text)


class NotOpen(Refused):
    """Nothing of it is owed any more."""

    def __init__(self, text: str) -> None:
        self.text = text

    def sentence(self, _: Gettext) -> str:
        text = _("“{what}” is no longer owed: it has been paid or taken off.")
        return text.format(what=self.text)


class MoreThanOwed(Refused):
    """An intent for named charges takes no more than these."""

    status = 422

    def __init__(self, owed: Money) -> None:
        self.owed = owed

    def sentence(self, _: Gettext) -> str:
        text = _("That is more than the {sum} that is owed for this.")
        return text.format(sum=self.owed)


class OfAnother(Refused):
    """Money of one member is never set against what another owes."""

    def sentence(self, _: Gettext) -> str:
        return _("One member's money cannot pay what another member owes.")


class TakenAlready(Refused):
    """The same outside event with other content."""

    def sentence(self, _: Gettext) -> str:
        return _("This payment has been recorded already, with another amount or member.")


class ChargedAlready(Refused):
    """The same source with another amount."""

    def sentence(self, _: Gettext) -> str:
        return _("This has been charged already, with another amount or to another member.")


class NotSettled(Refused):
    """What has not come cannot go back."""

    def sentence(self, _: Gettext) -> str:
        return _("This payment has not arrived, so nothing of it can be given back.")


class SettledAlready(Refused):
    """What has arrived is not cancelled but refunded or taken back."""

    def sentence(self, _: Gettext) -> str:
        return _("This payment has arrived. Refund it instead.")


class MoreThanLeft(Refused):
    """More would go back than came."""

    status = 422

    def __init__(self, left: Money) -> None:
        self.left = left

    def sentence(self, _: Gettext) -> str:
        text = _("Of this payment {sum} is left that can be given back.")
        return text.format(sum=self.left)


class RefundedMeanwhile(Refused):
    """Another refund of the same payment was made since the page was read."""

    def sentence(self, _: Gettext) -> str:
        return _("Somebody refunded part of this payment meanwhile. Look again before you go on.")


class NotRefundedHere(Refused):
    """Shares, savings and loans have ways of their own."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "This payment was for shares, savings or a loan. It goes back by a withdrawal there, "
            "not by a refund."
        )


class WhyNeeded(Refused):
    """A reason is part of the record."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say why. The reason is kept with the record.")


class DecidedAlready(Refused):
    """A refund is decided once."""

    def sentence(self, _: Gettext) -> str:
        return _("This refund has been decided already.")


class TooEarlyToTakeBack(Refused):
    """Money goes after it came."""

    status = 422

    def __init__(self, settled_on: date) -> None:
        self.settled_on = settled_on

    def sentence(self, _: Gettext) -> str:
        text = _("The payment arrived on {day}. Choose that day or a later one.")
        return text.format(day=day(self.settled_on, _))


class NothingToTakeOff(Refused):
    """Nothing of the charge is owed, or less than what should come off."""

    status = 422

    def __init__(self, owed: Money) -> None:
        self.owed = owed

    def sentence(self, _: Gettext) -> str:
        text = _("Only {sum} of this is still owed.")
        return text.format(sum=self.owed)


class OwnPayment(Refused):
    """Nobody is their own cashier."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _(
            "This would be money from yourself, on your own word. Another officer records it, or "
            "a line of the bank’s statement shows it."
        )


def is_an_amount(amount: Money) -> None:
    """Refuse what nobody charges or pays."""
    if not 0 < amount.pence <= LARGEST:
        raise NotAnAmount
