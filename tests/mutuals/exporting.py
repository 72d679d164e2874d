"""A mutual, its HR exports at their preview and applied, for tests."""

from datetime import UTC, datetime
from typing import Any

from coopcouncil.kernel import clock
from coopcouncil.kernel.jobs import run_jobs
from coopcouncil.mutuals.hr import exports
from coopcouncil.mutuals.hr.columns import guessed
from coopcouncil.mutuals.models import ExportState, HrExport
from coopcouncil.organisations.chapters.mutuals import StaffJoin
from coopcouncil.organisations.models import Organisation
from tests.make import (
    make_constituency,
    make_officer,
    make_organisation,
    make_rules,
)

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


async def make_users(org: Organisation):
    from coopcouncil.members.models import Constituency

    return await Constituency.within(org).get(key="users")
