"""Stripe's codes in our words. Pure."""

from coopcouncil.payments.kinds import FailureReason, TakenBack

_FAILURES = {
    "insufficient_funds": FailureReason.INSUFFICIENT_FUNDS,
    "expired_card": FailureReason.CARD_EXPIRED,
    "authentication_required": FailureReason.AUTHENTICATION,
    "payment_intent_authentication_failure": FailureReason.AUTHENTICATION,
    "account_closed": FailureReason.ACCOUNT_CLOSED,
    "bank_account_restricted": FailureReason.ACCOUNT_CLOSED,
    "no_account": FailureReason.NO_ACCOUNT,
    "invalid_account_number": FailureReason.NO_ACCOUNT,
    "debit_not_authorized": FailureReason.MANDATE_CANCELLED,
    "payment_intent_mandate_invalid": FailureReason.MANDATE_CANCELLED,
    "refer_to_customer": FailureReason.REFER_TO_PAYER,
    "charge_exceeds_source_limit": FailureReason.REFER_TO_PAYER,
    "charge_exceeds_weekly_limit": FailureReason.REFER_TO_PAYER,
}
# Stripe calls a debit that failed after it had succeeded a dispute, with one of these reasons.
_LATE = frozenset(
    {"insufficient_funds", "bank_cannot_process", "incorrect_account_details", "account_closed"}
)


def failure(code: str) -> FailureReason:
    """Why money did not come.

    >>> failure("insufficient_funds").value, failure("do_not_honor").value
    ('insufficient-funds', 'declined')
    """
    return _FAILURES.get(code, FailureReason.DECLINED)


def taken_back(reason: str, is_card: bool) -> TakenBack:
    """Why money that had come went again.

    >>> taken_back("insufficient_funds", False).value
    'late-failure'
    >>> taken_back("debit_not_authorized", False).value
    'indemnity-claim'
    """
    if is_card:
        return TakenBack.DISPUTE
    return TakenBack.LATE_FAILURE if reason in _LATE else TakenBack.INDEMNITY_CLAIM
