"""Where the schools of a cluster stand in its drawing. Pure: figures in, places out.

A school is a disc as large as its members are many, with a ring around it that is filled as far
as its turnout goes. A line joins it to the trust.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from textwrap import wrap

ACROSS, WIDE, HIGH, TOP, LARGEST, RING = 4, 228.0, 262.0, 60.0, 54.0, 9.0


@dataclass(frozen=True)
class SchoolFigures:
    """What is drawn of one school."""

    name: str
    members: int
    votes: int | None = None
    voters: int | None = None

    @property
    def turnout(self) -> float | None:
        """The part of the voters who voted, or none where there was no vote."""
        if self.votes is None or not self.voters:
            return None
        return min(1.0, self.votes / self.voters)

    @property
    def percent(self) -> int | None:
        """The same in whole per cent."""
        return None if self.turnout is None else round(100 * self.turnout)


@dataclass(frozen=True)
class Disc:
    """One school as drawn."""

    x: float
    y: float
    radius: float
    ring: float
    filled: str
    """The path of the filled part of the ring; empty without turnout."""
    lines: tuple[str, ...]
    below: float
    figures: SchoolFigures
    stem: str
    """The line from the trust."""


@dataclass(frozen=True)
class ClusterMap:
    """The whole drawing."""

    width: float
    height: float
    discs: tuple[Disc, ...]
    trunk: str


def cluster_map(schools: Sequence[SchoolFigures]) -> ClusterMap:
    """Rows of schools beneath their trust, in the order in which they come."""
    across = min(ACROSS, max(1, len(schools)))
    most = max((school.members for school in schools), default=0) or 1
    width = across * WIDE
    rows = -(-len(schools) // across) if schools else 0
    discs = []
    for n, school in enumerate(schools):
        row, column = divmod(n, across)
        x, y = column * WIDE + WIDE / 2, TOP + row * HIGH + 84
        # The area says how many: twice the radius would be four times the members.
        radius = max(6.0, LARGEST * sqrt(school.members / most))
        line = TOP + row * HIGH + 4
        discs.append(
            Disc(
                round(x, 1),
                round(y, 1),
                round(radius, 1),
                round(radius + RING, 1),
                _arc(x, y, radius + RING, school.turnout),
                tuple(wrap(school.name, 22)[:2]),
                round(TOP + row * HIGH + 84 + LARGEST + RING + 24, 1),
                school,
                f"M{round(x, 1)} {line}V{round(y - radius - RING, 1)}",
            )
        )
    trunk = ""
    if discs:
        end = TOP + (rows - 1) * HIGH + 4
        trunk = f"M8 36V{end}"
        for row in range(rows):
            last = discs[min(len(discs), (row + 1) * across) - 1]
            trunk += f"M8 {TOP + row * HIGH + 4}H{last.x}"
    return ClusterMap(width, TOP + rows * HIGH, tuple(discs), trunk)


def _arc(x: float, y: float, radius: float, part: float | None) -> str:
    """From twelve o'clock onward; a full ring is two halves, as one arc would be no arc."""
    if not part:
        return ""
    start = f"M{x:.1f} {y - radius:.1f}"
    if part >= 0.9995:
        half = f"A{radius:.1f} {radius:.1f} 0 1 1"
        return f"{start}{half} {x:.1f} {y + radius:.1f}{half} {x:.1f} {y - radius:.1f}"
    angle = 2 * pi * part
    end = f"{x + radius * sin(angle):.1f} {y - radius * cos(angle):.1f}"
    return f"{start}A{radius:.1f} {radius:.1f} 0 {int(part > 0.5)} 1 {end}"
