"""The closed sets of payments. Standard library only."""

from enum import StrEnum


class ChargeKind(StrEnum):
    """What a member is asked to pay for."""

    SUBSCRIPTION = "subscription"
    JOINING_FEE = "joining-fee"
    SHARES = "shares"
    RENT = "rent"
    SERVICE = "service"
    SAVING = "saving"  # A member's own deposit that is collected.
    LOAN = "loan"  # An instalment of a loan.
    OTHER = "other"


EXPECTED = frozenset({ChargeKind.SAVING, ChargeKind.LOAN})
"""What is collected without being owed for anything new: the books say nothing until it comes, and
what comes belongs to the slice that asked for it, which `ALLOCATED` tells."""

ELSEWHERE = EXPECTED | {ChargeKind.SHARES}
"""What only money that is meant for it pays, and what goes back by the ways of its own slice and
not as a refund."""


class Method(StrEnum):
    """How money comes."""

    CASH = "cash"
    CHEQUE = "cheque"
    STANDING_ORDER = "standing-order"
    TRANSFER = "transfer"
    PAYROLL = "payroll"
    CARD = "card"  # By Stripe.
    DIRECT_DEBIT = "direct-debit"  # By Stripe.
    BACS_DEBIT = "bacs-debit"  # By the organisation's own service user number.


AT_THE_DESK = (
    Method.CASH,
    Method.CHEQUE,
    Method.STANDING_ORDER,
    Method.TRANSFER,
    Method.PAYROLL,
)
BY_STRIPE = frozenset({Method.CARD, Method.DIRECT_DEBIT})


class PaymentState(StrEnum):
    """How far a payment has come. Only settled money counts."""

    BEGUN = "begun"
    PROCESSING = "processing"
    SETTLED = "settled"
    FAILED = "failed"


UNDER_WAY = (PaymentState.BEGUN, PaymentState.PROCESSING)


class FailureReason(StrEnum):
    """Why money did not come."""

    INSUFFICIENT_FUNDS = "insufficient-funds"
    DECLINED = "declined"
    CARD_EXPIRED = "card-expired"
    AUTHENTICATION = "authentication"
    ACCOUNT_CLOSED = "account-closed"
    NO_ACCOUNT = "no-account"
    MANDATE_CANCELLED = "mandate-cancelled"
    REFER_TO_PAYER = "refer-to-payer"
    ABANDONED = "abandoned"
    CANCELLED = "cancelled"
    OTHER = "other"


class TakenBack(StrEnum):
    """Why money that had come went again; the last one is money that came again."""

    LATE_FAILURE = "late-failure"
    INDEMNITY_CLAIM = "indemnity-claim"
    DISPUTE = "dispute"
    CHEQUE_RETURNED = "cheque-returned"
    RECALLED = "recalled"
    MISTAKE = "mistake"
    DISPUTE_WON = "dispute-won"


class CreditReason(StrEnum):
    """Why a member's money stands against nothing."""

    IN_ADVANCE = "in-advance"  # More came than was owed.
    PAID_OTHERWISE = "paid-otherwise"  # What it was meant for had been paid by then.
    CANCELLED = "cancelled"  # What it had paid was cancelled.
    CAME_AGAIN = "came-again"  # A dispute was won; what it had paid was paid anew.


class Relief(StrEnum):
    """Why a charge, or part of it, is no longer owed without having been paid."""

    CANCELLED = "cancelled"
    CREDITED = "credited"  # Refunded, so that it is not owed again.
    WRITTEN_OFF = "written-off"


class RefundState(StrEnum):
    """How far a refund has come."""

    ASKED = "asked"  # Waits for a second pair of eyes.
    REFUSED = "refused"
    AGREED = "agreed"  # Owed to the member, on its way.
    PAID = "paid"
    FAILED = "failed"  # The way did not work; it is still owed to the member.


class RefundWay(StrEnum):
    """How a refund leaves."""

    CASH = "cash"
    PROVIDER = "provider"  # The way it came: by Stripe.
    PAYOUT = "payout"  # By a payment run to the member's account.


class Interval(StrEnum):
    """How often something is charged."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


REGULAR = (ChargeKind.SUBSCRIPTION, ChargeKind.RENT, ChargeKind.SERVICE)
"""What a plan may charge again and again."""
