"""What may happen to a run and to a payment. Pure."""

from datetime import date

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.workdays import add_working_days, must_be_working_day, working_day_from
from coopcouncil.payouts.kinds import Format, ItemState, RunState


class NothingInIt(Refused):
    """A run of no payment."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Choose at least one payment.")


class NotOwed(Refused):
    """In another run, paid, or cancelled."""

    def sentence(self, _: Gettext) -> str:
        return _("One of these payments is not open any more. Look again before you go on.")


class NoPayingAccount(Refused):
    """Nowhere to pay from."""

    def sentence(self, _: Gettext) -> str:
        return _("Say first from which account of the organisation payments are made.")


class NoServiceUser(Refused):
    """Bacs takes files from its users alone."""

    def sentence(self, _: Gettext) -> str:
        return _("A Bacs file needs the organisation’s service user number.")


class TooEarly(Refused):
    """A file needs its time."""

    status = 422

    def __init__(self, earliest: date) -> None:
        self.earliest = earliest

    def sentence(self, _: Gettext) -> str:
        text = _("The earliest day on which this can be paid is {day}.")
        return text.format(day=day(self.earliest, _))


class RunIsSent(Refused):
    """What the bank has cannot be changed here."""

    def sentence(self, _: Gettext) -> str:
        return _("This run is with the bank already.")


class NotApproved(Refused):
    """No file before the second person has agreed."""

    def sentence(self, _: Gettext) -> str:
        return _("Nobody has approved this run as it stands now.")


class RunChanged(Refused):
    """Not what was put before the second person."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "This run has changed since it was put before you. Refuse it, and ask for it anew."
        )


class WrongTurn(Refused):
    """Not from here to there."""

    def sentence(self, _: Gettext) -> str:
        return _("This run has gone further meanwhile. Look again before you go on.")


class NotWithTheBank(Refused):
    """Only what was sent can be paid or come back."""

    def sentence(self, _: Gettext) -> str:
        return _("This payment is not with the bank.")


class PaidOtherwise(Refused):
    """One bank line pays one payment."""

    def sentence(self, _: Gettext) -> str:
        return _("This payment is paid already, by another line of the bank.")


class OwedOtherwise(Refused):
    """The same source with another payee or sum."""

    def sentence(self, _: Gettext) -> str:
        return _("This is owed already, with another sum or to somebody else.")


def earliest(format: Format, today: date) -> date:
    """The first day on which a file of today can be paid.

    Bacs takes three working days: on one it is sent, then processed, then paid. What is made on a
    Saturday is sent on Monday.

    >>> earliest(Format.BACS, date(2026, 12, 23))
    datetime.date(2026, 12, 29)
    >>> earliest(Format.BACS, date(2026, 11, 21))
    datetime.date(2026, 11, 25)
    """
    first = working_day_from(today)
    return add_working_days(first, 2) if format is Format.BACS else first


def may_be_paid_on(format: Format, on: date, today: date) -> None:
    """Whether the bank can pay on that day."""
    if on < earliest(format, today):
        raise TooEarly(earliest(format, today))
    must_be_working_day(on)


def may_change(state: RunState) -> None:
    """Whether a run can still be changed; what was approved must then be approved anew."""
    if state is RunState.SENT:
        raise RunIsSent
    if state is RunState.DROPPED:
        raise WrongTurn


def may_return(state: ItemState) -> None:
    """Whether a payment can come back."""
    if state not in (ItemState.SENT, ItemState.PAID):
        raise NotWithTheBank
