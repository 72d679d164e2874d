"""A credit union's savings: limits, dividends, quiet accounts, and what the board watches."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, kw_only=True)
class SavingsRules:
    """Only a credit union goes by these. Sums are whole pence."""

    savings_minimum: int = 100
    """What stays on a share account while it is open. CUA 1979 s.5(2): at most £5 to join."""
    savings_limit: int = 1_500_000
    """The most one person may hold is the greater of this … PRA Rulebook, Credit Unions 2.2."""
    savings_limit_share: Fraction = Fraction(15, 1000)
    """… and this share of all shares. PRA Rulebook, Credit Unions 2.2."""
    junior_limit: int = 1_000_000
    """The most a child may have saved. PRA Rulebook; the figure of 2014, not verified since."""
    dividend_most: Fraction = Fraction(8, 100)
    """The highest dividend on shares. CUA 1979 s.14(4): 8% unless the rules allow more."""
    dividend_capital: Fraction = Fraction(5, 100)
    """Capital against assets before products earn different rates. PRA Rulebook (2016)."""
    dormant_months: int = 36
    """An account is dormant when its saver did nothing for so long. The rules."""
    dormant_attempts: int = 2
    """How often the saver is written to or called before. Practice."""
    watch_capital: Fraction = Fraction(5, 100)
    """Capital against assets below which the board is told. PRA bands by size; the policy."""
    watch_liquidity: Fraction = Fraction(10, 100)
    """Money at the bank against savings below which the board is told. The policy."""
    watch_arrears: Fraction = Fraction(5, 100)
    """Loans in arrears against all loans above which the board is told. The policy."""
