"""Plans and their prices; who is charged by which, since when and until when."""

from dataclasses import dataclass
from datetime import date, timedelta

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions.charging import charge
from coopcouncil.payments.kinds import ChargeKind, Interval, Method
from coopcouncil.payments.models import (
    MemberPlan,
    Plan,
    PlanConcession,
    PlanPause,
    Price,
)
from coopcouncil.payments.rules.periods import period_of
from coopcouncil.payments.rules.planning import (
    EndsBeforeItBegins,
    NameTaken,
    NotOnOffer,
    OnThisPlan,
    PausedAlready,
    WhyConcession,
    may_cost,
)

NOTHING = Money(0)


@dataclass(frozen=True)
class PlanDraft:
    """A plan as it is made."""

    kind: ChargeKind
    name: str
    name_cy: str
    interval: Interval
    price: Money
    since: date
    collection_day: int = 1
    year_month: int = 1
    prorated: bool = True
    joining_fee: Money = NOTHING
    for_joining: bool = False


async def add_plan(org: Organisation, draft: PlanDraft, *, by: Person | None) -> Plan:
    """Something to be charged at intervals, with its first price."""
    may_cost(draft.price)
    async with in_transaction():
        await lock("plans", org.id)
        if await Plan.within(org).filter(name=draft.name).exists():
            raise NameTaken(draft.name)
        if draft.for_joining:
            await Plan.within(org).filter(for_joining=True).update(for_joining=False)
        plan = await Plan.create(
            organisation=org,
            kind=draft.kind,
            name=draft.name,
            name_cy=draft.name_cy,
            interval=draft.interval,
            collection_day=draft.collection_day,
            year_month=draft.year_month,
            prorated=draft.prorated,
            joining_fee=draft.joining_fee.pence,
            for_joining=draft.for_joining,
        )
        await _price(org, plan, None, draft.price, draft.since, by)
        await _record(org, by, "added a plan", f"plan:{plan.id}")
        return plan


async def add_concession(
    org: Organisation,
    plan: Plan,
    name: str,
    name_cy: str,
    price: Money,
    since: date,
    *,
    by: Person | None,
) -> PlanConcession:
    """Another price of a plan, for whom it is named after."""
    may_cost(price)
    async with in_transaction():
        await lock("plans", org.id)
        if await PlanConcession.within(org).filter(plan_id=plan.id, name=name).exists():
            raise NameTaken(name)
        made = await PlanConcession.create(organisation=org, plan=plan, name=name, name_cy=name_cy)
        await _price(org, plan, made, price, since, by)
        await _record(org, by, "added a concession", f"plan:{plan.id}")
        return made


async def set_price(
    org: Organisation,
    plan: Plan,
    concession: PlanConcession | None,
    price: Money,
    since: date,
    *,
    by: Person | None,
) -> Price:
    """What it costs for periods that begin on or after a day. What was charged stays."""
    may_cost(price)
    async with in_transaction():
        await lock("plans", org.id)
        made = await _price(org, plan, concession, price, since, by)
        await _record(org, by, "set a price", f"plan:{plan.id}")
        return made


async def offer(org: Organisation, plan: Plan, on_offer: bool, *, by: Person | None) -> None:
    """Whether anybody new may take it; who has it keeps it."""
    async with in_transaction():
        plan.on_offer = on_offer
        await plan.save(update_fields=["on_offer"])
        await _record(
            org, by, "offered a plan" if on_offer else "withdrew a plan", f"plan:{plan.id}"
        )


@dataclass(frozen=True)
class Terms:
    """How a member is charged by a plan."""

    method: Method
    charged_from: date
    concession_id: int | None = None
    concession_reason: str = ""
    own_amount: Money | None = None
    joining_fee: bool = True


async def start_plan(
    org: Organisation, member: Member, plan: Plan, terms: Terms, *, by: Person | None
) -> MemberPlan:
    """The member is charged by this plan from a day on; its joining fee is charged once."""
    async with in_transaction():
        made = await _start(org, member, plan, terms, by)
        if plan.joining_fee and terms.joining_fee:
            await charge(
                org,
                member,
                ChargeKind.JOINING_FEE,
                Money(plan.joining_fee),
                max(terms.charged_from, clock.today()),
                plan.name,
                text_cy=plan.name_cy,
                source=f"joining-fee:{plan.id}:{member.id}",
                by=by,
            )
        return made


async def stop_plan(
    org: Organisation, member_plan: MemberPlan, on: date, reason: str, *, by: Person | None
) -> MemberPlan:
    """Nothing that begins after the day is charged. What was charged stays owed."""
    async with in_transaction():
        await lock("plans", org.id)
        found = await MemberPlan.one(org, id=member_plan.id)
        if found.ended_on is not None:
            return found
        if on < found.charged_from - timedelta(days=1):
            raise EndsBeforeItBegins(found.charged_from)
        found.ended_on, found.end_reason = on, reason
        await found.save(update_fields=["ended_on", "end_reason"])
        await _record(org, by, "stopped a plan", f"member-plan:{found.id}")
        return found


async def change_plan(
    org: Organisation, member_plan: MemberPlan, plan: Plan, terms: Terms, *, by: Person | None
) -> MemberPlan:
    """Another plan, or other terms, from the day that a new period of the old one begins: no day
    is charged twice, and none by halves."""
    async with in_transaction():
        await lock("plans", org.id)
        old = await MemberPlan.one(org, id=member_plan.id)
        previous = await Plan.one(org, id=old.plan_id)
        whole = period_of(previous.interval, terms.charged_from, previous.year_month)
        since = whole.since if whole.since >= terms.charged_from else whole.to + timedelta(days=1)
        since = max(since, old.charged_from)
        await stop_plan(org, old, since - timedelta(days=1), "", by=by)
        member = await Member.one(org, id=old.member_id)
        fresh = Terms(
            terms.method,
            since,
            terms.concession_id,
            terms.concession_reason,
            terms.own_amount,
            joining_fee=False,
        )
        return await _start(org, member, plan, fresh, by)


async def pause_plan(
    org: Organisation,
    member_plan: MemberPlan,
    since: date,
    until: date | None,
    reason: str,
    *,
    by: Person | None,
) -> PlanPause:
    """Periods that begin in these days are not charged; without an end, until somebody ends it."""
    async with in_transaction():
        await lock("plans", org.id)
        for one in await PlanPause.within(org).filter(member_plan_id=member_plan.id):
            if (one.until is None or since <= one.until) and (until is None or one.since <= until):
                raise PausedAlready
        if until is not None and until < since:
            raise EndsBeforeItBegins(since)
        made = await PlanPause.create(
            organisation=org,
            member_plan=member_plan,
            since=since,
            until=until,
            reason=reason,
            recorded_at=clock.now(),
            recorded_by=by,
        )
        await _record(org, by, "paused a plan", f"member-plan:{member_plan.id}")
        return made


async def resume_plan(
    org: Organisation, pause: PlanPause, last: date, *, by: Person | None
) -> PlanPause:
    """The pause has its last day; it may be over before it began."""
    async with in_transaction():
        await lock("plans", org.id)
        found = await PlanPause.one(org, id=pause.id)
        if found.until is None or found.until > last:
            found.until = max(last, found.since)
            await found.save(update_fields=["until"])
            await _record(org, by, "ended a pause", f"member-plan:{found.member_plan_id}")
        return found


async def _start(
    org: Organisation, member: Member, plan: Plan, terms: Terms, by: Person | None
) -> MemberPlan:
    await lock("plans", org.id)
    if member.organisation_id != org.id or plan.organisation_id != org.id:
        raise NotHere
    if not plan.on_offer:
        raise NotOnOffer(plan.name)
    running = MemberPlan.within(org).filter(member_id=member.id, plan_id=plan.id)
    if await running.filter(ended_on=None).exists():
        raise OnThisPlan(plan.name)
    if terms.concession_id is not None:
        await PlanConcession.one(org, id=terms.concession_id, plan_id=plan.id)
        if not terms.concession_reason.strip():
            raise WhyConcession
    if terms.own_amount is not None:
        may_cost(terms.own_amount)
    made = await MemberPlan.create(
        organisation=org,
        member=member,
        plan=plan,
        concession_id=terms.concession_id,
        concession_reason=terms.concession_reason,
        own_amount=terms.own_amount.pence if terms.own_amount else None,
        method=terms.method,
        charged_from=terms.charged_from,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    await _record(org, by, "started a plan", f"member-plan:{made.id}")
    return made


async def _price(
    org: Organisation,
    plan: Plan,
    concession: PlanConcession | None,
    price: Money,
    since: date,
    by: Person | None,
) -> Price:
    return await Price.create(
        organisation=org,
        plan=plan,
        concession=concession,
        amount=price.pence,
        since=since,
        recorded_at=clock.now(),
        recorded_by=by,
    )


async def _record(org: Organisation, by: Person | None, verb: str, subject: str) -> None:
    await audit.record(org.id, by.id if by else None, verb, subject)
