"""What follows the ballots in a BLT file: the candidates' names, the title, source and comment."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coopcouncil.counting.formats import CONTROL, Unreadable

_QUOTED = re.compile(r'"([^"\n]*)"(?=\s|\#|/\*|$)')
_BETWEEN = re.compile(r"\s+|\#[^\n]*|/\*.*?\*/", re.DOTALL)
_ALTERNATIVE = re.compile(r"#\s*ALTERNATIVE NAME\s+\d+\s*:(.*)")
_NUMBERS = re.compile(r"[0-9]+(?:[ \t,=]+[0-9-]+)*[ \t,]+0")


@dataclass(frozen=True, slots=True)
class Names:
    """The words of the file, as they are shown."""

    names: tuple[str, ...]
    title: str
    source: str
    comment: str


def read(text: str, candidates: int, first_line: int) -> Names:
    """The words after the closing 0, which stands on `first_line` or just before it."""
    found = _quoted(text, first_line)
    if found is None or len(found) > candidates + 3:
        # Some councils write "name" "party" on each line; a line is one name then too.
        found = _by_line(text, first_line)
    last = found[-1][1] if found else first_line
    if len(found) < candidates + 1:
        raise Unreadable(
            f"{candidates} candidates' names and a title should follow the ballots; "
            f"there are {len(found)}",
            last,
        )
    if len(found) > candidates + 3:
        raise Unreadable(
            f"more names than {candidates} candidates, a title, a source and a comment",
            found[candidates + 3][1],
        )
    words = [_tidy(word, line) for word, line in found]
    for word, (_, line) in zip(words[:candidates], found, strict=False):
        if not word:
            raise Unreadable("a candidate without a name", line)
    title, source, comment = [*words[candidates:], "", "", ""][:3]
    return Names(tuple(words[:candidates]), title, source, comment)


def _quoted(text: str, line: int) -> list[tuple[str, int]] | None:
    """Quoted strings and nothing else, or None."""
    found: list[tuple[str, int]] = []
    at = 0
    while at < len(text):
        if gap := _BETWEEN.match(text, at):
            line += gap[0].count("\n")
            at = gap.end()
        elif word := _QUOTED.match(text, at):
            found.append((word[1], line))
            at = word.end()
        else:
            return None
    return found


def _by_line(text: str, line: int) -> list[tuple[str, int]]:
    """One name a line, quotation marks dropped: files of councils, and of people."""
    found: list[tuple[str, int]] = []
    for number, row in enumerate(text.split("\n"), line):
        word = _without_remark(row).strip()
        if _NUMBERS.fullmatch(word):
            raise Unreadable("a ballot after the 0 that closes the ballots", number)
        if word:
            found.append((word.replace('"', ""), number))
    return found


def _without_remark(row: str) -> str:
    """The row without its comment; Glasgow's files of 2007 have the names in comments alone."""
    if named := _ALTERNATIVE.match(row):
        return named[1]
    quoted = False
    for at, character in enumerate(row):
        if character == '"':
            quoted = not quoted
        elif character == "#" and not quoted:
            return row[:at]
    return row


def _tidy(word: str, line: int) -> str:
    word = re.sub("[ \t\r\u00a0]+", " ", word).strip()
    if odd := CONTROL.search(word):
        raise Unreadable(f"a control character in a name ({odd[0]!a})", line)
    return word
