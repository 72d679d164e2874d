"""Learners and their guardians, forum seats and who sits in them, class votes, roll-overs."""

from coopcouncil.schools.models.classvotes import (
    ClassTally,
    ClassVote,
)
from coopcouncil.schools.models.forum import (
    ForumSeat,
    ForumSeatSize,
    RaisedElection,
    SeatHolder,
)
from coopcouncil.schools.models.learners import (
    ClusterConstituency,
    Duty,
    Guardianship,
    Learner,
    LearnerLine,
    LearnerMember,
    Relation,
)
from coopcouncil.schools.models.rollover import (
    RollOver,
    RollOverRow,
    RollOverState,
)

__all__ = [
    "ClassTally",
    "ClassVote",
    "ClusterConstituency",
    "Duty",
    "ForumSeat",
    "ForumSeatSize",
    "Guardianship",
    "Learner",
    "LearnerLine",
    "LearnerMember",
    "RaisedElection",
    "Relation",
    "RollOver",
    "RollOverRow",
    "RollOverState",
    "SeatHolder",
]
