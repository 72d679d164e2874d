"""What is owed and paid is the kept member's after a merge, and the other's again when undone."""

from datetime import date
from typing import Any

import pytest
from tortoise import connections
from tortoise.exceptions import IntegrityError

from coopcouncil.arrears.kinds import HoldReason
from coopcouncil.arrears.models import Arrangement, ArrangementCharge, HelpAsked, ReminderHold
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import PostingKind
from coopcouncil.ledger.models import Posting
from coopcouncil.ledger.reads import check_books
from coopcouncil.members.duplicates.merging import merge, unmerge
from coopcouncil.members.duplicates.models import Likeness, Merge
from coopcouncil.members.duplicates.refusals import HeldElsewhere
from coopcouncil.members.duplicates.rounds import look_through
from coopcouncil.members.models import Member
from coopcouncil.money.statement import statement_of
from coopcouncil.organisations.models import Organisation, Role
from coopcouncil.payments.actions import receive
from coopcouncil.payments.bacs.actions.mandates import record_mandate
from coopcouncil.payments.bacs.models import BacsMandate
from coopcouncil.payments.kinds import Method
from coopcouncil.payments.merging import MoneyMoved
from coopcouncil.payments.models import Charge, MemberPlan
from coopcouncil.payments.reads import account_of
from coopcouncil.payments.stripe.kinds import MandateKind, MandateState
from coopcouncil.payments.stripe.models import StripeAccount, StripeCustomer, StripeMandate
from coopcouncil.payouts.models import Payee
from tests.make import make_member, make_officer
from tests.members.test_duplicates import send
from tests.members.test_merges_carry import rows_of
from tests.pageclient import Pages
from tests.payments.test_plans import make_plan
from tests.payments.till import DUE, make_charge, make_payment, make_till
from tests.payouts.building import HERS
from tests.savings.building import make_account, make_saver, make_union

pytestmark = pytest.mark.anyio


async def two(org: Organisation) -> list[Member]:
    await make_member(org, "Siân Prys", number="1", date_of_birth="1980-12-31")
    await make_member(org, "Sian Pryce", number="2", date_of_birth="1980-12-31")
    return [await Member.within(org).get(number=number) for number in "12"]


async def open_under(org: Organisation, member: Member) -> dict[str, int]:
    """What stands in the books under a number, by purpose."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT a.purpose, sum(l.amount)::bigint AS pence FROM posting_line AS l "
        "JOIN ledger_account AS a ON a.id = l.account_id WHERE l.member_id = $1 "
        "GROUP BY a.purpose HAVING sum(l.amount) <> 0",
        [member.id],
    )
    return {row["purpose"]: row["pence"] for row in rows}


@pytest.mark.usefixtures("db")
async def test_charges_and_payments_go_over_with_what_is_open_in_the_books() -> None:
    org = await make_till()
    one, other = await two(org)
    await make_charge(org, one, 700, text="Subs of one")
    paid = await make_charge(org, other, 500, text="Subs of the other")
    await make_payment(org, other, 500)
    await make_charge(org, other, 300, text="More of the other")
    tables = ("charge", "payment", "allocation")
    before = await rows_of(*tables)
    assert await open_under(org, other) == {"owed-by-members": 300}

    made = await merge(org, one, other, {}, reason="Same", by=None)
    account = await account_of(org, one.id)
    assert account.owed == Money(1000)
    assert (await Charge.within(org).get(id=paid.id)).member_id == one.id
    assert await open_under(org, other) == {}
    assert await open_under(org, one) == {"owed-by-members": 1000}
    assert (await check_books(org)).balanced
    posting = await Posting.within(org).get(kind=PostingKind.MERGE)
    assert posting.text == "Member number 2 was merged into 1"

    statement = await statement_of(org, one.id, DUE.replace(year=2020), clock.today(), "en")
    assert [(row.text, row.charged.pence, row.paid.pence) for row in statement.rows] == [
        ("Subs of one", 700, 0),
        ("Subs of the other", 500, 0),
        statement_row(statement.rows[2], 0, 500),
        ("More of the other", 300, 0),
    ]
    assert statement.owed == Money(1000)
    assert (await statement_of(org, other.id, DUE, clock.today(), "en")).owed == Money(0)

    await unmerge(org, made, reason="Cousins", by=None)
    assert await rows_of(*tables) == before
    assert await open_under(org, other) == {"owed-by-members": 300}
    assert await open_under(org, one) == {"owed-by-members": 700}
    assert (await statement_of(org, one.id, DUE, clock.today(), "en")).owed == Money(700)
    assert (await check_books(org)).balanced


def statement_row(row, charged, paid):
    """Whatever words a payment has."""
    return (row.text, charged, paid)


@pytest.mark.usefixtures("db")
async def test_what_was_paid_since_holds_the_merge_until_it_is_taken_back() -> None:
    org = await make_till()
    one, other = await two(org)
    await make_charge(org, other, 300)
    made = await merge(org, one, other, {}, reason="Same", by=None)
    await make_payment(org, one, 300)
    with pytest.raises(MoneyMoved) as caught:
        await unmerge(org, made, reason="Cousins", by=None)
    assert "Take that back first" in caught.value.sentence(str)
    assert (await account_of(org, one.id)).owed == Money(0)


@pytest.mark.usefixtures("db")
async def test_nothing_but_a_merge_changes_whose_a_charge_is() -> None:
    org = await make_till()
    one, other = await two(org)
    owed = await make_charge(org, other, 300)
    with pytest.raises(IntegrityError):
        await Charge.within(org).filter(id=owed.id).update(member_id=one.id)


@pytest.mark.usefixtures("db")
async def test_plans_mandates_holds_and_help_go_over_and_come_back_to_the_byte() -> None:
    org = await make_till()
    one, other = await two(org)
    day, at = date(2026, 1, 1), clock.now()
    own: dict[str, Any] = {"organisation": org, "member": other}
    await MemberPlan.create(
        **own, plan=await make_plan(org), method=Method.CASH, charged_from=day, recorded_at=at
    )
    mandate = await record_mandate(org, other, HERS, day, None)
    account = await StripeAccount.create(organisation=org, account_id="acct_1", opened_at=at)
    await StripeCustomer.create(**own, account=account, key="k", customer_id="cus_1")
    await StripeMandate.create(
        **own,
        account=account,
        kind=MandateKind.CARD,
        state=MandateState.ACTIVE,
        key="m",
        begun_at=at,
        active_at=at,
    )
    await ReminderHold.create(
        **own, reason=HoldReason.QUERY, since=day, until=clock.today(), recorded_at=at
    )
    await HelpAsked.create(**own, words="Less just now", asked_at=at)
    await Payee.create(**own, name="Sian Pryce", created_at=at)
    owed = await make_charge(org, other, 400)
    plan = await Arrangement.create(
        **own, total=400, instalment=100, interval="month", first_on=day, agreed_on=day,
        recorded_at=at,
    )  # fmt: skip
    await ArrangementCharge.create(organisation=org, arrangement=plan, charge=owed, amount=400)
    tables = (
        "member_plan", "stripe_customer", "stripe_mandate", "reminder_hold", "help_asked",
        "arrangement", "charge", "payee",
    )  # fmt: skip
    before = await rows_of(*tables)

    made = await merge(org, one, other, {}, reason="Same", by=None)
    after = await rows_of(*tables)
    assert {row["member_id"] for rows in after.values() for row in rows} == {one.id}
    moved = await BacsMandate.one(org, id=mandate.id)
    assert (moved.member_id, moved.bank) == (one.id, mandate.bank)
    await unmerge(org, made, reason="Cousins", by=None)
    assert await rows_of(*tables) == before
    back = await BacsMandate.one(org, id=mandate.id)
    assert (back.member_id, back.bank) == (other.id, mandate.bank)


@pytest.mark.usefixtures("db")
async def test_what_one_member_has_once_is_ended_first_and_said() -> None:
    org = await make_till()
    one, other = await two(org)
    day, at = date(2026, 1, 1), clock.now()
    plan = await make_plan(org, name="Membership")
    for each in (one, other):
        own: dict[str, Any] = {"organisation": org, "member": each}
        await MemberPlan.create(
            **own, plan=plan, method=Method.CASH, charged_from=day, recorded_at=at
        )
        await record_mandate(org, each, HERS, day, None)
        await HelpAsked.create(**own, words="Less just now", asked_at=at)
    with pytest.raises(HeldElsewhere) as caught:
        await merge(org, one, other, {}, reason="Same", by=None)
    said = caught.value.sentence(str)
    assert "Both numbers are charged by “Membership”." in said
    assert "Each number has a Direct Debit or a saved card of its own." in said
    assert "Under each number help with paying is asked for." in said
    assert await Charge.within(org).count() == 0


@pytest.mark.usefixtures("db")
async def test_a_way_to_pay_of_a_second_customer_is_not_carried() -> None:
    org = await make_till()
    one, other = await two(org)
    at = clock.now()
    account = await StripeAccount.create(organisation=org, account_id="acct_1", opened_at=at)
    for each, customer in ((one, "cus_1"), (other, "cus_2")):
        await StripeCustomer.create(
            organisation=org, member=each, account=account, key=customer, customer_id=customer
        )
    made = await merge(org, one, other, {}, reason="Same", by=None)
    assert await StripeCustomer.within(org).filter(member_id=other.id).count() == 1
    await unmerge(org, made, reason="", by=None)
    await StripeMandate.create(
        organisation=org, member=other, account=account, kind=MandateKind.CARD,
        state=MandateState.ACTIVE, key="m", begun_at=at, active_at=at,
    )  # fmt: skip
    with pytest.raises(HeldElsewhere) as caught:
        await merge(org, one, other, {}, reason="Same", by=None)
    assert "Both numbers are customers at Stripe" in caught.value.sentence(str)


@pytest.mark.usefixtures("db")
async def test_an_open_savings_account_keeps_its_number_and_a_closed_one_is_a_record() -> None:
    org = await make_union()
    one, other = [await make_saver(org, name) for name in ("Siân Prys", "Sian Price")]
    account = await make_account(org, other)
    with pytest.raises(HeldElsewhere) as caught:
        await merge(org, one, other, {}, reason="Same", by=None)
    assert f"Savings account {account.number} is held under that" in caught.value.sentence(str)
    await merge(org, other, one, {}, reason="The other way round", by=None)


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_a_treasurers_members_are_merged_by_the_pages(client: Pages, language: str) -> None:
    org = await make_till()
    await open_under(org, (await two(org))[0])
    one, other = [await Member.within(org).get(number=number) for number in "12"]
    await make_charge(org, other, 300, text="Subs of the other")
    await look_through(org)
    (pair,) = await Likeness.within(org)
    secretary = client.in_(language).as_(await make_officer(org))
    treasurer = client.in_(language).as_(await make_officer(org, Role.TREASURER, "Bethan Rees"))
    page = await secretary.get(f"/{org.slug}/members/duplicates/{pair.id}")
    done = await (await send(page, "/merge", reason="Asked her")).follow()
    assert done.status == 200
    shown = await treasurer.get(f"/{org.slug}/payments/members/{one.id}")
    assert "Subs of the other" in shown.main
    posting = await Posting.within(org).get(kind=PostingKind.MERGE)
    shown = await treasurer.get(f"/{org.slug}/ledger/postings/{posting.id}")
    assert (shown.status, "£3.00" in shown.main) == (200, True)

    made = await Merge.within(org).get()
    undoing = await secretary.get(f"/{org.slug}/members/merges/{made.id}")
    await receive(
        org, one, Method.CASH, Money(300), clock.today(), reference=None, by=None, charges=()
    )
    refused = await undoing.submit(reason="Cousins")
    assert refused.status == 422
    assert len(refused.errors) == 1
    assert await Merge.within(org).filter(undone_by_id=None).exists()
