"""What the closed sets of a ballot are called, in the reader's language."""

from coopcouncil.ballots.models import EventKind, Fills, Footing, KeySide, Kind
from coopcouncil.ballots.rules.majority import Decision
from coopcouncil.ballots.rules.state import State
from coopcouncil.kernel.i18n import lazy
from coopcouncil.organisations.rulebook import KeyKeeper

KINDS = {
    Kind.RESOLUTION: lazy("Resolution: for, against or abstain"),
    Kind.FPTP: lazy("Election: one choice, most votes win"),
    Kind.APPROVAL: lazy("Approval: choose several"),
    Kind.STV: lazy("Election: rank the candidates (single transferable vote)"),
}

STATES = {
    State.DRAFT: lazy("Being set up"),
    State.COMING: lazy("Not yet open"),
    State.OPEN: lazy("Open"),
    State.SUSPENDED: lazy("Suspended"),
    State.ENDED: lazy("Voting over"),
    State.CLOSED: lazy("Closed"),
    State.BOX_OPENED: lazy("Being counted"),
    State.DECLARED: lazy("Declared"),
    State.VOIDED: lazy("Void"),
}

FOOTINGS = {
    Footing.MEETING: lazy("The poll of a meeting, with votes cast in advance"),
    Footing.OUTSIDE: lazy("A decision by ballot, as the rules allow"),
    Footing.ADVISORY: lazy("Advisory: it tells the board what members think"),
    Footing.WRITTEN: lazy("A company’s written resolution"),
}

FILLS = {
    Fills.COMMITTEE: lazy("On the committee or board"),
    Fills.ELSEWHERE: lazy("Somewhere else"),
}

DECISIONS = {
    Decision.ORDINARY: lazy("Ordinary resolution"),
    Decision.SPECIAL: lazy("Special resolution"),
    Decision.EXTRAORDINARY: lazy("Extraordinary resolution"),
    Decision.TRANSFER: lazy("Amalgamate with, or transfer to, another society"),
    Decision.CONVERT: lazy("Convert to, merge with or transfer to a company"),
    Decision.AUDIT: lazy("Do without a full audit this year"),
}

KEEPERS = {
    KeyKeeper.PLATFORM: lazy("This site keeps the key"),
    KeyKeeper.OFFICER: lazy("The returning officer keeps the key, a scrutineer a printed copy"),
}

SIDES = {
    KeySide.PLATFORM: lazy("This site"),
    KeySide.OFFICER: lazy("The returning officer"),
    KeySide.SCRUTINEER: lazy("A scrutineer"),
}

RESOLUTION_CHOICES = {1: lazy("For"), 2: lazy("Against"), 3: lazy("Abstain")}

EVENTS = {
    EventKind.SEALED: lazy("The roll was sealed and the voters were told."),
    EventKind.WITHDRAWN: lazy("A candidate withdrew."),
    EventKind.EXTENDED: lazy("The voting was extended."),
    EventKind.SUSPENDED: lazy("The voting was suspended."),
    EventKind.RESUMED: lazy("The voting was resumed."),
    EventKind.VOIDED: lazy("The ballot was declared void."),
    EventKind.CLOSED: lazy("The close was recorded and the voters were told."),
    EventKind.LETTERS: lazy("Letters with voting codes were made."),
    EventKind.MARKED: lazy("Paper votes were marked on the roll."),
    EventKind.BATCH: lazy("A batch of paper votes was sealed."),
    EventKind.OPENED_BOX: lazy("The box was opened."),
    EventKind.KEY_DESTROYED: lazy("The key was destroyed."),
    EventKind.TIED: lazy("A count stopped at a tie, before lots were drawn."),
    EventKind.LOTS: lazy("Lots were drawn."),
    EventKind.COUNTED: lazy("The papers were counted."),
    EventKind.DECLARED: lazy("The result was declared."),
    EventKind.CORRECTED: lazy("The result was corrected."),
    EventKind.PUBLISHED: lazy("The record was published."),
}
