"""Named reads: a contract's tests as they stand, a course's stages, what was published of votes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from coopcouncil.kernel import clock
from coopcouncil.mutuals.kinds import Answer, Test
from coopcouncil.mutuals.models import (
    Course,
    CourseStage,
    ReservedContract,
    StageEntry,
    TestAnswer,
)
from coopcouncil.mutuals.rules.courses import SETTLED, Standing, standing
from coopcouncil.mutuals.rules.reservation import Dates, Finding, findings
from coopcouncil.mutuals.stages import KINDS
from coopcouncil.organisations.models import Organisation


@dataclass(frozen=True)
class PublishedVote:
    """The published result of a resolution that one constituency decided by itself."""

    ballot_id: int
    title: str
    title_cy: str
    constituency_id: int
    constituency: str
    constituency_cy: str
    key: str
    votes_for: int
    against: int
    abstained: int
    published_at: datetime


PUBLISHED: list[Callable[[Organisation], Awaitable[list[PublishedVote]]]] = []
"""Filled in `told.py`: ballots, a higher slice, know what was published."""


async def published_votes(org: Organisation) -> list[PublishedVote]:
    """Every published resolution of one constituency, the latest first."""
    found = [vote for tells in PUBLISHED for vote in await tells(org)]
    return sorted(found, key=lambda vote: (vote.published_at, vote.ballot_id), reverse=True)


def dates_of(contract: ReservedContract) -> Dates:
    """The days of a contract, as its rules want them."""
    return Dates(contract.awarded_on, contract.starts_on, contract.ends_on, contract.award_before)


@dataclass(frozen=True)
class Tested:
    """One test of a contract: what holds, and everything that was said, the latest first."""

    finding: Finding
    said: list[TestAnswer]


async def tests_of(contract: ReservedContract) -> list[Tested]:
    """Every test of a contract as it stands."""
    answers = (
        await TestAnswer.everywhere()
        .filter(contract_id=contract.id)
        .order_by("-id")
        .select_related("said_by")
    )
    by_test: dict[Test, list[TestAnswer]] = {}
    for answer in answers:
        by_test.setdefault(answer.test, []).append(answer)
    latest: dict[Test, Answer] = {test: said[0].answer for test, said in by_test.items()}
    return [
        Tested(finding, by_test.get(finding.test, []))
        for finding in findings(dates_of(contract), latest)
    ]


@dataclass(frozen=True)
class StageNow:
    """A stage as it stands."""

    id: int
    key: str
    place: int
    title: Any
    asks: Any
    is_gate: bool
    due_on: date | None
    standing: Standing
    entries: list[StageEntry] = field(default_factory=list)

    @property
    def is_late(self) -> bool:
        """Whether its day is past and it is not settled."""
        due = self.due_on is not None and self.due_on < clock.today()
        return due and self.standing not in SETTLED


async def stages_of(course: Course) -> list[StageNow]:
    """The stages of one course in their order."""
    return (await stages_of_all([course]))[course.id]


async def stages_of_all(courses: list[Course]) -> dict[int, list[StageNow]]:
    """The stages of these courses."""
    ids = [course.id for course in courses]
    entries: dict[int, list[StageEntry]] = {}
    for entry in (
        await StageEntry.everywhere()
        .filter(stage__course_id__in=ids)
        .order_by("id")
        .select_related("entered_by")
    ):
        entries.setdefault(entry.stage_id, []).append(entry)
    kinds = {course.id: KINDS[course.kind] for course in courses}
    found: dict[int, list[StageNow]] = {number: [] for number in ids}
    for row in await CourseStage.everywhere().filter(course_id__in=ids).order_by("place"):
        of_kind = kinds[row.course_id].stage(row.key)
        said = entries.get(row.id, [])
        found[row.course_id].append(
            StageNow(
                row.id,
                row.key,
                row.place,
                of_kind.title if of_kind else row.key,
                of_kind.asks if of_kind else "",
                of_kind.is_gate if of_kind else False,
                row.due_on,
                standing([entry.verdict for entry in said]),
                said,
            )
        )
    return found
