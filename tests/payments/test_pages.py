"""Members' money as the treasurer and the member use its pages."""

import csv
import io
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
from coopcouncil.payments.actions.planning import Terms, pause_plan, start_plan
from coopcouncil.payments.kinds import ChargeKind, Method, RefundState
from coopcouncil.payments.models import Charge, MemberPlan, Payment, Refund
from coopcouncil.payments.rules.cancelling import is_a_slip
from tests.make import make_constituency, make_member, make_officer, make_person
from tests.pageclient import Pages
from tests.payments.test_plans import make_plan
from tests.payments.till import (
    make_charge,
    make_payer,
    make_payment,
    make_till,
    on_account,
    owes,
)

pytestmark = pytest.mark.anyio
BOTH = pytest.mark.parametrize("language", ["en", "cy"])


def day(name: str, on: date) -> dict[str, Any]:
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


@BOTH
async def test_every_page_of_members_money_opens(client: Pages, language: str) -> None:
    org = await make_till()
    treasurer = client.in_(language).as_(await make_officer(org, Role.TREASURER))
    assert (await treasurer.get(f"/{org.slug}/payments")).status == 200
    member = await make_payer(org)
    plan = await make_plan(org)
    terms = Terms(Method.STANDING_ORDER, clock.today())
    on_plan = await start_plan(org, member, plan, terms, by=None)
    await pause_plan(org, on_plan, clock.today(), None, "Ill", by=None)
    owed = await make_charge(org, member, period=(date(2026, 6, 1), date(2026, 6, 30)))
    payment = await make_payment(org, member, 300)
    for path in (
        "payments",
        "payments?only=late&q=ada&sort=-owed",
        "payments?only=all&page=2",
        "payments/bulk",
        "payments/plans",
        "payments/plans/new",
        f"payments/plans/{plan.id}",
        f"payments/plans/{plan.id}/concessions",
        f"payments/members/{member.id}",
        f"payments/members/{member.id}/take",
        f"payments/members/{member.id}/charge",
        f"payments/members/{member.id}/plan",
        f"payments/terms/{on_plan.id}",
        f"payments/terms/{on_plan.id}/change",
        f"payments/terms/{on_plan.id}/pause",
        f"payments/charges/{owed.id}",
        f"payments/charges/{owed.id}/cancel",
        f"payments/charges/{owed.id}/write-off",
        f"payments/received/{payment.id}",
        f"payments/received/{payment.id}/returned",
        f"payments/received/{payment.id}/refund",
        f"payments/receipts/{payment.id}",
    ):
        assert (await treasurer.get(f"/{org.slug}/{path}")).status == 200, path


async def test_a_teller_takes_money_once_and_the_member_gets_the_receipt(client: Pages) -> None:
    org = await make_till()
    member = await make_payer(org)
    await make_charge(org, member, 500)
    treasurer = client.as_(await make_officer(org, Role.TREASURER))

    form = await treasurer.get(f"/{org.slug}/payments/members/{member.id}/take")
    done = [await form.submit(amount="7.50", method="cash") for _click in range(2)]
    receipt = await done[0].follow()

    assert [one.status for one in done] == [303, 303]
    assert done[0].location == done[1].location
    assert receipt.h1 == "Receipt 2"
    assert "£7.50" in receipt.main
    assert "£2.50 is in advance" in receipt.main
    assert await owes(org, member) == -250
    paper = await receipt.follow("Receipt to print (PDF)")
    assert paper.body.startswith(b"%PDF")
    stranger = client.as_(await make_person("Sid Stranger"))
    assert (await stranger.get(done[0].location)).status == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0", "The amount must be at least £0.01 and at most £1,000,000."),
        ("-5", "The amount must be at least £0.01 and at most £1,000,000."),
        ("99,999,999.99", "The amount must be at least £0.01 and at most £1,000,000."),
        ("1.234,50", "Enter an amount of money, like 1,234.50."),
        ("five", "Enter an amount of money, like 1,234.50."),
    ],
)
async def test_an_amount_that_cannot_be_gets_one_sentence(
    client: Pages, typed: str, sentence: str
) -> None:
    org = await make_till()
    member = await make_payer(org)
    treasurer = client.as_(await make_officer(org, Role.TREASURER))
    for path in ("take", "charge"):
        form = await treasurer.get(f"/{org.slug}/payments/members/{member.id}/{path}")
        more = {"kind": "other", "text": "Hall"} if path == "charge" else {"method": "cash"}
        sent = await form.submit(amount=typed, **more)
        assert sent.status == 422
        assert [one for one in sent.errors if sentence in one] == sent.errors
        assert len(sent.errors) == 1
    assert not await Payment.within(org).exists()
    assert not await Charge.within(org).exists()


async def test_the_list_is_searched_filtered_and_taken_out_as_a_file(client: Pages) -> None:
    org = await make_till()
    ada, bob = await make_payer(org), await make_payer(org, "=Bob Hale")
    await make_charge(org, ada, 500, date(2020, 1, 1))
    await make_charge(org, bob, 700, clock.today())
    treasurer = client.as_(await make_officer(org, Role.TREASURER))

    everybody = await treasurer.get(f"/{org.slug}/payments?sort=-owed")
    late = await treasurer.get(f"/{org.slug}/payments?only=late")
    found = await treasurer.get(f"/{org.slug}/payments?q=lovell")
    file = await everybody.follow("This list as a file (CSV)")

    assert [row[0] for row in everybody.rows()] == ["=Bob Hale", "Ada Lovell"]
    assert [row[0] for row in late.rows()] == ["Ada Lovell"]
    assert [row[0] for row in found.rows()] == ["Ada Lovell"]
    rows = list(csv.DictReader(io.StringIO(file.text)))
    assert [(row["name"], row["owed"], row["late"]) for row in rows] == [
        ("'=Bob Hale", "7.00", "0.00"),
        ("Ada Lovell", "5.00", "5.00"),
    ]


async def test_only_who_keeps_money_sees_what_members_owe(client: Pages) -> None:
    org = await make_till()
    member = await make_payer(org)
    for role, status in ((Role.SECRETARY, 403), (Role.AUDITOR, 200), (Role.TREASURER, 200)):
        officer = client.as_(await make_officer(org, role))
        assert (await officer.get(f"/{org.slug}/payments/members/{member.id}")).status == status
    auditor = client.as_(await make_officer(org, Role.AUDITOR))
    assert (await auditor.get(f"/{org.slug}/payments/members/{member.id}/take")).status == 403
    other = await make_till()
    treasurer = client.as_(await make_officer(other, Role.TREASURER))
    assert (await treasurer.get(f"/{other.slug}/payments/members/{member.id}")).status == 404


async def test_a_cheque_that_comes_back_is_owed_again(client: Pages) -> None:
    org = await make_till()
    member = await make_payer(org)
    await make_charge(org, member, 500)
    cheque = await make_payment(org, member, 500, method=Method.CHEQUE)
    treasurer = client.as_(await make_officer(org, Role.TREASURER))

    page = await treasurer.get(f"/{org.slug}/payments/received/{cheque.id}")
    form = await page.follow("It came back, or was a mistake")
    for _click in range(2):
        assert (await form.submit()).status == 303

    assert await owes(org, member) == 500
    page = await treasurer.get(f"/{org.slug}/payments/received/{cheque.id}")
    assert "The cheque came back unpaid" in page.main


async def test_a_refund_of_more_waits_for_a_second_person(client: Pages) -> None:
    org = await make_till()
    member = await make_payer(org)
    payment = await make_payment(org, member, 20_000)
    maker, checker = await make_officer(org, Role.TREASURER), await make_officer(org, Role.CHAIR)
    treasurer = client.as_(maker)
    form = await treasurer.get(f"/{org.slug}/payments/received/{payment.id}/refund")

    tabs = [await form.submit(amount="150", way="cash", reason="Paid twice") for _tab in range(2)]
    assert [tab.status for tab in tabs] == [303, 303]
    [waiting] = await open_ones(org)
    refund = await Refund.within(org).get()
    assert refund.state is RefundState.ASKED
    await approve(org, waiting, checker)
    assert (await Refund.one(org, id=refund.id)).state is RefundState.PAID
    assert await on_account(org, Purpose.CASH) == 5_000

    form = await treasurer.get(f"/{org.slug}/payments/received/{payment.id}/refund")
    assert (await form.submit(amount="20", way="cash", reason="A little")).status == 303
    assert await on_account(org, Purpose.CASH) == 3_000


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
