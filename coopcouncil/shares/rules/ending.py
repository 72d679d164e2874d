"""What becomes of a leaver's holding, by the rules. Pure."""

from enum import StrEnum

from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.shares.kinds import ShareKind


class Fate(StrEnum):
    """What a leaving does with one holding."""

    CANCELLED = "cancelled"
    """The society keeps what was paid."""
    REPAID = "repaid"
    NOTICED = "noticed"
    """Leaving counts as notice to withdraw."""
    KEPT = "kept"
    """Held on: until it is transferred, or notice is given."""


def fate_of(kind: ShareKind, rules: Rulebook, *, unnoticed: int, is_paid_up: bool) -> Fate:
    """What the rules say of a holding of this kind; `unnoticed` of its shares have no notice yet.

    >>> fate_of(ShareKind.PAR, Rulebook(), unnoticed=1, is_paid_up=True).value
    'cancelled'
    >>> fate_of(ShareKind.WITHDRAWABLE, Rulebook(), unnoticed=0, is_paid_up=True).value
    'kept'
    """
    if kind is ShareKind.PAR:
        return Fate.CANCELLED if rules.par_forfeited else Fate.REPAID
    if kind is ShareKind.WITHDRAWABLE and rules.leaving_withdraws and unnoticed > 0 and is_paid_up:
        return Fate.NOTICED
    return Fate.KEPT
