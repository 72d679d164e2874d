"""Why something about a promise may not be done."""

from decimal import Decimal

from coopcouncil.kernel.errors import Gettext, Refused

MOST = Decimal(10) ** 12


class NotAnAmount(Refused):
    """Nothing, less than nothing, or more than anybody promises."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Enter an amount above nought, like 12 or 2.5.")


class InstalmentsDiffer(Refused):
    """The instalments do not make the whole."""

    status = 422

    def __init__(self, whole: str, sum_: str) -> None:
        self.whole, self.sum = whole, sum_

    def sentence(self, _: Gettext) -> str:
        text = _("The instalments make {sum}, and the promise is {whole}.")
        return text.format(sum=self.sum, whole=self.whole)


class OutsideContract(Refused):
    """Due before the contract begins or long after it ends."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("A promise is due while the contract lasts, or within a year of its end.")


class RecipientSupplies(Refused):
    """Nobody confirms their own promise."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("The supplier cannot be the recipient of its own promise.")


class NoRecipient(Refused):
    """Somebody must be able to say whether it came."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Name the recipient: an organisation here, or a name with an e-mail address.")


class NotItsGroup(Refused):
    """A group of one organisation is no part of another."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("This group is of another organisation than the recipient. Choose one of its own.")


class IsSettled(Refused):
    """It is followed no more."""

    def sentence(self, _: Gettext) -> str:
        return _("This promise is settled. Nothing is reported or decided about it any more.")


class NoWords(Refused):
    """A dispute, a decision and a remedy are in words."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say it in a sentence.")


class PartIsNotLess(Refused):
    """A part lies between nothing and the whole."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("A part is more than nought and less than what was reported.")


class NotYetOver(Refused):
    """What will be done is not reported."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Report what has been done: the last day cannot be in the future.")


class AnsweredMeanwhile(Refused):
    """Somebody else answered or decided first."""

    def sentence(self, _: Gettext) -> str:
        return _("Somebody has answered this meanwhile. Look at it again.")


class ReportWithdrawn(Refused):
    """A report that was withdrawn is answered no more."""

    def sentence(self, _: Gettext) -> str:
        return _("The supplier has withdrawn this report.")


class LinkUsed(Refused):
    """The link in a message works once."""

    status = 410

    def sentence(self, _: Gettext) -> str:
        return _("This link was used already, or is too old. Ask the council for another.")


class AssessedAlready(Refused):
    """Of each day one assessment of an indicator is published."""

    def sentence(self, _: Gettext) -> str:
        return _("An assessment of these days is published already, and stays as it is.")


class YearNotOver(Refused):
    """A year is reported on when it is over."""

    def sentence(self, _: Gettext) -> str:
        return _("The year is not over. Its report can be published from 1 April.")


class NeedsStay(Refused):
    """What was put to bidders is not taken from them."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "The tender is published: needs can be added until bids close, and none taken away."
        )


class NobodyToAsk(Refused):
    """The recipient has nobody who could be asked, or has answered."""

    def sentence(self, _: Gettext) -> str:
        return _("Nobody was asked: it is answered, or the recipient has nobody here who may say.")


def may_be_group(recipient: int | None, trust: int | None, of: int, owner: int) -> None:
    """Refuse a group named for another recipient (`of`), or owned by neither it nor its trust."""
    if recipient is None or of != recipient or owner not in (recipient, trust):
        raise NotItsGroup


def may_amount(amount: Decimal | None) -> Decimal:
    """An amount that can be promised or reported."""
    if amount is None or not amount.is_finite() or not 0 < amount < MOST:
        raise NotAnAmount
    return amount
