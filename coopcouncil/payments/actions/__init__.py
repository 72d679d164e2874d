"""Charging, receiving, taking back, refunding: each in one transaction with its posting.

What other slices call stands here.
"""

from coopcouncil.payments.actions.charging import (
    Draft,
    cancel_charge,
    charge,
    raise_charges,
    reduce_charge,
)
from coopcouncil.payments.actions.receiving import (
    begin,
    fail,
    fee,
    is_on_its_way,
    processing,
    receive,
    settle,
)
from coopcouncil.payments.actions.refunding import (
    agree_refund,
    ask_refund,
    refund_failed,
    refund_paid,
    refund_paid_out,
    refuse_refund,
    send_otherwise,
)
from coopcouncil.payments.actions.undoing import restore, take_back

__all__ = [
    "Draft",
    "agree_refund",
    "ask_refund",
    "begin",
    "cancel_charge",
    "charge",
    "fail",
    "fee",
    "is_on_its_way",
    "processing",
    "raise_charges",
    "receive",
    "reduce_charge",
    "refund_failed",
    "refund_paid",
    "refund_paid_out",
    "refuse_refund",
    "restore",
    "send_otherwise",
    "settle",
    "take_back",
]
