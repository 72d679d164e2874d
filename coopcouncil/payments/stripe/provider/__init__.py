"""Stripe, as the rest of the slice knows it: calls go out here, and webhooks are believed here.

Never called inside a transaction. Every call that makes something bears the key of the row that
was committed before it, so that asking again gives the same answer. Of these files `library.py`
alone imports Stripe's library.
"""

from coopcouncil.payments.stripe.provider.accounts import account, onboarding, open_account
from coopcouncil.payments.stripe.provider.answers import (
    AccountNow,
    DisputeNow,
    MandateNow,
    PayoutNow,
    RefundNow,
    Session,
    Taken,
    Told,
    Way,
)
from coopcouncil.payments.stripe.provider.goings import dispute, disputes_of, give_back, refund
from coopcouncil.payments.stripe.provider.library import (
    NoStripe,
    StripeAway,
    StripeRefuses,
    is_set_up,
)
from coopcouncil.payments.stripe.provider.pages import (
    end_session,
    page_to_pay,
    page_to_save,
    session,
)
from coopcouncil.payments.stripe.provider.payouts import payout
from coopcouncil.payments.stripe.provider.takings import collect, taken, taken_all, taken_for
from coopcouncil.payments.stripe.provider.ways import (
    add_customer,
    forget_way,
    mandate,
    saved_way,
    way,
    way_used,
)
from coopcouncil.payments.stripe.provider.webhooks import NotStripes, believed, events_since, told

__all__ = [
    "AccountNow",
    "DisputeNow",
    "MandateNow",
    "NoStripe",
    "NotStripes",
    "PayoutNow",
    "RefundNow",
    "Session",
    "StripeAway",
    "StripeRefuses",
    "Taken",
    "Told",
    "Way",
    "account",
    "add_customer",
    "believed",
    "collect",
    "dispute",
    "disputes_of",
    "end_session",
    "events_since",
    "forget_way",
    "give_back",
    "is_set_up",
    "mandate",
    "onboarding",
    "open_account",
    "page_to_pay",
    "page_to_save",
    "payout",
    "refund",
    "saved_way",
    "session",
    "taken",
    "taken_all",
    "taken_for",
    "told",
    "way",
    "way_used",
]
