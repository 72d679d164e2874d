"""Verbs: contracts and what is said of them, courses and what is decided of their stages."""

from datetime import date, timedelta

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.mutuals.kinds import Answer, Test
from coopcouncil.mutuals.models import (
    Course,
    CourseStage,
    ReservedContract,
    StageEntry,
    TestAnswer,
)
from coopcouncil.mutuals.reads import stages_of
from coopcouncil.mutuals.rules.courses import (
    SETTLED,
    BeforeTheCourse,
    CourseOver,
    Decision,
    NotYet,
    WhyNot,
    may_enter,
)
from coopcouncil.mutuals.rules.reservation import Dates, may_answer, may_be
from coopcouncil.mutuals.stages import KINDS
from coopcouncil.organisations.models import LegalForm, Listing, Organisation


async def add_contract(
    org: Organisation, title: str, authority: str, service: str, dates: Dates, by: Person | None
) -> ReservedContract:
    """Note a contract that is to be held against the tests."""
    may_be(dates)
    async with in_transaction():
        contract = await ReservedContract.create(
            organisation=org,
            title=title,
            authority=authority,
            service=service,
            awarded_on=dates.awarded_on,
            starts_on=dates.starts_on,
            ends_on=dates.ends_on,
            award_before=dates.award_before,
            added_by=by,
            added_at=clock.now(),
        )
        who = by.id if by else None
        await audit.record(org.id, who, "added a reserved contract", f"contract:{contract.id}")
    return contract


async def change_contract(
    contract: ReservedContract,
    title: str,
    authority: str,
    service: str,
    dates: Dates,
    by: Person,
) -> None:
    """Correct a contract; the record keeps the days as they were."""
    may_be(dates)
    async with in_transaction():
        before = [contract.awarded_on, contract.starts_on, contract.ends_on, contract.award_before]
        contract.title, contract.authority, contract.service = title, authority, service
        contract.awarded_on, contract.starts_on = dates.awarded_on, dates.starts_on
        contract.ends_on, contract.award_before = dates.ends_on, dates.award_before
        await contract.save()
        await audit.record(
            contract.organisation_id,
            by.id,
            "changed a reserved contract",
            f"contract:{contract.id}",
            days_before=before,
        )


async def answer_test(
    contract: ReservedContract, test: Test, answer: Answer, evidence: str, by: Person | None
) -> TestAnswer:
    """Say whether a test is met. What was said before stays to be read."""
    may_answer(answer, evidence)
    async with in_transaction():
        said = await TestAnswer.create(
            organisation_id=contract.organisation_id,
            contract=contract,
            test=test,
            answer=answer,
            evidence=evidence.strip(),
            said_by=by,
            said_at=clock.now(),
        )
        await audit.record(
            contract.organisation_id,
            by.id if by else None,
            "answered a test of a reserved contract",
            f"contract:{contract.id}",
            test=test,
            answer=answer,
        )
    return said


async def begin_course(
    council: Organisation,
    kind: str,
    title: str,
    title_cy: str,
    contact: str,
    begun_on: date,
    by: Person | None,
) -> Course:
    """Begin a course with the stages of its kind, each with its usual last day."""
    if council.legal_form is not LegalForm.COUNCIL or kind not in KINDS:
        raise NotHere
    if begun_on > clock.today():
        raise NotYet
    async with in_transaction():
        course = await Course.create(
            organisation=council,
            kind=kind,
            title=title,
            title_cy=title_cy,
            contact=contact,
            begun_on=begun_on,
            begun_by=by,
        )
        for place, stage in enumerate(KINDS[kind].stages):
            due = begun_on + timedelta(weeks=stage.weeks) if stage.weeks else None
            await CourseStage.create(
                organisation=council, course=course, key=stage.key, place=place, due_on=due
            )
        who = by.id if by else None
        await audit.record(council.id, who, "began a course", f"course:{course.id}", kind=kind)
    return course


async def enter(stage: CourseStage, decision: Decision, by: Person | None) -> StageEntry:
    """Enter what was decided of a stage."""
    async with in_transaction():
        await lock("course", stage.course_id)
        course = await Course.everywhere().get(id=stage.course_id)
        stages = await stages_of(course)
        of_kind = KINDS[course.kind].stage(stage.key)
        open_gates = [
            str(each.title)
            for each in stages
            if each.is_gate and each.place < stage.place and each.standing not in SETTLED
        ]
        may_enter(
            decision,
            is_gate=of_kind is not None and of_kind.is_gate,
            gates_open=open_gates,
            begun_on=course.begun_on,
            ended=course.ended_on is not None,
            today=clock.today(),
        )
        entry = await StageEntry.create(
            organisation_id=stage.organisation_id,
            stage=stage,
            verdict=decision.verdict,
            on=decision.on,
            decided_by=decision.decided_by.strip(),
            note=decision.note.strip(),
            evidence=decision.evidence.strip(),
            entered_by=by,
            entered_at=clock.now(),
        )
        await audit.record(
            stage.organisation_id,
            by.id if by else None,
            "entered a stage of a course",
            f"course:{course.id}",
            stage=stage.key,
            verdict=decision.verdict,
        )
    return entry


async def set_due(stage: CourseStage, due_on: date | None, by: Person) -> None:
    """Say by when a stage is due."""
    async with in_transaction():
        await CourseStage.everywhere().filter(id=stage.id).update(due_on=due_on)
        await audit.record(
            stage.organisation_id,
            by.id,
            "moved a stage of a course",
            f"course:{stage.course_id}",
            stage=stage.key,
            before=stage.due_on,
            now=due_on,
        )


async def end_course(
    course: Course, became: Organisation | None, ended_on: date, why: str, by: Person
) -> None:
    """End a course: as an organisation on the council's list, or with the reason why not."""
    async with in_transaction():
        await lock("course", course.id)
        course = await Course.everywhere().get(id=course.id)
        if course.ended_on is not None:
            raise CourseOver
        if ended_on > clock.today():
            raise NotYet
        if ended_on < course.begun_on:
            raise BeforeTheCourse(course.begun_on)
        if became is None and not why.strip():
            raise WhyNot
        listed = Listing.everywhere().filter(organisation_id=course.organisation_id)
        if became is not None and not await listed.filter(listed_id=became.id).exists():
            raise NotHere
        course.became_id = became.id if became else None
        course.ended_on, course.why_ended = ended_on, why.strip()
        await course.save()
        await audit.record(
            course.organisation_id,
            by.id,
            "ended a course",
            f"course:{course.id}",
            became=course.became_id,
        )
