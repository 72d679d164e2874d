"""How a credit union lends to its members."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class LendingRules:
    """How a credit union lends. Sums are whole pence. It matters for credit unions alone."""

    loans_higher_capital: bool = False
    """With more capital and leave of the regulator, more may be lent for longer. PRA, Credit
    Unions 3: 1.5 % of all shares where that is over £15,000; 10 and 25 years."""
    loan_above_shares: int = 1_500_000
    """The most that a member may owe above attached shares. PRA, Credit Unions 3: £15,000."""
    loan_years_unsecured: int = 5
    """The longest unsecured loan. PRA, Credit Unions 3: 5 years, higher tier 10."""
    loan_years_secured: int = 10
    """The longest secured loan. PRA, Credit Unions 3: 10 years, higher tier 25."""
    loan_large_percent: int = 25
    """One large exposure's part of the capital. PRA, Credit Unions 3: 25 %."""
    loan_large_total_percent: int = 500
    """All large exposures' part of the capital. PRA, Credit Unions 3: 500 %."""
    loan_corporate_percent: int = 10
    """Loans to organisations, as a part of all loans. CUA 1979 s.11: 10 %."""
    loan_letter_days_1: int = 7
    """Days after which one asks whether a payment was forgotten. Practice."""
    loan_letter_days_2: int = 21
    """Days after which one offers to talk. Practice."""
    loan_letter_days_3: int = 45
    """Days after which one says what can be done, and where advice is free. Practice."""
    provision_general: int = 2
    """Per cent set aside for every loan. Prudential practice: 2 %."""
    provision_after_90: int = 35
    """Per cent set aside from the 91st day late. The regulator's table: 35 %."""
    provision_after_180: int = 60
    """Per cent set aside from the 181st day late. Prudential practice."""
    provision_after_365: int = 100
    """Per cent set aside after a year. The regulator's table: 100 %."""
