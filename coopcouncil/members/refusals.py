"""What may not be written into the register, and why. Pure."""

from datetime import date, timedelta

from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.members.kinds import Status

EARLIEST = date(1800, 1, 1)


class NumberTaken(Refused):
    """Two people cannot have one number."""

    def __init__(self, number: str) -> None:
        self.number = number

    def sentence(self, _: Gettext) -> str:
        text = _("Member number {number} is taken. Choose another.")
        return text.format(number=self.number)


class ConstituencyThere(Refused):
    """Two constituencies cannot have one name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def sentence(self, _: Gettext) -> str:
        return _("There is a constituency “{name}” already.").format(name=self.name)


class NoName(Refused):
    """The register cannot hold someone without a name."""

    def sentence(self, _: Gettext) -> str:
        return _("Enter at least one name.")


class TooFarAhead(Refused):
    """A day that nobody can yet know about."""

    def __init__(self, latest: date) -> None:
        self.latest = latest

    def sentence(self, _: Gettext) -> str:
        text = _("Choose a date no later than {latest}.")
        return text.format(latest=day(self.latest, _))


class TooLongAgo(Refused):
    """A day before any register."""

    def sentence(self, _: Gettext) -> str:
        text = _("Choose a date after {earliest}.")
        return text.format(earliest=day(EARLIEST, _))


class LeftAlready(Refused):
    """Someone cannot leave twice."""

    def sentence(self, _: Gettext) -> str:
        return _("This member has left already.")


class LeftBeforeJoining(Refused):
    """Nobody leaves before they join."""

    def __init__(self, joined_on: date) -> None:
        self.joined_on = joined_on

    def sentence(self, _: Gettext) -> str:
        text = _("They joined on {date}. Choose a later date to leave.")
        return text.format(date=day(self.joined_on, _))


class ReasonNeeded(Refused):
    """A correction names its reason."""

    def sentence(self, _: Gettext) -> str:
        return _("Say why, so that the register shows the reason.")


class NothingChanged(Refused):
    """There is nothing to record."""

    def sentence(self, _: Gettext) -> str:
        return _("Nothing is different from what the register says already.")


def latest_day(today: date) -> date:
    """Changes may be recorded up to a year ahead."""
    return today + timedelta(days=366)


def may_take_effect(on: date, today: date) -> None:
    """Refuse a day that no change can hold from."""
    if on > latest_day(today):
        raise TooFarAhead(latest_day(today))
    if on < EARLIEST:
        raise TooLongAgo


def may_leave(status: Status, joined_on: date | None, left_on: date, today: date) -> None:
    """Refuse a leaving that cannot be."""
    if status == Status.LEFT:
        raise LeftAlready
    may_take_effect(left_on, today)
    if joined_on is not None and left_on < joined_on:
        raise LeftBeforeJoining(joined_on)


class KeptElsewhere(Refused):
    """Figures of the register that follow from what another part of the site keeps."""
