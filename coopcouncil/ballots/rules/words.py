"""A key as words that can be printed, read aloud and typed in again, in any language.

Each word of five letters is 16 bits as consonant, vowel, consonant, vowel, consonant (the
scheme is known as proquints). The last word is a check of all the others.
"""

import hashlib

from coopcouncil.kernel.errors import Gettext, Refused

_CONSONANTS = "bdfghjklmnprstvz"
_VOWELS = "aiou"
KEY_BYTES = 32


class UnreadableKey(Refused):
    """Words or a file that are no key."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _(
            "This is not a whole key. Type all 17 words as they are printed, or choose the file"
            " again."
        )


def words(key: bytes) -> list[str]:
    """The key as 17 words.

    >>> words(bytes(32))[:2], len(words(bytes(32)))
    (['babab', 'babab'], 17)
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a key has 32 bytes")
    body = key + _check(key)
    return [_word(int.from_bytes(body[n : n + 2])) for n in range(0, len(body), 2)]


def key_from(text: str) -> bytes:
    """The key from its words, however they were spaced, cased or broken into lines."""
    letters = "".join(c for c in text.lower() if c.isalpha())
    if len(letters) != 5 * (KEY_BYTES + 2) // 2 or not letters.isascii():
        raise UnreadableKey
    body = b"".join(_bits(letters[n : n + 5]) for n in range(0, len(letters), 5))
    key, check = body[:KEY_BYTES], body[KEY_BYTES:]
    if check != _check(key):
        raise UnreadableKey
    return key


def _check(key: bytes) -> bytes:
    return hashlib.sha256(b"ballot key" + key).digest()[:2]


def _word(bits: int) -> str:
    return (
        _CONSONANTS[bits >> 12]
        + _VOWELS[bits >> 10 & 3]
        + _CONSONANTS[bits >> 6 & 15]
        + _VOWELS[bits >> 4 & 3]
        + _CONSONANTS[bits & 15]
    )


def _bits(word: str) -> bytes:
    try:
        first, second, third = (_CONSONANTS.index(word[n]) for n in (0, 2, 4))
        one, two = (_VOWELS.index(word[n]) for n in (1, 3))
    except ValueError as trouble:
        raise UnreadableKey from trouble
    return (first << 12 | one << 10 | second << 6 | two << 4 | third).to_bytes(2)
