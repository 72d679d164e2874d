"""The closed sets of one's own Direct Debits. Standard library only."""

from enum import StrEnum


class MandateState(StrEnum):
    """Where a mandate stands."""

    NEW = "new"  # To be lodged with the next file.
    LODGED = "lodged"  # Its bank has some days to say no.
    ACTIVE = "active"
    REFUSED = "refused"
    ENDED = "ended"


class FileState(StrEnum):
    """Where a file for Bacs stands."""

    MADE = "made"
    SENT = "sent"
    SETTLED = "settled"
    DROPPED = "dropped"


class LineState(StrEnum):
    """What became of a line."""

    PLANNED = "planned"
    SENT = "sent"
    SETTLED = "settled"
    RETURNED = "returned"
    DROPPED = "dropped"


class Report(StrEnum):
    """What Bacs sends back."""

    ADDACS = "addacs"
    AUDDIS = "auddis"
    ARUDD = "arudd"
    DDICA = "ddica"


class Did(StrEnum):
    """What a line of a report led to."""

    ENDED = "ended"
    AMENDED = "amended"
    REINSTATED = "reinstated"
    REFUSED = "refused"
    FAILED = "failed"
    TAKEN_BACK = "taken-back"
    CLAIMED = "claimed"  # Under the Guarantee: the bank has taken it.
    NOTED = "noted"  # Nothing had to change.
    UNKNOWN = "unknown"  # No mandate or payment of ours: somebody must look.


class ClaimOutcome(StrEnum):
    """What the organisation holds of a debit that a bank gave back under the Guarantee."""

    OWED = "owed"  # The member agrees, or it is plain: it is owed as before, and collected.
    DISPUTED = "disputed"  # The member says that it is not owed: nothing is asked for meanwhile.
    NOT_OWED = "not-owed"  # The organisation was wrong: what it asked for is put right.
