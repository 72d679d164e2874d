"""A council's courses: stages, gates, decisions with their names, and who may see them."""

from datetime import UTC, date, datetime

import pytest

from coopcouncil.kernel import clock
from coopcouncil.mutuals.actions import begin_course, end_course, enter
from coopcouncil.mutuals.kinds import Verdict
from coopcouncil.mutuals.models import CourseStage, StageEntry
from coopcouncil.mutuals.reads import stages_of
from coopcouncil.mutuals.rules.courses import (
    BeforeTheCourse,
    CourseOver,
    Decision,
    GateOnNothing,
    GateOpen,
    NotYet,
    Standing,
    WhoDecided,
    WhyNot,
    may_enter,
    standing,
)
from coopcouncil.mutuals.stages import KINDS
from coopcouncil.organisations.actions import list_organisation
from coopcouncil.organisations.models import LegalForm, Role
from tests.make import make_officer, make_organisation

pytestmark = pytest.mark.anyio

TODAY = date(2026, 6, 1)
PASSED = Decision(Verdict.PASSED, TODAY, "Cabinet, minute 14", evidence="Report 9")


def asked(decision: Decision, **more: object) -> None:
    usual = {
        "is_gate": False,
        "gates_open": (),
        "begun_on": date(2026, 1, 1),
        "ended": False,
        "today": TODAY,
    }
    may_enter(decision, **{**usual, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("decision", "more", "refusal"),
    [
        (PASSED, {"gates_open": ["Pensions"]}, GateOpen),
        (PASSED, {"ended": True}, CourseOver),
        (PASSED, {"begun_on": date(2026, 6, 2)}, BeforeTheCourse),
        (PASSED, {"today": date(2026, 5, 31)}, NotYet),
        (Decision(Verdict.PASSED, TODAY), {}, WhoDecided),
        (Decision(Verdict.PASSED, TODAY, "Cabinet"), {"is_gate": True}, GateOnNothing),
        (Decision(Verdict.NOT_NEEDED, TODAY, "Cabinet"), {}, WhyNot),
        (Decision(Verdict.NOTED, TODAY), {}, WhyNot),
    ],
)
def test_what_cannot_be_entered_is_refused(decision, more, refusal):
    with pytest.raises(refusal):
        asked(decision, **more)


def test_a_stage_may_begin_while_a_gate_before_it_is_open() -> None:
    asked(Decision(Verdict.BEGUN, TODAY), gates_open=["Pensions"])
    asked(PASSED, is_gate=True)


def test_a_stage_that_is_open_again_is_under_way() -> None:
    assert standing([Verdict.PASSED, Verdict.REOPENED]) is Standing.BEGUN
    assert standing([Verdict.NOTED]) is Standing.WAITING


def test_every_kind_has_its_gates_and_no_stage_twice() -> None:
    gates = {
        key: {stage.key for stage in kind.stages if stage.is_gate} for key, kind in KINDS.items()
    }

    assert gates == {"spin-out": {"tupe", "pensions", "subsidy"}, "start-up": {"subsidy"}}
    for kind in KINDS.values():
        keys = [stage.key for stage in kind.stages]
        assert len(set(keys)) == len(keys)
        assert [s.weeks for s in kind.stages] == sorted(s.weeks for s in kind.stages)


async def test_gates_hold_up_what_comes_after_them(db: None) -> None:
    with clock.frozen(datetime(2026, 6, 1, 9, tzinfo=UTC)):
        council = await make_organisation("Council", legal_form=LegalForm.COUNCIL)
        by = await make_officer(council)
        course = await begin_course(council, "spin-out", "Pools", "", "", date(2026, 1, 1), by)
        stages = {each.key: each for each in await CourseStage.within(council)}

        with pytest.raises(GateOpen) as refused:
            await enter(stages["staff-vote"], PASSED, by)
        assert len(refused.value.titles) == 3
        for gate in ("tupe", "pensions"):
            await enter(stages[gate], PASSED, by)
        no_help = Decision(Verdict.NOT_NEEDED, TODAY, "Head of law", "No help is given")
        await enter(stages["subsidy"], no_help, by)
        await enter(stages["staff-vote"], PASSED, by)
        again = Decision(Verdict.REOPENED, TODAY, note="The actuary's figures were wrong")
        await enter(stages["pensions"], again, by)
        with pytest.raises(GateOpen):
            await enter(stages["contract"], PASSED, by)
        with pytest.raises(WhyNot):
            await end_course(course, None, TODAY, "", by)
        mutual = await make_organisation("Pools Mutual")
        await list_organisation(council, mutual, by)
        await end_course(course, mutual, TODAY, "", by)
        with pytest.raises(CourseOver):
            await enter(stages["options"], PASSED, by)
        now = {each.key: each.standing for each in await stages_of(course)}

    assert now["pensions"] is Standing.BEGUN
    assert now["staff-vote"] is Standing.PASSED
    assert await StageEntry.within(council).count() == 5


async def test_a_course_is_begun_and_a_gate_passed_on_the_page(client):
    with clock.frozen(datetime(2026, 6, 1, 9, tzinfo=UTC)):
        council = await make_organisation("Council", legal_form=LegalForm.COUNCIL)
        lead = client.as_(await make_officer(council, Role.PROCUREMENT_LEAD, "Helen Hill"))
        form = await lead.get(f"/{council.slug}/courses/new")
        course = await (await form.submit(kind="start-up", title="Bread for all")).follow()
        gate = await lead.get(course.links["Subsidy control"])
        refused = await gate.submit(verdict="passed", decided_by="Head of law")
        done = await (
            await gate.submit(verdict="passed", decided_by="Head of law", evidence="Advice 3")
        ).follow()

        assert "0 of 10 stages" in course.main
        assert "A gate is passed on evidence" in refused.errors[0]
        assert "1 of 10 stages" in done.main
        told = await lead.get(course.links["Subsidy control"])
        assert "Decided by Head of law." in told.main
        assert "Entered by Helen Hill, 1 June 2026" in told.main


async def test_a_co_operative_sees_no_course_and_a_council_none_of_anothers(client):
    council = await make_organisation("Council", legal_form=LegalForm.COUNCIL)
    other = await make_organisation("Other council", legal_form=LegalForm.COUNCIL)
    co_op = await make_organisation()
    by = await make_officer(council)
    course = await begin_course(council, "start-up", "Bread", "", "", date(2026, 1, 1), by)

    theirs = client.as_(await make_officer(other))
    member_of_co_op = client.as_(await make_officer(co_op))
    assert (await theirs.get(f"/{other.slug}/courses/{course.id}")).status == 404
    assert (await theirs.get(f"/{council.slug}/courses/{course.id}")).status == 403
    assert (await member_of_co_op.get(f"/{co_op.slug}/courses")).status == 404
