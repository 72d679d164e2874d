"""The end of a tenant's membership: only together with what becomes of the tenancy."""

from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.housing.actions.prospects import no_prospect
from coopcouncil.housing.actions.recorded import deed, supersede
from coopcouncil.housing.actions.tenancies import end_tenancy, replaced
from coopcouncil.housing.kinds import EndWhy, Outcome
from coopcouncil.housing.models import Subscription, TenancyEnding, TenancyHolder, TenancyTerms
from coopcouncil.housing.reads import is_fully_mutual, tenancies_of
from coopcouncil.housing.rules.mutual import may_end_membership
from coopcouncil.housing.rules.tenancies import Held, may_go
from coopcouncil.kernel import clock
from coopcouncil.members.actions import leave
from coopcouncil.members.kinds import Cause
from coopcouncil.members.models import Member
from coopcouncil.members.recording import Recording
from coopcouncil.organisations.models import Organisation


async def end_membership(
    org: Organisation,
    terms: TenancyTerms,
    member: Member,
    on: date,
    outcome: Outcome,
    because: Cause | None,
    *,
    reason: str = "",
    by: Person | None,
) -> None:
    """A tenant's membership ends on a day, and this becomes of the tenancy."""
    async with deed(org) as now:
        holders = await TenancyHolder.known(org).filter(tenancy_id=terms.tenancy_id)
        if outcome is Outcome.OTHERS_STAY:
            may_go([Held(h.member_id, h.since, h.until) for h in holders], member.id, on)
            for holder in holders:
                if holder.member_id == member.id and (holder.until is None or holder.until > on):
                    await replaced(org, holder, until=on, by=by, reason=reason)
        elif outcome is Outcome.SURRENDER:
            await end_tenancy(org, terms, on, EndWhy.SURRENDER, {}, reason=reason, by=by)
        await TenancyEnding.create(
            organisation=org,
            tenancy_id=terms.tenancy_id,
            member=member,
            membership_ends_on=on,
            outcome=outcome,
            recorded_at=now,
            recorded_by=by,
            reason=reason,
        )
        await leave(org, member, on, reason=reason, by=by, because=because)


async def keep_tenancies(
    book: Recording, member_id: int, left_on: date, because: Cause | None
) -> None:
    """What `members.within.AFTER_LEAVING` asks: no tenant leaves the register unnoticed.

    A death or a meeting's expulsion is recorded at once, and what becomes of the tenancy is for
    a person to decide: the register cannot wait for a surrender or a court.
    """
    org, by = book.org, book.change_set.recorded_by
    mutual = await is_fully_mutual(org, left_on)
    decided = await TenancyEnding.known(org).filter(member_id=member_id).order_by("id")
    days = {ending.tenancy_id: ending.membership_ends_on for ending in decided}
    for terms in await tenancies_of(org, member_id, left_on):
        if days.get(terms.tenancy_id) != left_on and because in (Cause.DIED, Cause.EXPELLED):
            await TenancyEnding.create(
                organisation=org,
                tenancy_id=terms.tenancy_id,
                member_id=member_id,
                membership_ends_on=left_on,
                outcome=Outcome.UNDECIDED,
                recorded_at=clock.now(),
                recorded_by=by,
            )
        else:
            decided_on = days.get(terms.tenancy_id)
            may_end_membership(mutual, terms.home.reference, decided_on, left_on)
    await no_prospect(org, member_id, left_on, by)
    await _give_up_services(org, member_id, left_on, by)


async def _give_up_services(
    org: Organisation, member_id: int, left_on: date, by: Person | None
) -> None:
    """What is run for members ends with membership."""
    now = clock.now()
    for taken in await Subscription.known(org).filter(member_id=member_id):
        if taken.until is not None and taken.until <= left_on:
            continue
        await supersede(taken, now)
        await Subscription.create(
            organisation=org,
            plan_id=taken.plan_id,
            member_id=member_id,
            since=taken.since,
            until=max(left_on, taken.since),
            recorded_at=now,
            recorded_by=by,
        )
