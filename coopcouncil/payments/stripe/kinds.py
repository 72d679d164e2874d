"""The closed sets of Stripe's side. Standard library only."""

from enum import StrEnum


class MandateKind(StrEnum):
    """A standing way to pay."""

    DIRECT_DEBIT = "direct-debit"
    CARD = "card"


class MandateState(StrEnum):
    """How far a standing way to pay has come."""

    BEGUN = "begun"  # The member was sent to Stripe's page.
    PENDING = "pending"  # Given; the bank has not confirmed it.
    ACTIVE = "active"
    ENDED = "ended"
    ABANDONED = "abandoned"  # The member did not finish.


STANDING = (MandateState.PENDING, MandateState.ACTIVE)


class MandateEnd(StrEnum):
    """Why it ended."""

    BY_MEMBER = "by-member"
    BY_OFFICER = "by-officer"
    AT_THE_BANK = "at-the-bank"
    REFUSED = "refused"
    REPLACED = "replaced"


class Step(StrEnum):
    """How far an intended payment has come on its way to Stripe."""

    PLANNED = "planned"  # The member is told; nothing is asked of Stripe before its day.
    ASKED = "asked"  # About to be asked of Stripe, or asked without an answer.
    SENT = "sent"  # Stripe has it.
    DONE = "done"  # Nothing more is to come but what takes it back.
    DROPPED = "dropped"  # Not asked of Stripe after all.
