"""A sum over bids as drawings: side by side by criterion, and how it hangs on the weights.

Pure: a run in, places out. A page takes `side_by_side(run, names, titles)` and
`swinging(run, names, titles)` and hands them to the macros of "procurement/_drawings.html", which
put each beside its table. `names` are the bids' by key, a label where names are hidden; `titles`
the criteria's by code.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from coopcouncil.kernel.charts import Tick
from coopcouncil.scoring import Criterion, Kind, Line, Run, Scored, Swing, rounded, swings

COLOURS = 6
LEFT, RIGHT, ROW, BAR = 200, 90, 42, 28
DRAWN = 560
"""How wide a hundred points are."""

TALL, WIDE, TOP, SIDE = 320, 480, 20, 56
APART = 19
"""So far from each other words at the ends of lines can be read."""


@dataclass(frozen=True)
class Part:
    """A criterion at the top, as the legend and the tables name it."""

    code: str
    title: str
    weight: Decimal
    colour: int


@dataclass(frozen=True)
class Piece:
    """What one criterion gave a bid, as a stretch of its bar."""

    x: float
    width: float
    colour: int
    code: str
    """Empty where the stretch has no room for it."""


@dataclass(frozen=True)
class Bar:
    """A bid: its bar, and the figures of its line in the table."""

    name: str
    short: str
    rank: int
    total: Decimal
    top: int
    pieces: tuple[Piece, ...]
    end: float
    figures: tuple[Decimal, ...]
    """By criterion at the top, to the places of the total."""


@dataclass(frozen=True)
class Sides:
    """The bids side by side, best first. Those that failed have no bar."""

    width: int
    height: int
    left: int
    base: int
    thick: int
    across: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    parts: tuple[Part, ...]
    decimals: int


def side_by_side(done: Run, names: Mapping[str, str], titles: Mapping[str, str]) -> Sides:
    """Each bid's total as a bar, in stretches by criterion at the top."""
    parts = _parts(done, titles)
    stands = [one for one in done.scored if one.total is not None]
    bars = tuple(_bar(done, one, names[one.key], place, parts) for place, one in enumerate(stands))
    base = len(bars) * ROW
    return Sides(
        width=LEFT + DRAWN + RIGHT,
        height=base + 32,
        left=LEFT,
        base=base,
        thick=BAR,
        across=tuple(Tick(_across(mark), str(mark)) for mark in range(0, 101, 20)),
        bars=bars,
        parts=parts,
        decimals=done.method.decimals,
    )


def _parts(done: Run, titles: Mapping[str, str]) -> tuple[Part, ...]:
    weights = done.method.weights()
    return tuple(
        Part(one.code, titles[one.code], rounded(weights[one.code], 2), place % COLOURS + 1)
        for place, one in enumerate(_scored(done.method.criteria))
    )


def _scored(criteria: Sequence[Criterion]) -> list[Criterion]:
    """Those at the top that can earn: neither conditions nor groups of them alone."""
    return [
        one
        for one in criteria
        if (one.kind is Kind.GROUP and _scored(one.under))
        or one.kind not in {Kind.GROUP, Kind.CONDITION}
    ]


def _bar(done: Run, bid: Scored, name: str, place: int, parts: Sequence[Part]) -> Bar:
    groups = {one.code: one.weighted for one in bid.subtotals}
    pieces: list[Piece] = []
    figures: list[Decimal] = []
    sofar = Fraction(0)
    for part in parts:
        weighted = groups[part.code] if part.code in groups else bid.step(part.code).weighted
        weighted = weighted or Fraction(0)
        figures.append(rounded(weighted, done.method.decimals))
        x, end = _across(sofar), _across(sofar + weighted)
        sofar += weighted
        if weighted:
            fits = end - x > 10 * len(part.code) + 6
            width = round(end - x, 1)
            pieces.append(Piece(x, width, part.colour, part.code if fits else ""))
    return Bar(
        name=name,
        short=_short(name, 22),
        rank=bid.rank or 0,
        total=bid.total or Decimal(0),
        top=place * ROW + (ROW - BAR) // 2,
        pieces=tuple(pieces),
        end=_across(sofar),
        figures=tuple(figures),
    )


def _across(points: Fraction | int) -> float:
    return round(LEFT + DRAWN * float(points) / 100, 1)


@dataclass(frozen=True)
class Stroke:
    """A bid's line, and the words at its end."""

    short: str
    colour: int
    """0 for those beyond six, which are drawn fine and without words."""
    x1: float
    y1: float
    x2: float
    y2: float
    words: float


@dataclass(frozen=True)
class Turn:
    """Another weight at which another bid would be first."""

    weight: Decimal
    names: tuple[str, ...]


@dataclass(frozen=True)
class Swinging:
    """One criterion's weight from 0 to 100 with the rest in proportion, drawn and in words."""

    part: Part
    width: int
    height: int
    left: int
    right: int
    base: int
    top: int
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    published: float
    strokes: tuple[Stroke, ...]
    dots: tuple[tuple[float, float], ...]
    leads: tuple[str, ...]
    below: Turn | None
    above: Turn | None
    # The first three with ten per cent less on it, and with ten more.
    lighter: tuple[str, ...]
    heavier: tuple[str, ...]


def swinging(
    done: Run, names: Mapping[str, str], titles: Mapping[str, str]
) -> tuple[Swinging, ...]:
    """A drawing for each criterion at the top that has others beside it."""
    parts = {one.code: one for one in _parts(done, titles)}
    order = [one.key for one in done.scored if one.total is not None]
    return tuple(_swinging(one, parts[one.code], names, order) for one in swings(done))


def _swinging(swing: Swing, part: Part, names: Mapping[str, str], order: Sequence[str]) -> Swinging:
    ends = [end for line in swing.lines for end in (line.at_nought, line.at_hundred)]
    low, high = floor(min(ends) / 10) * 10, ceil(max(ends) / 10) * 10
    if low == high:
        low, high = max(0, low - 10), min(100, high + 10)
    base, right = TALL - 40, SIDE + WIDE

    def x(weight: Fraction | int) -> float:
        return round(SIDE + WIDE * float(weight) / 100, 1)

    def y(total: Fraction | int) -> float:
        return round(base - (base - TOP) * float(total - low) / (high - low), 1)

    lines = {line.key: line for line in swing.lines}
    step = 10 if high - low <= 50 else 20
    return Swinging(
        part=part,
        width=right + 160,
        height=TALL,
        left=SIDE,
        right=right,
        base=base,
        top=TOP,
        across=tuple(Tick(x(mark), str(mark)) for mark in range(0, 101, 20)),
        up=tuple(Tick(y(mark), str(mark)) for mark in range(low, high + 1, step)),
        published=x(swing.weight),
        strokes=_strokes(lines, names, order, (x(0), x(100)), y),
        dots=tuple(
            (x(lead.since), y(lines[lead.keys[0]].at(lead.since))) for lead in swing.leads[1:]
        ),
        leads=_leading(swing, swing.weight, names),
        below=_turn(swing, swing.below, names, down=True),
        above=_turn(swing, swing.above, names, down=False),
        lighter=_order(swing, -10, names),
        heavier=_order(swing, 10, names),
    )


def _strokes(
    lines: Mapping[str, Line],
    names: Mapping[str, str],
    order: Sequence[str],
    edges: tuple[float, float],
    y: Callable[[Fraction], float],
) -> tuple[Stroke, ...]:
    """The first six in colour with words at their ends, kept apart; the rest fine, beneath."""
    named = [lines[key] for key in order[:COLOURS]]
    words = _apart([y(line.at_hundred) for line in named])
    fine = [lines[key] for key in order[COLOURS:]]
    drawn = [(line, 0, 0.0) for line in fine]
    drawn += [
        (line, place + 1, at) for place, (line, at) in enumerate(zip(named, words, strict=True))
    ]
    return tuple(
        Stroke(
            short=_short(names[line.key], 15),
            colour=colour,
            x1=edges[0],
            y1=y(line.at_nought),
            x2=edges[1],
            y2=y(line.at_hundred),
            words=at,
        )
        for line, colour, at in drawn
    )


def _apart(heights: Sequence[float]) -> list[float]:
    """The same heights, moved down as far as words need; back up where they would run out.

    >>> _apart([100.0, 102.0, 200.0])
    [100.0, 119.0, 200.0]
    """
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    found = list(heights)
    for before, place in pairwise(order):
        found[place] = max(found[place], found[before] + APART)
    over = max([at - (TALL - 40) for at in found], default=0.0)
    return [round(at - max(over, 0), 1) for at in found]


def _leading(swing: Swing, weight: Fraction, names: Mapping[str, str]) -> tuple[str, ...]:
    ranking = swing.ranking(weight)
    return tuple(names[key] for key, total in ranking if total == ranking[0][1])


def _turn(swing: Swing, at: Fraction | None, names: Mapping[str, str], down: bool) -> Turn | None:
    if at is None:
        return None
    beyond = next(one for one in swing.leads if (one.until if down else one.since) == at)
    return Turn(rounded(at, 2), tuple(names[key] for key in beyond.keys))


def _order(swing: Swing, by: int, names: Mapping[str, str]) -> tuple[str, ...]:
    weight = min(max(swing.weight + by, Fraction(0)), Fraction(100))
    return tuple(names[key] for key, _ in swing.ranking(weight)[:3])


def _short(name: str, most: int) -> str:
    """As much of a name as there is room for; the letter of its bid, in brackets, stays.

    >>> _short("Pennine Care Co-operative (bid A)", 22)
    'Pennine Care… (bid A)'
    """
    if len(name) <= most:
        return name
    head, bracket, letter = name.rpartition(" (")
    kept = bracket + letter if letter.endswith(")") and len(letter) <= most - 5 else ""
    return (head if kept else name)[: most - len(kept) - 1].rstrip() + "…" + kept
