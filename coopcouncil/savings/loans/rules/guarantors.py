"""Who may answer for a loan, and when they may be asked to pay. Pure."""

from collections.abc import Sequence
from datetime import date

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money


class AnswersForThemselves(Refused):
    """The borrower owes it already."""

    def sentence(self, _: Gettext) -> str:
        return _("The borrower cannot be their own guarantor.")


class TooYoungToAnswer(Refused):
    """Nobody under 18 is bound."""

    def sentence(self, _: Gettext) -> str:
        return _("Somebody under 18 cannot answer for a loan.")


class NamedAlready(Refused):
    """Once."""

    def sentence(self, _: Gettext) -> str:
        return _("This guarantor is named already.")


class AnswersForTooMuch(Refused):
    """More than is lent."""

    status = 422

    def __init__(self, lent: Money) -> None:
        self.lent = lent

    def sentence(self, _: Gettext) -> str:
        text = _("A guarantor answers for at most what is lent, {sum}.")
        return text.format(sum=self.lent)


class TellFirst(Refused):
    """Nobody agrees to what they have not read."""

    def sentence(self, _: Gettext) -> str:
        return _("Tell the guarantor first what they answer for; the day of the agreement follows.")


class GuarantorsNotAgreed(Refused):
    """The member signs once those who answer for it have."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def sentence(self, _: Gettext) -> str:
        text = _(
            "Before the member signs, these guarantors must agree in writing or be let go: {names}."
        )
        return text.format(names=", ".join(self.names))


class StandsAlready(Refused):
    """What was agreed is not undone by one side."""

    def sentence(self, _: Gettext) -> str:
        return _("The loan was signed with this guarantor, who can no longer be let go here.")


class TooEarlyToCall(Refused):
    """The borrower comes first, with every letter of the policy."""

    def __init__(self, days: int) -> None:
        self.days = days

    def sentence(self, _: Gettext) -> str:
        text = _(
            "A guarantor is asked only when payments are late for {days} days, the last of the "
            "letters has gone to the borrower, and letters are not stopped."
        )
        return text.format(days=self.days)


class NotSoMuchToCall(Refused):
    """More than is late, or than they answer for."""

    status = 422

    def __init__(self, left: Money) -> None:
        self.left = left

    def sentence(self, _: Gettext) -> str:
        text = _("This guarantor can be asked for at most {left} now.")
        return text.format(left=self.left)


class NotAsked(Refused):
    """They pay what they were asked for."""

    status = 422

    def __init__(self, left: Money) -> None:
        self.left = left

    def sentence(self, _: Gettext) -> str:
        text = _("Of what this guarantor was asked for, {left} is not paid.")
        return text.format(left=self.left)


def may_answer(
    most: int, lent: int, *, is_borrower: bool, is_named: bool, born: date | None, today: date
) -> None:
    """Refuse the borrower, a child, the same twice, and more than is lent."""
    if is_borrower:
        raise AnswersForThemselves
    if is_named:
        raise NamedAlready
    if born is not None and (today.year - born.year) - (
        (today.month, today.day) < (born.month, born.day)
    ) < 18:  # fmt: skip
        raise TooYoungToAnswer
    if most > lent:
        raise AnswersForTooMuch(Money(lent))


def can_be_called(overdue: int, most: int, called: int, open_of_loan: int) -> int:
    """How much a guarantor can be asked for: never more than is late and asked of nobody yet, nor
    than they answer for in all.

    >>> can_be_called(overdue=30_000, most=50_000, called=40_000, open_of_loan=5_000)
    10000
    """
    return max(0, min(overdue - open_of_loan, most - called))


def may_call(
    pence: int,
    left: int,
    late_days: int,
    policy_days: int,
    *,
    last_letter_went: bool,
    is_held: bool,
) -> None:
    """Only after the borrower's own letters, and only for what is late."""
    if late_days < policy_days or not last_letter_went or is_held:
        raise TooEarlyToCall(policy_days)
    if not 0 < pence <= left:
        raise NotSoMuchToCall(Money(left))


def may_pay(pence: int, called: int, paid: int) -> None:
    """A guarantor pays what they were asked for, not more."""
    if not 0 < pence <= called - paid:
        raise NotAsked(Money(called - paid))
