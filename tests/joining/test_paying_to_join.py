"""What joining costs: charged with the admission; membership begins once it has arrived."""

from datetime import date

import pytest

from coopcouncil.joining.actions.deciding import Decision, decide
from coopcouncil.joining.actions.money import begin_membership, money_arrived
from coopcouncil.joining.kinds import State
from coopcouncil.joining.models import Application
from coopcouncil.kernel import clock
from coopcouncil.kernel.models import Job, OutboxMessage
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.actions import open_books
from coopcouncil.members.models import Member
from coopcouncil.members.reads import current
from coopcouncil.organisations.models import Organisation
from coopcouncil.payments.actions import begin, receive, settle, take_back
from coopcouncil.payments.actions.hooks import SETTLED
from coopcouncil.payments.actions.planning import PlanDraft, add_plan
from coopcouncil.payments.actions.raising import raise_due
from coopcouncil.payments.kinds import ChargeKind, Interval, Method, TakenBack
from coopcouncil.payments.models import Charge
from tests.make import make_organisation, make_rules

pytestmark = pytest.mark.anyio
TODAY = date(2026, 6, 20)


async def make_place(paid_first: bool) -> Organisation:
    org = await make_organisation()
    await make_rules(org, joining_paid_first=paid_first, admission_by_board=False)
    await open_books(org, None)
    draft = PlanDraft(
        ChargeKind.SUBSCRIPTION,
        "Membership",
        "Aelodaeth",
        Interval.MONTH,
        Money(300),
        date(2026, 1, 1),
        joining_fee=Money(500),
        for_joining=True,
    )
    await add_plan(org, draft, by=None)
    return org


async def make_admitted(org: Organisation) -> Member:
    one = await Application.create(
        organisation=org,
        state=State.CONFIRMED,
        given_name="Siân",
        family_name="O’Brien",
        email="sian@home.example",
        received_at=clock.now(),
    )
    decision = Decision(to=State.ADMITTED, on=clock.today(), minute="Board 4")
    await decide(org, [one.id], decision, None, "http://localhost")
    return await Member.within(org).get()


async def run_the_job(org: Organisation, member: Member, on: date) -> None:
    await begin_membership({"organisation": org.id, "member": member.id, "on": on.isoformat()})


async def test_who_is_admitted_owes_the_fee_and_the_first_period(db):
    with clock.frozen(clock.london(TODAY)):
        org = await make_place(paid_first=False)
        await make_admitted(org)
        assert await current(org).count() == 1
        owed = {one.kind: one.amount for one in await Charge.within(org)}
        assert owed == {ChargeKind.JOINING_FEE: 500, ChargeKind.SUBSCRIPTION: 110}


async def test_membership_begins_when_the_money_has_settled(db):
    SETTLED[ChargeKind.SUBSCRIPTION] = SETTLED[ChargeKind.JOINING_FEE] = [money_arrived]
    with clock.frozen(clock.london(TODAY)):
        org = await make_place(paid_first=True)
        member = await make_admitted(org)
        assert await current(org).count() == 0
        # Not a welcome: what is to be paid first.
        [told] = await OutboxMessage.filter(organisation_id=org.id)
        assert told.subject == f"You are admitted to {org.name}"
        assert "£6.10" in told.text
        charges = await Charge.within(org).order_by("id")
        paid = await begin(org, member, Method.DIRECT_DEBIT, Money(610), charges=charges, by=None)
        assert await current(org).count() == 0
    settled_on = date(2026, 6, 26)
    with clock.frozen(clock.london(settled_on)):
        # Nothing more is charged to who only waits.
        await raise_due(org)
        assert await Charge.within(org).count() == 2
        paid = await settle(paid, settled_on)
        for _twice in range(2):
            await run_the_job(org, member, settled_on)
        [entry] = await current(org)
        assert entry.joined_on == settled_on
        assert await OutboxMessage.filter(organisation_id=org.id).count() == 2

        # Money that goes again ends nothing by itself.
        await take_back(paid, TakenBack.INDEMNITY_CLAIM, Money(610), settled_on, "claim")
        assert await current(org).count() == 1


async def test_half_of_the_money_begins_nothing(db):
    SETTLED[ChargeKind.SUBSCRIPTION] = SETTLED[ChargeKind.JOINING_FEE] = [money_arrived]
    with clock.frozen(clock.london(TODAY)):
        org = await make_place(paid_first=True)
        member = await make_admitted(org)
        await receive(org, member, Method.CASH, Money(500), TODAY, reference=None, by=None)
        assert not await Job.filter(name="membership-paid", organisation_id=org.id).exists()
        await receive(org, member, Method.CASH, Money(110), TODAY, reference=None, by=None)
        assert await Job.filter(name="membership-paid", organisation_id=org.id).count() == 1
