"""Why a plan, a price or a pause is refused."""

from datetime import date

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money
from coopcouncil.payments.rules.refusals import LARGEST, NotAnAmount


class NameTaken(Refused):
    """Two plans, or two concessions of one plan, of one name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def sentence(self, _: Gettext) -> str:
        return _("There is already one called “{name}”.").format(name=self.name)


class NotOnOffer(Refused):
    """Who has it keeps it; nobody new takes it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def sentence(self, _: Gettext) -> str:
        return _("“{name}” is no longer offered.").format(name=self.name)


class OnThisPlan(Refused):
    """Once is enough."""

    def __init__(self, name: str) -> None:
        self.name = name

    def sentence(self, _: Gettext) -> str:
        text = _("This member is charged by “{name}” already. Stop or change that first.")
        return text.format(name=self.name)


class WhyConcession(Refused):
    """A concession has a reason on record."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say why the member pays the concession.")


class EndsBeforeItBegins(Refused):
    """An end before the beginning."""

    status = 422

    def __init__(self, since: date) -> None:
        self.since = since

    def sentence(self, _: Gettext) -> str:
        text = _("It begins on {day}. Choose that day or a later one.")
        return text.format(day=day(self.since, _))


class PausedAlready(Refused):
    """Two pauses of the same days."""

    def sentence(self, _: Gettext) -> str:
        return _("It is paused in these days already.")


def may_cost(price: Money) -> None:
    """A price may be nothing, but not less, and not a slip of the finger."""
    if not 0 <= price.pence <= LARGEST:
        raise NotAnAmount
