"""How many shares a member may hold: the rulebook's limits, and the law's above them. Pure."""

from dataclasses import dataclass

from coopcouncil.kernel.money import Money
from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.shares.kinds import ShareKind
from coopcouncil.shares.rules.classes import ShareClass
from coopcouncil.shares.rules.refusals import (
    MoreThanDue,
    NominationTooLarge,
    NomineeIsOfficer,
    NoSuchShares,
    NotPaidUp,
    NotSoMany,
    PastCreditUnionLimit,
    PastStatute,
    TooFew,
    TooMany,
)

WITHDRAWABLE_LIMIT = Money(100_000_00)
"""CCBSA 2014 s.24."""
CREDIT_UNION_LIMIT = Money(15_000_00)
"""PRA Rulebook, Credit Unions 2.2: this, or 1.5 % of all shares where that is more."""
NOMINATION_LIMIT = Money(5_000_00)
"""CCBSA 2014 s.37."""


@dataclass(frozen=True)
class Holder:
    """What is known of who is to hold the shares."""

    holds: int
    """How many of this class already."""
    is_exempt: bool = False
    """Another registered society, or a local authority: s.24 sets it no limit."""


def credit_union_limit(all_shares: Money) -> Money:
    """The most that one member of a credit union may hold.

    >>> str(credit_union_limit(Money(500_000_00))), str(credit_union_limit(Money(2_000_000_00)))
    ('£15,000.00', '£30,000.00')
    """
    return max(CREDIT_UNION_LIMIT, Money(all_shares.pence * 15 // 1000))


def may_hold(
    share: ShareClass | None, more: int, holder: Holder, form: LegalForm, all_shares: Money
) -> None:
    """Refuse more shares than the rules or the law let one member hold."""
    if share is None:
        raise NoSuchShares
    after = holder.holds + more
    if share.maximum is not None and after > share.maximum:
        raise TooMany(after, share.maximum)
    if after < share.minimum:
        raise TooFew(after, share.minimum)
    worth = Money(after * share.value.pence)
    if form is LegalForm.CREDIT_UNION:
        limit = credit_union_limit(Money(all_shares.pence + more * share.value.pence))
        if worth > limit:
            raise PastCreditUnionLimit(worth, limit)
    elif (
        share.kind is ShareKind.WITHDRAWABLE and not holder.is_exempt and worth > WITHDRAWABLE_LIMIT
    ):
        raise PastStatute(worth, WITHDRAWABLE_LIMIT)


def may_give_up(share: ShareClass | None, fewer: int, holds: int, there: int) -> None:
    """Refuse to leave a member with fewer shares than the rules ask for, but not with none."""
    if not 0 < fewer <= there:
        raise NotSoMany(there)
    left = holds - fewer
    if share is not None and 0 < left < share.minimum:
        raise TooFew(left, share.minimum)


def due(shares: int, nominal: int, paid: int) -> Money:
    """What is still to be paid.

    >>> str(due(5, 100, 250))
    '£2.50'
    """
    return Money(shares * nominal - paid)


def may_pay(amount: Money, still_due: Money) -> None:
    """Refuse a payment of more than is due."""
    if amount.pence <= 0 or amount > still_due:
        raise MoreThanDue(still_due)


def is_paid_up(still_due: Money) -> None:
    """Refuse while something is due."""
    if still_due:
        raise NotPaidUp(still_due)


def may_nominate(amount: Money | None, is_officer: bool, is_family: bool) -> None:
    """Refuse a nomination that the law would not honour."""
    if amount is not None and not Money(0) < amount <= NOMINATION_LIMIT:
        raise NominationTooLarge(NOMINATION_LIMIT)
    if is_officer and not is_family:
        raise NomineeIsOfficer
