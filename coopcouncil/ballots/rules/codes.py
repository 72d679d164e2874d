"""A letter's code: 80 random bits that people can read out, copy and type.

Sixteen characters of Crockford's alphabet, which has neither I, L, O nor U, and a seventeenth
that follows from them: one wrong character, or two that changed places, is known as a slip of
the pen before anybody is asked. It takes nothing from the 80 bits.
"""

import hashlib
import hmac
import re
from datetime import datetime
from enum import StrEnum

from coopcouncil.ballots.rules.refusals import BallotVoided, VotingClosed
from coopcouncil.ballots.rules.state import State
from coopcouncil.kernel.dates import moment
from coopcouncil.kernel.errors import Gettext, Refused

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 80
_RANDOM = BITS // 5
_LENGTH = _RANDOM + 1

# What people write for a character that the alphabet lacks.
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_VALUE = {character: value for value, character in enumerate(ALPHABET)}


class Struck(StrEnum):
    """Why a code no longer opens anything."""

    REPLACED = "replaced"
    PAPER = "paper"


class CodeMistyped(Refused):
    """Not a code at all: a slip that the code itself shows."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _(
            "That is not a whole code. Check it against your letter: it has 17 letters and figures."
        )


class CodeUnknown(Refused):
    """Forged, struck, or used where a vote stays: one answer, which tells nobody which."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _(
            "This code does not open a vote. If it is the code on your latest letter, ask the "
            "returning officer for another."
        )


class CodeEarly(Refused):
    """The code is right and the voting has not begun."""

    def __init__(self, opens_at: datetime) -> None:
        self.opens_at = opens_at

    def sentence(self, _: Gettext) -> str:
        text = _("Voting has not begun. Your code works from {when}.")
        return text.format(when=moment(self.opens_at, _))


def code_of(number: int) -> str:
    """The code that writes a random number, as a letter shows it.

    >>> code_of(2**80 - 1)
    'ZZZZ-ZZZZ-ZZZZ-ZZZZM'
    """
    if not 0 <= number < 2**BITS:
        raise ValueError("a code holds 80 bits")
    values = [number >> shift & 31 for shift in range(BITS - 5, -1, -5)]
    return grouped("".join(ALPHABET[v] for v in [*values, _check(values)]))


def grouped(plain: str) -> str:
    """Four groups, the last with the check behind it."""
    return "-".join((plain[:4], plain[4:8], plain[8:12], plain[12:]))


def read_code(text: str) -> str:
    """The code as it is kept, from what somebody typed; `CodeMistyped` where it is none.

    >>> read_code(" zzzz zzzz-zzzz zzzzm ")
    'ZZZZZZZZZZZZZZZZM'
    """
    plain = re.sub(r"[\s\-\u2010-\u2015.]", "", text).upper().translate(_READ_AS)
    if len(plain) != _LENGTH or not set(plain) <= _VALUE.keys():
        raise CodeMistyped
    values = [_VALUE[character] for character in plain]
    if _check(values[:-1]) != values[-1]:
        raise CodeMistyped
    return plain


def digest(key: bytes, plain: str) -> str:
    """What the database keeps of a code: without the key nobody can try codes against it."""
    return hmac.new(key, f"letter code:{plain}".encode(), hashlib.sha256).hexdigest()


class NoLettersNow(Refused):
    """A code for a roll that is not sealed, or for votes that are over."""

    def sentence(self, _: Gettext) -> str:
        return _("Letters with codes are made from the sealing of the roll until voting closes.")


class NobodyToWriteTo(Refused):
    """The choice leaves no voter."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("There is no voter to write to in this choice.")


class VoterOnPaper(Refused):
    """A code would let somebody vote twice."""

    def sentence(self, _: Gettext) -> str:
        return _("This voter’s paper has arrived and is marked on the roll. No code is given.")


def may_issue(state: State) -> None:
    """Codes are made from the sealing of the roll until the close."""
    if state not in (State.COMING, State.OPEN, State.SUSPENDED):
        raise NoLettersNow


def may_open(state: State, opens_at: datetime, closes_at: datetime) -> None:
    """A live code opens its entry from the opening to the close; its bearer is told why not.

    A suspended ballot is refused where the vote is cast, as for every voter.
    """
    if state is State.VOIDED:
        raise BallotVoided
    if state in (State.DRAFT, State.COMING):
        raise CodeEarly(opens_at)
    if state not in (State.OPEN, State.SUSPENDED):
        raise VotingClosed(closes_at)


def _check(values: list[int]) -> int:
    """The remainder over the field of 32: it differs for every single slip and every swap."""
    total = 0
    for value in values:
        total = _doubled(total) ^ value
    return _doubled(total)


def _doubled(value: int) -> int:
    return value << 1 ^ (0b100101 if value & 16 else 0)
