"""The open library: the data file beside this module, read strictly, once.

A name that the file does not know, a code twice, a text in one language alone or a field too many
is a `ValueError`: the file is ours, and a fault in it must show in the first test.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from coopcouncil.procurement.measures.library.strict import (
    Named,
    by_code,
    checked,
    known,
    made,
)

__all__ = [
    "Criterion",
    "Frame",
    "Goal",
    "Library",
    "Mission",
    "OpenMeasure",
    "Outcome",
    "Proxy",
    "Unit",
]

_FILE = Path(__file__).with_name("open.toml")


class Mission(Named):
    """A mission of the government's Social Value Model."""


class Goal(Named):
    """A well-being goal of Wales."""


class Unit(Named):
    """What is counted."""


@dataclass(frozen=True)
class Outcome(Named):
    """An outcome of the Social Value Model in its edition of 2025 (PPN 002), under its mission.

    Measures are kept by these codes. `model` has every edition.
    """

    mission: str
    number: str
    published: bool
    """Whether the name is the published one, and not ours."""


@dataclass(frozen=True)
class Criterion(Named):
    """What a good offer shows of an outcome, and the measures that count towards it.

    In our own words: the award criteria of the Social Value Model are in `model`.
    """

    outcome: str
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Proxy:
    """The worth of one unit that a public source states, in pence."""

    code: str
    pence: int
    year: int
    source: str
    source_cy: str


@dataclass(frozen=True)
class Frame:
    """Where a part of the frame is from, and on what licence."""

    of: str
    title: str
    title_cy: str
    licence: str
    licence_cy: str
    note: str
    note_cy: str


@dataclass(frozen=True)
class OpenMeasure(Named):
    """A measure of the open library."""

    outcome: str
    goals: tuple[str, ...]
    unit: str
    matters: tuple[str, ...]
    evidence: str
    evidence_cy: str
    proxy: str = ""


@dataclass(frozen=True)
class Library:
    """The whole of it."""

    name: str
    name_cy: str
    version: str
    licence: str
    attribution: str
    attribution_cy: str
    frames: tuple[Frame, ...]
    missions: Mapping[str, Mission]
    outcomes: Mapping[str, Outcome]
    criteria: Mapping[str, Criterion]
    goals: Mapping[str, Goal]
    units: Mapping[str, Unit]
    proxies: Mapping[str, Proxy]
    measures: Mapping[str, OpenMeasure]

    def mission_of(self, outcome: str) -> str:
        """The mission that the outcome serves; none for none."""
        return self.outcomes[outcome].mission if outcome else ""

    def criteria_of(self, outcome: str) -> list[Criterion]:
        """The criteria of an outcome, in their order."""
        return [one for one in self.criteria.values() if one.outcome == outcome]

    def criterion_of(self, measure: str) -> Criterion | None:
        """The criterion that one of the open measures counts towards."""
        return next((one for one in self.criteria.values() if measure in one.measures), None)


@cache
def library() -> Library:
    """The library that this release carries."""
    return read(_FILE.read_text(encoding="utf-8"))


def read(text: str) -> Library:
    """A library from its TOML."""
    data = tomllib.loads(text)
    tables = ("frame", "mission", "outcome", "criterion", "goal", "unit", "proxy", "measure")
    rows: dict[str, list[dict[str, Any]]] = {name: data.pop(name) for name in tables}
    found = Library(
        frames=tuple(made(Frame, row) for row in rows["frame"]),
        missions=by_code(Mission, rows["mission"]),
        outcomes=by_code(Outcome, rows["outcome"]),
        criteria=by_code(Criterion, rows["criterion"]),
        goals=by_code(Goal, rows["goal"]),
        units=by_code(Unit, rows["unit"]),
        proxies=by_code(Proxy, rows["proxy"]),
        measures=by_code(OpenMeasure, rows["measure"]),
        **checked(Library, data),
    )
    for outcome in found.outcomes.values():
        known(outcome.code, outcome.mission, found.missions)
    for criterion in found.criteria.values():
        known(criterion.code, criterion.outcome, found.outcomes)
        for code in criterion.measures:
            known(criterion.code, code, found.measures)
            if found.measures[code].outcome != criterion.outcome:
                raise ValueError(f"{criterion.code} and {code} serve different outcomes")
    for one in found.measures.values():
        if one.outcome:
            known(one.code, one.outcome, found.outcomes)
            counted = sum(one.code in criterion.measures for criterion in found.criteria.values())
            if counted != 1:
                raise ValueError(f"{one.code} counts towards {counted} criteria")
        known(one.code, one.unit, found.units)
        for goal in one.goals:
            known(one.code, goal, found.goals)
        if one.proxy:
            known(one.code, one.proxy, found.proxies)
        if not (one.outcome or one.goals):
            raise ValueError(f"{one.code} serves nothing")
    return found
