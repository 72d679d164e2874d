"""What the kinds are called."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.ledger.kinds import AccountKind, PostingKind

KINDS = {
    AccountKind.ASSET: lazy("Assets"),
    AccountKind.LIABILITY: lazy("Owed to others"),
    AccountKind.CAPITAL: lazy("Capital and reserves"),
    AccountKind.INCOME: lazy("Income"),
    AccountKind.EXPENSE: lazy("Expenses"),
}
POSTINGS = {
    PostingKind.OPENING: lazy("Opening balance"),
    PostingKind.MANUAL: lazy("Entered by hand"),
    PostingKind.CHARGE: lazy("Charge"),
    PostingKind.PAYMENT: lazy("Payment"),
    PostingKind.REFUND: lazy("Refund"),
    PostingKind.FEE: lazy("Fee"),
    PostingKind.PAYOUT: lazy("Payout"),
    PostingKind.SHARES: lazy("Shares"),
    PostingKind.DEPOSIT: lazy("Deposit"),
    PostingKind.WITHDRAWAL: lazy("Withdrawal"),
    PostingKind.LOAN: lazy("Loan"),
    PostingKind.INTEREST: lazy("Interest"),
    PostingKind.DIVIDEND: lazy("Dividend"),
    PostingKind.RELEASE: lazy("Income of this period"),
    PostingKind.REVERSAL: lazy("Reversal"),
    PostingKind.MERGE: lazy("Two numbers of one member"),
}
