"""What may be done to a meeting while it is prepared, held and minuted."""

from datetime import date, datetime

from coopcouncil.kernel import dates
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.meetings.rules.sending import MeetingBegun, MeetingCancelled, NoticeSent

MOST_ITEMS = 100
MOST_PAPERS = 20


def may_prepare(is_cancelled: bool, starts_at: datetime, now: datetime) -> None:
    """Refuse a change to a meeting that is cancelled or has begun."""
    if is_cancelled:
        raise MeetingCancelled
    if now >= starts_at:
        raise MeetingBegun


def may_move(called_on: date | None) -> None:
    """Refuse another time or place once members have notice."""
    if called_on is not None:
        raise NoticeSent


def may_take_attendance(
    is_cancelled: bool, called_on: date | None, meeting_on: date, today: date
) -> None:
    """Refuse to note arrivals before the day, or at a meeting that is not held."""
    if is_cancelled:
        raise MeetingCancelled
    if called_on is None:
        raise NotYetCalled
    if today < meeting_on:
        raise NotTheDay(meeting_on)


def may_minute(is_cancelled: bool, called_on: date | None) -> None:
    """Refuse minutes of a meeting that nobody was called to."""
    if is_cancelled:
        raise MeetingCancelled
    if called_on is None:
        raise NotYetCalled


class NotYetCalled(Refused):
    """Nobody has been told of the meeting."""

    def sentence(self, _: Gettext) -> str:
        return _("Send the notice first: nobody has been called to this meeting yet.")


class NotTheDay(Refused):
    """Too early to note who is there."""

    def __init__(self, on: date) -> None:
        self.on = on

    def sentence(self, _: Gettext) -> str:
        text = _("Attendance can be taken from {day}, the day of the meeting.")
        return text.format(day=dates.day(self.on, _))


class AlreadyPrepared(Refused):
    """The usual items go into an empty agenda alone."""

    def sentence(self, _: Gettext) -> str:
        return _("The agenda already has items. Add what is missing one by one.")


class TooManyItems(Refused):
    """More than an evening holds."""

    def sentence(self, _: Gettext) -> str:
        return _("An agenda has room for 100 items.")


class TooManyPapers(Refused):
    """More than anybody reads."""

    def sentence(self, _: Gettext) -> str:
        return _("An item has room for 20 papers.")


class NotAPaper(Refused):
    """A kind of file that members may not be able to open, or that could harm them."""

    def sentence(self, _: Gettext) -> str:
        return _("Attach a PDF, ODT, DOCX, ODS, XLSX, JPEG, PNG or plain text file.")


class NotWhatItSays(Refused):
    """The name says one kind of file and the contents another."""

    def __init__(self, name: str) -> None:
        self.name = name

    def sentence(self, _: Gettext) -> str:
        text = _("{name} is not the kind of file that its name says. Save it again and retry.")
        return text.format(name=self.name)


class AlreadyHere(Refused):
    """Arrived twice without leaving."""

    def sentence(self, _: Gettext) -> str:
        return _("This member is already noted as here.")


class NotInTheRegister(Refused):
    """Nobody of that number is a member on the day of the meeting."""

    def sentence(self, _: Gettext) -> str:
        return _("This person is not in the register on the day of the meeting.")


class NoProxies(Refused):
    """The rulebook has no proxies."""

    def sentence(self, _: Gettext) -> str:
        return _("Your rulebook does not allow proxies.")


class SavedBySomeoneElse(Refused):
    """Two people wrote the minutes at once."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Somebody else saved these minutes while you wrote. Your text is still below: "
            "look at theirs under History, put the two together, and save again."
        )


class WelshMinutesMissing(Refused):
    """Minutes in one language alone, where both are equal."""

    def __init__(self, title: str) -> None:
        self.title = title

    def sentence(self, _: Gettext) -> str:
        text = _("Write “{title}” in both languages before members see the minutes.")
        return text.format(title=self.title)
