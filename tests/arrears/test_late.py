"""Late payments through the pages and the job: kindly, in steps, and nothing twice."""

from datetime import date, timedelta
from typing import Any

import pytest

from coopcouncil.arrears.actions.agreeing import agree, end_those_kept
from coopcouncil.arrears.actions.reminding import remind
from coopcouncil.arrears.collecting import spared, tried_again
from coopcouncil.arrears.kinds import Ending, ReminderWay
from coopcouncil.arrears.models import Arrangement, HelpAsked, LateReminder, ReminderHold
from coopcouncil.arrears.reviewing import UNPAID
from coopcouncil.joining.reads import house_of
from coopcouncil.kernel import clock
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.members.reads import is_member_today
from coopcouncil.members.safeguarding import stop_contact
from coopcouncil.organisations.models import Organisation, Role
from coopcouncil.payments.actions import fail
from coopcouncil.payments.actions.allocating import open_charges
from coopcouncil.payments.kinds import FailureReason, Interval
from coopcouncil.payments.models import Charge
from tests.make import make_member, make_officer, make_organisation, make_person
from tests.pageclient import Pages
from tests.payments.till import make_charge, make_intent, make_payment, make_till, owes

pytestmark = pytest.mark.anyio
BOTH = pytest.mark.parametrize("language", ["en", "cy"])
DUE = date(2026, 6, 1)


def after(days: int):
    return clock.frozen(clock.london(DUE + timedelta(days=days)))


async def make_debtor(
    org: Organisation, name: str = "Ada Lovell", email: str = "ada@home.example", **facts: Any
) -> Member:
    entry = await make_member(org, name, email=email, **facts)
    member = await Member.one(org, id=entry.member_id)
    await make_charge(org, member, 500, DUE, on=DUE)
    return member


async def said(org: Organisation) -> list[tuple[int, str]]:
    return [(one.step, one.way) for one in await LateReminder.within(org).order_by("id")]


async def test_three_words_each_once_and_membership_stays(client: Pages) -> None:
    with after(0):
        org = await make_till()
        await make_debtor(org)
    steps = []
    for day in range(0, 120):
        with after(day):
            if await remind(org):
                steps.append(day)
            assert await remind(org) == 0
    # The rules: late after 14 days of grace, words 1, 14 and 35 days later.
    assert steps == [15, 28, 49]
    mails = await OutboxMessage.filter(organisation_id=org.id).order_by("id")
    assert [mail.recipient for mail in mails] == ["ada@home.example"] * 3
    # Nobody reads of somebody's debts in the list of messages.
    assert all(mail.is_sensitive for mail in mails)
    person = await make_person("Ada Lovell", "ada@home.example")
    with after(120):
        assert await is_member_today(person, org)


async def test_who_paid_is_on_the_way_or_held_back_is_left_alone(client: Pages) -> None:
    with after(0):
        org = await make_till()
        paid = await make_debtor(org, "Paid Up", "paid@home.example")
        going = await make_debtor(org, "On Way", "way@home.example")
        hard = await make_debtor(org, "Hard Up", "hard@home.example")
        asked = await make_debtor(org, "Asks Help", "asks@home.example")
        stopped = await make_debtor(org, "Must Not", "stop@home.example")
        await make_debtor(org, "Only One", "only@home.example")
        officer = await make_officer(org, Role.TREASURER, "Tom Pike")
        await stop_contact(org, stopped, "A court order.", DUE, None, by=officer)
    with after(20):
        await make_payment(org, paid, 500)
        [charge] = await _open(org, going)
        await make_intent(org, going, charge, pence=500)
        await ReminderHold.create(
            organisation=org,
            member=hard,
            reason="hardship",
            since=clock.today(),
            until=clock.today() + timedelta(days=30),
            recorded_at=clock.now(),
        )
        await HelpAsked.create(
            organisation=org, member=asked, words="Lost my job.", asked_at=clock.now()
        )
        assert await remind(org) == 1
        [mail] = await OutboxMessage.filter(organisation_id=org.id)
        assert mail.recipient == "only@home.example"
    with after(60):
        # The hold is over; nobody has answered the one who asked.
        await remind(org)
        wrote = {one.member_id for one in await LateReminder.within(org)}
        assert hard.id in wrote
        assert asked.id not in wrote
        assert stopped.id not in wrote


@BOTH
async def test_from_asking_for_help_to_a_plan_that_is_kept(client: Pages, language: str) -> None:
    org = await make_till()
    entry = await make_member(org, "Ada Lovell", email="ada@home.example")
    member = await Member.one(org, id=entry.member_id)
    long_ago = clock.today() - timedelta(days=60)
    await make_charge(org, member, 1_000, long_ago, on=long_ago, text="Calderbrook 2026")
    ada = client.in_(language).as_(await make_person("Ada Lovell", "ada@home.example"))
    tom = client.in_(language).as_(await make_officer(org, Role.TREASURER, "Tom Pike"))

    form = await ada.get(f"/{org.slug}/money/{member.id}/help")
    assert (await form.submit(words="")).status == 422
    assert (await form.submit(words="I lost my job in May.")).status == 303
    again = await ada.get(f"/{org.slug}/money/{member.id}/help")
    assert (await again.submit(words="I lost it for good.")).status == 422
    assert "Ada Lovell" in (await tom.get(f"/{org.slug}/arrears")).main

    page = await tom.get(f"/{org.slug}/arrears/{member.id}")
    assert "I lost my job in May." in page.main
    asked = await HelpAsked.within(org).get(member_id=member.id)
    form = await tom.get(f"/{org.slug}/arrears/{member.id}/help/{asked.id}")
    assert (await form.submit(answer="Let us spread it.")).status == 303
    assert "Let us spread it." in (await ada.get(f"/{org.slug}/money")).main

    form = await tom.get(f"/{org.slug}/arrears/{member.id}/plan")
    for wrong in ("0", "-1", "10.01", "99,999,999.99", "1.234,50", ""):
        assert (await form.submit(instalment=wrong)).status == 422, wrong
    assert (await form.submit(instalment="4", interval="month")).status == 303
    plan = await Arrangement.within(org).get(member_id=member.id)
    assert (await form.submit(instalment="4", interval="month")).status == 422
    shown = (await ada.get(f"/{org.slug}/money")).main
    assert "£10.00" in shown
    assert "£4.00" in shown
    # What is spread is not late, and nobody is reminded of it.
    assert await remind(org) == 0

    await make_payment(org, member, 1_000)
    assert await end_those_kept(org) == 1
    plan = await Arrangement.one(org, id=plan.id)
    assert plan.ending is Ending.KEPT
    assert await owes(org, member) == 0


async def test_letters_for_who_has_no_address(client: Pages) -> None:
    org = await make_till()
    entry = await make_member(org, "Ivy Post", email="", postal_address="1 Mill Lane\nCalderbrook")
    member = await Member.one(org, id=entry.member_id)
    long_ago = clock.today() - timedelta(days=20)
    await make_charge(org, member, 500, long_ago, on=long_ago)
    assert await remind(org) == 1
    assert await said(org) == [(1, ReminderWay.LETTER)]

    tom = client.as_(await make_officer(org, Role.TREASURER, "Tom Pike"))
    page = await tom.get(f"/{org.slug}/arrears/letters")
    assert "Ivy Post" in page.main
    printed = await tom.get(f"/{org.slug}/arrears/letters/print")
    assert printed.status == 200
    tomorrow = clock.today() + timedelta(days=1)
    late = {
        "posted_on-day": str(tomorrow.day),
        "posted_on-month": str(tomorrow.month),
        "posted_on-year": str(tomorrow.year),
    }
    assert (await page.submit(**late)).status == 422
    assert (await page.submit()).status == 303
    assert "Ivy Post" not in (await tom.get(f"/{org.slug}/arrears/letters")).main


async def test_long_unpaid_is_proposed_and_never_done(client: Pages) -> None:
    # The rules say three months.
    org = await make_till()
    entry = await make_member(org, "Ada Lovell", email="ada@home.example")
    member = await Member.one(org, id=entry.member_id)
    long_ago = clock.today() - timedelta(days=120)
    charge = await make_charge(org, member, 500, long_ago, on=long_ago)
    house = await house_of(org)

    [found] = await UNPAID.find(house, clock.today())
    assert (found.member_id, found.detail) == (member.id, "£5.00")
    await HelpAsked.create(
        organisation=org, member=member, words="Lost my job.", asked_at=clock.now()
    )
    assert await UNPAID.find(house, clock.today()) == []
    assert charge.owed.pence == 500


async def test_only_who_keeps_the_money_sees_who_is_late(client: Pages) -> None:
    org = await make_till()
    member = await make_debtor(org)
    other = await make_organisation()
    paths = ["arrears", "arrears/file", f"arrears/{member.id}", "arrears/letters"]
    for role in (Role.TREASURER, Role.CHAIR):
        reader = client.as_(await make_officer(org, role, f"Of {role.value}"))
        for path in paths:
            status = (await reader.get(f"/{org.slug}/{path}")).status
            assert status == (200 if role is Role.TREASURER else 403), (role, path)
    stranger = client.as_(await make_officer(other, Role.TREASURER, "Strange Tom"))
    assert (await stranger.get(f"/{other.slug}/arrears/{member.id}")).status in (404, 409)
    nosy = client.as_(await make_person("Nosy", "nosy@home.example"))
    await make_member(org, "Nosy", email="nosy@home.example")
    assert (await nosy.get(f"/{org.slug}/money/{member.id}/help")).status == 404


async def _open(org: Organisation, member: Member) -> list[Charge]:
    return await open_charges(org, member.id)


async def test_a_failed_debit_is_tried_again_within_the_caps(db: None) -> None:
    with after(0):
        org = await make_till()
        member = await make_debtor(org)
        [charge] = await _open(org, member)
        first = await make_intent(org, member, charge, pence=500)
        await fail(first, FailureReason.INSUFFICIENT_FUNDS, clock.today())
        assert await tried_again(org, [charge], clock.today()) == set()
    week = DUE + timedelta(days=7)
    with after(7):
        assert await tried_again(org, [charge], week) == {charge.id}
        assert await spared(org, [charge], week) == set()
        second = await make_intent(org, member, charge, pence=500)
        await fail(second, FailureReason.INSUFFICIENT_FUNDS, clock.today())
    with after(20):
        # Once is what the rules allow.
        assert await tried_again(org, [charge], clock.today()) == set()
        await agree(org, member, Money(250), Interval.MONTH, clock.today(), "", by=None)
        assert await spared(org, [charge], clock.today()) == {charge.id}


async def test_a_closed_account_is_not_tried_again(db: None) -> None:
    with after(0):
        org = await make_till()
        member = await make_debtor(org)
        [charge] = await _open(org, member)
        payment = await make_intent(org, member, charge, pence=500)
        await fail(payment, FailureReason.ACCOUNT_CLOSED, clock.today())
    with after(10):
        assert await tried_again(org, [charge], clock.today()) == set()
