"""May this vote be taken, now."""

from dataclasses import dataclass
from datetime import datetime

from coopcouncil.ballots.rules.refusals import (
    AlreadyVoted,
    BallotVoided,
    NotOnTheRoll,
    NotYetOpen,
    VotedOnPaper,
    VotingClosed,
    VotingSuspended,
)
from coopcouncil.ballots.rules.state import Course, State, state_of


@dataclass(frozen=True, slots=True)
class Voter:
    """What a vote depends on besides the ballot's own course."""

    is_on_roll: bool
    has_paper: bool = False
    has_voted: bool = False
    may_change: bool = True


def may_cast(course: Course, voter: Voter, now: datetime) -> None:
    """Refuse unless the ballot takes this voter's vote at this moment."""
    match state_of(course, now):
        case State.OPEN:
            pass
        case State.DRAFT | State.COMING:
            raise NotYetOpen(course.opens_at)
        case State.SUSPENDED:
            raise VotingSuspended
        case State.VOIDED:
            raise BallotVoided
        case State.ENDED | State.CLOSED | State.BOX_OPENED | State.DECLARED:
            raise VotingClosed(course.closes_at)
    if not voter.is_on_roll:
        raise NotOnTheRoll
    if voter.has_paper:
        raise VotedOnPaper
    if voter.has_voted and not voter.may_change:
        raise AlreadyVoted
