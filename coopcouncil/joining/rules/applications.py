"""What may happen to an application, and when. Pure."""

from datetime import date, datetime, timedelta

from coopcouncil.joining.kinds import OPEN, State
from coopcouncil.kernel.dates import day
from coopcouncil.kernel.errors import Gettext, Refused

CONFIRM_WITHIN = timedelta(days=14)
"""An address that nobody confirms for so long belongs to nobody who asked."""

MOST_FILES, MOST_FILE = 3, 5_000_000
"""An applicant attaches so many files at most, each of so many bytes."""

KEPT_REFUSED = timedelta(days=365)


class NotOpen(Refused):
    """There is no form, or it was closed."""

    status = 404

    def sentence(self, _: Gettext) -> str:
        return _("Nobody can apply here at the moment. Ask the secretary.")


class OpenAlready(Refused):
    """One form per constituency."""

    def sentence(self, _: Gettext) -> str:
        return _("There is an open form for this constituency already.")


class Settled(Refused):
    """It was decided on, or withdrawn."""

    def __init__(self, state: State) -> None:
        self.state = state

    def sentence(self, _: Gettext) -> str:
        return {
            State.RECEIVED: _("This application is not confirmed yet."),
            State.CONFIRMED: _("This application is confirmed already."),
            State.REFERRED: _("This application is confirmed already."),
            State.ADMITTED: _("This applicant has been admitted already."),
            State.REFUSED: _("This application was refused already."),
            State.WITHDRAWN: _("This application was withdrawn."),
        }[self.state]


class MinuteNeeded(Refused):
    """The board decides, and its minute shows that it did."""

    def sentence(self, _: Gettext) -> str:
        return _("Name the minute of the board’s decision.")


class RefusalNeedsReason(Refused):
    """Somebody turned away is told why."""

    def sentence(self, _: Gettext) -> str:
        return _("Say why. The applicant is told.")


class DecidedInTheFuture(Refused):
    """A decision that nobody has taken yet."""

    def __init__(self, today: date) -> None:
        self.today = today

    def sentence(self, _: Gettext) -> str:
        text = _("Choose a day no later than {today}: decisions are recorded when taken.")
        return text.format(today=day(self.today, _))


class DecidedBeforeReceived(Refused):
    """A decision on what had not arrived."""

    def __init__(self, received: date) -> None:
        self.received = received

    def sentence(self, _: Gettext) -> str:
        text = _("An application came on {received}. It cannot have been decided before.")
        return text.format(received=day(self.received, _))


class JoinsBeforeDecision(Refused):
    """A member of days on which nobody had decided."""

    def __init__(self, on: date) -> None:
        self.on = on

    def sentence(self, _: Gettext) -> str:
        text = _("Membership begins on the day of the decision, {date}, or later.")
        return text.format(date=day(self.on, _))


class TooManyFiles(Refused):
    """Evidence is a few papers, not an archive."""

    def __init__(self, most: int) -> None:
        self.most = most

    def sentence(self, _: Gettext) -> str:
        text = _("You can attach {most} files at most.")
        return text.format(most=self.most)


class NotEvidence(Refused):
    """A file of another kind, whatever it is called."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Choose a PDF, JPEG or PNG file.")


class NobodyChosen(Refused):
    """Nothing was ticked."""

    def sentence(self, _: Gettext) -> str:
        return _("Tick at least one.")


def may_confirm(state: State, received_at: datetime, now: datetime) -> None:
    """Refuse once it is settled, or too long after."""
    if state is not State.RECEIVED:
        raise Settled(state)
    if now > received_at + CONFIRM_WITHIN:
        raise NotOpen


def may_withdraw(state: State) -> None:
    """Refuse once it is decided."""
    if state not in (State.RECEIVED, *OPEN):
        raise Settled(state)


def may_decide(
    state: State,
    to: State,
    received_on: date,
    on: date,
    minute: str,
    reason: str,
    by_board: bool,
    today: date,
    joins_on: date | None = None,
) -> None:
    """Refuse a decision that the rules do not know."""
    if state not in OPEN or (to is State.REFERRED and state is State.REFERRED):
        raise Settled(state)
    if to is State.REFERRED:
        return
    if on > today:
        raise DecidedInTheFuture(today)
    if on < received_on:
        raise DecidedBeforeReceived(received_on)
    if to is State.ADMITTED and joins_on is not None and joins_on < on:
        raise JoinsBeforeDecision(on)
    if to is State.REFUSED and not reason.strip():
        raise RefusalNeedsReason
    if by_board and not minute.strip():
        raise MinuteNeeded
