"""What goes into a run and what comes out: every step that led to a total."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from coopcouncil.scoring.method import Formula, Kind, Method, TieBreak


@dataclass(frozen=True)
class Offer:
    """A bid for the lot: agreed points, figures and prices, and conditions met, by code."""

    key: str
    points: Mapping[str, Decimal] = field(default_factory=dict)
    figures: Mapping[str, Decimal] = field(default_factory=dict)
    """Prices too, in pounds."""
    met: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class LeftOut:
    """A bid that the sum leaves out, and why, as people wrote it."""

    key: str
    because: str


class Beside(StrEnum):
    """What a bid's own figure was held against."""

    MOST = "most"
    """The highest points of the scale."""
    LOWEST = "lowest"
    HIGHEST = "highest"
    MEAN = "mean"
    CEILING = "ceiling"
    TARGET = "target"


@dataclass(frozen=True)
class Step:
    """One criterion of one bid: given, beside what, so much of the whole, times the weight."""

    code: str
    kind: Kind
    formula: Formula | None
    given: Decimal | None
    beside: tuple[tuple[Beside, Fraction], ...]
    earned: Fraction | None
    """From 0 to 1; None alone where a bid failed before it was scored."""
    weight: Fraction
    """Per cent of the whole."""
    weighted: Fraction | None


@dataclass(frozen=True)
class Subtotal:
    """A group: what was earned under it, of its weight in the whole."""

    code: str
    weight: Fraction
    weighted: Fraction


class FailedBy(StrEnum):
    """Why a bid is scored no further."""

    CONDITION = "condition"
    """Not met, or not answered."""
    POINTS = "points"
    FIGURE = "figure"
    GROUP = "group"
    DEAR = "dear"
    """A price above the most that may be asked."""
    NO_PRICE = "no-price"


@dataclass(frozen=True)
class Failure:
    """A condition or threshold that a bid does not reach."""

    code: str
    by: FailedBy
    given: Fraction | None = None
    threshold: Decimal | None = None


class OddityKind(StrEnum):
    """What a person should look at before the sum is relied on."""

    NO_BIDS = "no-bids"
    ALL_FAILED = "all-failed"
    SINGLE = "single"
    """One bid alone: relative formulas compare it with itself."""
    NO_FIGURE = "no-figure"
    """Nothing offered, nothing earned."""
    NEGATIVE_FIGURE = "negative-figure"
    NOBODY_OFFERED = "nobody-offered"
    """The highest figure is nothing or less: nobody earns."""
    PRICE_NOT_POSITIVE = "price-not-positive"
    OVER_CEILING = "over-ceiling"


@dataclass(frozen=True)
class Oddity:
    """One such thing, of a bid, of a criterion, or of both."""

    kind: OddityKind
    key: str = ""
    code: str = ""


@dataclass(frozen=True)
class Scored:
    """One bid: its steps, its sum, its place."""

    key: str
    steps: tuple[Step, ...]
    subtotals: tuple[Subtotal, ...]
    failures: tuple[Failure, ...]
    social: Fraction | None
    """What of the exact sum is social value."""
    exact: Fraction | None
    total: Decimal | None
    """The exact sum rounded: the one rounding there is. None for a bid that failed."""
    rank: int | None

    def step(self, code: str) -> Step:
        """The step of one criterion."""
        return next(one for one in self.steps if one.code == code)


@dataclass(frozen=True)
class TieStep:
    """One step of the tie rule: what each had, and who stood before whom after it."""

    rule: TieBreak
    values: tuple[tuple[str, Fraction], ...]
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Tie:
    """Bids with one total, how they were parted; `is_open` while they are level still."""

    total: Decimal
    keys: tuple[str, ...]
    steps: tuple[TieStep, ...]
    is_open: bool


@dataclass(frozen=True)
class Run:
    """One sum over the bids for a lot; best first, the failed last."""

    method: Method
    offers: tuple[Offer, ...]
    scored: tuple[Scored, ...]
    ties: tuple[Tie, ...]
    left_out: tuple[LeftOut, ...]
    oddities: tuple[Oddity, ...]
    lot: tuple[str, ...]
    """The order that was drawn, the first being best; empty where none was."""

    def of(self, key: str) -> Scored:
        """What one bid came to."""
        return next(one for one in self.scored if one.key == key)

    @property
    def winner(self) -> str | None:
        """The one bid at the top; None without a bid, or while the top is level."""
        first = [one.key for one in self.scored if one.rank == 1]
        return first[0] if len(first) == 1 else None


class ProblemKind(StrEnum):
    """Why the sum cannot be made yet."""

    NO_POINTS = "no-points"
    OUTSIDE_SCALE = "outside-scale"
    NOT_A_NUMBER = "not-a-number"
    TWICE = "twice"
    """One key on two bids, or both scored and left out."""


@dataclass(frozen=True)
class Problem:
    """One thing in the way, of a bid on a criterion."""

    kind: ProblemKind
    key: str
    code: str = ""


class Unready(ValueError):
    """The sum is never made over a score that is missing or off its scale."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(", ".join(f"{one.kind} {one.key} {one.code}".strip() for one in problems))
