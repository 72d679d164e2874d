"""Whether holders may change, and to whom a dead saver's money may be paid. Pure."""

from collections.abc import Collection, Mapping, Sequence

from coopcouncil.kernel.errors import Gettext, Refused
from coopcouncil.kernel.money import Money
from coopcouncil.savings.holders.kinds import Change, Ground
from coopcouncil.savings.rules.accounts import split

SMALL_PAYMENTS = Money(5_000_00)
"""The most that goes to a nominee, or without a grant, for one member in all: CCBSA 2014 ss.37 to
40 (the sum of s.40 as the Community Shares Handbook 5.11 gives it)."""


class HoldsAlready(Refused):
    """Nobody holds an account twice."""

    def sentence(self, _: Gettext) -> str:
        return _("This member holds the account already.")


class HoldsItNot(Refused):
    """Only a holder leaves."""

    def sentence(self, _: Gettext) -> str:
        return _("This member does not hold the account.")


class LastHolder(Refused):
    """An account is somebody's."""

    def sentence(self, _: Gettext) -> str:
        return _("Nobody else holds this account. Pay it out and close it instead.")


class HasNotDied(Refused):
    """The register must say it first."""

    def sentence(self, _: Gettext) -> str:
        return _("The register does not say that this member has died. Record that first.")


class OwesALoan(Refused):
    """The savings answer for the loan first."""

    status = 422

    def __init__(self, owed: Money, left: Money) -> None:
        self.owed, self.left = owed, left

    def sentence(self, _: Gettext) -> str:
        text = _(
            "The member’s loans want {owed} of these savings. Set them against the loans first; "
            "{left} can be paid before that."
        )
        return text.format(owed=self.owed, left=self.left)


class NotOfAChild(Refused):
    """A child's account has no holders."""

    def sentence(self, _: Gettext) -> str:
        return _("A child’s account is the child’s alone. Change the guardians instead.")


class ChangeWaits(Refused):
    """One at a time."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "Another change of who holds this account waits. Carry it out or give it up first."
        )


class ChangeOver(Refused):
    """Done or given up."""

    def sentence(self, _: Gettext) -> str:
        return _("This change was carried out or given up already.")


class SomethingWaits(Refused):
    """A withdrawal would go to other people than those who asked."""

    def sentence(self, _: Gettext) -> str:
        return _("A withdrawal from this account waits to be checked. Settle that first.")


class HeldAgainstALoan(Refused):
    """Pledged savings stand for one borrower."""

    def sentence(self, _: Gettext) -> str:
        return _("Savings on this account are held against a loan, so its holders stay.")


class NotAllAgree(Refused):
    """Everybody whose savings they are must agree."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def sentence(self, _: Gettext) -> str:
        return _("These people have not agreed yet: {names}.").format(names=", ".join(self.names))


class AgreesNot(Refused):
    """Only who is concerned agrees, and once."""

    def sentence(self, _: Gettext) -> str:
        return _("This change does not need that agreement, or has it already.")


class WouldHoldTooMuch(Refused):
    """Past the most that one person may hold, by the equal parts afterwards."""

    def __init__(self, limit: Money) -> None:
        self.limit = limit

    def sentence(self, _: Gettext) -> str:
        text = _(
            "With equal parts one of the holders would hold more than {limit} in all. Pay some "
            "of it out first."
        )
        return text.format(limit=self.limit)


class StillHasSavings(Refused):
    """Nobody leaves the register with savings or a loan here."""

    def __init__(self, accounts: Sequence[int], loans: Sequence[int]) -> None:
        self.accounts, self.loans = accounts, loans

    def sentence(self, _: Gettext) -> str:
        numbers = ", ".join(str(one) for one in self.accounts)
        loans = ", ".join(str(one) for one in self.loans)
        if not loans:
            text = _(
                "Savings account {numbers} is open: pay it out and close it, or let the joint "
                "holder leave it, before the membership ends."
            )
            return text.format(numbers=numbers)
        if not numbers:
            text = _("Loan {loans} is not paid back: settle it before the membership ends.")
            return text.format(loans=loans)
        text = _(
            "Savings account {numbers} is open and loan {loans} is not paid back: settle both "
            "before the membership ends."
        )
        return text.format(numbers=numbers, loans=loans)


class HolderHasDied(Refused):
    """A dead saver's money goes by the law, not over the till."""

    def sentence(self, _: Gettext) -> str:
        return _(
            "A holder of this account has died, so nothing is taken out as usual. Record what "
            "becomes of it: to the other holders, or to who may give a receipt."
        )


class NoNomination(Refused):
    """Nobody was named in writing."""

    def sentence(self, _: Gettext) -> str:
        return _("No nomination of this member stands. Choose another ground.")


class MoreThanNamed(Refused):
    """The nomination, or the law, gives less."""

    status = 422

    def __init__(self, left: Money) -> None:
        self.left = left

    def sentence(self, _: Gettext) -> str:
        text = _(
            "At most {left} can still be paid for this member without a grant of probate, letters "
            "of administration or confirmation."
        )
        return text.format(left=self.left)


def holders_after(change: Change, member: int, before: Sequence[int]) -> tuple[int, ...]:
    """Who holds it then, the first named first.

    >>> holders_after(Change.ADDED, 9, [7]), holders_after(Change.PARTED, 7, [7, 9])
    ((7, 9), (9,))
    """
    if change is Change.ADDED:
        if member in before:
            raise HoldsAlready
        return (*before, member)
    if member not in before:
        raise HoldsItNot
    if len(before) == 1:
        raise LastHolder
    return tuple(one for one in before if one != member)


def must_agree(change: Change, member: int, before: Sequence[int]) -> tuple[int, ...]:
    """Whose agreement it needs: all whose savings they are or become, and can still speak."""
    everybody = tuple(dict.fromkeys((*before, member)))
    return tuple(one for one in everybody if change is not Change.DIED or one != member)


def paid_to_who_leaves(change: Change, member: int, before: Sequence[int], pence: int) -> int:
    """The equal part that goes with one who leaves; nothing after a death: the others survive.

    >>> paid_to_who_leaves(Change.PARTED, 9, [7, 9], 1001)
    500
    """
    if change is not Change.PARTED:
        return 0
    return split(pence, len(before))[list(before).index(member)]


def within_the_limit(
    pence: int, after: Sequence[int], elsewhere: Mapping[int, int], limit: int
) -> None:
    """Refuse where the equal parts afterwards put somebody above the limit."""
    for one, part in zip(after, split(pence, len(after)), strict=True):
        if part + elsewhere.get(one, 0) > limit:
            raise WouldHoldTooMuch(Money(limit))


def all_agree(needed: Collection[int], agreed: Collection[int], names: Mapping[int, str]) -> None:
    """Refuse, and say who has not agreed."""
    missing = [one for one in needed if one not in agreed]
    if missing:
        raise NotAllAgree([names.get(one, str(one)) for one in missing])


def left_without_a_grant(ground: Ground, paid: int, named: int | None) -> int | None:
    """How much more may be paid on this ground; None for no limit. `paid` is what went without a
    grant already, `named` the sum of the nomination.

    >>> left_without_a_grant(Ground.SMALL, 450_000, None)
    50000
    """
    if ground is Ground.GRANT:
        return None
    left = SMALL_PAYMENTS.pence - paid
    if ground is Ground.NOMINEE and named is not None:
        left = min(left, named - paid)
    return max(0, left)
