"""What the kinds and states are called."""

from babel.support import LazyProxy

from coopcouncil.checks.kinds import CheckKind, State, Why
from coopcouncil.checks.models import Check
from coopcouncil.kernel.i18n import lazy

KINDS = {
    CheckKind.REFUND: lazy("Refund"),
    CheckKind.WRITE_OFF: lazy("Debt written off"),
    CheckKind.LOAN: lazy("Loan"),
    CheckKind.WITHDRAWAL: lazy("Withdrawal"),
    CheckKind.PAYEE_CHANGE: lazy("Bank details"),
    CheckKind.PAYMENT_RUN: lazy("Payment run"),
}
WHYS = {
    Why.OWN: lazy("It concerns whoever asked."),
    Why.SUM: lazy("The rulebook asks for two from this sum."),
    Why.PARTS: lazy(
        "Together with what was done alone for the same member in the last thirty days, it reaches "
        "the sum from which the rulebook asks for two."
    ),
    Why.OFFICER: lazy(
        "Together with what whoever asked did alone for all members in the last thirty days, it "
        "reaches ten times the sum from which the rulebook asks for two."
    ),
}
SORTS = {"payout-return": lazy("Payment that came back")}
"""What a check is called by the sort of its subject, where its kind would not say."""
STATES = {
    State.WAITING: lazy("Waits for a second person"),
    State.ALONE: lazy("Done by one person, as the rules allow"),
    State.APPROVED: lazy("Approved"),
    State.REFUSED: lazy("Refused"),
    State.TAKEN_BACK: lazy("Taken back"),
    State.EXPIRED: lazy("Not checked in time"),
}


def kind_of(check: Check) -> LazyProxy:
    """What it is called on pages."""
    return SORTS.get(check.subject.partition(":")[0]) or KINDS[check.kind]


def why_of(check: Check) -> LazyProxy | None:
    """Why it wants two people, where that was written down."""
    why = check.facts.get("why_two")
    return WHYS[Why(why)] if isinstance(why, str) and why in set(Why) else None
