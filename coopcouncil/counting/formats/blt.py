"""BLT, the common file of ranked papers.

From Hill, Wichmann and Woodall, Algorithm 123, Computer Journal 30(3), 1987; the grammar, and what
is made of the dialects, stand in `docs/formats/blt.md`. `read` takes a plain file (almost every
file is one) by a short way that knows no dialect; anything it does not expect sends the whole file
to the careful reader, which alone refuses, and names the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from coopcouncil.counting.formats import Unreadable, blt_names, decode
from coopcouncil.counting.papers import (
    BYTE,
    LEFT_OUT,
    BadPaper,
    Candidate,
    Election,
    Mark,
    Papers,
    Ranking,
    ranking,
)

MOST_PAPERS = 10**15 - 1
"""Far beyond any electorate, and still exact in every JSON reader."""

MOST_CANDIDATES = 2000
"""A stage for each, and in it each one's votes: beyond this a small file would fill the memory."""

_HEADER = re.compile(rb"[ \t]*(\d{1,9})[ \t,]+(\d{1,9})[ \t,]*\n")
_WITHDRAWN = re.compile(rb"[ \t]*((?:-\d{1,9}[ \t,]*)+)\n")
_SLICE = 1 << 20


def read(data: bytes) -> Election:
    """The election that a BLT file describes."""
    return _read_plain(data) or _read_carefully(decode(data))


def _read_plain(data: bytes) -> Election | None:
    """Candidates as bytes, one ballot a line, single spaces; else None."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    header = _HEADER.match(data)
    if header is None:
        return None
    count, seats = int(header[1]), int(header[2])
    if not 1 <= count <= BYTE or seats < 1:
        return None
    at = header.end()
    withdrawn: set[int] = set()
    while match := _WITHDRAWN.match(data, at):
        withdrawn.update(map(int, re.findall(rb"[0-9]+", match[1])))
        at = match.end()
    if not all(1 <= candidate <= count for candidate in withdrawn):
        return None
    end = at - 1 if data.startswith(b"0\n", at) else data.find(b"\n0\n", at)
    if end < 0:
        return None
    papers = _plain_papers(data, at, end + 1, count)
    if papers is None:
        return None
    first_line = data.count(b"\n", 0, end + 3) + 1
    names = blt_names.read(decode(data[end + 3 :]), count, first_line)
    return _election(names, count, seats, papers, withdrawn)


def _plain_papers(data: bytes, at: int, end: int, count: int) -> Papers | None:
    """Lines `weight candidate … 0`, a slice at a time so that memory holds the papers alone."""
    number = {str(n).encode(): n for n in range(1, count + 1)}
    piles: dict[Ranking, dict[Ranking, int]] = {}
    total = 0
    while at < end:
        stop = min(at + _SLICE, end)
        stop = data.find(b"\n", stop - 1, end) + 1 or end
        for line in data[at:stop].splitlines():
            weight, *marks = line.split(b" ")
            if not weight.isdigit() or not marks or marks.pop() != b"0":
                return None
            try:
                paper = bytes([number[mark] for mark in marks])
            except KeyError:
                return None
            copies = int(weight) if len(weight) < 16 else 0
            if copies < 1 or len(set(paper)) != len(paper):
                return None
            total += copies
            start = paper[:2]
            if start in piles:
                pile = piles[start]
                pile[paper] = pile.get(paper, 0) + copies
            else:
                piles[start] = {paper: copies}
        at = stop
    return Papers.of_piles(piles) if total <= MOST_PAPERS else None


def _election(
    names: blt_names.Names,
    count: int,
    seats: int,
    papers: Papers,
    withdrawn: Iterable[int],
) -> Election:
    gone = frozenset(withdrawn)
    candidates = tuple(Candidate(n, name, n in gone) for n, name in enumerate(names.names, 1))
    if len(gone) == count:
        raise Unreadable("every candidate is withdrawn")
    return Election(candidates, seats, papers, names.title, names.source, names.comment)


_TOKEN = re.compile(
    r"""(?P<line>\n)
      | (?P<blank>[ \t\r\f\v,\u00a0]+)
      | (?P<remark>\#[^\n]*|/\*.*?\*/)
      | (?P<option>\[[^\]\n]*\])
      | (?P<id>\([^)\n]*\))
      | (?P<quoted>"[^"\n]*"?)
      | (?P<word>[^\s,"()\[\]\#]+)
      | (?P<odd>.)""",
    re.VERBOSE | re.DOTALL,
)
_NUMBER = re.compile(r"[0-9]{1,15}")


class _Body:
    """The tokens before the names, with the line of each."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.line = 1
        self.end = 0
        self.kind = self.word = ""
        self._tokens = _TOKEN.finditer(text)

    def next(self) -> str:
        """The kind of the next token, "" at the end of the file."""
        for match in self._tokens:
            kind, word = match.lastgroup or "", match[0]
            if kind in ("line", "remark"):
                self.line += word.count("\n")
            elif kind != "blank":
                self.kind, self.word, self.end = kind, word, match.end()
                return kind
        self.kind = self.word = ""
        return ""

    def refuse(self, trouble: str) -> Unreadable:
        return Unreadable(trouble, self.line)

    def number(self, what: str) -> int:
        if not self.kind:
            raise self.refuse(f"the file ends where {what} should be")
        if self.kind != "word" or not _NUMBER.fullmatch(self.word):
            raise self.refuse(f"{what} should be a whole number, not {_shown(self.word)}")
        return int(self.word)


def _shown(token: str) -> str:
    return ascii(token if len(token) <= 20 else token[:20] + "…")


def _read_carefully(text: str) -> Election:
    body = _Body(text)
    body.next()
    count = body.number("the number of candidates")
    body.next()
    seats = body.number("the number of places")
    if count < 1:
        raise body.refuse("there must be at least one candidate")
    if seats < 1:
        raise body.refuse("there must be at least one place to fill")
    if count > MOST_CANDIDATES:
        raise body.refuse(f"{count} candidates are more than the {MOST_CANDIDATES} counted here")
    withdrawn: set[int] = set()
    body.next()
    while _is_withdrawal(body):
        withdrawn |= _withdrawal(body, count)
        body.next()
    papers: dict[Ranking, int] = {}
    total = 0
    for paper, weight in _ballots(body, count):
        total += weight
        if total > MOST_PAPERS:
            raise body.refuse("more papers than any electorate has")
        papers[paper] = papers.get(paper, 0) + weight
    rest = text[body.end :]
    if re.match(r"[ \t,]*[0-9]", rest):
        raise body.refuse("a ballot's weight must be at least 1 (a 0 here ends the ballots)")
    return _election(
        blt_names.read(rest, count, body.line), count, seats, Papers(papers), withdrawn
    )


def _is_withdrawal(body: _Body) -> bool:
    return body.kind == "option" or (
        body.kind == "word" and len(body.word) > 1 and body.word.startswith("-")
    )


def _withdrawal(body: _Body, count: int) -> set[int]:
    """`-2`, or Droop's `[withdrawn 2 4]`; its `[tie …]` and `[nick …]` change no paper."""
    if body.kind == "word":
        words = [body.word[1:]]
    else:
        option, *words = body.word[1:-1].replace(",", " ").split() or [""]
        if option in ("tie", "nick"):
            # A tie's order is given where the count is made (--lots), never tucked into the file.
            return set()
        if option != "withdrawn":
            raise body.refuse(f"an option that is not known: {_shown(option)}")
    gone: set[int] = set()
    for word in words:
        if not _NUMBER.fullmatch(word) or not 1 <= int(word) <= count:
            raise body.refuse(f"a withdrawn candidate should be 1 to {count}, not {_shown(word)}")
        gone.add(int(word))
    return gone


def _ballots(body: _Body, count: int) -> Iterator[tuple[Ranking, int]]:
    """The ballots up to the 0 that closes them; each ends at its own 0, not at the line's end."""
    ids: set[str] = set()
    while True:
        named = body.kind == "id"
        if named:
            if body.word in ids:
                raise body.refuse(f"the paper {_shown(body.word)} stands twice")
            ids.add(body.word)
            body.next()
        if body.kind == "quoted":
            raise body.refuse("the names begin before the 0 that closes the ballots")
        if body.kind == "option":
            raise body.refuse("options belong before the first ballot")
        weight = body.number("a ballot's weight, or the 0 that closes the ballots,")
        if weight == 0 and not named:
            return
        if weight == 0:
            raise body.refuse("a ballot's weight must be at least 1")
        if named and weight != 1:
            raise body.refuse("a paper with a name of its own has the weight 1")
        line = body.line
        marks = _marks(body, count)
        try:
            yield ranking(marks, count), weight
        except BadPaper as trouble:
            where = body.line if body.line == line else line
            raise Unreadable(str(trouble), where) from None
        body.next()


def _marks(body: _Body, count: int) -> list[Mark]:
    marks: list[Mark] = []
    while body.next():
        if body.word == "0":
            return marks
        if body.word == "-":
            marks.append(LEFT_OUT)
            continue
        if body.kind == "quoted":
            raise body.refuse("the names begin before the 0 that ends this ballot")
        group: list[int] = []
        for word in body.word.split("="):
            if body.kind != "word" or not _NUMBER.fullmatch(word):
                raise body.refuse(f"a preference should be a number, not {_shown(body.word)}")
            if not 1 <= int(word) <= count:
                raise body.refuse(f"there is no candidate {word} (1 to {count})")
            group.append(int(word))
        if len(set(group)) != len(group):
            raise body.refuse(f"a candidate stands twice in {_shown(body.word)}")
        marks.append(group[0] if len(group) == 1 else tuple(group))
        if len(marks) > 2 * count:
            raise body.refuse("a ballot with more ranks than there are candidates")
    raise body.refuse("the file ends in the middle of a ballot")


def write(election: Election) -> str:
    """The election as BLT: papers merged and sorted by what they say, so that order tells nothing.

    A quotation mark cannot stand in a BLT name; it becomes an apostrophe.
    """
    lines = [f"{len(election.candidates)} {election.seats}"]
    if election.withdrawn:
        lines.append(" ".join(f"-{number}" for number in sorted(election.withdrawn)))
    for paper in sorted(election.papers, key=_place):
        marks = "".join(f"{_mark(mark)} " for mark in paper)
        lines.append(f"{election.papers[paper]} {marks}0")
    lines.append("0")
    words = [candidate.name for candidate in election.candidates] + [election.title]
    if election.source or election.comment:
        words.append(election.source)
    if election.comment:
        words.append(election.comment)
    lines += ['"' + word.replace('"', "'") + '"' for word in words]
    return "\n".join(lines) + "\n"


def _place(paper: Ranking) -> tuple[tuple[int, ...], ...]:
    return tuple(mark if isinstance(mark, tuple) else (mark,) for mark in paper)


def _mark(mark: Mark) -> str:
    if isinstance(mark, tuple):
        return "=".join(map(str, mark))
    return str(mark) if mark else "-"
