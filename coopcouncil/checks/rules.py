"""When two people are needed, and who the second may be. Pure."""

from collections.abc import Collection
from datetime import datetime

from coopcouncil.checks.kinds import CheckKind, State
from coopcouncil.kernel.errors import Forbidden, Gettext, Refused
from coopcouncil.kernel.money import Money
from coopcouncil.organisations.kinds import Role
from coopcouncil.organisations.rulebook import Rulebook

_OFFICERS = frozenset({Role.TREASURER, Role.SECRETARY, Role.CHAIR})
CHECKERS: dict[CheckKind, frozenset[Role]] = {
    CheckKind.REFUND: _OFFICERS,
    CheckKind.WRITE_OFF: _OFFICERS,
    CheckKind.LOAN: _OFFICERS | {Role.CREDIT_UNION_OFFICER},
    CheckKind.WITHDRAWAL: _OFFICERS | {Role.CREDIT_UNION_OFFICER},
    CheckKind.PAYEE_CHANGE: _OFFICERS | {Role.CREDIT_UNION_OFFICER},
    CheckKind.PAYMENT_RUN: _OFFICERS | {Role.CREDIT_UNION_OFFICER},
}
"""Who may be the second person."""


class NotForTheMaker(Refused):
    """Who asks does not check."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("You asked for this yourself, so somebody else must check it.")


class NotForWhomItConcerns(Refused):
    """Nobody checks money that comes to themselves."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("This concerns you yourself, so somebody else must check it.")


class DecidedAlready(Refused):
    """Somebody was faster."""

    def sentence(self, _: Gettext) -> str:
        return _("Somebody has decided this already.")


class TooLate(Refused):
    """Nobody checked it in time."""

    def sentence(self, _: Gettext) -> str:
        return _("Nobody checked this in time. It must be asked for again.")


class AskedAlready(Refused):
    """The same thing waits for its check."""

    def sentence(self, _: Gettext) -> str:
        return _("This waits for somebody to check it already.")


class SayWhy(Refused):
    """Whoever asked must be able to mend it."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Say why, so that whoever asked can mend it.")


class NotYours(Refused):
    """Only who asked takes a request back."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("Somebody else asked for this. You can refuse it.")


def may_go_alone(rules: Rulebook, kind: CheckKind, amount: Money) -> bool:
    """Whether the rulebook lets one person do it.

    >>> may_go_alone(Rulebook(check_refund_from=5000), CheckKind.REFUND, Money(4999))
    True
    >>> may_go_alone(Rulebook(check_refund_from=5000), CheckKind.REFUND, Money(5000))
    False
    """
    if kind is CheckKind.PAYEE_CHANGE:
        return not rules.check_payee_change
    limit: int = getattr(rules, f"check_{kind.replace('-', '_')}_from")
    return abs(amount.pence) < limit


def may_check(
    kind: CheckKind,
    maker: int | None,
    checker: int,
    roles: Collection[Role],
    *,
    same_member: bool,
    concerns: bool,
) -> None:
    """Whether this person may be the second one.

    It is about people, not about roles: one who asked as secretary does not check as treasurer,
    and two accounts of one member are one person.
    """
    if not CHECKERS[kind].intersection(roles):
        raise Forbidden
    if maker == checker or same_member:
        raise NotForTheMaker
    if concerns:
        raise NotForWhomItConcerns


def is_open(state: State, expires_at: datetime, now: datetime) -> None:
    """Refuse what is decided or too old."""
    if state is State.EXPIRED:
        raise TooLate
    if state is not State.WAITING:
        raise DecidedAlready
    if now >= expires_at:
        raise TooLate
