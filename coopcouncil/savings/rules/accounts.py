"""How much may come and go. Pure; whole pence."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from coopcouncil.kernel.money import Money
from coopcouncil.savings.kinds import Excluded
from coopcouncil.savings.rules.refusals import (
    BelowMinimum,
    NoAmount,
    NotEnough,
    Pledged,
    TooMuchSaved,
    UnderRestrictions,
)
from coopcouncil.savings.rules.refusals_juniors import TooMuchForAChild

LARGEST = 100_000_000
"""A million pounds at a till is a slip of the finger."""


def split(pence: int, holders: int) -> tuple[int, ...]:
    """Equal parts of a joint account, the odd pennies to the first named.

    PRA Rulebook, Credit Unions 2.1: a joint account counts as held in equal parts.

    >>> split(1001, 2)
    (501, 500)
    """
    whole, odd = divmod(pence, holders)
    return tuple(whole + (place < odd) for place in range(holders))


def holding_limit(amount: int, share: Fraction, all_shares: int) -> int:
    """The most one person may hold: the greater of an amount and a share of all shares.

    >>> holding_limit(1_500_000, Fraction(15, 1000), 200_000_000)
    3000000
    """
    part = share * all_shares
    # Rounded down, once: the limit is never passed by a penny.
    return max(amount, part.numerator // part.denominator)


@dataclass(frozen=True)
class Holder:
    """What a holder of the account has besides it, in parts of joint accounts."""

    elsewhere: int


def room(balance: int, holders: Sequence[Holder], limit: int) -> int:
    """The most that may still be paid in, so that no holder passes the limit.

    Of a total T the holder at place i has at most m pence as long as T <= n·m + i.
    """
    n = len(holders)
    highest = min(n * (limit - holder.elsewhere) + place for place, holder in enumerate(holders))
    return max(0, highest - balance)


def is_amount(pence: int) -> None:
    """Refuse nothing, less than nothing, and what nobody meant."""
    if not 0 < pence < LARGEST:
        raise NoAmount


def may_pay_in(pence: int, balance: int, holders: Sequence[Holder], limit: int) -> None:
    """Refuse what would put a holder above the limit, and say how much would not."""
    is_amount(pence)
    left = room(balance, holders, limit)
    if pence > left:
        raise TooMuchSaved(Money(left), Money(limit))


def may_pay_in_for_a_child(pence: int, balance: int, limit: int) -> None:
    """Refuse what would put a child above the limit, and say how much would not."""
    is_amount(pence)
    left = max(0, limit - balance)
    if pence > left:
        raise TooMuchForAChild(Money(left), Money(limit))


def available(balance: int, pledged: int, minimum: int) -> int:
    """What can be taken out of an open account."""
    return max(0, min(balance - pledged, balance - minimum))


def may_leave(excluded: Excluded | None) -> None:
    """Refuse what would leave an account that sanctions or a court have frozen."""
    if excluded is Excluded.LEGAL:
        raise UnderRestrictions


def may_take_out(pence: int, balance: int, pledged: int, minimum: int) -> None:
    """Refuse what is not there, is held against a loan, or must stay.

    Everything may be taken out where nothing is pledged: the account is then closed.
    """
    is_amount(pence)
    if pence > balance:
        raise NotEnough(Money(available(balance, pledged, minimum)))
    if pence > balance - pledged:
        raise Pledged(Money(pledged), Money(available(balance, pledged, minimum)))
    if pence != balance and balance - pence < minimum:
        raise BelowMinimum(Money(minimum), Money(available(balance, pledged, minimum)))
