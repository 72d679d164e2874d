"""The clock of an access request, and what may be asked and decided. Pure."""

from collections.abc import Collection
from datetime import date, timedelta

from coopcouncil.kernel.dates import day, months_after
from coopcouncil.kernel.errors import Gettext, Refused

SATURDAY = 5
FILES_DAYS = 14
"""How long the files of an access request can be fetched."""
CHOICE_HOURS = 1
"""How long it is remembered, in one browser, which of several members somebody is."""


class WhoAreYou(Refused):
    """Number and birth date are not those of a member with this address."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("These are not the number and date of birth of a member with your address.")


class NothingAsked(Refused):
    """A request to correct nothing."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Change what is wrong, or write what is.")


class AskedAlready(Refused):
    """One request at a time."""

    def sentence(self, _: Gettext) -> str:
        return _("You have asked already. There will be an answer first.")


class Decided(Refused):
    """Somebody else was faster."""

    def sentence(self, _: Gettext) -> str:
        return _("This has been decided already.")


class ReasonForIt(Refused):
    """A refusal, or more time, is given with a reason."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Write the reason: the person reads it.")


class ExtendedTooLate(Refused):
    """More time can only be taken while there is some."""

    def __init__(self, due: date) -> None:
        self.due = due

    def sentence(self, _: Gettext) -> str:
        text = _("More time must be taken, and the person told, by {day}.")
        return text.format(day=day(self.due, _))


class ExtendedAlready(Refused):
    """The law knows one extension."""

    def sentence(self, _: Gettext) -> str:
        return _("More time has been taken already. The law allows it once.")


class OwnCase(Refused):
    """Nobody decides on what they asked themselves."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("This is about yourself. Somebody else must decide it.")


class StillAMember(Refused):
    """The register of members stands while somebody is one."""

    def sentence(self, _: Gettext) -> str:
        return _("They are still a member. What the register must hold goes once they have left.")


def answer_by(asked: date, holidays: Collection[date] = (), months: int = 1) -> date:
    """The last day to answer: one calendar month, and on to a working day.

    UK GDPR article 12(3), as the Information Commissioner counts it: from the day of asking to
    the same day of the next month; where that is no working day, the next one.

    >>> answer_by(date(2026, 10, 22))  # The 22nd of November 2026 is a Sunday.
    datetime.date(2026, 11, 23)
    """
    due = months_after(asked, months)
    while due.weekday() >= SATURDAY or due in holidays:
        due += timedelta(days=1)
    return due


def may_extend(today: date, due_on: date, is_extended: bool, reason: str) -> None:
    """Two months more, once, with a reason, told within the first month."""
    if is_extended:
        raise ExtendedAlready
    if today > due_on:
        raise ExtendedTooLate(due_on)
    if not reason.strip():
        raise ReasonForIt
