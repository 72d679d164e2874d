"""Pabulib, the file of participatory budgets: as much of it as counting approvals needs.

Sections META, PROJECTS and VOTES, each a semicolon-separated table; pabulib.org/format.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from coopcouncil.counting.formats import Unreadable, decode

APPROVING = ("approval", "choose-1")


@dataclass(frozen=True, slots=True)
class Budget:
    """The projects, and for each set of approvals how many papers bear it."""

    title: str
    vote_type: str
    projects: tuple[str, ...]
    papers: dict[tuple[str, ...], int]


def read(data: bytes) -> Budget:
    """The budget that a `.pb` file describes."""
    csv.field_size_limit(1 << 24)
    rows = csv.reader(io.StringIO(decode(data), newline=""), delimiter=";")
    meta: dict[str, str] = {}
    projects: dict[str, None] = {}
    papers: dict[tuple[str, ...], int] = {}
    section, heading = "", list[str]()
    try:
        for row in rows:
            name = row[0].strip().upper() if len(row) == 1 else ""
            if name in ("META", "PROJECTS", "VOTES"):
                section, heading = name, []
            elif not row or not any(cell.strip() for cell in row):
                continue
            elif not section:
                raise Unreadable("a Pabulib file begins with META", rows.line_num)
            elif not heading:
                heading = [cell.strip().lower() for cell in row]
                _check(section, heading, rows.line_num)
            elif section == "META":
                meta[row[0].strip()] = row[1].strip() if len(row) > 1 else ""
            elif section == "PROJECTS":
                projects[_cell(row, heading, "project_id", rows.line_num)] = None
            else:
                cell = _cell(row, heading, "vote", rows.line_num)
                paper = tuple(sorted({p.strip() for p in cell.split(",") if p.strip()}))
                for project in paper:
                    if project not in projects:
                        raise Unreadable(f"no project {project[:40]!a}", rows.line_num)
                papers[paper] = papers.get(paper, 0) + 1
    except csv.Error as trouble:
        raise Unreadable(f"not a table line: {trouble}", rows.line_num) from None
    if not projects or section != "VOTES":
        raise Unreadable("META, PROJECTS and VOTES should all be here", rows.line_num)
    return Budget(meta.get("description", ""), meta.get("vote_type", ""), tuple(projects), papers)


def _check(section: str, heading: list[str], line: int) -> None:
    needed = {"PROJECTS": "project_id", "VOTES": "vote"}.get(section)
    if needed and needed not in heading:
        raise Unreadable(f"{section} has no column {needed}", line)


def _cell(row: list[str], heading: list[str], column: str, line: int) -> str:
    at = heading.index(column)
    if at >= len(row):
        raise Unreadable(f"no {column} on this line", line)
    return row[at].strip()


def approvals(budget: Budget) -> dict[str, int]:
    """How many approve of each project."""
    if budget.vote_type not in APPROVING:
        raise Unreadable(
            f"the votes are {budget.vote_type or 'of no named kind'}, not approvals", None
        )
    totals = dict.fromkeys(budget.projects, 0)
    for paper, weight in budget.papers.items():
        for project in paper:
            totals[project] += weight
    return totals
