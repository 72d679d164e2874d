"""An HR export is taken back whole, forgotten, or comes again and says nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.kernel import clock
from coopcouncil.members.actions import change
from coopcouncil.members.importing.undoing import ChangedSince
from coopcouncil.members.kinds import UNKNOWN
from coopcouncil.members.models import Member
from coopcouncil.members.reads import current
from coopcouncil.mutuals.hr import undoing
from coopcouncil.mutuals.hr.differences import Job, Known, Terms, differences
from coopcouncil.mutuals.hr.people import Employee
from coopcouncil.mutuals.hr.refusals import (
    AppliedSince,
    NotAppliedYet,
)
from coopcouncil.mutuals.models import Employment, ExportState, HrExport, HrLine
from coopcouncil.organisations.chapters.joining import VotingPlace
from coopcouncil.organisations.chapters.mutuals import StaffJoin
from coopcouncil.organisations.models import Organisation
from tests.make import (
    make_member,
    make_officer,
)
from tests.mutuals.exporting import ANN, BO, NOW, TODAY, applied, held, make_mutual, make_users

pytestmark = pytest.mark.anyio


async def as_known(org: Organisation) -> list[tuple[object, ...]]:
    """Register and jobs as they stand."""
    entries = (
        await current(org)
        .order_by("member_id")
        .values_list(
            "member_id",
            "given_name",
            "family_name",
            "status",
            "fits",
            "constituency_id",
            "valid_from",
        )
    )
    jobs = (
        await Employment.within(org)
        .order_by("employee_number")
        .values_list("employee_number", "member_id", "post", "began_on", "ended_on")
    )
    return [*entries, *jobs]


async def test_undoing_puts_register_and_jobs_back_as_they_were(db: None) -> None:
    with clock.frozen(NOW):
        org = await make_mutual()
        by = await make_officer(org)
        await make_member(
            org, "Cy Roe", email="cy@post.example", constituency=await make_users(org)
        )
        first = await applied(org, ANN, BO, "E4,Di,Poe,,,Cook,2026-01-01,")
        before = await as_known(org)
        second = await applied(
            org,
            ANN.replace("Jones", "Jones-Lee"),
            "E4,Di,Poe,,,Baker,2026-01-01,2026-05-01",
            "E5,Cy,Roe,cy@post.example,,Cook,2026-05-01,",
            "E6,New,Comer,,,Cook,2026-05-01,",
        )
        assert second.counts["leaves"] == 2
        assert await as_known(org) != before
        with pytest.raises(AppliedSince):
            await undoing.undo(org, first, "", by)
        await undoing.undo(org, second, "wrong month", by)
        assert await as_known(org) == before
        with pytest.raises(NotAppliedYet):
            await undoing.undo(org, second, "", by)
        await undoing.undo(org, first, "", by)
        assert await Employment.within(org).count() == 0


async def test_what_somebody_built_on_is_not_undone(db: None) -> None:
    with clock.frozen(NOW):
        org = await make_mutual()
        export = await applied(org, ANN, BO)
        job = await Employment.within(org).get(employee_number="E1")
        await change(org, await Member.one(org, id=job.member_id), {"postcode": "ZZ1 1AA"}, by=None)
        before = await as_known(org)
        with pytest.raises(ChangedSince):
            await undoing.undo(org, export, "", await make_officer(org))

    assert await as_known(org) == before


async def test_an_export_that_nobody_applies_is_forgotten_after_a_month(db: None) -> None:
    with clock.frozen(NOW):
        org = await make_mutual()
        export = await held(org, ANN)
    with clock.frozen(NOW + timedelta(days=31)):
        await undoing.forget_old()
    export = await HrExport.one(org, id=export.id)

    assert export.state is ExportState.DROPPED
    assert export.file_id is None
    assert not await HrLine.within(org).exists()


TERMS = Terms(
    1, {1: "staff", 2: "users"}, StaffJoin.AUTOMATIC, 28, VotingPlace.ASKED, "", TODAY, True
)
names = st.sampled_from(["Ann", "Bo", "Cy"])
days = st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 1))
people = st.lists(
    st.builds(
        lambda n, given, ended: Employee(
            n, f"E{n}", {"given_name": given, "family_name": "Lee"}, "", None, ended
        ),
        st.integers(1, 9),
        names,
        days,
    ),
    unique_by=lambda one: one.number,
    max_size=9,
)


@given(people, people)
def test_an_export_that_was_applied_says_nothing_when_it_comes_again(
    first: list[Employee], second: list[Employee]
) -> None:
    jobs: dict[str, Job] = {}
    register: dict[int, Known] = {}
    for export in (first, second):
        for _again in range(2):
            found = differences(export, jobs, register, TERMS)
            if _again:
                assert found == ()
            for each in found:
                assert each.kind != "wrong"
                assert each.kind != "leaves" or (each.ends_on or TODAY) <= TODAY
                one = each.employee
                if each.job is not None:
                    ends = each.ends_on if each.kind == "leaves" else None
                    jobs[each.job.number] = Job(each.job.number, each.job.member_id, ended_on=ends)
                    member = each.job.member_id
                elif one is not None:
                    member = len(register) + 1
                    jobs[one.number] = Job(one.number, member)
                facts = {**UNKNOWN, **(each.known.facts if each.known else {}), **each.facts}
                register[member] = Known(member, str(member), facts)
        employed = {one.number for one in export if not one.ended_on or one.ended_on > TODAY}
        assert {number for number, job in jobs.items() if job.ended_on is None} == employed
