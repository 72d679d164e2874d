"""Prospective tenants: members who wait for a home."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from coopcouncil.accounts.models import Person
from coopcouncil.housing.actions.recorded import deed, supersede, told
from coopcouncil.housing.kinds import Afterwards
from coopcouncil.housing.models import Prospect
from coopcouncil.housing.reads import tenancies_of
from coopcouncil.housing.rules.homes import NothingDifferent
from coopcouncil.housing.rules.mutual import AlreadyATenant, ProspectsAreMembers
from coopcouncil.kernel import clock
from coopcouncil.members.actions import leave
from coopcouncil.members.kinds import Cause
from coopcouncil.members.models import Member
from coopcouncil.members.reads import as_at
from coopcouncil.organisations.models import Organisation


async def make_prospective(
    org: Organisation, member: Member, since: date, *, reason: str = "", by: Person | None
) -> None:
    """A member is a prospective tenant from a day on."""
    async with deed(org) as now:
        if not await as_at(org, since).filter(member_id=member.id).exists():
            raise ProspectsAreMembers
        if await tenancies_of(org, member.id, since):
            raise AlreadyATenant
        if await _prospect(org, member.id, since):
            raise NothingDifferent
        await Prospect.create(
            organisation=org,
            member=member,
            since=since,
            recorded_at=now,
            recorded_by=by,
            reason=reason,
        )
        await told(org, by, "made a member a prospective tenant", f"member:{member.id}")


async def settle_afterwards(
    org: Organisation,
    chosen: Mapping[int, Afterwards],
    on: date,
    reason: str,
    by: Person | None,
) -> None:
    """Those whose tenancy ended leave, wait, or stay until somebody decides."""
    members = as_at(org, on).filter(member_id__in=list(chosen))
    enrolled = set(cast(list[int], await members.values_list("member_id", flat=True)))
    for member_id, afterwards in chosen.items():
        if member_id not in enrolled or await tenancies_of(org, member_id, on):
            continue
        member = await Member.one(org, id=member_id)
        if afterwards is Afterwards.LEAVES:
            await leave(org, member, on, reason=reason, by=by, because=Cause.INELIGIBLE)
        elif afterwards is Afterwards.PROSPECTIVE:
            await make_prospective(org, member, on, reason=reason, by=by)


async def no_prospect(org: Organisation, member_id: int, on: date, by: Person | None) -> None:
    """A prospective tenant is one no longer from a day on: housed, or gone."""
    row = await _prospect(org, member_id, on)
    if row is None:
        return
    now = clock.now()
    await supersede(row, now)
    if row.since < on:
        await Prospect.create(
            organisation=org,
            member_id=member_id,
            since=row.since,
            until=on,
            recorded_at=now,
            recorded_by=by,
            reason=row.reason,
        )


async def _prospect(org: Organisation, member_id: int, on: date) -> Prospect | None:
    for row in await Prospect.known(org).filter(member_id=member_id):
        if row.until is None or row.until > on:
            return row
    return None
