"""What the kinds, ways, states and reasons are called."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.payments.kinds import (
    ChargeKind,
    CreditReason,
    FailureReason,
    Interval,
    Method,
    PaymentState,
    RefundState,
    RefundWay,
    Relief,
    TakenBack,
)

KINDS = {
    ChargeKind.SUBSCRIPTION: lazy("Subscription"),
    ChargeKind.JOINING_FEE: lazy("Joining fee"),
    ChargeKind.SHARES: lazy("Shares"),
    ChargeKind.RENT: lazy("Rent"),
    ChargeKind.SERVICE: lazy("Service"),
    ChargeKind.SAVING: lazy("Saving"),
    ChargeKind.LOAN: lazy("Loan payment"),
    ChargeKind.OTHER: lazy("Something else"),
}
METHODS = {
    Method.CASH: lazy("Cash"),
    Method.CHEQUE: lazy("Cheque"),
    Method.STANDING_ORDER: lazy("Standing order"),
    Method.TRANSFER: lazy("Bank transfer"),
    Method.PAYROLL: lazy("From wages"),
    Method.CARD: lazy("Card"),
    Method.DIRECT_DEBIT: lazy("Direct Debit"),
    Method.BACS_DEBIT: lazy("Direct Debit, our own"),
}
STATES = {
    PaymentState.BEGUN: lazy("Begun"),
    PaymentState.PROCESSING: lazy("On its way"),
    PaymentState.SETTLED: lazy("Arrived"),
    PaymentState.FAILED: lazy("Did not come"),
}
FAILURES = {
    FailureReason.INSUFFICIENT_FUNDS: lazy("There was not enough money in the account."),
    FailureReason.DECLINED: lazy("The bank declined the payment."),
    FailureReason.CARD_EXPIRED: lazy("The card has expired."),
    FailureReason.AUTHENTICATION: lazy("The bank could not confirm who was paying."),
    FailureReason.ACCOUNT_CLOSED: lazy("The account has been closed."),
    FailureReason.NO_ACCOUNT: lazy("There is no such account."),
    FailureReason.MANDATE_CANCELLED: lazy("The Direct Debit was cancelled."),
    FailureReason.REFER_TO_PAYER: lazy("The bank asks that the payer be asked."),
    FailureReason.ABANDONED: lazy("The payment was begun and not finished."),
    FailureReason.CANCELLED: lazy("The payment was called off."),
    FailureReason.OTHER: lazy("The bank gave no reason."),
}
TAKEN = {
    TakenBack.LATE_FAILURE: lazy("The debit failed after it had arrived"),
    TakenBack.INDEMNITY_CLAIM: lazy("Claimed back under the Direct Debit Guarantee"),
    TakenBack.DISPUTE: lazy("Disputed with the card’s bank"),
    TakenBack.CHEQUE_RETURNED: lazy("The cheque came back unpaid"),
    TakenBack.RECALLED: lazy("The bank called the transfer back"),
    TakenBack.MISTAKE: lazy("Recorded by mistake"),
    TakenBack.DISPUTE_WON: lazy("Came again: the dispute was won"),
}
CREDITS = {
    CreditReason.IN_ADVANCE: lazy("More came than was owed."),
    CreditReason.PAID_OTHERWISE: lazy("What it was for had been paid in another way by then."),
    CreditReason.CANCELLED: lazy("What it had paid was taken off."),
    CreditReason.CAME_AGAIN: lazy(
        "It came again after a dispute was won, and what it had paid was paid anew meanwhile."
    ),
}
RELIEFS = {
    Relief.CANCELLED: lazy("Taken off"),
    Relief.CREDITED: lazy("Credited with a refund"),
    Relief.WRITTEN_OFF: lazy("Written off"),
}
REFUNDS = {
    RefundState.ASKED: lazy("Waits for a second person"),
    RefundState.REFUSED: lazy("Refused"),
    RefundState.AGREED: lazy("On its way"),
    RefundState.PAID: lazy("Paid back"),
    RefundState.FAILED: lazy("Came back"),
}
WAYS = {
    RefundWay.CASH: lazy("In cash"),
    RefundWay.PROVIDER: lazy("The way it came"),
    RefundWay.PAYOUT: lazy("To the member’s bank account, with a payment run"),
}
INTERVALS = {
    Interval.WEEK: lazy("Every week"),
    Interval.MONTH: lazy("Every month"),
    Interval.QUARTER: lazy("Every quarter"),
    Interval.YEAR: lazy("Every year"),
}
