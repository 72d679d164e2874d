"""Names and addresses as they are searched and sorted: accents and case do not count. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_NO_MARKS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss"})
_DROPPED = re.compile(r"['’‘`.]")
_BREAKS = re.compile(r"[^\w@]+")


def folded(text: str) -> str:
    """Lower case, without accents.

    >>> folded("Siân ŴYN")
    'sian wyn'
    """
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_NO_MARKS))
    return "".join(c for c in letters if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The words of a text, as they are searched; an e-mail address is one word.

    >>> words("Siân O’Brien-Hughes")
    ['sian', 'obrien', 'hughes']
    """
    return list(_often(text))


def _words(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for word in folded(text).split():
        if word.isalnum() or "@" in word.strip("@"):
            found.append(word)
        else:
            found += [part for part in _BREAKS.split(_DROPPED.sub("", word)) if part]
    return tuple(found)


# For what comes again and again: names, postcodes, the words of columns.
_often = lru_cache(maxsize=65_536)(_words)


def search_text(number: str, given: str, family: str, email: str, postcode: str) -> str:
    """All that a search looks through: each word after a space."""
    code = folded(postcode).replace(" ", "")
    names = (*_often(given), *_often(family))
    parts = [*_words(number), *names, *_words(email), *_often(postcode), code]
    return " " + " ".join(dict.fromkeys(part for part in parts if part))


TOLD_BY = 3
"""So many letters of a word are in its marks."""


def marks(words: Iterable[str]) -> int:
    """Three bits for how each word begins, as `register_words_marked` makes them for an entry. An
    entry without all the bits has not all the words; of a hundred that have not, one has the bits.

    >>> marks(["jones"]) == marks(["jon"]), marks(["jo"])
    (True, 0)
    """
    found = 0
    for word in words:
        if len(word) >= TOLD_BY:
            begins = ord(word[0]) * 961 + ord(word[1]) * 31 + ord(word[2])
            found |= 1 << begins % 63 | 1 << begins % 61 | 1 << begins % 59
    return found
