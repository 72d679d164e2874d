"""What members are charged, and what is taken off, on the treasurer's pages."""

from datetime import date, timedelta
from typing import Any

import pytest

from coopcouncil.accounts.models import EmailAddress
from coopcouncil.checks.actions import approve, open_ones, refuse
from coopcouncil.checks.models import Check, State
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Role
from coopcouncil.payments.actions.charging import cancel_charge, charge
from coopcouncil.payments.actions.deciding import request_cancelling
from coopcouncil.payments.kinds import ChargeKind
from coopcouncil.payments.models import Charge, MemberPlan
from coopcouncil.payments.rules.cancelling import is_a_slip
from tests.make import make_constituency, make_member, make_officer
from tests.pageclient import Pages
from tests.payments.till import (
    make_charge,
    make_payer,
    make_till,
    on_account,
    owes,
)

pytestmark = pytest.mark.anyio
BOTH = pytest.mark.parametrize("language", ["en", "cy"])


def day(name: str, on: date) -> dict[str, Any]:
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


async def test_a_debt_is_given_up_by_two(client: Pages) -> None:
    org = await make_till()
    member = await make_payer(org)
    owed = await make_charge(org, member, 9_000)
    maker, checker = await make_officer(org, Role.TREASURER), await make_officer(org, Role.CHAIR)
    treasurer = client.as_(maker)
    path = f"/{org.slug}/payments/charges/{owed.id}/write-off"
    much = await (await treasurer.get(path)).submit(amount="91", reason="Gone away")
    assert much.errors == ["Amount: Only £90.00 of this is still owed."]
    await (await treasurer.get(path)).submit(reason="Gone away")
    [waiting] = await open_ones(org)
    await refuse(org, waiting, "Ask once more", checker)
    assert await owes(org, member) == 9_000
    await (await treasurer.get(path)).submit(reason="Asked once more")
    [waiting] = await open_ones(org)
    await approve(org, waiting, checker)
    assert await owes(org, member) == 0
    assert await on_account(org, Purpose.BAD_DEBTS) == 9_000


async def test_nobody_takes_off_their_own_charge_alone(client: Pages) -> None:
    org = await make_till()
    maker, checker = await make_officer(org, Role.TREASURER), await make_officer(org, Role.CHAIR)
    address = (await EmailAddress.filter(person_id=maker.id).get()).address
    entry = await make_member(org, "Derek Oldroyd", email=address)
    member = await Member.one(org, id=entry.member_id)
    owed = await make_charge(org, member, 500)
    path = f"/{org.slug}/payments/charges/{owed.id}/cancel"
    treasurer = client.as_(maker)
    sent = await (await treasurer.get(path)).submit(reason="Charged twice")
    assert sent.status == 303
    assert await owes(org, member) == 500
    [waiting] = await open_ones(org)
    await approve(org, waiting, checker)
    assert await owes(org, member) == 0
    assert await on_account(org, Purpose.BAD_DEBTS) == 0


async def test_a_charge_is_taken_off_by_two_from_the_sum_at_which_a_debt_is_written_off(
    client: Pages,
) -> None:
    org = await make_till()
    maker, checker = await make_officer(org, Role.TREASURER), await make_officer(org, Role.CHAIR)
    member = await make_payer(org)
    treasurer = client.as_(maker)
    small, large = await make_charge(org, member, 500), await make_charge(org, member, 9_000)
    path = f"/{org.slug}/payments/charges"
    await (await treasurer.get(f"{path}/{small.id}/cancel")).submit(reason="Charged twice")
    assert await owes(org, member) == 9_000
    form = await treasurer.get(f"{path}/{large.id}/cancel")
    assert "may need two people" in form.text
    await form.submit(reason="Charged twice")
    assert await owes(org, member) == 9_000
    [waiting] = await open_ones(org)
    await approve(org, waiting, checker)
    assert await owes(org, member) == 0
    # In parts of the same sum, a second person is met all the same.
    parts = [await make_charge(org, member, 2_000) for _ in range(3)]
    for one in parts:
        await (await treasurer.get(f"{path}/{one.id}/cancel")).submit(reason="Charged twice")
    assert await owes(org, member) == 2_000
    assert len(await open_ones(org)) == 1


async def test_a_slip_of_the_same_day_is_put_right_by_whoever_made_it(client: Pages) -> None:
    org = await make_till()
    maker, other = await make_officer(org, Role.TREASURER), await make_officer(org, Role.SECRETARY)
    member, due = await make_payer(org), clock.today() + timedelta(days=14)
    slip, second, old = [
        await charge(org, member, ChargeKind.OTHER, Money(9_000), due, text, source=None, by=maker)
        for text in ("Paint", "Brushes", "Rollers")
    ]
    assert await request_cancelling(org, slip, "The wrong member", by=maker)
    assert await owes(org, member) == 18_000
    # It stands in the list of what was done alone, and counts with what is written off.
    assert (await Check.one(org, subject=f"charge:{slip.id}")).state is State.ALONE
    small = await charge(
        org, member, ChargeKind.OTHER, Money(100), due, "Tape", source=None, by=other
    )
    assert not await request_cancelling(org, small, "The wrong member", by=maker)
    await cancel_charge(org, small, "Taken off", by=None)
    # Another than who charged it, or on another day: as writing off.
    assert not await request_cancelling(org, second, "The wrong member", by=other)
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert not await request_cancelling(org, old, "The wrong member", by=maker)
    assert await owes(org, member) == 18_000


@pytest.mark.parametrize(
    ("by", "days", "due", "touched", "slip"),
    [(1, 0, 1, False, True), (2, 0, 1, False, False), (1, 1, 9, False, False),
     (1, 0, 0, False, False), (1, 0, 1, True, False), (None, 0, 1, False, False)],
)  # fmt: skip
def test_what_a_slip_is(by: int | None, days: int, due: int, touched: bool, slip: bool) -> None:
    on = date(2026, 11, 2)
    later = timedelta(days=days)
    due_on = on + timedelta(days=due)
    assert is_a_slip(by and 1, by, on, due_on, on + later, is_touched=touched) is slip


async def test_a_plan_from_its_making_to_the_first_charge(client: Pages) -> None:
    org = await make_till()
    member = await make_payer(org)
    treasurer = client.as_(await make_officer(org, Role.TREASURER))
    form = await treasurer.get(f"/{org.slug}/payments/plans/new")
    week = await form.submit(name="Rent", price="90", interval="week", collection_day="12")
    assert week.errors == ["Due on which day: A week has days 1 to 7."]
    made = await (
        await form.submit(
            name="Membership", name_cy="Aelodaeth", price="12", interval="year", joining_fee="5"
        )
    ).follow()
    concession = await (await made.follow("Add a concession")).submit(name="Unwaged", price="3")
    assert concession.status == 303
    dear = await made.submit(price="-1", **day("since", date(2030, 1, 1)))
    assert len(dear.errors) == 1

    starting = await treasurer.get(f"/{org.slug}/payments/members/{member.id}/plan")
    plan = made.response.url.path.rsplit("/", 1)[1]
    begun = await starting.submit(plan=plan)
    assert begun.status == 303
    plans = await treasurer.get(f"/{org.slug}/payments/plans")
    charged = await (await plans.submit()).follow()
    assert charged.sentences == ["1 charge is raised."]
    account = await treasurer.get(f"/{org.slug}/payments/members/{member.id}")
    assert "Membership" in account.main
    assert await Charge.within(org).count() == 2

    running = await MemberPlan.within(org).get()
    stopping = await treasurer.get(f"/{org.slug}/payments/terms/{running.id}")
    assert (await stopping.submit()).status == 303
    await running.refresh_from_db()
    assert running.ended_on == clock.today()


async def test_many_are_charged_after_a_look(client: Pages) -> None:
    org = await make_till()
    users = await make_constituency(org, "Users")
    first = await make_member(org, "Ada Lovell", constituency=users)
    await make_member(org, "Bob Hale")
    treasurer = client.as_(await make_officer(org, Role.TREASURER))
    form = await treasurer.get(f"/{org.slug}/payments/bulk")
    what = {"kind": "other", "text": "Summer trip", "amount": "4"}
    wrong = await form.submit(**what, numbers="no-such")
    assert wrong.errors == ["Or only these member numbers: No member today has the number no-such."]

    look = await form.submit(**what, constituency=str(users.id))
    assert look.h1 == "Charge 1 member"
    assert not await Charge.within(org).exists()
    for _click in range(2):
        assert (await look.submit()).status == 303
    charges = await Charge.within(org)
    assert [(one.member_id, one.sum) for one in charges] == [(first.member_id, Money(400))]
