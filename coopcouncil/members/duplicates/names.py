"""How alike two names are: by letters, by sound, in Welsh and in English. Pure."""

import re
from enum import IntEnum
from functools import lru_cache

from jellyfish import metaphone
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from coopcouncil.members.duplicates.forms_of_names import FAMILY_FORMS, GIVEN_FORMS, GROWN
from coopcouncil.members.words import words

TITLES = frozenset(
    "mr mrs miss ms mx dr rev revd prof sir dame lady lord master cllr y parch parchg canon".split()
)
SON_OF = frozenset({"ap", "ab", "ferch", "verch"})
_MAC = re.compile(r"^mac(?=[b-df-hj-np-tv-z]?\w{3,})")
# Welsh letters as an English ear would write them, and doubled ones once.
_WELSH = (("ff", "f"), ("ph", "f"), ("dd", "th"), ("si", "sh"), ("ll", "l"), ("rh", "r"))
_VOWELS = str.maketrans({"y": "i", "w": "u"})
CLOSE = 0.9


class Alike(IntEnum):
    """How alike two names are, the more the higher."""

    DIFFERENT = 0
    UNKNOWN = 1  # One of them has none.
    INITIAL = 2
    PART = 3
    SOUND = 4
    FORM = 5
    SAME = 6


@lru_cache(maxsize=65_536)
def parts_of(name: str) -> tuple[str, ...]:
    """The words of a name that tell people apart.

    >>> parts_of("Dr. Siân Mair"), parts_of("ap Rhys"), parts_of("MacDonald")
    (('sian', 'mair'), ('rhys',), ('mcdonald',))
    """
    found = [_MAC.sub("mc", word) for word in _joined(words(name))]
    kept = [word for word in found if word not in TITLES and word not in SON_OF]
    return tuple(kept or found)


def _joined(found: list[str]) -> list[str]:
    """ "Mc Donald" and "O Brien" as one word."""
    joined: list[str] = []
    for word in found:
        if joined and joined[-1] in ("mc", "mac", "o"):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def given_alike(one: str, other: str) -> Alike:
    """How alike two given names are; second names count less than the first."""
    return _alike(parts_of(one), parts_of(other), GIVEN_FORMS, may_drop_last=True)


def family_alike(one: str, other: str) -> Alike:
    """How alike two family names are; one part of a double name is a part."""
    a, b = parts_of(one), parts_of(other)
    found = _alike(a, b, FAMILY_FORMS, may_drop_last=False)
    if found < Alike.FORM and a and b and _grown(one, a) & _grown(other, b):
        return Alike.FORM
    return found


def _alike(
    a: tuple[str, ...],
    b: tuple[str, ...],
    forms: dict[str, frozenset[str]],
    *,
    may_drop_last: bool,
) -> Alike:
    if not a or not b:
        return Alike.UNKNOWN
    if a == b or "".join(a) == "".join(b):
        return Alike.SAME
    if len(a) == len(b):
        return min(_word_alike(x, y, forms) for x, y in zip(a, b, strict=True))
    fewer, more = sorted((a, b), key=len)
    if may_drop_last:
        # "Siân Mair" goes by "Siân", and some go by their second name.
        best = max(_word_alike(fewer[0], word, forms) for word in more)
        return min(best, Alike.PART) if best >= Alike.PART else best
    if all(max(_word_alike(x, y, forms) for y in more) >= Alike.SOUND for x in fewer):
        return Alike.PART
    return Alike.DIFFERENT


def _word_alike(a: str, b: str, forms: dict[str, frozenset[str]]) -> Alike:
    if a == b:
        return Alike.SAME
    if len(a) == 1 or len(b) == 1:
        return Alike.INITIAL if a[0] == b[0] else Alike.DIFFERENT
    if forms.get(a, frozenset()) & forms.get(b, frozenset()):
        return Alike.FORM
    return Alike.SOUND if _sounds_or_looks_alike(a, b) else Alike.DIFFERENT


@lru_cache(maxsize=65_536)
def _sounds_or_looks_alike(a: str, b: str) -> bool:
    likeness = float(JaroWinkler.similarity(a, b))
    if sound(a) == sound(b) and likeness >= 0.7:
        return True
    if min(len(a), len(b)) < 4:
        return False
    return likeness >= CLOSE or DamerauLevenshtein.distance(a, b) == 1


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """How a word sounds, roughly, whichever of the two languages it is written in.

    >>> sound("ffion") == sound("fion"), sound("llwyd") == sound("lloyd"), sound("wynne")
    (True, True, 'UN')
    """
    heard = word
    for welsh, english in _WELSH:
        heard = heard.replace(welsh, english)
    heard = re.sub(r"(.)\1+", r"\1", heard.translate(_VOWELS))
    return str(metaphone(heard)) or heard.upper()


def _grown(name: str, parts: tuple[str, ...]) -> frozenset[str]:
    """The fathers' names in "ap Rhys" and "Price"."""
    is_patronymic = bool(SON_OF & set(words(name)))
    found = {GROWN[part] for part in parts if part in GROWN}
    if is_patronymic:
        found |= {_father(part) for part in parts}
    return frozenset(found)


def _father(name: str) -> str:
    """The father's name in its Welsh form, as `GROWN` has it."""
    forms = GIVEN_FORMS.get(name, frozenset()) | FAMILY_FORMS.get(name, frozenset())
    for known in GROWN.values():
        if forms & (GIVEN_FORMS.get(known, frozenset()) | FAMILY_FORMS.get(known, frozenset())):
            return known
    return name
