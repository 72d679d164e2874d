"""Where the lines of a drawing go. Pure: numbers in, places out; the macros draw them.

`templates/_macros/charts.html` takes what these return. Colours are numbers from 1 to 6.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, floor, log10
from textwrap import wrap


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where, and its words."""

    at: float
    text: str


@dataclass(frozen=True)
class Steps:
    """A total that only grows, as steps: the shape of a turnout."""

    width: int
    height: int
    left: int
    right: float
    base: float
    line: str
    end: tuple[float, float]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    threshold: float | None


def steps(
    points: Sequence[tuple[float, float]],
    across: Sequence[tuple[float, str]] = (),
    most: float | None = None,
    threshold: float | None = None,
    width: int = 720,
    height: int = 320,
) -> Steps:
    """`points` are (0 to 1 along the time, total by then); `most` is the axis's end."""
    left, top, right, base = 64, 16, width - 96.0, height - 44.0
    highest = max([most or 0, threshold or 0, 1, *(total for _, total in points)])
    marks = tuple(mark for mark in nice_ticks(highest) if mark <= highest)
    span = highest

    def x(part: float) -> float:
        return round(left + part * (right - left), 1)

    def y(total: float) -> float:
        return round(base - total / span * (base - top), 1)

    line, last = f"M{x(0)} {base}", base
    end = (x(0), base)
    for part, total in points:
        line += f"H{x(part)}V{y(total)}"
        last = y(total)
        end = (x(part), last)
    return Steps(
        width=width,
        height=height,
        left=left,
        right=right,
        base=base,
        line=line,
        end=end,
        across=tuple(Tick(x(part), text) for part, text in across),
        up=tuple(Tick(y(mark), f"{mark:,.0f}") for mark in marks),
        threshold=None if threshold is None else y(threshold),
    )


def nice_ticks(most: float, wanted: int = 4) -> tuple[float, ...]:
    """Round numbers from 0 to at least `most`.

    >>> nice_ticks(87)
    (0, 25, 50, 75, 100)
    """
    rough = most / wanted
    size = 10 ** floor(log10(rough)) if rough > 0 else 1
    step = next(size * by for by in (1, 2, 2.5, 5, 10) if size * by >= rough)
    step = max(1, ceil(step))
    return tuple(step * n for n in range(ceil(most / step) + 1))


@dataclass(frozen=True)
class Lane:
    """One candidate's votes stage by stage; None before and after there are any."""

    name: str
    votes: tuple[float | None, ...]
    outcome: str = ""
    lost: bool = False
    """The lane of the papers that no longer count for anybody."""


@dataclass(frozen=True)
class Band:
    """A lane as drawn: its words, its bars, its line for the quota."""

    lines: tuple[str, ...]
    """The name in at most two lines."""
    outcome: str
    colour: int
    base: float
    bars: tuple[tuple[float, float, float], ...]
    """x, y and height of the bar at each stage."""
    quota: float | None


@dataclass(frozen=True)
class Flow:
    """Votes on their way from one stage to the next."""

    path: str
    colour: int


@dataclass(frozen=True)
class Flows:
    """The whole count: lanes from top to bottom, stages from left to right."""

    width: float
    height: float
    left: float
    bar: float
    bands: tuple[Band, ...]
    flows: tuple[Flow, ...]
    stages: tuple[Tick, ...] = field(default=())


LANE, GAP, STEP, LEFT, RIGHT, TOP, BAR = 46.0, 22.0, 75.0, 250.0, 16.0, 34.0, 16.0


def flows(lanes: Sequence[Lane], quota: float | None = None) -> Flows:
    """Draw each lane's votes at each stage, and what moved from lane to lane between them."""
    count = max((len(lane.votes) for lane in lanes), default=0)
    highest = max([quota or 0, 1, *(v or 0 for lane in lanes for v in lane.votes)])
    scale = LANE / highest
    bases = [TOP + (n + 1) * LANE + n * GAP for n in range(len(lanes))]
    xs = [LEFT + stage * STEP for stage in range(count)]
    colours = [0 if lane.lost else n % 6 + 1 for n, lane in enumerate(lanes)]
    bands = tuple(
        Band(
            lines=_two_lines(lane.name),
            outcome=lane.outcome,
            colour=colours[n],
            base=bases[n],
            bars=tuple(
                (xs[s], round(bases[n] - v * scale, 1), round(v * scale, 1))
                for s, v in enumerate(lane.votes)
                if v
            ),
            quota=None if quota is None or lane.lost else round(bases[n] - quota * scale, 1),
        )
        for n, lane in enumerate(lanes)
    )
    moving = [
        flow
        for stage in range(count - 1)
        for flow in _between(lanes, stage, xs, bases, scale, colours)
    ]
    return Flows(
        width=LEFT + max(0, count - 1) * STEP + BAR + RIGHT,
        height=TOP + len(lanes) * (LANE + GAP),
        left=LEFT,
        bar=BAR,
        bands=bands,
        flows=tuple(moving),
        stages=tuple(Tick(xs[s] + BAR / 2, str(s + 1)) for s in range(count)),
    )


def _between(
    lanes: Sequence[Lane],
    stage: int,
    xs: Sequence[float],
    bases: Sequence[float],
    scale: float,
    colours: Sequence[int],
) -> list[Flow]:
    """What stayed runs straight on; what was lost goes, in proportion, to those who gained."""

    def votes(lane: Lane, at: int) -> float:
        return (lane.votes[at] if at < len(lane.votes) else None) or 0

    before = [votes(lane, stage) for lane in lanes]
    after = [votes(lane, stage + 1) for lane in lanes]
    stayed = [min(b, a) for b, a in zip(before, after, strict=True)]
    lost = [b - s for b, s in zip(before, stayed, strict=True)]
    gained = [a - s for a, s in zip(after, stayed, strict=True)]
    all_gained = sum(gained)
    x0, x1 = xs[stage] + BAR, xs[stage + 1]
    # What stays fills a bar from its base; what moves leaves and arrives above it.
    leaving = [bases[n] - stayed[n] * scale for n in range(len(lanes))]
    arriving = list(leaving)
    drawn = [
        Flow(_ribbon(x0, bases[n], x1, bases[n], stayed[n] * scale), colours[n])
        for n in range(len(lanes))
        if stayed[n]
    ]
    for giver, loss in enumerate(lost):
        for taker, gain in enumerate(gained):
            thick = loss * gain / all_gained * scale if all_gained else 0
            if thick > 0:
                path = _ribbon(x0, leaving[giver], x1, arriving[taker], thick)
                drawn.append(Flow(path, colours[giver]))
                leaving[giver] -= thick
                arriving[taker] -= thick
    return drawn


def _two_lines(name: str) -> tuple[str, ...]:
    """
    >>> _two_lines("Papers that name nobody else any more, all of them together")
    ('Papers that name', 'nobody else any more …')
    """
    lines = wrap(name, 22)
    return tuple(lines[:2]) if len(lines) <= 2 else (lines[0], lines[1][:20].rstrip() + " …")


def _ribbon(x0: float, y0: float, x1: float, y1: float, thick: float) -> str:
    """A band from (x0, y0) to (x1, y1), its lower edge through both."""
    half = round((x0 + x1) / 2, 1)
    x0, y0, x1, y1 = round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1)
    u0, u1 = round(y0 - thick, 2), round(y1 - thick, 2)
    return f"M{x0} {y0}C{half} {y0} {half} {y1} {x1} {y1}V{u1}C{half} {u1} {half} {u0} {x0} {u0}Z"
