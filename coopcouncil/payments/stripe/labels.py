"""Words for the closed sets of Stripe's side."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.payments.stripe.kinds import MandateEnd, MandateKind, MandateState, Step

KINDS = {
    MandateKind.DIRECT_DEBIT: lazy("Direct Debit"),
    MandateKind.CARD: lazy("Saved card"),
}
STATES = {
    MandateState.BEGUN: lazy("Not finished"),
    MandateState.PENDING: lazy("Waiting for the bank"),
    MandateState.ACTIVE: lazy("In force"),
    MandateState.ENDED: lazy("Ended"),
    MandateState.ABANDONED: lazy("Given up"),
}
ENDS = {
    MandateEnd.BY_MEMBER: lazy("Ended by the member"),
    MandateEnd.BY_OFFICER: lazy("Ended by the organisation"),
    MandateEnd.AT_THE_BANK: lazy("Ended at the bank"),
    MandateEnd.REFUSED: lazy("Refused by the bank"),
    MandateEnd.REPLACED: lazy("Replaced by another"),
}
STEPS = {
    Step.PLANNED: lazy("Planned, and the member told"),
    Step.ASKED: lazy("Being asked of Stripe"),
    Step.SENT: lazy("On its way"),
    Step.DONE: lazy("Done"),
    Step.DROPPED: lazy("Not collected"),
}
DISPUTES = {
    "needs_response": lazy("Wants an answer"),
    "under_review": lazy("Being looked at"),
    "won": lazy("Won"),
    "lost": lazy("Lost"),
    "warning_needs_response": lazy("An enquiry that wants an answer"),
    "warning_under_review": lazy("An enquiry that is being looked at"),
    "warning_closed": lazy("An enquiry that is closed"),
}
PAYOUTS = {
    "pending": lazy("Not sent yet"),
    "in_transit": lazy("On its way"),
    "paid": lazy("At the bank"),
    "failed": lazy("Came back"),
    "canceled": lazy("Called off"),
}
