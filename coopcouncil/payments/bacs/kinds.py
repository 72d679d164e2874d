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


class Did(StrEnum):
    """What a line of a report led to."""

    ENDED = "ended"
    AMENDED = "amended"
    REINSTATED = "reinstated"
    REFUSED = "refused"
    FAILED = "failed"
    TAKEN_BACK = "taken-back"
    NOTED = "noted"  # Nothing had to change.
    UNKNOWN = "unknown"  # No mandate or payment of ours: somebody must look.
