"""What a paper says, as text: the same before it is sealed and after the box is opened.

A ranking as BLT writes it: "3 1 2" prefers option 3 to 1 to 2, "" is a blank paper, "1" on a
resolution is for, "2" against, "3" abstains; an approval paper lists its choices in order. A
paper keyed from a real one may also hold "-" (a rank left out) and "2=3" (ranked equal).
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from coopcouncil.ballots.rules.refusals import (
    OptionTwice,
    RankLeftOut,
    RankTwice,
    TooManyChosen,
    TooManyRanked,
    UnknownOption,
)

FOR, AGAINST, ABSTAIN = 1, 2, 3
RESOLUTION_OPTIONS = 3
BLOCK = 4096

_RANKING = re.compile(r"(?:(?:-|[1-9][0-9]{0,3}(?:=[1-9][0-9]{0,3})*)(?: (?!$)|$))*")


def longest(options: int, choices: int) -> int:
    """The bytes of the longest paper that may be cast: the length all are padded to.

    >>> longest(3, 3)
    5
    """
    return sum(len(str(n)) for n in range(options, options - choices, -1)) + choices - 1


def padded(ranking: str, length: int) -> bytes:
    """The paper as it is sealed: all of a ballot's papers have one length."""
    text = ranking.encode("ascii")
    if len(text) > length:
        raise ValueError("a paper is longer than its ballot allows")
    return text.ljust(length, b".")


def unpadded(paper: bytes) -> str | None:
    """What the paper says, or nothing where it is no paper."""
    try:
        text = paper.decode("ascii").rstrip(".")
    except UnicodeDecodeError:
        return None
    return text if _RANKING.fullmatch(text) else None


def ranked(ranks: Sequence[int | None], standing: Iterable[int] | None = None) -> str:
    """A web voter's numbers per option as a ranking; `ranks[0]` is the number of option 1.

    A person can still be asked, so a number used twice or left out is refused here, though
    a paper that came by post would be counted as far as it is clear.

    >>> ranked([2, None, 1])
    '3 1'
    """
    options = frozenset(standing) if standing is not None else frozenset(range(1, len(ranks) + 1))
    given: dict[int, int] = {}
    for option, rank in enumerate(ranks, 1):
        if rank is None:
            continue
        if option not in options:
            raise UnknownOption
        if rank > len(options) or rank < 1:
            raise TooManyRanked(rank, len(options))
        if rank in given:
            raise RankTwice(rank)
        given[rank] = option
    for rank in range(1, len(given) + 1):
        if rank not in given:
            raise RankLeftOut(rank, max(given))
    return " ".join(str(given[rank]) for rank in sorted(given))


def chosen(choices: Sequence[int], options: Iterable[int], most: int) -> str:
    """A web voter's crosses as a paper.

    >>> chosen([3, 1], (1, 2, 3), most=2)
    '1 3'
    """
    known = frozenset(options)
    if not known.issuperset(choices):
        raise UnknownOption
    if len(set(choices)) != len(choices):
        raise OptionTwice
    if len(choices) > most:
        raise TooManyChosen(len(choices), most)
    return " ".join(str(choice) for choice in sorted(choices))


def lines(papers: Mapping[str, int]) -> str:
    """The set of papers, a line each, sorted: nothing of the order they came in is left.

    >>> lines({"2 1": 1, "": 2, "10": 1, "2": 3})
    '2\\n3 2\\n1 2 1\\n1 10\\n'
    """
    found = sorted((_key(ranking), ranking, weight) for ranking, weight in papers.items())
    return "".join(f"{weight} {ranking}".rstrip() + "\n" for _k, ranking, weight in found)


def in_blocks(papers: Mapping[str, int]) -> bytes:
    """The set as a batch seals it, filled up with empty lines: how long it is tells nothing of
    a batch of few papers, whose voters are marked by name."""
    text = lines(papers).encode()
    return text + b"\n" * (-len(text) % BLOCK)


def read_lines(text: str) -> Iterator[tuple[str, int]]:
    """Each different paper of the set, with its weight."""
    for line in text.rstrip("\n").splitlines():
        weight, _space, ranking = line.partition(" ")
        yield ranking, int(weight)


def merged(sets: Iterable[Mapping[str, int]]) -> Counter[str]:
    """Papers that came different ways, as one set."""
    total: Counter[str] = Counter()
    for one in sets:
        total.update(one)
    return total


def commitment(text: str, salt: str) -> str:
    """The salted hash of a set, of papers or of roll numbers: `sha256sum` of the salt, a line
    feed, and the lines."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def _key(ranking: str) -> tuple[tuple[int, ...], ...]:
    return tuple(
        tuple(0 if n == "-" else int(n) for n in mark.split("=")) for mark in ranking.split()
    )
