"""From the declared result to the seats: recorded by a person, never by the program. Pure."""

from coopcouncil.kernel.errors import Gettext, Refused


class NotDeclared(Refused):
    """Nobody is elected before the returning officer says so."""

    def sentence(self, _: Gettext) -> str:
        return _("The result is not declared yet.")


class NoSeatsHere(Refused):
    """The ballot says of no seats that this site keeps a list of."""

    status = 404

    def sentence(self, _: Gettext) -> str:
        return _("This ballot fills no seats that are kept here.")


class NobodyTicked(Refused):
    """Nothing to record."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Tick at least one of those elected.")


class NumberMissing(Refused):
    """Somebody who was elected, and of whom nobody said which member it is."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Give the member number.")


class NotSeated(Refused):
    """One of those elected cannot take the seat; nothing was recorded of any."""

    def __init__(self, name: str, reason: Refused) -> None:
        self.name, self.reason = name, reason
        self.status = reason.status

    def sentence(self, _: Gettext) -> str:
        text = _("Nothing is recorded. {name}: {reason}")
        return text.format(name=self.name, reason=self.reason.sentence(_))
