"""Names and addresses as they are searched and sorted: accents and case do not count. Pure."""

import re
import unicodedata

_NO_MARKS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss"})
_DROPPED = re.compile(r"['’‘`.]")
_BREAKS = re.compile(r"[^\w@]+")


def folded(text: str) -> str:
    """Lower case, without accents.

    >>> folded("Siân ŴYN")
    'sian wyn'
    """
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_NO_MARKS))
    return "".join(c for c in letters if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The words of a text, as they are searched; an e-mail address is one word.

    >>> words("Siân O’Brien-Hughes")
    ['sian', 'obrien', 'hughes']
    """
    found = []
    for word in folded(text).split():
        if "@" in word.strip("@"):
            found.append(word)
        else:
            found += [part for part in _BREAKS.split(_DROPPED.sub("", word)) if part]
    return found


def search_text(number: str, given: str, family: str, email: str, postcode: str) -> str:
    """All that a search looks through: each word after a space."""
    code = folded(postcode).replace(" ", "")
    parts = [*words(number), *words(given), *words(family), *words(email), *words(postcode), code]
    return " " + " ".join(dict.fromkeys(part for part in parts if part))
