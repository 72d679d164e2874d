"""Children who save: signatures, the weekly collection, the passbook, and growing up."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopcouncil.accounts.models import EmailAddress
from coopcouncil.checks.actions import approve, take_back
from coopcouncil.checks.models import State
from coopcouncil.checks.rules import NotForWhomItConcerns
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.reads import check_books
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Role
from coopcouncil.payouts.models import Payee
from coopcouncil.savings.actions.accounts import record_check
from coopcouncil.savings.actions.moving import pay_in, take_out
from coopcouncil.savings.actions.withdrawing import ask_to_take_out
from coopcouncil.savings.juniors.actions import children, collecting
from coopcouncil.savings.juniors.models import GuardianAuthority
from coopcouncil.savings.juniors.passbook import jar
from coopcouncil.savings.juniors.reads import account_of_junior
from coopcouncil.savings.juniors.rules import birthday
from coopcouncil.savings.kinds import CheckOf, Found, Shown, Way
from coopcouncil.savings.reads import balance_of
from coopcouncil.savings.rules.refusals import SheetNotConfirmed
from coopcouncil.savings.rules.refusals_juniors import (
    BirthUnknown,
    GuardianNeeded,
    NoAuthority,
    NotOldEnough,
    NotTheirNumber,
    TooMuchForAChild,
    TooOldForAJunior,
)
from coopcouncil.savings.sheets import confirm_sheet
from tests.make import make_member, make_officer, make_person
from tests.pageclient import Pages
from tests.savings.building import DAY, make_account, make_saver, make_union, teller
from tests.savings.children import make_junior, make_point

pytestmark = pytest.mark.anyio
TICKED = re.compile(r'<input(?=[^>]*name="may_withdraw")[^>]*\schecked')


@given(st.dates(date(1990, 1, 1), date(2020, 12, 31)), st.integers(0, 25))
def test_a_birthday_is_the_first_day_of_an_age(born, age):
    day = birthday(born, age)
    assert day.year == born.year + age
    assert (day.month, day.day) in {(born.month, born.day), (3, 1)}


@given(st.integers(0, 200_000))
def test_the_jar_is_never_fuller_than_its_goal(pence):
    drawn = jar(pence)
    assert 0 <= drawn.filled <= 1
    assert len(drawn.coins) <= 60
    assert bool(drawn.coins) == bool(pence)
    assert all(40 < coin.x < 245 and 40 < coin.y < 300 for coin in drawn.coins)


async def test_without_an_authority_nothing_is_collected_or_paid_out(db):
    org = await make_union()
    point = await make_point(org)
    junior, mair = await make_junior(org, point), await teller(org)
    collection = await collecting.begin_collection(org, point, "3B", mair)
    account = await account_of_junior(org, junior)
    assert account is not None
    await collecting.write_lines(org, collection, {junior.id: 100}, mair)
    with pytest.raises(TooMuchForAChild):
        await collecting.write_lines(org, collection, {junior.id: 1_000_001}, mair)
    await collecting.hand_over(org, collection, Money(100), "Mair", mair)
    await collecting.receive(org, collection, Money(100), "Ann", await teller(org, "Ann Bell"))

    authority = await GuardianAuthority.within(org).get()
    with pytest.raises(GuardianNeeded):
        await take_out(org, account, Money(50), Way.BANK, clock.today(), None)
    await take_out(org, account, Money(50), Way.BANK, clock.today(), None, guardian=authority.id)
    # Paid again it is the same payee: another account for the guardian is a change, and waits.
    await take_out(org, account, Money(20), Way.BANK, clock.today(), None, guardian=authority.id)
    assert await Payee.within(org).count() == 1
    await children.revoke(org, authority, clock.today(), "Moved away", None)
    with pytest.raises(GuardianNeeded):
        await take_out(
            org, account, Money(30), Way.BANK, clock.today(), None, guardian=authority.id
        )
    other = await collecting.begin_collection(org, point, "3C", mair)
    with pytest.raises(NoAuthority):
        await collecting.write_lines(org, other, {junior.id: 100}, mair)


async def test_a_child_grows_up_and_becomes_a_member_with_the_savings(db):
    org = await make_union()
    today = clock.today()
    with clock.frozen(clock.now() - timedelta(days=400)):
        junior = await make_junior(org, born=today.replace(year=today.year - 16, day=1))
        account = await account_of_junior(org, junior)
        assert account is not None
        await pay_in(org, account, Money(4_321), Way.BANK, clock.today(), None)
        entry = await make_member(org, "Nia Hughes", date_of_birth=junior.date_of_birth.isoformat())
        member = await Member.one(org, id=entry.member_id)
        with pytest.raises(NotOldEnough):
            await children.join(org, junior, member, None)
    for of in (CheckOf.IDENTITY, CheckOf.SANCTIONS):
        await record_check(org, of, Found.PASSED, "Passport", DAY, member=member.id, by=None)
    stranger = await make_member(org, "Ada Lovell", date_of_birth="1980-01-01")
    with pytest.raises(NotTheirNumber):
        await children.join(org, junior, await stranger.member, None)
    # Whose day of birth nobody wrote down is not the child for want of it.
    saver = await make_saver(org, "Ben Lovell")
    with pytest.raises(BirthUnknown):
        await children.join(org, junior, saver, None)
    with pytest.raises(SheetNotConfirmed):
        await children.join(org, junior, member, None)
    assert await balance_of(account) == Money(4_321)

    await confirm_sheet(org, Shown.DESK, clock.today(), None, member=member.id)
    own = await children.join(org, junior, member, None)
    assert own is not None
    assert await balance_of(own) == Money(4_321)
    assert await balance_of(account) == Money(0)
    assert (await check_books(org)).balanced
    with pytest.raises(TooOldForAJunior):
        await make_junior(org, born=junior.date_of_birth)


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_passbook_is_for_the_child_and_its_guardian(client: Pages, language: str):
    org = await make_union()
    entry = await make_member(org, "Sara Hughes", email="sara@example.org")
    junior = await make_junior(org, member=entry.member_id)
    account = await account_of_junior(org, junior)
    assert account is not None
    await pay_in(org, account, Money(1_234), Way.BANK, clock.today(), None)
    sara = client.as_(await make_person("Sara Hughes", "sara@example.org"))
    sara.language = language
    page = await sara.get(f"/{org.slug}/my-children/{junior.id}/passbook")
    assert "£12.34" in page.main
    assert "Nia" in (await sara.get(f"/{org.slug}/my-savings")).main

    stranger = client.as_(await make_person("Ivor Bell", "ivor@example.org"))
    path = f"/{org.slug}/my-children/{junior.id}/passbook"
    assert (await stranger.get(path)).status == 404
    authority = await GuardianAuthority.within(org).get()
    await children.revoke(org, authority, clock.today(), "Separated", None)
    assert (await sara.get(path)).status == 404


async def test_a_child_is_enrolled_at_the_desk(client: Pages):
    org = await make_union()
    point = await make_point(org)
    pages = client.as_(await teller(org))
    form = {
        "given_name": "Nia",
        "family_name": "Hughes",
        "date_of_birth-day": "4",
        "date_of_birth-month": "5",
        "date_of_birth-year": "2018",
        "language": "cy",
        "point": str(point.id),
        "class_name": "3B",
        "guardian": "Sara Hughes",
        "relation": "parent",
        "may_withdraw": "y",
        "has_sheet": "y",
        "signed_on-day": "1",
        "signed_on-month": "6",
        "signed_on-year": "2026",
    }
    empty = await pages.get(f"/{org.slug}/junior-savers/new")
    assert empty.html.count('name="may_withdraw"') == 1
    assert not TICKED.search(empty.html)
    wrong = await pages.post(f"/{org.slug}/junior-savers/new", {**form, "member_number": "99999"})
    assert TICKED.search(wrong.html)
    assert "99999" in wrong.errors[0]
    made = await (await pages.post(f"/{org.slug}/junior-savers/new", form)).follow()
    assert made.h1 == "Savings of Nia Hughes"
    listed = await pages.get(f"/{org.slug}/junior-savers?q=nia")
    assert "3B" in listed.main
    authority = await GuardianAuthority.within(org).get()
    path = f"/{org.slug}/junior-savers/{authority.junior_id}"
    assert (await pages.get(f"{path}/authorities/{authority.id}")).status == 200
    again = {k: v for k, v in form.items() if k in ("guardian", "relation") or "signed" in k}
    await pages.post(f"{path}/authorities", {**again, "guardian": "Tom Hughes"})
    await pages.post(f"{path}/class", {"point": "", "class_name": ""})
    shown = await pages.get(path)
    assert "Tom Hughes" in shown.main
    # Nobody ticked it for him.
    assert 'name="may_withdraw"' in shown.html
    assert not TICKED.search(shown.html)
    tom = await GuardianAuthority.within(org).get(name="Tom Hughes")
    assert (authority.may_withdraw, tom.may_withdraw) == (True, False)


async def test_who_draws_for_a_child_does_not_check_it(db):
    org = await make_union(check_withdrawal_from=10_000)
    guardian = await make_officer(org, Role.CREDIT_UNION_OFFICER, "Sara Hughes")
    other = await make_officer(org, Role.TREASURER)
    address = (await EmailAddress.get(person=guardian)).address
    entry = await make_member(org, "Sara Hughes", email=address)
    junior = await make_junior(org, member=entry.member_id)
    account = await account_of_junior(org, junior)
    assert account is not None
    await pay_in(org, account, Money(5_000), Way.BANK, clock.today(), None)
    authority = await GuardianAuthority.within(org).get()
    # A small sum, which one person pays out to anybody else.
    check = await ask_to_take_out(
        org, account, Money(2_000), Way.BANK, guardian, guardian=authority.id
    )
    assert check.state is State.WAITING
    await take_back(org, check, guardian)
    check = await ask_to_take_out(
        org, account, Money(2_000), Way.BANK, other, guardian=authority.id
    )
    assert check.state is State.ALONE


async def test_no_holder_of_a_joint_account_checks_it(db):
    org = await make_union(check_withdrawal_from=10_000)
    second = await make_officer(org, Role.CREDIT_UNION_OFFICER, "Bob Lovell")
    teller_ = await make_officer(org, Role.TREASURER)
    address = (await EmailAddress.get(person=second)).address
    ada = await make_saver(org)
    bob = await make_saver(org, "Bob Lovell", email=address)
    account = await make_account(org, ada, bob)
    await pay_in(org, account, Money(50_000), Way.BANK, clock.today(), None)
    small = await ask_to_take_out(org, account, Money(2_000), Way.BANK, second)
    assert small.state is State.WAITING
    await take_back(org, small, second)
    large = await ask_to_take_out(org, account, Money(20_000), Way.BANK, teller_)
    with pytest.raises(NotForWhomItConcerns):
        await approve(org, large, second)
