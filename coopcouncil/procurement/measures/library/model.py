"""The Social Value Model of central government in each of its editions, beside the open library.

Names and codes are the published ones where they could be read; each says whether it is. Which of
the open measures serves what is our own judgement.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from coopcouncil.procurement.measures.library import Library, library
from coopcouncil.procurement.measures.library.strict import Named, by_code, known

_FILE = Path(__file__).with_name("model.toml")
OF_MEASURES = "ppn-002"
"""The edition whose outcomes measures are kept by."""


@dataclass(frozen=True)
class Edition(Named):
    """One edition: from when and for whom it holds, how much weight it asks, and how we know."""

    number: str
    published_on: date
    since: date
    """For tender notices from this day."""
    pounds: int
    """For values from this, with VAT."""
    covered_alone: bool
    """Whether it leaves out what is below the thresholds of the Procurement Act."""
    weights: tuple[tuple[int, int], ...]
    """From so many pounds at least so many per cent."""
    indicators_from: int
    indicators: int
    """From so many pounds at least so many indicators of social value; none where it says none."""
    licence: str
    licence_cy: str
    for_whom: str
    for_whom_cy: str
    weighing: str
    weighing_cy: str
    counting: str
    counting_cy: str
    unread: str
    unread_cy: str
    source: str
    source_cy: str
    outside: tuple[str, ...]
    """Measures of the open library that no part of it asks for."""
    until: date | None = None
    """For tender notices before this day."""

    def said(self, name: str, language: str) -> str:
        """A text of it in the language."""
        return str(getattr(self, f"{name}_cy" if language == "cy" else name))


@dataclass(frozen=True)
class ModelOutcome(Named):
    """An outcome of an edition."""

    edition: str
    number: str
    published: bool


@dataclass(frozen=True)
class AwardCriterion(Named):
    """An award criterion of the model, what it is about in our words, and what counts for it."""

    outcome: str
    published: bool
    words: str
    words_cy: str
    measures: tuple[str, ...]

    @property
    def edition(self) -> str:
        """The edition that it is of: a code is `ppn-002:1a`."""
        return self.code.partition(":")[0]

    @property
    def letter(self) -> str:
        """Its number as published, where it has one: 1a."""
        number = self.code.partition(":")[2]
        return number if number[:1].isdigit() else ""

    def explained(self, language: str) -> str:
        """What it is about."""
        return self.words_cy if language == "cy" else self.words


@dataclass(frozen=True)
class Model:
    """Every edition, the latest first."""

    editions: Mapping[str, Edition]
    outcomes: Mapping[str, ModelOutcome]
    criteria: Mapping[str, AwardCriterion]

    def numbered(self, number: str) -> Edition | None:
        """The edition that is published under the number."""
        return next((one for one in self.editions.values() if one.number == number), None)

    def outcomes_of(self, edition: str) -> list[ModelOutcome]:
        """The outcomes of an edition, in their order."""
        return [one for one in self.outcomes.values() if one.edition == edition]

    def criteria_of(self, outcome: str) -> list[AwardCriterion]:
        """The award criteria of an outcome that are known, in their order."""
        return [one for one in self.criteria.values() if one.outcome == outcome]

    def served_by(self, measure: str) -> tuple[str, ...]:
        """The award criteria, by their codes, that an open measure serves."""
        return tuple(one.code for one in self.criteria.values() if measure in one.measures)

    def named(self, serves: Iterable[str]) -> list[AwardCriterion]:
        """The award criteria of these codes, in the model's order; one that is gone falls out."""
        wanted = set(serves)
        return [one for one in self.criteria.values() if one.code in wanted]

    def unread_outcome(self, outcome: str, serves: Iterable[str]) -> ModelOutcome | None:
        """The outcome of 2025 that a measure is kept by, where none of its criteria says more."""
        if any(one.edition == OF_MEASURES for one in self.named(serves)):
            return None
        return self.outcomes.get(outcome)

    def is_within(self, edition: str, outcome: str, serves: Iterable[str]) -> bool:
        """Whether a measure of this outcome of 2025, serving these criteria, is asked for by it."""
        if edition == OF_MEASURES:
            return bool(outcome)
        return any(one.edition == edition for one in self.named(serves))


@cache
def model() -> Model:
    """The model that this release knows."""
    return read(_FILE.read_text(encoding="utf-8"), library())


def read(text: str, frame: Library) -> Model:
    """The model from its TOML, and the outcomes of 2025 from the library."""
    data = tomllib.loads(text)
    rows: dict[str, list[dict[str, Any]]] = {
        name: data.pop(name) for name in ("edition", "outcome", "criterion")
    }
    if data:
        raise ValueError(f"{sorted(data)} are not known")
    for row in rows["edition"]:
        row["weights"] = [tuple(one) for one in row["weights"]]
    of_measures = {
        one.code: ModelOutcome(
            one.code, one.title, one.title_cy, OF_MEASURES, one.number, one.published
        )
        for one in frame.outcomes.values()
    }
    found = Model(
        editions=by_code(Edition, rows["edition"]),
        outcomes={**by_code(ModelOutcome, rows["outcome"]), **of_measures},
        criteria=by_code(AwardCriterion, rows["criterion"]),
    )
    _checked(found, frame)
    return found


def _checked(found: Model, frame: Library) -> None:
    for outcome in found.outcomes.values():
        known(outcome.code, outcome.edition, found.editions)
    for one in found.criteria.values():
        known(one.code, one.outcome, found.outcomes)
        if found.outcomes[one.outcome].edition != one.edition:
            raise ValueError(f"{one.code} stands under an outcome of another edition")
        for code in one.measures:
            known(one.code, code, frame.measures)
    for edition in found.editions.values():
        for code in edition.outside:
            known(edition.code, code, frame.measures)
        for code, measure in frame.measures.items():
            within = [o for o in found.served_by(code) if found.criteria[o].edition == edition.code]
            places = len(within) + (code in edition.outside)
            # Of an outcome whose criteria could not be read, the outcome is all that is said.
            unread = edition.code == OF_MEASURES and not found.criteria_of(measure.outcome)
            if places != (0 if unread and measure.outcome else 1):
                raise ValueError(f"{code} has {places} places in {edition.code}")
            if edition.code == OF_MEASURES:
                if bool(measure.outcome) == (code in edition.outside):
                    raise ValueError(f"{code} is in and out of {edition.code}")
                if within and found.criteria[within[0]].outcome != measure.outcome:
                    raise ValueError(f"{code} and {within[0]} serve different outcomes")
