"""Why something may not be done with a loan. Pure."""

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money


class NotNow(Refused):
    """The loan is not where this could be done: another tab was first, or a step is missing."""

    def sentence(self, _: Gettext) -> str:
        return _("The loan has moved on since this page was opened. Look at it again.")


class NameTaken(Refused):
    """Two kinds of loan with one name."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("There is a kind of loan with this name already.")


class DecidedAlready(Refused):
    """An application is decided once."""

    def sentence(self, _: Gettext) -> str:
        return _("This application has been decided already.")


class OutsideTheProduct(Refused):
    """Less or more than is lent this way, or for longer."""

    status = 422

    def __init__(self, least: int, most: int, months: int) -> None:
        self.least, self.most, self.months = least, most, months

    def sentence(self, _: Gettext) -> str:
        text = _("This kind of loan is from {least} to {most}, for at most {months} months.")
        return text.format(least=Money(self.least), most=Money(self.most), months=self.months)


class NoSheet(Refused):
    """Nobody lends without knowing whether it can be paid back."""

    def sentence(self, _: Gettext) -> str:
        return _("Fill in what comes in and goes out in a month before the loan is decided.")


class NotAffordable(Refused):
    """The payment is more than is left of the month."""

    status = 422

    def __init__(self, short: int) -> None:
        self.short = short

    def sentence(self, _: Gettext) -> str:
        text = _(
            "By the sheet the payment is {short} a month more than is left. Offer a smaller "
            "payment over a longer time, lend less, or decline and say why."
        )
        return text.format(short=Money(self.short))


class ReasonNeeded(Refused):
    """Whoever is declined may know why."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Choose at least one reason. The member reads it.")


class AttachesTooMuch(Refused):
    """More is to be held than is saved and free."""

    status = 422

    def __init__(self, free: int) -> None:
        self.free = free

    def sentence(self, _: Gettext) -> str:
        text = _("The member has {free} of savings that can be attached to a loan.")
        return text.format(free=Money(self.free))


class OfferTooOld(Refused):
    """Its first payment would be due already."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "The first payment would fall due before the loan is paid out, or on the same day. "
            "Drop this offer and decide on a new one."
        )


class NotYours(Refused):
    """A loan is paid to, signed by and changed for its borrower, never by its officer for self."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("This is a loan of your own: another officer must do this.")


class NothingAttached(Refused):
    """There are no attached savings, or nothing to set them against."""

    def sentence(self, _: Gettext) -> str:
        return _("No savings are attached to this loan, or nothing is owed on it.")


class StillLate(Refused):
    """What is late comes first."""

    def sentence(self, _: Gettext) -> str:
        return _("Payments are late. Change the whole agreement instead: it takes in what is late.")


class NothingToSettle(Refused):
    """There is nothing owed to write off."""

    def sentence(self, _: Gettext) -> str:
        return _("Nothing is owed on this loan.")


class NotWrittenOff(Refused):
    """A recovery is of something that was given up."""

    def sentence(self, _: Gettext) -> str:
        return _("Nothing of this loan has been written off, or all of that has come back.")


class CannotTakeBack(Refused):
    """Only money that came in is taken back here."""

    def sentence(self, _: Gettext) -> str:
        return _("Only a payment can be taken back, and once.")


class ListUnreadable(Refused):
    """A line of an employer's list."""

    status = 422

    def __init__(self, line: int) -> None:
        self.line = line

    def sentence(self, _: Gettext) -> str:
        text = _("Line {line} of the list cannot be read. It needs a reference and an amount.")
        return text.format(line=self.line)


class UnknownReference(Refused):
    """Nobody here is paid from wages under that name."""

    status = 422

    def __init__(self, line: int, reference: str) -> None:
        self.line, self.reference = line, reference

    def sentence(self, _: Gettext) -> str:
        text = _("Line {line}: “{reference}” is nobody’s reference, or stands twice.")
        return text.format(line=self.line, reference=self.reference)


class TotalDiffers(Refused):
    """The list and the money are not the same."""

    status = 422

    def __init__(self, said: int, found: int) -> None:
        self.said, self.found = said, found

    def sentence(self, _: Gettext) -> str:
        text = _("The lines come to {found}, but the money is {said}. Nothing was recorded.")
        return text.format(found=Money(self.found), said=Money(self.said))


class CameBefore(Refused):
    """The same list for the same day."""

    def sentence(self, _: Gettext) -> str:
        return _("This list was recorded for that day already. Nothing was recorded again.")


class TellTheEstate(Refused):
    """Somebody deals with what a dead member leaves, and must know what became of it."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("The member has died. Say who deals with the estate: they are told.")
