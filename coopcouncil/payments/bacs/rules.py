"""When a mandate may be used and a file may go. Pure."""

from datetime import date

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.workdays import add_working_days, must_be_working_day

NOTICE = 10
"""Working days' notice of a collection, unless another was agreed: the scheme's default."""
OBJECTIONS = 5
"""Working days in which a bank may refuse an instruction that was lodged."""
RETURNS = 3
"""Working days after a collection in which an unpaid debit is reported."""


class NoServiceUserNumber(Refused):
    """Bacs takes files from its users alone."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Direct Debits of your own need a service user number. Record it with the account."
        )


class HasMandate(Refused):
    """One at a time."""

    def sentence(self, _: Gettext) -> str:
        return _("This member has a mandate already. End it before you record another.")


class MandateOver(Refused):
    """Ended or refused already."""

    def sentence(self, _: Gettext) -> str:
        return _("This mandate has ended already.")


class NothingToLodge(Refused):
    """No new mandate, and none that ended."""

    def sentence(self, _: Gettext) -> str:
        return _("There is no mandate that Bacs must be told of.")


class NothingToCollect(Refused):
    """Nobody with a usable mandate owes anything."""

    def sentence(self, _: Gettext) -> str:
        return _("Nobody with a mandate that can be used by then owes anything.")


class TooLittleNotice(Refused):
    """Members must know beforehand."""

    status = 422

    def __init__(self, earliest: date) -> None:
        self.earliest = earliest

    def sentence(self, _: Gettext) -> str:
        text = _("Members need ten working days’ notice. The earliest day of collection is {day}.")
        return text.format(day=day(self.earliest, _))


class TooLateForBacs(Refused):
    """Bacs takes a file on the working day before it processes it."""

    def __init__(self, last: date) -> None:
        self.last = last

    def sentence(self, _: Gettext) -> str:
        text = _("Bacs had to have this file by {day}. Give it up and make another.")
        return text.format(day=day(self.last, _))


class FileGone(Refused):
    """With Bacs already, or given up."""

    def sentence(self, _: Gettext) -> str:
        return _("This file is with Bacs already, or was given up.")


class ReadBefore(Refused):
    """The same report twice."""

    def sentence(self, _: Gettext) -> str:
        return _("This report has been read already. Nothing was done again.")


class SettledAlready(Refused):
    """The same again, or past what can be taken back."""

    def sentence(self, _: Gettext) -> str:
        return _("This claim has been decided so already.")


class SayWhyOfClaim(Refused):
    """The member may ask."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say why: the member may ask, and so may the auditor.")


class SameAccount(Refused):
    """Nothing would change."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("This mandate is for that account already.")


def may_collect_on(on: date, today: date) -> None:
    """Whether a collection can be announced for the day."""
    first = add_working_days(today, NOTICE)
    if on < first:
        raise TooLittleNotice(first)
    must_be_working_day(on)


def may_send(processed_on: date, today: date) -> None:
    """Whether Bacs still takes the file."""
    last = add_working_days(processed_on, -1)
    if today > last:
        raise TooLateForBacs(last)


def collected_on(processed_on: date) -> date:
    """The day on which accounts are debited: the working day after the processing.

    >>> collected_on(date(2026, 12, 24))
    datetime.date(2026, 12, 29)
    """
    return add_working_days(processed_on, 1)


def settled_from(processed_on: date) -> date:
    """From when no report of a debit that came back is to be expected."""
    return add_working_days(collected_on(processed_on), RETURNS)


def usable_from(processed_on: date) -> date:
    """From when a mandate that was lodged may be used."""
    return add_working_days(processed_on, OBJECTIONS)
