"""What the returning officer may do to a ballot, and when."""

from datetime import datetime

from coopcouncil.ballots.rules.state import Course, State, state_of
from coopcouncil.kernel.dates import moment
from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.organisations.rulebook import KeyKeeper


class AlreadySealed(Refused):
    """What voters have been told is not changed behind their backs."""

    def sentence(self, _: Gettext) -> str:
        return _("The roll is sealed, so nothing of the ballot can be changed any more.")


class RollWorkedOn(Refused):
    """A long roll is being cut or sealed."""

    def sentence(self, _: Gettext) -> str:
        return _("The roll is being made. Until that is done, nothing of the ballot is changed.")


class StillInTheWay(Refused):
    """The list of obstacles is not empty."""

    def sentence(self, _: Gettext) -> str:
        return _("Some things must be put right first. The ballot’s page lists them.")


class NotLater(Refused):
    """An extension to an earlier time, or to the same."""

    status = 422

    def __init__(self, closes_at: datetime) -> None:
        self.closes_at = closes_at

    def sentence(self, _: Gettext) -> str:
        text = _("Choose a time after the present close, {when}.")
        return text.format(when=moment(self.closes_at, _))


class VotingIsOver(Refused):
    """Too late to extend or suspend."""

    def sentence(self, _: Gettext) -> str:
        return _("Voting is over, so this can no longer be done.")


class NotSealed(Refused):
    """A draft has no course."""

    def sentence(self, _: Gettext) -> str:
        return _("The ballot is still being set up.")


class SuspendedAlready(Refused):
    """It is suspended as it is."""

    def sentence(self, _: Gettext) -> str:
        return _("Voting is suspended already.")


class NotSuspended(Refused):
    """There is nothing to resume."""

    def sentence(self, _: Gettext) -> str:
        return _("Voting is not suspended.")


class VoidedAlready(Refused):
    """Nothing follows after that."""

    def sentence(self, _: Gettext) -> str:
        return _("The ballot was declared void.")


class DeclaredAlready(Refused):
    """The result is out."""

    def sentence(self, _: Gettext) -> str:
        return _("The result is declared. A correction or a court can change it, voiding cannot.")


class StillOpen(Refused):
    """Nobody closes a ballot before its time."""

    def __init__(self, closes_at: datetime) -> None:
        self.closes_at = closes_at

    def sentence(self, _: Gettext) -> str:
        text = _("Voting goes on until {when}. Nobody can close it before.")
        return text.format(when=moment(self.closes_at, _))


class ClosedAlready(Refused):
    """The close was recorded before."""

    def sentence(self, _: Gettext) -> str:
        return _("The close is recorded already.")


class NotClosed(Refused):
    """The chain's head goes out before the box is opened."""

    def sentence(self, _: Gettext) -> str:
        return _("Record the close first: every voter is told the state of the record before.")


class OpenedAlready(Refused):
    """A box is opened once."""

    def sentence(self, _: Gettext) -> str:
        return _("The box is open already.")


class WithdrawnAlready(Refused):
    """Nobody withdraws twice."""

    def sentence(self, _: Gettext) -> str:
        return _("The withdrawal is recorded already.")


class LastStanding(Refused):
    """Nobody would be left to vote for."""

    def sentence(self, _: Gettext) -> str:
        return _("Nobody else is standing. Declare the ballot void instead.")


class KeyNotHere(Refused):
    """The installation's own key file is gone."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "This installation does not hold the ballot’s key. If it is on another machine, open"
            " the box there; if it is lost, the vote must be taken again."
        )


class WrongKey(Refused):
    """A key, and not this ballot's."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("This is a key, but not the one of this ballot.")


class KeeperByRules(Refused):
    """The rulebook wants the key out of the platform's hands."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Under the rulebook the returning officer keeps the key of such a ballot.")


class OnePersonTwoCopies(Refused):
    """Two copies in one hand are one copy."""

    def sentence(self, _: Gettext) -> str:
        return _("Another person must rehearse this copy: you have rehearsed the other one.")


def may_keep(keeper: KeyKeeper, by_rules: KeyKeeper, is_demonstration: bool) -> None:
    """The officer may always keep the key; the platform where the rules say so."""
    if keeper is KeyKeeper.PLATFORM and by_rules is KeyKeeper.OFFICER and not is_demonstration:
        raise KeeperByRules


def may_change(course: Course) -> None:
    """Refuse once the roll is sealed: voters have been told. And while a long one is being made."""
    if course.is_voided:
        raise VoidedAlready
    if course.is_sealed:
        raise AlreadySealed
    if course.is_roll_worked_on:
        raise RollWorkedOn


def may_extend(course: Course, closes_at: datetime, now: datetime) -> None:
    """Later, and only while votes are still taken."""
    _under_way(course, now)
    if closes_at <= course.closes_at:
        raise NotLater(course.closes_at)


def may_suspend(course: Course, now: datetime) -> None:
    """While votes are taken, or will be."""
    _under_way(course, now)
    if course.is_suspended:
        raise SuspendedAlready


def may_resume(course: Course, now: datetime) -> None:
    """While it is suspended and the close has not come."""
    _under_way(course, now)
    if not course.is_suspended:
        raise NotSuspended


def may_void(course: Course) -> None:
    """At any time from the sealing to the declaration."""
    if course.is_voided:
        raise VoidedAlready
    if not course.is_sealed:
        raise NotSealed
    if course.is_declared:
        raise DeclaredAlready


def may_withdraw(course: Course, is_withdrawn: bool, standing: int) -> None:
    """From the sealing until the box is opened; before, a choice is just taken off the paper."""
    if course.is_voided:
        raise VoidedAlready
    if not course.is_sealed:
        raise NotSealed
    if course.is_opened:
        raise OpenedAlready
    if is_withdrawn:
        raise WithdrawnAlready
    if standing < 2:
        raise LastStanding


def may_close(course: Course, now: datetime) -> None:
    """After the closing time, once."""
    match state_of(course, now):
        case State.ENDED:
            return
        case State.VOIDED:
            raise VoidedAlready
        case State.DRAFT:
            raise NotSealed
        case State.COMING | State.OPEN | State.SUSPENDED:
            raise StillOpen(course.closes_at)
        case State.CLOSED | State.BOX_OPENED | State.DECLARED:
            raise ClosedAlready


def may_open_box(course: Course, now: datetime) -> None:
    """After the close is recorded and told, once. `batches.papers_obstacles` adds the papers."""
    match state_of(course, now):
        case State.CLOSED:
            pass
        case State.ENDED:
            raise NotClosed
        case State.VOIDED:
            raise VoidedAlready
        case State.DRAFT:
            raise NotSealed
        case State.COMING | State.OPEN | State.SUSPENDED:
            raise StillOpen(course.closes_at)
        case State.BOX_OPENED | State.DECLARED:
            raise OpenedAlready


def _under_way(course: Course, now: datetime) -> None:
    match state_of(course, now):
        case State.COMING | State.OPEN | State.SUSPENDED:
            return
        case State.DRAFT:
            raise NotSealed
        case State.VOIDED:
            raise VoidedAlready
        case State.ENDED | State.CLOSED | State.BOX_OPENED | State.DECLARED:
            raise VotingIsOver
