"""Empty homes. Pure."""

from datetime import date

from coopcouncil.kernel.errors import Gettext, Refused


class EmptyAlready(Refused):
    """A home is empty once at a time."""

    def sentence(self, _: Gettext) -> str:
        return _("The home is recorded as empty in those days already.")


class DaysOutOfOrder(Refused):
    """Ready or let before it was empty."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("A home is vacated first, then ready, then let.")


def may_be_empty(vacated_on: date, ready_on: date | None, let_on: date | None) -> None:
    """Refuse days in another order."""
    if ready_on is not None and ready_on < vacated_on:
        raise DaysOutOfOrder
    if let_on is not None and let_on < vacated_on:
        raise DaysOutOfOrder
