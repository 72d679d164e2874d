"""Members' money as the treasurer and the member use its pages."""

import csv
import io
from datetime import date

import pytest

from coopcouncil.checks.actions import approve, open_ones
from coopcouncil.kernel import clock
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.organisations.models import Role
from coopcouncil.payments.actions.planning import Terms, pause_plan, start_plan
from coopcouncil.payments.kinds import Method, RefundState
from coopcouncil.payments.models import Charge, Payment, Refund
from tests.make import make_officer, make_person
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
