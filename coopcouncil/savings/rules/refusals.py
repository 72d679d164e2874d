"""What savings refuse, one sentence each."""

from datetime import date

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money


class NotTheWholeBook(Refused):
    """Balances are kept elsewhere: nothing moves here."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Balances are kept in the core system. Pay in and out there; here they are read in."
        )


class NotBesideCore(Refused):
    """There is no core system to read from."""

    def sentence(self, _: Gettext) -> str:
        return _("Balances are kept here, so none are read in from elsewhere.")


class NotYetBegun(Refused):
    """Nobody has said where balances are kept."""

    def sentence(self, _: Gettext) -> str:
        return _("Say first where balances are kept: here, or in a core system of your own.")


class StaysTheBook(Refused):
    """Whoever has accounts here cannot hand the book back by a click."""

    def sentence(self, _: Gettext) -> str:
        return _("There is money on accounts here, so balances stay here.")


class NoAmount(Refused):
    """Nothing, or too much to be meant."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Enter an amount of at least £0.01, and less than £1,000,000.")


class TooMuchSaved(Refused):
    """The most that one person may hold; how much may still be paid in."""

    def __init__(self, room: Money, limit: Money) -> None:
        self.room, self.limit = room, limit

    def sentence(self, _: Gettext) -> str:
        if self.room:
            text = _(
                "At most {room} can be paid in now: one person may hold no more than {limit} "
                "in all, with joint accounts counted in equal parts."
            )
        else:
            text = _(
                "Nothing more can be paid in: one person may hold no more than {limit} in all, "
                "with joint accounts counted in equal parts."
            )
        return text.format(room=self.room, limit=self.limit)


class NotEnough(Refused):
    """Less is there than was asked for."""

    def __init__(self, available: Money) -> None:
        self.available = available

    def sentence(self, _: Gettext) -> str:
        text = _("There is not so much on the account. At most {available} can be taken out.")
        return text.format(available=self.available)


class Pledged(Refused):
    """Some of it is held against a loan."""

    def __init__(self, pledged: Money, available: Money) -> None:
        self.pledged, self.available = pledged, available

    def sentence(self, _: Gettext) -> str:
        text = _("{pledged} is held against a loan. At most {available} can be taken out.")
        return text.format(pledged=self.pledged, available=self.available)


class BelowMinimum(Refused):
    """The rules keep something on an open account."""

    def __init__(self, minimum: Money, available: Money) -> None:
        self.minimum, self.available = minimum, available

    def sentence(self, _: Gettext) -> str:
        text = _(
            "{minimum} stays on an account while it is open. At most {available} can be taken "
            "out, or everything by closing the account."
        )
        return text.format(minimum=self.minimum, available=self.available)


class NoticeNeeded(Refused):
    """The product asks for notice, and none has run that covers this."""

    def __init__(self, days: int) -> None:
        self.days = days

    def sentence(self, _: Gettext) -> str:
        text = _("This account needs {days} days’ notice, and no notice for so much has run out.")
        return text.format(days=self.days)


class NoticeStillRuns(Refused):
    """It was given, and its day has not come."""

    def __init__(self, on: date) -> None:
        self.on = on

    def sentence(self, _: Gettext) -> str:
        return _("The notice runs until {day}.").format(day=day(self.on, _))


class AccountClosed(Refused):
    """Nothing moves on it any more."""

    def sentence(self, _: Gettext) -> str:
        return _("This account is closed.")


class UnderRestrictions(Refused):
    """What the law has frozen stays where it is."""

    def sentence(self, _: Gettext) -> str:
        return _("This account is under restrictions by law: nothing can be taken out of it.")


class StillSomethingThere(Refused):
    """It is closed when it is empty and nothing is pledged."""

    def __init__(self, balance: Money) -> None:
        self.balance = balance

    def sentence(self, _: Gettext) -> str:
        text = _("There is {balance} on this account. Pay it out first, then close it.")
        return text.format(balance=self.balance)


class NotOnOffer(Refused):
    """The product is not offered, or is for others."""

    def sentence(self, _: Gettext) -> str:
        return _("This kind of account cannot be opened for them.")


class NotAMember(Refused):
    """Shares are for members."""

    def __init__(self, number: str) -> None:
        self.number = number

    def sentence(self, _: Gettext) -> str:
        return _("Nobody who is a member today has the number {number}.").format(number=self.number)


class NotChecked(Refused):
    """Identity and sanctions come before the first account."""

    def __init__(self, name: str) -> None:
        self.name = name

    def sentence(self, _: Gettext) -> str:
        text = _("Record first that the identity of {name} and the sanctions lists were checked.")
        return text.format(name=self.name)


class SheetNotConfirmed(Refused):
    """Nobody saves before they know how savings are protected."""

    def __init__(self, name: str) -> None:
        self.name = name

    def sentence(self, _: Gettext) -> str:
        text = _(
            "Give {name} the information sheet on how savings are protected first, and record on "
            "their page that they confirmed it."
        )
        return text.format(name=self.name)


class NoTillOpen(Refused):
    """Cash moves over a till that was opened with its float."""

    def sentence(self, _: Gettext) -> str:
        return _("Open your till for today first, with the float that you counted.")


class TillOpenAlready(Refused):
    """One till a day for each teller."""

    def sentence(self, _: Gettext) -> str:
        return _("You have opened a till today already.")


class TillCounted(Refused):
    """What was counted stays counted."""

    def sentence(self, _: Gettext) -> str:
        return _("This till has been counted. What comes now belongs to tomorrow.")


class NotSoMuchCash(Refused):
    """More than the till holds."""

    def __init__(self, cash: Money) -> None:
        self.cash = cash

    def sentence(self, _: Gettext) -> str:
        return _("The till holds {cash}. Pay the rest by bank.").format(cash=self.cash)


class SayWhyItDiffers(Refused):
    """A difference is posted with a word of explanation."""

    status = 422

    def __init__(self, difference: Money) -> None:
        self.difference = difference

    def sentence(self, _: Gettext) -> str:
        if self.difference.pence < 0:
            text = _("{sum} is missing. Count again, or write what you know of it.")
        else:
            text = _("There is {sum} too much. Count again, or write what you know of it.")
        return text.format(sum=Money(abs(self.difference.pence)))


class ReversedAlready(Refused):
    """Once is enough."""

    def sentence(self, _: Gettext) -> str:
        return _("This has been reversed already.")


class CannotBeReversed(Refused):
    """A reversal, or what another page puts right."""

    def sentence(self, _: Gettext) -> str:
        return _("This cannot be reversed here.")


class GoesByItsAccount(Refused):
    """Savings move on their account's page, not by hand in the books."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Savings move on their own account’s page, so that the account and the books agree. "
            "They cannot be posted or reversed by hand."
        )


class OwnAccount(Refused):
    """Nobody is their own teller."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("This is an account of your own: another officer must do this.")
