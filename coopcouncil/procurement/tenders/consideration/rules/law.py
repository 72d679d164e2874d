"""The dated law before a notice: thresholds, and what lifts the ban on non-commercial matters.

Read strictly from the data file beside the package.
"""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from coopcouncil.procurement.kinds import Procedure, Subject

_FILE = Path(__file__).parent.parent / "law.toml"


@dataclass(frozen=True)
class Threshold:
    """An amount with VAT, from a day on until the next."""

    kind: str
    since: date
    pence: int
    checked: str


@dataclass(frozen=True)
class Lift:
    """A law by which a non-commercial matter may count."""

    code: str
    matters: tuple[str, ...]
    nations: tuple[str, ...]
    since: date
    below_threshold_only: bool
    only_covered_services: bool
    """It rests on the duty of the Act of 2012, which goods, works and small contracts have not."""
    keeps_by_place: bool
    """Whether by it a contract may be kept for suppliers of a place, not only a measure count."""
    checked: str
    title: str
    title_cy: str
    note: str
    note_cy: str

    def titled(self, language: str) -> str:
        """What it is called."""
        return self.title_cy if language == "cy" else self.title

    def noted(self, language: str) -> str:
        """How far it goes."""
        return self.note_cy if language == "cy" else self.note

    def holds(self, nation: str, on: date, below_threshold: bool, subject: Subject) -> bool:
        """Whether it can lift anything for such a contract on the day."""
        if self.only_covered_services and (below_threshold or subject is not Subject.SERVICES):
            return False
        return (
            nation in self.nations
            and on >= self.since
            and (below_threshold or not self.below_threshold_only)
        )


@dataclass(frozen=True)
class Law:
    """All of it."""

    thresholds: tuple[Threshold, ...]
    source: str
    source_cy: str
    notice: tuple[Threshold, ...]
    lifts: tuple[Lift, ...]

    def lift(self, code: str) -> Lift | None:
        """The law of that code."""
        return next((one for one in self.lifts if one.code == code), None)


@cache
def law() -> Law:
    """The law as this release knows it."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    source = data["threshold_source"][0]
    return Law(
        thresholds=tuple(_threshold(row) for row in data["threshold"]),
        source=source["title"],
        source_cy=source["title_cy"],
        notice=tuple(
            Threshold("notice", row["since"], row["pounds"] * 100, "seen") for row in data["notice"]
        ),
        lifts=tuple(_lift(row) for row in data["lift"]),
    )


def kind_of(subject: Subject, procedure: Procedure) -> str:
    """Which row of the thresholds is meant.

    >>> kind_of(Subject.SERVICES, Procedure.LIGHT_TOUCH), kind_of(Subject.WORKS, Procedure.OPEN)
    ('light-touch', 'works')
    """
    if procedure is Procedure.LIGHT_TOUCH:
        return "light-touch"
    if procedure is Procedure.CONCESSION:
        return "concession"
    return "works" if subject is Subject.WORKS else "goods-services"


def threshold(subject: Subject, procedure: Procedure, on: date) -> Threshold | None:
    """The threshold on the day; none before the Procurement Act was in force."""
    kind = kind_of(subject, procedure)
    return _latest([one for one in law().thresholds if one.kind == kind], on)


def notice_from(on: date) -> Threshold | None:
    """From which value a notice is published below the threshold."""
    return _latest(law().notice, on)


def is_below(value: int, subject: Subject, procedure: Procedure, on: date) -> bool:
    """Whether so many pence, with VAT, are below the threshold: at it is not below."""
    found = threshold(subject, procedure, on)
    return found is not None and value < found.pence


def lifting(
    matters: Collection[str], nation: str, on: date, below_threshold: bool, subject: Subject
) -> tuple[Lift, ...]:
    """The laws that lift the ban on all these matters, for such a contract on the day."""
    return tuple(
        one
        for one in law().lifts
        if set(matters) <= set(one.matters) and one.holds(nation, on, below_threshold, subject)
    )


def _latest(rows: Collection[Threshold], on: date) -> Threshold | None:
    return max((one for one in rows if one.since <= on), key=lambda r: r.since, default=None)


def _threshold(row: dict[str, Any]) -> Threshold:
    return Threshold(row["kind"], row["since"], row["pounds"] * 100, row["checked"])


def _lift(row: dict[str, Any]) -> Lift:
    return Lift(**{**row, "matters": tuple(row["matters"]), "nations": tuple(row["nations"])})
