"""When two people are needed, and who the second may be. Pure."""

from collections.abc import Collection
from datetime import datetime, timedelta

from coopcouncil.checks.kinds import CheckKind, State
from coopcouncil.kernel.dates import moment
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

TIMES = 10
"""How many times the sum of the rules one officer may do alone within the window, to whomever.

Ten: with sums of a third of the limit, as small refunds are, some thirty a month, one on every day
that somebody is there. It is not one more number of the rulebook, as it follows the sum that is.
"""

BY_OFFICER = frozenset(CheckKind) - {CheckKind.WITHDRAWAL}
"""What counts together by officer. A withdrawal is the member's own money, asked for by them and
shown on their statement: a teller pays out more in a morning, and would never be alone again."""

NEW_FOR = timedelta(hours=48)
"""How long who gave a role and who has it are not two pairs of eyes, unless the register knows
both. All officers are told of the role at once, and have this long to object."""


class NotForTheMaker(Refused):
    """Who asks does not check."""

    status = 403

    def sentence(self, _: Gettext) -> str:
        return _("You asked for this yourself, so somebody else must check it.")


class OneMember(NotForTheMaker):
    """Two accounts, one member behind them."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "By its addresses, your account belongs to the same member as that of whoever asked "
            "for this, so somebody else must check it."
        )


class OneHand(NotForTheMaker):
    """A role given lately, by who asked or by the same as theirs: nobody had time to object."""

    def __init__(self, until: datetime) -> None:
        self.until = until

    def sentence(self, _: Gettext) -> str:
        text = _(
            "You and whoever asked for this have your roles from one hand, and since less than 48 "
            "hours. Somebody else can check it now, or you from {moment} on, if none of the "
            "officers who were told of the role has said that it is wrong."
        )
        return text.format(moment=moment(self.until, _))


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


def may_go_on_alone(rules: Rulebook, kind: CheckKind, together: Money) -> bool:
    """Whether what one officer did alone of a kind, to whomever, may come to that within the
    window.

    >>> may_go_on_alone(Rulebook(check_refund_from=5000), CheckKind.REFUND, Money(49_999))
    True
    >>> may_go_on_alone(Rulebook(check_refund_from=5000), CheckKind.REFUND, Money(50_000))
    False
    """
    return may_go_alone(rules, kind, Money(abs(together.pence) // TIMES))


def may_check(
    kind: CheckKind,
    maker: int | None,
    checker: int,
    roles: Collection[Role],
    *,
    one_person: Refused | None,
    concerns: bool,
) -> None:
    """Whether this person may be the second one.

    It is about people, not about roles: one who asked as secretary does not check as treasurer.
    `one_person` is what says that two accounts may be one person's, if anything does.
    """
    if not CHECKERS[kind].intersection(roles):
        raise Forbidden
    if maker == checker:
        raise NotForTheMaker
    if one_person is not None:
        raise one_person
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
