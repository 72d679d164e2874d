"""Builders for counts: elections from a few words, and hypothesis strategies for any."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import strategies as st

from coopcouncil.counting.papers import LEFT_OUT, Election, Mark, Paper

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
"""Real elections with known outcomes, where they lie beside the checkout (never copied in)."""

needs_shared_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="the shared data does not lie beside the checkout"
)


def make_election(
    papers: str, seats: int = 1, candidates: int | None = None, withdrawn: tuple[int, ...] = ()
) -> Election:
    """An election from words such as `"3x 1 2; 2x 3; 1=2 3; 1 - 2"`, candidates by number."""
    read = [_paper(words) for words in papers.split(";") if words.strip()]
    highest = max(
        (c for p in read for m in p.ranking for c in (m if isinstance(m, tuple) else (m,))),
        default=1,
    )
    names = [f"Candidate {n}" for n in range(1, (candidates or highest) + 1)]
    return Election.of(names, seats, read, title="A test", withdrawn=withdrawn)


def _paper(words: str) -> Paper:
    marks = words.split()
    weight = int(marks.pop(0).removesuffix("x")) if marks and marks[0].endswith("x") else 1
    return Paper(tuple(_mark(mark) for mark in marks), weight)


def _mark(word: str) -> Mark:
    if word == "-":
        return LEFT_OUT
    group = tuple(int(part) for part in word.split("="))
    return group if len(group) > 1 else group[0]


@st.composite
def papers(draw: st.DrawFn, candidates: int, odd: bool) -> Paper:
    """A paper of some of the candidates; an odd one may rank equal and leave ranks out."""
    order = draw(st.permutations(range(1, candidates + 1)))
    order = order[: draw(st.integers(0, candidates))]
    marks: list[Mark] = []
    while order:
        kind = draw(st.sampled_from("pppp-=" if odd else "p"))
        if kind == "-":
            marks.append(LEFT_OUT)
        if kind == "=" and len(order) > 1:
            size = draw(st.integers(2, len(order)))
            marks.append(tuple(order[:size]))
            order = order[size:]
        else:
            marks.append(order[0])
            order = order[1:]
    return Paper(tuple(marks), draw(st.sampled_from((1, 1, 2, 3, 7, 20))))


@st.composite
def elections(draw: st.DrawFn, odd: bool = True) -> tuple[Election, tuple[int, ...]]:
    """Any small election, with lots drawn beforehand for all its candidates."""
    count = draw(st.integers(1, 7))
    seats = draw(st.integers(1, 4))
    cast = draw(st.lists(papers(count, odd), max_size=25))
    gone = draw(st.sets(st.integers(1, count), max_size=count - 1))
    names = [f"C{n}" for n in range(1, count + 1)]
    lots = tuple(draw(st.permutations(range(1, count + 1))))
    return Election.of(names, seats, cast, "Any", gone), lots
