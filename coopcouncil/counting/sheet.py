"""The count sheet: one row a candidate, one column a stage, as returning officers publish it.

A page, a PDF and a CSV are made of the same rows. Figures are text as the rule writes them; words
are left to who shows it, save in `csv_rows`, which takes them as an argument.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Literal

from coopcouncil.counting.outcome import Action, Outcome, Purpose, Stage
from coopcouncil.counting.papers import Candidate

State = Literal["standing", "elected", "excluded"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a stage did to a candidate: the change ("" for none), and the votes after it.

    `state` is the candidate's at the end of the stage; `turned` says that it changed there.
    """

    change: str
    total: str
    state: State
    turned: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate's line. `elected_at`, `excluded_at`: the number of the stage, or None."""

    candidate: Candidate
    cells: tuple[Cell, ...]
    elected_at: int | None
    excluded_at: int | None


@dataclass(frozen=True, slots=True)
class Column:
    """A stage: whose votes it moved, its quota, and who was elected at it."""

    number: int
    action: Action
    moved: tuple[Candidate, ...]
    quota: str
    elected: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class TieNote:
    """A tie in words' parts: where, between whom, and who was chosen, by what."""

    stage: int
    purpose: Purpose
    between: tuple[Candidate, ...]
    resolved: Literal["prior", "lot"]
    chosen: Candidate


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet. The totals row adds up to the valid papers at every stage."""

    title: str
    rules: str
    seats: int
    cast: int
    valid: int
    quota: str
    quota_moves: bool
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    non_transferable: tuple[Cell, ...]
    totals: tuple[str, ...]
    elected: tuple[Candidate, ...]
    ties: tuple[TieNote, ...]

    @property
    def invalid(self) -> int:
        """Papers without a valid preference: blank or spoilt."""
        return self.cast - self.valid


def of(outcome: Outcome) -> Sheet:
    """The sheet of a finished count."""
    named = {candidate.number: candidate for candidate in outcome.candidates}

    def people(numbers: Sequence[int]) -> tuple[Candidate, ...]:
        return tuple(named[number] for number in numbers)

    stages = outcome.stages
    return Sheet(
        title=outcome.title,
        rules=outcome.rules,
        seats=outcome.seats,
        cast=outcome.cast,
        valid=outcome.valid,
        quota=outcome.figure(outcome.quota),
        quota_moves=len({stage.quota for stage in stages}) > 1,
        columns=tuple(
            Column(s.number, s.action, people(s.moved), outcome.figure(s.quota), people(s.elected))
            for s in stages
        ),
        rows=tuple(_row(outcome, c) for c in outcome.candidates if not c.withdrawn),
        non_transferable=_cells(outcome, [s.non_transferable for s in stages], {}),
        totals=tuple(outcome.figure(sum(s.votes) + s.non_transferable) for s in stages),
        elected=people(outcome.elected),
        ties=tuple(
            TieNote(t.stage, t.purpose, people(t.between), t.resolved, named[t.chosen])
            for t in outcome.ties
        ),
    )


def _row(outcome: Outcome, candidate: Candidate) -> Row:
    turns = turning_points(outcome.stages, candidate.number)
    return Row(
        candidate,
        _cells(outcome, [stage.votes[candidate.number] for stage in outcome.stages], turns),
        next((stage for stage, state in turns.items() if state == "elected"), None),
        next((stage for stage, state in turns.items() if state == "excluded"), None),
    )


def turning_points(stages: Sequence[Stage], candidate: int) -> dict[int, State]:
    """The stage at which a candidate was elected or excluded, if either."""
    for stage in stages:
        if stage.action == "exclude" and candidate in stage.moved:
            return {stage.number: "excluded"}
        if candidate in stage.elected:
            return {stage.number: "elected"}
    return {}


def _cells(outcome: Outcome, votes: Sequence[int], turns: dict[int, State]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    state: State = "standing"
    before = 0
    for stage, now in zip(outcome.stages, votes, strict=True):
        turned = stage.number in turns
        state = turns.get(stage.number, state)
        change = ""
        if stage.number > 1 and now != before:
            change = ("+" if now > before else "") + outcome.figure(now - before)
        cells.append(Cell(change, outcome.figure(now), state, turned))
        before = now
    return tuple(cells)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the CSV, in English unless others are given.

    In `surplus` and `excluded`, {names} stands for the candidates, in `elected_at` {stage}.
    """

    candidate: str = "Candidate"
    stage: str = "Stage {stage}"
    first: str = "First preferences"
    surplus: str = "Surplus of {names}"
    excluded: str = "Exclusion of {names}"
    result: str = "Result"
    elected_at: str = "Elected at stage {stage}"
    excluded_at: str = "Excluded at stage {stage}"
    non_transferable: str = "Non-transferable"
    total: str = "Total"
    quota: str = "Quota"

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names of all the words, for who translates them."""
        return tuple(word.name for word in fields(cls))


def csv_rows(sheet: Sheet, words: Words | None = None) -> list[list[str]]:
    """The sheet as rows of text: for every stage after the first the change, then the votes."""
    w = words or Words()
    heading, actions = [w.candidate], [""]
    for column in sheet.columns:
        blank = [""] if column.number > 1 else []
        heading += [*blank, w.stage.format(stage=column.number)]
        actions += [*blank, action(column, w)]
    rows = [[*heading, w.result], [*actions, ""]]
    for row in sheet.rows:
        result = ""
        if row.elected_at:
            result = w.elected_at.format(stage=row.elected_at)
        elif row.excluded_at:
            result = w.excluded_at.format(stage=row.excluded_at)
        rows.append([row.candidate.name, *_flat(row.cells), result])
    rows.append([w.non_transferable, *_flat(sheet.non_transferable), ""])
    rows.append([w.total, *_spaced(sheet.totals), ""])
    rows.append([w.quota, *_spaced([column.quota for column in sheet.columns]), ""])
    return rows


def action(column: Column, words: Words) -> str:
    """What a stage did, in words."""
    if column.action == "first":
        return words.first
    names = ", ".join(candidate.name for candidate in column.moved)
    pattern = words.surplus if column.action == "surplus" else words.excluded
    return pattern.format(names=names)


def _flat(cells: Sequence[Cell]) -> list[str]:
    flat: list[str] = []
    for number, cell in enumerate(cells):
        flat += [cell.change, cell.total] if number else [cell.total]
    return flat


def _spaced(figures: Sequence[str]) -> list[str]:
    flat: list[str] = []
    for number, figure in enumerate(figures):
        flat += ["", figure] if number else [figure]
    return flat
