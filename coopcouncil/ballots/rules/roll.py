"""The roll as lines of text, and its salted hash: what is sealed, and can be checked.

The first line is `salt`, a tab and the salt; then a line for each entry in the order of
numbers: number, member number, name, constituency's key, part's address, e-mail address, each
after a tab. The hash is what `sha256sum` prints of that file.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

_RUNS = ("=", "+", "-", "@")
_BREAKS = str.maketrans({"\t": " ", "\n": " ", "\r": " "})


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the roll."""

    number: int
    member_number: str
    name: str
    constituency: str
    part: str
    email: str

    @property
    def line(self) -> str:
        """As the sealed file has it, with its line feed."""
        texts = (self.member_number, self.name, self.constituency, self.part, self.email)
        return "\t".join([str(self.number), *map(_cell, texts)]) + "\n"


def _cell(text: str) -> str:
    """The text in one piece, with an apostrophe before what a spreadsheet would run."""
    plain = text.translate(_BREAKS)
    return "'" + plain if plain.lstrip().startswith(_RUNS) else plain


class RollHash:
    """The hash of a roll that is read piece by piece: a million lines need not fit in memory."""

    def __init__(self, salt: str) -> None:
        self._hash = hashlib.sha256(first_line(salt).encode())

    def add(self, entries: Iterable[Entry]) -> None:
        """The next entries, in the order of their numbers."""
        self._hash.update("".join(entry.line for entry in entries).encode())

    @property
    def hex(self) -> str:
        """The hash of what was added."""
        return self._hash.hexdigest()


def first_line(salt: str) -> str:
    """The line with the salt."""
    return f"salt\t{salt}\n"
