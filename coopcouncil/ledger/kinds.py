"""The closed sets of the books. Standard library only."""

from enum import StrEnum


class AccountKind(StrEnum):
    """Where an account stands in the statements."""

    ASSET = "asset"
    LIABILITY = "liability"
    CAPITAL = "capital"
    INCOME = "income"
    EXPENSE = "expense"


DEBIT_KINDS = frozenset({AccountKind.ASSET, AccountKind.EXPENSE})
"""Where a debit is more of the same; in the others a credit is."""

FLOWS = frozenset({AccountKind.INCOME, AccountKind.EXPENSE})
"""What begins anew each year."""


class Purpose(StrEnum):
    """What the program itself posts to an account for. An organisation has each at most once."""

    BANK = "bank"
    CASH = "cash"
    STRIPE_CLEARING = "stripe-clearing"
    OWED_BY_MEMBERS = "owed-by-members"
    LOANS = "loans"
    LOAN_PROVISION = "loan-provision"
    PAYABLE_TO_MEMBERS = "payable-to-members"
    DEPOSITS = "deposits"
    MEMBERS_SHARES = "members-shares"
    DEFERRED_INCOME = "deferred-income"
    SUSPENSE = "suspense"
    SHARE_CAPITAL = "share-capital"
    RESERVES = "reserves"
    SUBSCRIPTIONS = "subscriptions"
    RENTS = "rents"
    SERVICES = "services"
    DONATIONS = "donations"
    LOAN_INTEREST = "loan-interest"
    OTHER_INCOME = "other-income"
    PAYMENT_FEES = "payment-fees"
    BAD_DEBTS = "bad-debts"
    SHARE_INTEREST = "share-interest"
    DIVIDENDS = "dividends"
    RUNNING_COSTS = "running-costs"
    CASH_DIFFERENCES = "cash-differences"


class PostingKind(StrEnum):
    """What brought a posting about."""

    OPENING = "opening"
    MANUAL = "manual"
    CHARGE = "charge"
    PAYMENT = "payment"
    REFUND = "refund"
    FEE = "fee"
    PAYOUT = "payout"
    SHARES = "shares"
    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"
    LOAN = "loan"
    INTEREST = "interest"
    DIVIDEND = "dividend"
    RELEASE = "release"
    REVERSAL = "reversal"
    MERGE = "merge"
