"""Kinds, events and answers in words, for pages."""

from coopcouncil.kernel.i18n import lazy
from coopcouncil.shares.kinds import Answer, Decided, EventKind, ReturnKind, ShareKind, Taking

KINDS = {
    ShareKind.PAR: lazy("Shares of membership"),
    ShareKind.WITHDRAWABLE: lazy("Withdrawable shares"),
    ShareKind.TRANSFERABLE: lazy("Transferable shares"),
}
EVENTS = {
    EventKind.TAKEN_OVER: lazy("Taken over from the register"),
    EventKind.ALLOTTED: lazy("Allotted"),
    EventKind.PAID: lazy("Paid"),
    EventKind.SPLIT: lazy("Split"),
    EventKind.TRANSFERRED: lazy("Transferred"),
    EventKind.RENUMBERED: lazy("Holder’s number changed"),
    EventKind.WITHDRAWN: lazy("Paid out"),
    EventKind.CANCELLED: lazy("Forfeited and cancelled"),
    EventKind.ADDED: lazy("Interest added as shares"),
    EventKind.REVERSED: lazy("Reversed"),
}
DECIDED = {
    Decided.ALLOTTED: lazy("Allotted"),
    Decided.REFUSED: lazy("Refused"),
    Decided.TAKEN_BACK: lazy("Taken back"),
}
ANSWERS = {
    Answer.GRANTED: lazy("Paid out"),
    Answer.SUSPENDED: lazy("Suspended"),
    Answer.RESUMED: lazy("In turn again"),
    Answer.TAKEN_BACK: lazy("Taken back"),
}
BASES = {
    ReturnKind.PURCHASES: lazy("Purchases"),
    ReturnKind.HOURS: lazy("Hours worked"),
}
TAKINGS = {
    Taking.PAID_OUT: lazy("Pay it to my account"),
    Taking.ADDED: lazy("Add it to my shares"),
}
