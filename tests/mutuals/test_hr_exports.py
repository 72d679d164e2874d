"""Staff membership follows an HR export: previewed, applied whole, nobody dropped by a machine."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.joining.reads import house_of
from coopcouncil.joining.finding import REVIEWS
from coopcouncil.kernel import clock
from coopcouncil.kernel.jobs import run_jobs
from coopcouncil.members.actions import change
from coopcouncil.members.fits import read_fits
from coopcouncil.members.importing.cells import Surroundings
from coopcouncil.members.importing.reading import Row
from coopcouncil.members.importing.undoing import ChangedSince
from coopcouncil.members.kinds import UNKNOWN, Status
from coopcouncil.members.models import ChangeSet, Member
from coopcouncil.members.reads import current, entry_of
from coopcouncil.mutuals.hr import exports, undoing
from coopcouncil.mutuals.hr.columns import guessed
from coopcouncil.mutuals.hr.differences import Job, Known, Terms, differences
from coopcouncil.mutuals.hr.people import Employee, RowTrouble, read_employee
from coopcouncil.mutuals.hr.refusals import (
    AppliedSince,
    NotAppliedYet,
    NothingToApply,
    StillWrong,
)
from coopcouncil.mutuals.models import Employment, ExportState, HrExport, HrLine
from coopcouncil.mutuals.staff import former_employees
from coopcouncil.organisations.chapters.joining import VotingPlace
from coopcouncil.organisations.chapters.mutuals import StaffJoin
from coopcouncil.organisations.models import Organisation
from tests.make import (
    make_constituency,
    make_member,
    make_officer,
    make_organisation,
    make_rules,
)

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
TODAY = NOW.date()
HEADINGS = (
    "Payroll No,Forename,Surname,Personal Email,Date of birth,Job title,Start date,Leave date"
)
TARGETS = guessed(HEADINGS.split(","))


async def make_mutual(**rules: Any) -> Organisation:
    org = await make_organisation()
    usual: dict[str, Any] = {
        "constituency_needs": "staff: employment",
        "staff_join": StaffJoin.AUTOMATIC,
        "staff_grace_days": 28,
    }
    await make_rules(org, **{**usual, **rules})
    await make_constituency(org, "Staff")
    await make_constituency(org, "Users")
    return org


async def held(org: Organisation, *lines: str, complete: bool = True) -> HrExport:
    """An export of today at its preview."""
    by = await make_officer(org)
    data = "\r\n".join([HEADINGS, *lines, ""]).encode("cp1252")
    export = await exports.begin(org, "staff.csv", data, by)
    await exports.name_columns(org, export, export.targets, clock.today(), complete)
    await run_jobs()
    return await HrExport.one(org, id=export.id)


async def applied(org: Organisation, *lines: str, complete: bool = True) -> HrExport:
    export = await held(org, *lines, complete=complete)
    await exports.apply(org, export, await make_officer(org))
    await run_jobs()
    export = await HrExport.one(org, id=export.id)
    assert export.state is ExportState.APPLIED
    return export


ANN = "E1,Ann,Jones,ann@post.example,01/02/1990,Lifeguard,01/03/2024,"
BO = "E2,Bo,Lee,bo@post.example,03/04/1985,Manager,2020-05-01,"


def test_the_columns_of_common_exports_are_guessed_in_both_languages() -> None:
    assert TARGETS == [
        "employee_number",
        "given_name",
        "family_name",
        "email",
        "date_of_birth",
        "post",
        "began_on",
        "ended_on",
    ]
    assert guessed(["Rhif staff", "Enw cyntaf", "Cyfenw", "Swydd", "Dyddiad dechrau"]) == [
        "employee_number",
        "given_name",
        "family_name",
        "post",
        "began_on",
    ]


@pytest.mark.parametrize(
    ("cells", "trouble"),
    [
        (["", "Ann", "Jones", "", "", "", "", ""], RowTrouble.NO_NUMBER),
        (["E1", "", "", "", "", "", "", ""], RowTrouble.NO_NAME),
        (["E1", "Ann", "Jones", "", "", "", "2/5/2024", "1/5/2024"], RowTrouble.ENDS_FIRST),
        (["E1", "Ann", "Jones", "at", "", "", "", ""], "not-an-address"),
        (["E1", "Ann", "Jones", "", "30/12/1899", "", "", ""], "too-long-ago"),
        (["E1", "Ann"], "cells-missing"),
    ],
)
def test_what_cannot_be_read_is_said(cells: list[str], trouble: str) -> None:
    one = read_employee(Row(2, 2, cells), TARGETS, Surroundings(TODAY))

    assert trouble in [flaw.trouble for flaw in one.flaws]


async def test_new_employees_are_members_from_their_first_day(db: None) -> None:
    with clock.frozen(NOW):
        org = await make_mutual()
        export = await applied(org, ANN, BO, "E3,Cy,Roe,,,Temp,2026-01-01,2026-02-01")
        entries = await current(org).order_by("member_number").select_related("constituency")

    assert export.counts["joins"] == 2  # The third came and went between two exports.
    assert [(e.name, e.joined_on, e.constituency and e.constituency.key) for e in entries] == [
        ("Ann Jones", date(2024, 3, 1), "staff"),
        ("Bo Lee", date(2020, 5, 1), "staff"),
    ]
    assert await ChangeSet.within(org).count() == 1
    assert export.state is ExportState.APPLIED
    assert export.file_id is None


async def test_where_the_rules_ask_for_it_they_are_applicants(db: None) -> None:
    with clock.frozen(NOW):
        org = await make_mutual(staff_join=StaffJoin.APPLY)
        await applied(org, ANN)
        job = await Employment.within(org).get(employee_number="E1")
        entry = await entry_of(org, job.member_id)

    assert entry is not None
    assert entry.status is Status.APPLICANT
    assert await current(org).count() == 0


async def test_the_same_export_again_says_nothing(db: None) -> None:
    with clock.frozen(NOW):
        org = await make_mutual()
        await applied(org, ANN, BO)
        export = await held(org, ANN, BO)

        assert export.counts["unchanged"] == 2
        with pytest.raises(NothingToApply):
            await exports.apply(org, export, await make_officer(org))


async def test_who_is_missing_left_the_job_and_stays_a_member_through_the_grace(db: None) -> None:
    with clock.frozen(NOW):
        org = await make_mutual()
        await applied(org, ANN, BO)
    with clock.frozen(NOW + timedelta(days=30)):
        export = await applied(org, BO)
        (gone,) = await former_employees(org)
        assert export.counts["leaves"] == 1
        assert export.change_set_id is None  # Nothing of the register is touched.
        assert await current(org).count() == 2
        assert gone.ended_on == date(2026, 7, 1)
        assert gone.stays_until == date(2026, 7, 29)
        finder = REVIEWS["job-ended"]
        assert await finder.find(await house_of(org), date(2026, 7, 29)) == []
        (found,) = await finder.find(await house_of(org), date(2026, 7, 30))

    assert (found.member_id, found.due_on) == (gone.member_id, date(2026, 7, 30))
    assert found.because == "ineligible"


async def test_a_partial_export_makes_nobody_leave(db: None) -> None:
    with clock.frozen(NOW):
        org = await make_mutual()
        await applied(org, ANN, BO)
        export = await held(org, ANN.replace("Lifeguard", "Duty manager"), complete=False)

    assert (export.counts["leaves"], export.counts["changed"]) == (0, 1)


async def test_who_comes_back_within_the_grace_keeps_the_membership(db: None) -> None:
    with clock.frozen(NOW):
        org = await make_mutual()
        await applied(org, ANN, BO)
        await applied(org, ANN + "2026-05-30", BO)
        assert [gone.ended_on for gone in await former_employees(org)] == [date(2026, 5, 30)]
        export = await applied(org, ANN, BO)

    assert export.counts["returns"] == 1
    with clock.frozen(NOW):
        assert await former_employees(org) == []
        assert await current(org).count() == 2


async def test_a_user_who_is_hired_votes_where_the_rules_order_it(db: None) -> None:
    with clock.frozen(NOW):
        org = await make_mutual(
            voting_constituency=VotingPlace.ORDER, constituency_order="staff, users"
        )
        users = await make_users(org)
        known = await make_member(
            org,
            "Ann Jones",
            constituency=users,
            email="ann@post.example",
            postal_address="1 High Street",
        )
        export = await applied(org, ANN)
        entry = await entry_of(org, known.member_id)

    assert export.counts["matches"] == 1
    assert entry is not None
    assert [place for place, _part in read_fits(entry.fits)] == [users.id]
    assert entry.constituency_id != users.id
    assert entry.postal_address == "1 High Street"


async def test_where_the_member_may_choose_the_vote_stays(db: None) -> None:
    with clock.frozen(NOW):
        org = await make_mutual(voting_constituency=VotingPlace.ASKED)
        users = await make_users(org)
        known = await make_member(
            org, "Ann Jones", constituency=users, date_of_birth="1990-02-01", email="a@home.example"
        )
        await applied(org, ANN)
        entry = await entry_of(org, known.member_id)

    assert entry is not None
    assert entry.constituency_id == users.id
    assert len(read_fits(entry.fits)) == 1
    assert entry.email == "a@home.example"  # What a member notified is not the payroll's to change.


async def test_a_mother_and_a_daughter_of_one_name_are_not_mixed_up(db: None) -> None:
    with clock.frozen(NOW):
        org = await make_mutual()
        users = await make_users(org)
        for born in ("1960-01-01", "1990-02-01"):
            await make_member(
                org,
                "Ann Jones",
                constituency=users,
                email="ann@post.example",
                date_of_birth=born,
            )
        export = await held(org, ANN)

        assert export.counts["wrong"] == 1
        with pytest.raises(StillWrong):
            await exports.apply(org, export, await make_officer(org))


async def test_the_register_moving_makes_a_new_preview(db: None) -> None:
    with clock.frozen(NOW):
        org = await make_mutual()
        export = await held(org, ANN)
        await make_member(org, "Late Comer")

        await exports.apply(org, export, await make_officer(org))
        await run_jobs()
        export = await HrExport.one(org, id=export.id)
        assert (export.moved, export.state) == (True, ExportState.PREVIEWED)
        assert await Employment.within(org).count() == 0
        await exports.apply(org, export, await make_officer(org))
        await run_jobs()
    assert await Employment.within(org).count() == 1


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


async def make_users(org: Organisation):
    from coopcouncil.members.models import Constituency

    return await Constituency.within(org).get(key="users")


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


async def test_an_export_is_brought_in_on_the_page(client):
    with clock.frozen(NOW):
        org = await make_mutual()
        secretary = client.as_(await make_officer(org))
        await applied(org, BO)
        none = await secretary.post(f"/{org.slug}/staff", {})
        data = "\r\n".join([HEADINGS, ANN, ""]).encode("utf-16")
        columns = await (
            await secretary.post(f"/{org.slug}/staff", files={"file": ("hr.csv", data, "text/csv")})
        ).follow()
        future = await columns.submit(as_of__year="2027")
        waiting = await (await columns.submit()).follow()
        address = waiting.response.request.url.path
        still = await secretary.get(address, htmx=True, **{"hx-target": "progress-of-export"})
        await run_jobs()
        over = await secretary.get(address, htmx=True, **{"hx-target": "progress-of-export"})
        preview = await secretary.get(address)
        writing = await (await preview.submit()).follow()
        await run_jobs()
        done = await secretary.get(address)
        staff = await secretary.get(f"/{org.slug}/staff")

        assert none.errors == ["File of employees: Choose the file of employees."]
        assert future.status == 422
        assert (waiting.h1, "0 of 1 row" in waiting.main) == ("Reading the export", True)
        assert "You can leave this page and come back" in waiting.main
        assert ("0 of 1 row" in still.html, still.is_whole) == (True, False)
        assert over.response.headers["hx-redirect"] == address
        assert "Ann Jones" in preview.main
        assert writing.h1 == "Writing the export into jobs and register"
        assert "Membership stays until 29 June 2026 at least" in preview.main
        assert "Applied on 1 June 2026" in done.main
        assert "Stays until 29 June 2026 at least" in staff.main


async def test_staff_is_for_those_who_keep_the_register(client):
    with clock.frozen(NOW):
        org, other = await make_mutual(), await make_organisation(slug="another-org")
        export = await held(org, ANN)
        member = await make_member(org, "Ann Jones", email="ann@post.example")
        assert member
        theirs = client.as_(await make_officer(other))

        assert (await theirs.get(f"/{org.slug}/staff")).status == 403
        assert (await theirs.get(f"/{other.slug}/staff/exports/{export.id}")).status == 404
