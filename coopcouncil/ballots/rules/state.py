"""Where a ballot stands: it follows from its times and from what has happened, never a flag."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where a ballot stands."""

    DRAFT = "draft"
    COMING = "coming"
    OPEN = "open"
    SUSPENDED = "suspended"
    ENDED = "ended"
    CLOSED = "closed"
    BOX_OPENED = "box-opened"
    DECLARED = "declared"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class Course:
    """What has happened to a ballot so far."""

    opens_at: datetime
    closes_at: datetime
    is_sealed: bool = False
    is_suspended: bool = False
    is_voided: bool = False
    is_closed: bool = False
    is_opened: bool = False
    is_declared: bool = False
    is_roll_worked_on: bool = False


def state_of(course: Course, now: datetime) -> State:
    """Where it stands at `now`. Nothing but times opens or ends the voting."""
    if course.is_voided:
        return State.VOIDED
    if not course.is_sealed:
        return State.DRAFT
    if course.is_declared:
        return State.DECLARED
    if course.is_opened:
        return State.BOX_OPENED
    if now < course.closes_at:
        # Closed early is not a thing: a row that says so before the time changes nothing.
        if course.is_suspended:
            return State.SUSPENDED
        return State.OPEN if now >= course.opens_at else State.COMING
    return State.CLOSED if course.is_closed else State.ENDED
