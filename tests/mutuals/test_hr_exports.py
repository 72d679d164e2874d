"""HR exports: membership follows employment, with grace, and nobody is mixed up."""

from datetime import date, timedelta

import pytest

from coopcouncil.joining.finding import REVIEWS
from coopcouncil.joining.reads import house_of
from coopcouncil.kernel import clock
from coopcouncil.kernel.jobs import run_jobs
from coopcouncil.members.fits import read_fits
from coopcouncil.members.kinds import Status
from coopcouncil.members.models import ChangeSet
from coopcouncil.members.reads import current, entry_of
from coopcouncil.mutuals.hr import exports
from coopcouncil.mutuals.hr.refusals import (
    NothingToApply,
    StillWrong,
)
from coopcouncil.mutuals.models import Employment, ExportState, HrExport
from coopcouncil.mutuals.staff import former_employees
from coopcouncil.organisations.chapters.joining import VotingPlace
from coopcouncil.organisations.chapters.mutuals import StaffJoin
from tests.make import (
    make_member,
    make_officer,
)
from tests.mutuals.exporting import ANN, BO, NOW, applied, held, make_mutual, make_users

pytestmark = pytest.mark.anyio


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
