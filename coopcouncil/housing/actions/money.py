"""What the treasurer notes of arrears; services, their prices and who has them."""

from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.housing.actions.recorded import deed, supersede, told
from coopcouncil.housing.kinds import PlanKept, PriceEvery
from coopcouncil.housing.models import (
    ArrearsNote,
    HousingService,
    PlanPrice,
    ServicePlan,
    Subscription,
)
from coopcouncil.housing.rules.homes import NothingDifferent, may_correct
from coopcouncil.housing.rules.services import (
    EndsFirst,
    NameTaken,
    ServiceEnded,
    SinceMissing,
    TakenAlready,
)
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation


async def note_arrears(
    org: Organisation,
    member: Member,
    as_at: date,
    owed: Money,
    owed_since: date | None,
    plan: PlanKept,
    *,
    reason: str = "",
    by: Person | None,
) -> ArrearsNote:
    """What a member owed as at a day; nothing owed clears what was noted before."""
    async with deed(org) as now:
        if as_at > clock.today() or owed.pence < 0:
            raise SinceMissing
        if owed and (owed_since is None or owed_since > as_at):
            raise SinceMissing
        note = await ArrearsNote.create(
            organisation=org,
            member=member,
            as_at=as_at,
            pence=owed.pence,
            owed_since=owed_since if owed else None,
            plan=plan if owed else PlanKept.NONE,
            recorded_at=now,
            recorded_by=by,
            reason=reason,
        )
        # Neither sum nor plan: the record is read by more people than may know.
        await told(org, by, "noted a member’s account", f"member:{member.id}")
        return note


async def withdraw_note(
    org: Organisation, note: ArrearsNote, *, reason: str, by: Person | None
) -> None:
    """A note was wrong and no longer counts; it stays to be seen by those who may."""
    async with deed(org) as now:
        may_correct(reason)
        await note.refresh_from_db()
        if note.superseded_at is not None:
            raise NothingDifferent
        await supersede(note, now)
        subject = f"member:{note.member_id}"
        await told(org, by, "took back a note on a member’s account", subject)


async def begin_service(
    org: Organisation,
    name: str,
    name_cy: str,
    about: str,
    about_cy: str,
    began_on: date,
    *,
    by: Person | None,
) -> HousingService:
    """The co-operative runs something for its members from a day on."""
    async with deed(org):
        if await HousingService.within(org).filter(name=name).exists():
            raise NameTaken
        service = await HousingService.create(
            organisation=org,
            name=name,
            name_cy=name_cy,
            about=about,
            about_cy=about_cy,
            began_on=began_on,
        )
        await told(org, by, "began a service", f"housing-service:{service.id}")
        return service


async def add_plan(
    org: Organisation,
    service: HousingService,
    name: str,
    name_cy: str,
    every: PriceEvery,
    price: Money,
    since: date,
    *,
    by: Person | None,
) -> ServicePlan:
    """A way of having the service, at a price."""
    async with deed(org) as now:
        if await ServicePlan.within(org).filter(service_id=service.id, name=name).exists():
            raise NameTaken
        plan = await ServicePlan.create(
            organisation=org, service=service, name=name, name_cy=name_cy, every=every
        )
        await PlanPrice.create(
            organisation=org,
            plan=plan,
            since=since,
            pence=price.pence,
            recorded_at=now,
            recorded_by=by,
        )
        await told(org, by, "added a plan of a service", f"service-plan:{plan.id}")
        return plan


async def change_price(
    org: Organisation, plan: ServicePlan, price: Money, since: date, *, by: Person | None
) -> None:
    """The plan costs so much from a day on."""
    async with deed(org) as now:
        for known in await PlanPrice.known(org).filter(plan_id=plan.id, since=since):
            await supersede(known, now)
        await PlanPrice.create(
            organisation=org,
            plan=plan,
            since=since,
            pence=price.pence,
            recorded_at=now,
            recorded_by=by,
        )
        await told(org, by, "changed a price", f"service-plan:{plan.id}", pence=price.pence)


async def take_plan(
    org: Organisation, plan: ServicePlan, member: Member, since: date, *, by: Person | None
) -> Subscription:
    """A member has the plan from a day on."""
    async with deed(org) as now:
        service = await HousingService.one(org, id=plan.service_id)
        if service.ended_on is not None and since >= service.ended_on:
            raise ServiceEnded
        for known in await Subscription.known(org).filter(plan_id=plan.id, member_id=member.id):
            if known.until is None or known.until > since:
                raise TakenAlready
        taken = await Subscription.create(
            organisation=org,
            plan=plan,
            member=member,
            since=since,
            recorded_at=now,
            recorded_by=by,
        )
        await told(org, by, "recorded who has a service", f"service-plan:{plan.id}")
        return taken


async def give_up_plan(
    org: Organisation, taken: Subscription, until: date, *, by: Person | None
) -> None:
    """The member has the plan no more from a day on."""
    async with deed(org) as now:
        await taken.refresh_from_db()
        if taken.superseded_at is not None or taken.until is not None:
            raise NothingDifferent
        if until < taken.since:
            raise EndsFirst
        await supersede(taken, now)
        await Subscription.create(
            organisation=org,
            plan_id=taken.plan_id,
            member_id=taken.member_id,
            since=taken.since,
            until=until,
            recorded_at=now,
            recorded_by=by,
        )
        await told(org, by, "recorded who gave up a service", f"service-plan:{taken.plan_id}")
