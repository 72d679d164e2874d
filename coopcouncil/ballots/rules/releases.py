"""An e-mail address that changed after the roll was sealed: it carries no vote by itself."""

from coopcouncil.ballots.rules.state import State
from coopcouncil.kernel.errors import Gettext, Refused


class ReleaseNotNow(Refused):
    """The register itself is enough before the sealing, and nothing helps after the close."""

    def sentence(self, _: Gettext) -> str:
        return _("An address on the roll can be changed from its sealing until voting closes.")


class ReleaseAsked(Refused):
    """One at a time."""

    def sentence(self, _: Gettext) -> str:
        return _("A change of this voter’s address is waiting for a second officer already.")


class SameAddress(Refused):
    """Nothing would change."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("That is the address that stands on the roll.")


class ReleaseSettled(Refused):
    """Agreed or refused before."""

    def sentence(self, _: Gettext) -> str:
        return _("This change has been settled already.")


class OldAddressNotTold(Refused):
    """Whoever reads the old address must be able to object."""

    def sentence(self, _: Gettext) -> str:
        return _("The old address has not been told yet. Agree once it has.")


class SecondOfficerNeeded(Refused):
    """Two officers, not one twice."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("You asked for this change. A second officer has to agree to it.")


def may_ask(state: State, has_open: bool, old: str, new: str) -> None:
    """Whether a changed address may be put before a second officer."""
    if state not in (State.COMING, State.OPEN, State.SUSPENDED):
        raise ReleaseNotNow
    if has_open:
        raise ReleaseAsked
    if old == new:
        raise SameAddress


def may_settle(state: State, asked_by: int, by: int, is_settled: bool) -> None:
    """Whether this officer may agree to it, or refuse it."""
    if is_settled:
        raise ReleaseSettled
    if state not in (State.COMING, State.OPEN, State.SUSPENDED):
        raise ReleaseNotNow
    if asked_by == by:
        raise SecondOfficerNeeded


def may_release(old: str, is_told: bool) -> None:
    """The old address is told first, where there is one."""
    if old and not is_told:
        raise OldAddressNotTold
