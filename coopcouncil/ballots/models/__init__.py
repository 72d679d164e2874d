"""The tables of a ballot, by noun."""

from coopcouncil.ballots.models.ballot import (
    Ballot,
    BallotConstituency,
    BallotEvent,
    EventKind,
    Fills,
    Footing,
    Kind,
    OfBallot,
    Option,
    Withdrawal,
)
from coopcouncil.ballots.models.box import (
    Closing,
    Envelope,
    KeyRehearsal,
    KeySide,
    OpenedBox,
    TurnoutStep,
    Way,
)
from coopcouncil.ballots.models.codes import LetterRun, VotingCode
from coopcouncil.ballots.models.course import Extension, Suspension, Voiding, WelshSignOff
from coopcouncil.ballots.models.paper import KeyedPaper, LotDraw, PaperBatch, PaperMark
from coopcouncil.ballots.models.result import CountRun, Declaration, Publication
from coopcouncil.ballots.models.roll import (
    EmailRelease,
    Roll,
    RollBar,
    RollDoing,
    RollEntry,
    RollWork,
    Telling,
)

__all__ = [
    "Ballot",
    "BallotConstituency",
    "BallotEvent",
    "Closing",
    "CountRun",
    "Declaration",
    "EmailRelease",
    "Envelope",
    "EventKind",
    "Extension",
    "Fills",
    "Footing",
    "KeyRehearsal",
    "KeySide",
    "KeyedPaper",
    "Kind",
    "LetterRun",
    "LotDraw",
    "OfBallot",
    "OpenedBox",
    "Option",
    "PaperBatch",
    "PaperMark",
    "Publication",
    "Roll",
    "RollBar",
    "RollDoing",
    "RollEntry",
    "RollWork",
    "Suspension",
    "Telling",
    "TurnoutStep",
    "Voiding",
    "VotingCode",
    "Way",
    "WelshSignOff",
    "Withdrawal",
]
