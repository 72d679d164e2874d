"""Refusals about services and what is owed. Pure."""

from coopcouncil.kernel.errors import Gettext, Refused


class NameTaken(Refused):
    """Two of one name."""

    def sentence(self, _: Gettext) -> str:
        return _("There is one of this name already.")


class TakenAlready(Refused):
    """A member has a plan once."""

    def sentence(self, _: Gettext) -> str:
        return _("The member has this already on that day.")


class ServiceEnded(Refused):
    """It runs no more."""

    def sentence(self, _: Gettext) -> str:
        return _("The service has ended by that day.")


class EndsFirst(Refused):
    """Given up before it was had."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("It cannot be given up before it began.")


class SinceMissing(Refused):
    """Money owed since no day, or a day to come."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _(
            "Give the sum, the day for which it holds, and the day since which it is owed: "
            "neither day is to come, and the second is not after the first."
        )
