"""The closed sets of joining and leaving. Pure."""

from enum import StrEnum


class State(StrEnum):
    """How far an application has come."""

    RECEIVED = "received"  # Its e-mail address is not yet confirmed.
    CONFIRMED = "confirmed"
    REFERRED = "referred"
    ADMITTED = "admitted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN = (State.CONFIRMED, State.REFERRED)
"""What waits for a decision."""


class Heard(StrEnum):
    """Whether a member used the right to be heard."""

    IN_PERSON = "in-person"
    REPRESENTED = "represented"
    IN_WRITING = "in-writing"
    NOT = "not"


class Verdict(StrEnum):
    """What was decided of an expulsion."""

    EXPELLED = "expelled"
    KEPT = "kept"


class Answer(StrEnum):
    """What somebody decided of a finding."""

    DONE = "done"
    LEFT = "left"
