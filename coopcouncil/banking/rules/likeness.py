"""How sure it is that a line of the bank is this or that, and why. Pure.

What speaks for it has a name; the page says it in words. A reference with its exact sum is sure; a
sum alone never is.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz


class Reason(StrEnum):
    """What speaks for a proposal."""

    REFERENCE = "reference"  # Its reference, or the member's number, stands in the line.
    SUM = "sum"  # It is of exactly this sum.
    NAME = "name"
    NAME_ALIKE = "name-alike"
    SAME_DAY = "same-day"
    NEAR_DAY = "near-day"
    REMEMBERED = "remembered"  # The treasurer said so of an earlier line.
    ALONE = "alone"  # Nothing else is of this sum.
    PART = "part"  # The sum is a part of what is owed.
    MORE = "more"  # The sum is more than what is owed.


SURE = 100
"""A reference and the exact sum, and nothing else that fits as well."""
_NAMED, _ALIKE = 90.0, 75.0
_WORDS = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)*")


@dataclass(frozen=True)
class Candidate:
    """What a line may be: `kind` and `key` say what, `called` says it to the reader."""

    kind: str
    key: str
    amount: int
    called: str
    reasons: tuple[Reason, ...]
    confidence: int


def confidence(reasons: Iterable[Reason]) -> int:
    """From what speaks for it, in hundredths.

    >>> confidence({Reason.REFERENCE, Reason.SUM}), confidence({Reason.SUM})
    (100, 40)
    """
    said = set(reasons)
    exact = Reason.SUM in said
    name = 25 if Reason.NAME in said else 15 if Reason.NAME_ALIKE in said else 0
    near = 10 if Reason.SAME_DAY in said else 5 if Reason.NEAR_DAY in said else 0
    if Reason.REFERENCE in said:
        return SURE if exact else min(90, 70 + name // 2)
    if Reason.REMEMBERED in said:
        return 95 if exact else 85
    alone = 20 if Reason.ALONE in said else 0
    if exact:
        return min(95, 40 + name + near + alone)
    return min(60, 20 + name + near)


def best_first(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The surest first, each once. Where several are equally sure, none of them is: each falls
    below it."""
    ordered = sorted(candidates, key=lambda one: (-one.confidence, one.kind, one.key))
    found = list({(one.kind, one.key): one for one in reversed(ordered)}.values())[::-1]
    tops = [one for one in found if one.confidence == SURE]
    if len({(one.kind, one.key) for one in tops}) > 1:
        found = [
            Candidate(one.kind, one.key, one.amount, one.called, one.reasons, 90)
            if one.confidence == SURE
            else one
            for one in found
        ]
    return found


def words_of(text: str) -> list[str]:
    """The words of a line, numbers with their marks kept together.

    >>> words_of("SIÂN MÔN  M-0017/subs")
    ['siân', 'môn', 'm-0017/subs']
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _WORDS.findall(plain)


def references_in(text: str) -> set[str]:
    """Everything in a line that may be a reference: words with a digit in them, and their parts."""
    found: set[str] = set()
    for word in words_of(text):
        for one in (word, *re.split(r"[/.]", word)):
            if any(mark.isdigit() for mark in one):
                found.add(one)
                found.add(squeezed(one))
    return found


def squeezed(reference: str) -> str:
    """A reference as it is compared: letters and digits alone.

    >>> squeezed("M-0017") == squeezed("m 0017")
    True
    """
    return "".join(mark for mark in reference.casefold() if mark.isalnum())


def has_reference(text: str, reference: str) -> bool:
    """Whether the reference stands in the line, by itself and not within another number."""
    wanted = squeezed(reference)
    if not wanted or not any(mark.isdigit() for mark in wanted):
        return False
    return wanted in references_in(text)


def name_reason(line: str, name: str) -> Reason | None:
    """Whether the line bears the name, in any order and with or without accents."""
    plain, asked = _bare(line), _bare(name)
    if len(asked) < 4 or not plain:
        return None
    score = fuzz.token_set_ratio(asked, plain)
    if score < _ALIKE:
        return None
    # A given name alone is many people's.
    shared = set(asked.split()) & set(plain.split())
    if score >= _NAMED and (len(shared) > 1 or len(asked.split()) == 1):
        return Reason.NAME
    return Reason.NAME_ALIKE if shared and max(map(len, shared)) > 3 else None


def bears(line: str, words: str) -> bool:
    """Whether a remembered rule's words stand in the line, one after the other."""
    asked, there = words_of(words), words_of(line)
    if not asked:
        return False
    return any(there[n : n + len(asked)] == asked for n in range(len(there) - len(asked) + 1))


def to_remember(text: str) -> str:
    """The words of a line that will probably come again: without long numbers and dates.

    >>> to_remember("PRICE A STO 20260603 SUBS 0000123456")
    'price a sto subs'
    """
    kept = [word for word in words_of(text) if sum(mark.isdigit() for mark in word) < 5]
    return " ".join(kept)[:200].rstrip()


def days_reason(days: int) -> Reason | None:
    """How near two days are."""
    if days == 0:
        return Reason.SAME_DAY
    return Reason.NEAR_DAY if abs(days) <= 5 else None


def reasons(*found: Reason | None) -> tuple[Reason, ...]:
    """Those that there are."""
    return tuple(one for one in found if one is not None)


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return " ".join(re.findall(r"[a-z0-9]+", kept))
