"""Whether two entries may be one person: a confidence, and the reasons for it. Pure.

Points for and against are added, as in probabilistic record linkage: each is about the
logarithm of how much more often two entries of one person agree so than two people's. They
are set by hand and told in words, so that who decides can see why. Nothing here merges anybody.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from coopcouncil.members.duplicates.names import Alike, family_alike, given_alike, parts_of
from coopcouncil.members.words import words

SHOWN_FROM = 50
"""The confidence, in per cent, from which two are shown to a person."""
_AGAINST = 7.0
_UNSURE_WITHOUT_BIRTH = 90
_GENERATION = 14 * 365


class Reason(StrEnum):
    """What speaks for one person, or against."""

    SAME_NAME = "same-name"
    OTHER_FORM = "other-form"
    SOUNDS_ALIKE = "sounds-alike"
    PART_OF_NAME = "part-of-name"
    INITIAL = "initial"
    TURNED = "turned"
    FAMILY_DIFFERS = "family-differs"
    SAME_BIRTH = "same-birth"
    NEAR_BIRTH = "near-birth"
    OTHER_BIRTH = "other-birth"
    NO_BIRTH = "no-birth"
    SAME_EMAIL = "same-email"
    NEAR_EMAIL = "near-email"
    OTHER_EMAIL = "other-email"
    SAME_ADDRESS = "same-address"
    SAME_POSTCODE = "same-postcode"
    OTHER_ADDRESS = "other-address"


POINTS = {
    Reason.SAME_NAME: 6.0,
    Reason.OTHER_FORM: 5.0,
    Reason.SOUNDS_ALIKE: 4.0,
    Reason.PART_OF_NAME: 4.0,
    Reason.INITIAL: 3.5,
    Reason.TURNED: 4.0,
    Reason.FAMILY_DIFFERS: 0.0,
    Reason.SAME_BIRTH: 5.0,
    Reason.NEAR_BIRTH: 2.0,
    Reason.OTHER_BIRTH: -7.0,
    Reason.NO_BIRTH: 0.0,
    Reason.SAME_EMAIL: 3.0,
    Reason.NEAR_EMAIL: 1.5,
    Reason.OTHER_EMAIL: -0.5,
    Reason.SAME_ADDRESS: 2.0,
    Reason.SAME_POSTCODE: 1.0,
    Reason.OTHER_ADDRESS: -0.5,
}


@dataclass(frozen=True, slots=True)
class Who:
    """What is compared of somebody."""

    given_name: str = ""
    family_name: str = ""
    date_of_birth: date | None = None
    email: str = ""
    postal_address: str = ""
    postcode: str = ""

    @property
    def name(self) -> str:
        """Given name, then family name; whichever there is."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True)
class Verdict:
    """How sure it is, in per cent, that two are one; and why."""

    confidence: int
    reasons: tuple[Reason, ...]


def likeness(one: Who, other: Who) -> Verdict | None:
    """How likely the two are one person; none where the names rule it out.

    >>> verdict = likeness(Who("Siân", "Prys"), Who("Jane", "Price"))
    >>> verdict.confidence, [reason.value for reason in verdict.reasons]
    (12, ['other-form', 'no-birth'])
    """
    said = _name(one, other)
    if said is None:
        return None
    reasons = (said, *_birth(one, other), *_email(one, other), *_address(one, other))
    points = sum(POINTS[reason] for reason in reasons) - _AGAINST
    confidence = round(100 / (1 + math.exp(-points)))
    if Reason.SAME_BIRTH not in reasons:
        # Mother and daughter may share all but this.
        confidence = min(confidence, _UNSURE_WITHOUT_BIRTH)
    return Verdict(min(confidence, 99), reasons)


def _name(one: Who, other: Who) -> Reason | None:
    if not (one.given_name and one.family_name and other.given_name and other.family_name):
        # Names with one part: "Björk", or a family's in one list and both in the other.
        whole = given_alike(one.name, other.name)
        return _NAME.get(whole) if len(parts_of(one.name)) == len(parts_of(other.name)) else None
    given = given_alike(one.given_name, other.given_name)
    family = family_alike(one.family_name, other.family_name)
    if given >= Alike.INITIAL and family >= Alike.PART:
        return _NAME[min(given, family)]
    crossed = ((one.given_name, other.family_name), (one.family_name, other.given_name))
    if all(max(given_alike(*two), family_alike(*two)) >= Alike.FORM for two in crossed):
        return Reason.TURNED
    # Who marries changes the family name; who has another given name is somebody else.
    return Reason.FAMILY_DIFFERS if given >= Alike.FORM else None


_NAME = {
    Alike.INITIAL: Reason.INITIAL,
    Alike.PART: Reason.PART_OF_NAME,
    Alike.SOUND: Reason.SOUNDS_ALIKE,
    Alike.FORM: Reason.OTHER_FORM,
    Alike.SAME: Reason.SAME_NAME,
}


def _birth(one: Who, other: Who) -> Iterator[Reason]:
    a, b = one.date_of_birth, other.date_of_birth
    if a is None or b is None:
        yield Reason.NO_BIRTH
    elif a == b:
        yield Reason.SAME_BIRTH
    elif _near(a, b):
        yield Reason.NEAR_BIRTH
    else:
        yield Reason.OTHER_BIRTH


def _near(a: date, b: date) -> bool:
    """One slip apart: a figure, two figures exchanged, or day and month exchanged."""
    if (a.year, a.month, a.day) == (b.year, b.day, b.month):
        return True
    if abs((a - b).days) > _GENERATION:
        return False
    return DamerauLevenshtein.distance(a.isoformat(), b.isoformat()) == 1


def _email(one: Who, other: Who) -> Iterator[Reason]:
    if not one.email or not other.email:
        return
    a, b = one.email.casefold(), other.email.casefold()
    if a == b:
        yield Reason.SAME_EMAIL
        return
    (mine, _at, my_place), (theirs, _at, their_place) = a.rpartition("@"), b.rpartition("@")
    if (mine == theirs and len(mine) > 5) or (
        my_place == their_place and DamerauLevenshtein.distance(mine, theirs) == 1
    ):
        yield Reason.NEAR_EMAIL
    else:
        yield Reason.OTHER_EMAIL


def _address(one: Who, other: Who) -> Iterator[Reason]:
    a, b = (code.upper().replace(" ", "") for code in (one.postcode, other.postcode))
    first, second = _written(one.postal_address), _written(other.postal_address)
    if a and b and a != b:
        yield Reason.OTHER_ADDRESS
    elif first and second:
        if _numbers(first) == _numbers(second) and fuzz.token_set_ratio(first, second) >= 85:
            yield Reason.SAME_ADDRESS
        elif a and b:
            yield Reason.SAME_POSTCODE
        else:
            yield Reason.OTHER_ADDRESS
    elif a and b:
        yield Reason.SAME_POSTCODE


_SHORT = {"st": "street", "rd": "road", "ave": "avenue", "cl": "close", "tce": "terrace"}


def _written(address: str) -> str:
    return " ".join(_SHORT.get(word, word) for word in words(address))


def _numbers(address: str) -> list[str]:
    return re.findall(r"\d+[a-z]?\b", address)[:1]


def differing(one: Who, other: Who) -> frozenset[str]:
    """The names of what is not the same, for the page to mark."""
    return frozenset(
        name
        for name in ("given_name", "family_name", "date_of_birth", "email", "postal_address")
        if words(str(getattr(one, name) or "")) != words(str(getattr(other, name) or ""))
    )
