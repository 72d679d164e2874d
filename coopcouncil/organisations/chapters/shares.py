"""What shares there are, and how they are held, withdrawn and lost."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, kw_only=True)
class ShareRules:
    """What shares there are, and how they are held, withdrawn and lost.

    Values are whole pence; a value of 0 means that there are no shares of that kind.
    """

    par_value: int = 100
    """One share of membership: neither withdrawable nor transferable. Model rules: £1."""
    par_maximum: int = 1
    """How many of them a member may hold. Housing and consumer co-ops: one."""
    par_forfeited: bool = True
    """Whoever leaves loses them: cancelled, the amount kept. Model rules; else repaid."""

    withdrawable_value: int = 0
    """Shares that the society buys back. CCBSA 2014 s.24; community shares: usually £1."""
    withdrawable_minimum: int = 1
    """The fewest of them, once a member has any. The offer document or the rules."""
    withdrawable_maximum: int = 0
    """The most; 0 means no lower limit than the law's £100,000. The rules."""
    withdrawal_notice_days: int = 90
    """Days' notice before a withdrawal. Practice: three months; CUA 1979 s.7: 60 days or more."""
    withdrawals_in_turn: bool = True
    """The board pays withdrawals in the order of their notices. Practice; rules differ."""
    leaving_withdraws: bool = True
    """Leaving counts as notice to withdraw all of them. Model rules."""

    transferable_value: int = 0
    """Shares that a member may pass on. The rules of some older societies."""
    transferable_minimum: int = 1
    """The fewest of them, once a member has any. The rules."""
    transferable_maximum: int = 0
    """The most; 0 means no limit. The rules."""

    share_certificates: bool = True
    """A certificate is issued for shares. The rules; never in a credit union (CUA 1979 s.7)."""

    share_interest_most: Fraction = Fraction(5, 100)
    """Interest on shares in a year, at most. The rules; no more than is needed to obtain the
    capital (RFCCBS 4.3)."""
    patronage_dividend: bool = False
    """A part of the surplus goes back to members by what they bought. Where the rules say so."""
    labour_dividend: bool = False
    """A part of the surplus goes to members by the hours they worked. Rules of worker co-ops."""
