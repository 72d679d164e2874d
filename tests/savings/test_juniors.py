"""Children who save: signatures, the weekly collection, the passbook, and growing up."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tortoise import connections
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

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
from coopcouncil.savings.juniors.actions.children import Child, Signed
from coopcouncil.savings.juniors.models import Collection, CollectionLine, GuardianAuthority
from coopcouncil.savings.juniors.passbook import jar
from coopcouncil.savings.juniors.reads import account_of_junior
from coopcouncil.savings.juniors.rules import birthday
from coopcouncil.savings.kinds import CheckOf, Found, Mode, Relation, Shown, Way
from coopcouncil.savings.reads import balance_of
from coopcouncil.savings.rules.refusals import SheetNotConfirmed
from coopcouncil.savings.rules.refusals_juniors import (
    BirthUnknown,
    GuardianNeeded,
    HandedOver,
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

pytestmark = pytest.mark.anyio
BORN = date(2018, 5, 4)
TICKED = re.compile(r'<input(?=[^>]*name="may_withdraw")[^>]*\schecked')


async def make_point(org, name="Canal Side Primary School"):
    return await collecting.add_point(org, name, "Ysgol Gynradd Canal Side", None)


async def make_junior(org, point=None, name="Nia Hughes", born=BORN, member=None):
    given_name, family_name = name.split()
    child = Child(given_name, family_name, born, class_name="3B", language="en")
    signed = Signed("Sara Hughes", Relation.PARENT, DAY, member=member)
    return await children.add_junior(org, child, signed, point, None)


async def saved(org, junior):
    account = await account_of_junior(org, junior)
    assert account is not None
    assert account is not None
    return await balance_of(account)


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


async def test_the_weekly_collection_is_signed_by_two_and_then_on_the_accounts(client: Pages):
    org = await make_union()
    point = await make_point(org)
    nia, ben = await make_junior(org, point), await make_junior(org, point, "Ben Owen")
    helper = await make_officer(org, Role.TEACHER, "Mair Lewis")
    pages = client.as_(helper)
    base = f"/{org.slug}"

    classes = await pages.get(f"{base}/collection-points/{point.id}")
    assert "2 children save" in classes.main
    begun = await (
        await pages.post(f"{base}/collection-points/{point.id}/collections", {"class_name": "3B"})
    ).follow()
    assert begun.h1 == "Savings of class 3B"
    found = await Collection.within(org).get()
    path = f"{base}/collections/{found.id}"

    wrong = await pages.post(path, {f"child-{nia.id}": "1.50", f"child-{ben.id}": "two"})
    assert wrong.status == 422
    assert wrong.errors == ["Ben Owen: Enter an amount like 1.50."]
    assert 'value="1.50"' in wrong.html
    await pages.post(path, {f"child-{nia.id}": "1.50", f"child-{ben.id}": "2"})
    # Put right before the hand-over: Ben brought 50p less.
    kept = await (
        await pages.post(path, {f"child-{nia.id}": "1.50", f"child-{ben.id}": "1.50"})
    ).follow()
    assert "Together: £3.00" in kept.main

    off = await pages.post(f"{path}/hand-over", {"counted": "2.95", "name": "Mair Lewis"})
    assert "You counted £2.95, and the list adds up to £3.00." in off.errors[0]
    await pages.post(f"{path}/hand-over", {"counted": "3.00", "name": "Mair Lewis"})
    alone = await pages.post(f"{path}/receipt", {"counted": "3.00", "name": "Mair Lewis"})
    assert alone.status == 409
    assert "Somebody else receives" in alone.main
    assert await saved(org, nia) == Money(0)

    officer = client.as_(await teller(org))
    await officer.post(f"{path}/receipt", {"counted": "3", "name": "Bethan Rees"})
    assert (await saved(org, nia), await saved(org, ben)) == (Money(150), Money(150))
    again = await officer.post(f"{path}/receipt", {"counted": "3", "name": "Bethan Rees"})
    assert again.status == 409
    assert (await saved(org, nia)) == Money(150)
    assert (await check_books(org)).balanced
    shown = await officer.get(path)
    assert "Mair Lewis" in shown.main
    assert "Bethan Rees" in shown.main


async def test_a_teacher_sees_the_class_and_no_balance(client: Pages):
    org = await make_union()
    point = await make_point(org)
    junior = await make_junior(org, point)
    pages = client.as_(await make_officer(org, Role.TEACHER, "Mair Lewis"))
    assert (await pages.get(f"/{org.slug}/collections")).status == 200
    for path in (f"junior-savers/{junior.id}", "saving-accounts", "savings", "junior-savers"):
        assert (await pages.get(f"/{org.slug}/{path}")).status == 403, path


async def test_what_was_handed_over_stays_whoever_writes(db):
    org = await make_union()
    point = await make_point(org)
    junior, mair = await make_junior(org, point), await teller(org, "Mair Lewis")
    collection = await collecting.begin_collection(org, point, "3B", mair)
    again = await collecting.begin_collection(org, point, "3B", mair)
    assert again.id == collection.id
    await collecting.write_lines(org, collection, {junior.id: 100}, mair)
    await collecting.hand_over(org, collection, Money(100), "Mair Lewis", mair)

    with pytest.raises(HandedOver):
        await collecting.write_lines(org, collection, {junior.id: 200}, mair)
    for sql in (
        "UPDATE junior_collection_line SET amount = 200",
        "DELETE FROM junior_collection_line",
        f"UPDATE junior_collection SET received_by_id = {mair.id}, received_at = now()",
    ):
        with pytest.raises(IntegrityError):
            async with in_transaction():
                await connections.get("default").execute_query(sql)
    assert await CollectionLine.within(org).count() == 1


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


async def test_beside_a_core_system_collections_go_out_as_a_file(client: Pages):
    org = await make_union(Mode.BESIDE_CORE)
    point = await make_point(org)
    junior, mair = await make_junior(org, point), await teller(org, "Mair Lewis")
    assert await account_of_junior(org, junior) is None
    collection = await collecting.begin_collection(org, point, "3B", mair)
    await collecting.write_lines(org, collection, {junior.id: 150}, mair)
    pages = client.as_(await teller(org, "Ann Bell"))
    path = f"/{org.slug}/collections/{collection.id}"
    assert (await pages.get(f"{path}/file")).status == 404
    await collecting.hand_over(org, collection, Money(150), "Mair", mair)
    await pages.post(f"{path}/receipt", {"counted": "1.50", "name": "Ann Bell"})
    lines = (await pages.get(f"{path}/file")).text.splitlines()
    assert lines[1].startswith(f"J{junior.number},Nia Hughes,")
    assert ",1.50,Canal Side Primary School,3B," in lines[1]
    assert "Taken out on" in (await pages.get(path)).main


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
