"""From which sum two people are needed."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CheckRules:
    """From which sum two people are needed: one who prepares, another who checks.

    Sums are whole pence; 0 means that two are needed whatever the sum. All of it is practice,
    as an organisation's financial regulations have it.
    """

    check_refund_from: int = 5_000
    """Money given back to whoever paid it. Financial regulations."""
    check_write_off_from: int = 5_000
    """A debt that is not pursued any more. Financial regulations."""
    check_loan_from: int = 100_000
    """A loan granted. A credit union's lending policy."""
    check_withdrawal_from: int = 100_000
    """Shares or savings paid out. Financial regulations."""
    check_payment_run_from: int = 0
    """A file of payments for the bank. Financial regulations; banks ask for two as well."""
    check_payee_change: bool = True
    """Another bank account for somebody who is paid. The commonest fraud: practice."""
    check_days: int = 14
    """What nobody has checked after so many days is dropped. Practice."""
