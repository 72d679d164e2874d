"""Holders who come and go, savings after a death, and nobody leaves with an open account."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tortoise import connections
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

import coopcouncil.app  # noqa: F401  What checks and leaving tell savings.
from coopcouncil.accounts.models import EmailAddress
from coopcouncil.checks.actions import approve, refuse
from coopcouncil.checks.models import Check
from coopcouncil.checks.rules import NotForTheMaker
from coopcouncil.kernel import clock
from coopcouncil.kernel.money import Money
from coopcouncil.ledger.kinds import Purpose
from coopcouncil.ledger.reads import account_for, check_books
from coopcouncil.members.actions import leave
from coopcouncil.members.kinds import Cause
from coopcouncil.members.models import Member
from coopcouncil.organisations.models import Organisation, Role
from coopcouncil.payouts.models import PayoutItem
from coopcouncil.savings.actions.accounts import close_account
from coopcouncil.savings.actions.pledging import pledge
from coopcouncil.savings.actions.withdrawing import ask_to_take_out
from coopcouncil.savings.holders.changing import agree, ask_for_change, carry_out, give_up
from coopcouncil.savings.holders.estates import ask_to_pay_estate
from coopcouncil.savings.holders.kinds import Change, Ground
from coopcouncil.savings.holders.models import EstatePayment, HolderChange
from coopcouncil.savings.holders.rules import (
    AgreesNot,
    ChangeWaits,
    HasNotDied,
    HeldAgainstALoan,
    HolderHasDied,
    HoldsAlready,
    LastHolder,
    MoreThanNamed,
    NoNomination,
    NotAllAgree,
    StillHasSavings,
    WouldHoldTooMuch,
    holders_after,
    paid_to_who_leaves,
)
from coopcouncil.savings.kinds import Way
from coopcouncil.savings.models import SavingsAccount
from coopcouncil.savings.reads import balance_of, held_by, holders_of
from coopcouncil.savings.rules.refusals import NotChecked, OwnAccount
from coopcouncil.shares.actions.nominating import Nominee, nominate
from tests.make import make_member, make_officer, make_person
from tests.pageclient import Pages
from tests.savings.building import make_account, make_saver, make_union, put, teller

pytestmark = pytest.mark.anyio


async def agreed(
    org: Organisation, account: SavingsAccount, change: Change, member: Member, *others: Member
) -> HolderChange:
    """A change that everybody has agreed to."""
    made = await ask_for_change(org, account, change, member, "Form of 3 March", None)
    for one in others:
        await agree(org, made, one.id, "Signed, passport seen", None)
    return made


async def under(org: Organisation, purpose: Purpose, member: Member) -> int:
    """What the books have for one member."""
    account = await account_for(org, purpose)
    rows = await connections.get("default").execute_query_dict(
        "SELECT coalesce(sum(amount), 0)::bigint AS n FROM posting_line"
        " WHERE account_id = $1 AND member_id = $2",
        [account.id, member.id],
    )
    return int(rows[0]["n"])


async def die(org: Organisation, *members: Member) -> None:
    for one in members:
        await leave(org, one, clock.today(), reason="", because=Cause.DIED, by=None)


async def test_somebody_comes_to_an_account_once_both_agree(db):
    org = await make_union()
    ada, bob = await make_saver(org, "Ada Lovell"), await make_saver(org, "Bob Hale")
    account = await make_account(org, ada)
    await put(org, account, 10.01)
    with pytest.raises(HoldsAlready):
        await ask_for_change(org, account, Change.ADDED, ada, "Form", None)
    made = await agreed(org, account, Change.ADDED, bob, ada)
    with pytest.raises(ChangeWaits):
        await ask_for_change(org, account, Change.ADDED, bob, "Form", None)
    with pytest.raises(AgreesNot):
        await agree(org, made, ada.id, "Again", None)
    with pytest.raises(NotAllAgree) as refused:
        await carry_out(org, made, None)
    assert refused.value.names == ["Bob Hale"]
    assert await holders_of(account) == [ada.id]
    await agree(org, made, bob.id, "Signed", None)
    await carry_out(org, made, None)
    assert await holders_of(account) == [ada.id, bob.id]
    held = await held_by(org, [ada.id, bob.id])
    assert (held[ada.id][account.id], held[bob.id][account.id]) == (501, 500)
    assert await balance_of(account) == Money(1_001)


async def test_who_leaves_takes_an_equal_part_and_the_books_follow(db):
    org = await make_union()
    ada, bob, cai = [await make_saver(org, name) for name in ("Ada Lovell", "Bob Hale", "Cai Prys")]
    account = await make_account(org, ada, bob, cai)
    await put(org, account, 100)
    # The first named goes: 33.34, and the books name Bob from then on.
    made = await agreed(org, account, Change.PARTED, ada, ada, bob, cai)
    await carry_out(org, made, None)
    assert await holders_of(account) == [bob.id, cai.id]
    assert await balance_of(account) == Money(6_666)
    assert await under(org, Purpose.MEMBERS_SHARES, ada) == 0
    assert await under(org, Purpose.MEMBERS_SHARES, bob) == -6_666
    item = await PayoutItem.one(org)
    assert item.amount == 3_334
    # Then one who is not: the books owe it to her, and to nobody else.
    made = await agreed(org, account, Change.PARTED, cai, bob, cai)
    await carry_out(org, made, None)
    assert await balance_of(account) == Money(3_333)
    assert await under(org, Purpose.PAYABLE_TO_MEMBERS, cai) == -3_333
    assert await under(org, Purpose.PAYABLE_TO_MEMBERS, bob) == 0
    with pytest.raises(LastHolder):
        await ask_for_change(org, account, Change.PARTED, bob, "Form", None)
    assert (await check_books(org)).balanced
    await put(org, account, 5)
    assert await under(org, Purpose.MEMBERS_SHARES, bob) == -3_833


async def test_after_a_death_the_others_have_it_all(db):
    org = await make_union()
    ada, bob = await make_saver(org, "Ada Lovell"), await make_saver(org, "Bob Hale")
    account = await make_account(org, ada, bob)
    await put(org, account, 100)
    with pytest.raises(HasNotDied):
        await ask_for_change(org, account, Change.DIED, ada, "Certificate", None)
    await die(org, ada)
    by = await teller(org)
    with pytest.raises(HolderHasDied):
        await ask_to_take_out(org, account, Money(100), Way.BANK, by)
    made = await agreed(org, account, Change.DIED, ada, bob)
    await carry_out(org, made, None)
    assert await holders_of(account) == [bob.id]
    assert await under(org, Purpose.MEMBERS_SHARES, bob) == -10_000
    assert not await PayoutItem.within(org).exists()
    assert await ask_to_take_out(org, account, Money(100), Way.BANK, by)


async def test_what_keeps_holders_as_they_are(db):
    org = await make_union()
    ada, bob = await make_saver(org, "Ada Lovell"), await make_saver(org, "Bob Hale")
    account = await make_account(org, ada)
    unknown = await make_member(org, "Dai Unchecked")
    with pytest.raises(NotChecked):
        stranger = await Member.one(org, id=unknown.member_id)
        await ask_for_change(org, account, Change.ADDED, stranger, "Form", None)
    await put(org, account, 15_000)
    own = await make_account(org, bob)
    await put(org, own, 10_000)
    made = await agreed(org, account, Change.ADDED, bob, ada, bob)
    # 7,500 of the joint account and 10,000: past the most of 15,000.
    with pytest.raises(WouldHoldTooMuch):
        await carry_out(org, made, None)
    await give_up(org, made, None)
    await pledge(org, account, Money(100), "loan:1", None)
    with pytest.raises(HeldAgainstALoan):
        await ask_for_change(org, account, Change.ADDED, bob, "Form", None)


async def test_two_officers_neither_of_them_a_holder(db):
    org = await make_union()
    ada = await make_saver(org, "Ada Lovell", email="ada@home.example")
    bob = await make_saver(org, "Bob Hale")
    account = await make_account(org, ada)
    maker, second = await teller(org), await teller(org, "Cerys Pugh")
    own = await make_officer(org, Role.TREASURER, "Ada Lovell")
    await EmailAddress.create(person=own, address="ada@home.example", proven_at=clock.now())
    with pytest.raises(OwnAccount):
        await ask_for_change(org, account, Change.ADDED, bob, "Form", own)
    made = await ask_for_change(org, account, Change.ADDED, bob, "Form", maker)
    for one in (ada, bob):
        await agree(org, made, one.id, "Signed", maker)
    with pytest.raises(NotForTheMaker):
        await carry_out(org, made, maker)
    with pytest.raises(OwnAccount):
        await carry_out(org, made, own)
    await carry_out(org, made, second)
    assert await holders_of(account) == [ada.id, bob.id]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM savings_holder WHERE account_id = $1",
        "UPDATE savings_holder SET member_id = member_id + 1 WHERE account_id = $1",
        "UPDATE savings_holder SET place = place + 5 WHERE account_id = $1",
    ],
)
@pytest.mark.parametrize("changed", [False, True])
async def test_the_table_changes_holders_by_agreement_alone(db, sql, changed):
    org = await make_union()
    ada, bob = await make_saver(org, "Ada Lovell"), await make_saver(org, "Bob Hale")
    account = await make_account(org, ada)
    if changed:
        await carry_out(org, await agreed(org, account, Change.ADDED, bob, ada, bob), None)
    before = await holders_of(account)
    connection = connections.get("default")
    with pytest.raises(IntegrityError):
        async with in_transaction():
            await connection.execute_query(sql, [account.id])
            await connections.get("default").execute_query("SET CONSTRAINTS ALL IMMEDIATE")
    assert await holders_of(account) == before


@given(st.integers(0, 10**9), st.lists(st.integers(1, 99), min_size=2, max_size=6, unique=True))
def test_parts_of_those_who_leave_one_by_one_come_to_all_of_it(pence, holders):
    left, paid = pence, 0
    while len(holders) > 1:
        leaving = holders[len(holders) // 2]
        part = paid_to_who_leaves(Change.PARTED, leaving, holders, left)
        assert abs(part * len(holders) - left) < len(holders)
        left, paid = left - part, paid + part
        holders = list(holders_after(Change.PARTED, leaving, holders))
    assert left + paid == pence


async def test_an_estate_goes_to_who_may_give_a_receipt(db):
    org = await make_union()
    ada = await make_saver(org, "Ada Lovell")
    account = await make_account(org, ada)
    await put(org, account, 9_000)
    by, second = await teller(org), await teller(org, "Cerys Pugh")

    async def ask(ground: Ground, pounds: int, to: str = "Eve Lovell") -> EstatePayment:
        amount = Money(pounds * 100)
        return await ask_to_pay_estate(org, account, ground, to, "", amount, "Certificate", by)

    with pytest.raises(HasNotDied):
        await ask(Ground.SMALL, 10)
    nominee = Nominee(
        "Eve Lovell", "", "daughter", Money(300_000), is_officer=False, is_family=True
    )
    await die(org, ada)
    with pytest.raises(NoNomination):
        await ask(Ground.NOMINEE, 10)
    await nominate(org, ada, nominee, clock.today(), by=None)
    with pytest.raises(MoreThanNamed) as refused:
        await ask(Ground.NOMINEE, 3_001)
    assert refused.value.left == Money(300_000)
    first = await ask(Ground.NOMINEE, 3_000)
    # One who asked is never enough, whatever the sum.
    check = await Check.one(org, subject=f"savings-estate:{first.id}")
    with pytest.raises(NotForTheMaker):
        await approve(org, check, by)
    assert await balance_of(account) == Money(900_000)
    await approve(org, check, second)
    assert await balance_of(account) == Money(600_000)
    # Split in two it is the same member's: £2,000 is left without a grant.
    with pytest.raises(MoreThanNamed):
        await ask(Ground.SMALL, 2_001)
    small = await ask(Ground.SMALL, 2_000)
    with pytest.raises(MoreThanNamed):
        await ask(Ground.SMALL, 1)
    await refuse(
        org, await Check.one(org, subject=f"savings-estate:{small.id}"), "Will found", second
    )
    grant = await ask(Ground.GRANT, 6_000, "Executors of Ada Lovell")
    await approve(org, await Check.one(org, subject=f"savings-estate:{grant.id}"), second)
    assert await balance_of(account) == Money(0)
    assert sorted([one.amount for one in await PayoutItem.within(org)]) == [300_000, 600_000]
    await close_account(org, account, by)
    assert (await check_books(org)).balanced


async def test_nobody_leaves_with_an_open_account(db):
    org = await make_union()
    ada = await make_saver(org, "Ada Lovell")
    account = await make_account(org, ada)
    with pytest.raises(StillHasSavings) as refused:
        await leave(org, ada, clock.today(), reason="", because=Cause.RESIGNED, by=None)
    assert refused.value.accounts == [account.number]
    await close_account(org, account, None)
    await leave(org, ada, clock.today(), reason="", because=Cause.RESIGNED, by=None)


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_the_pages(client: Pages, language: str):
    org = await make_union()
    ada = await make_saver(org, "Ada Lovell", email="ada@home.example")
    bob = await make_saver(org, "Bob Hale", email="bob@home.example")
    account = await make_account(org, ada)
    await put(org, account, 100)
    desk, second = client.as_(await teller(org)), client.as_(await teller(org, "Cerys Pugh"))
    own = client.as_(await make_person("Bob Hale", "bob@home.example"))
    for each in (desk, second, own):
        each.language = language
    at = f"/{org.slug}/saving-accounts/{account.id}"
    assert (await desk.get(at)).status == 200
    assert (await desk.get(f"{at}/holders")).status == 200
    form = {"change": "added", "member": "nobody", "evidence": "Form"}
    assert (await desk.post(f"{at}/holders", form)).status == 422
    made = await desk.post(f"{at}/holders", form | {"member": bob.number})
    assert "Bob Hale" in (await made.follow()).main
    change = await HolderChange.one(org)
    there = f"{at}/holders/{change.id}"
    assert (await second.post(f"{there}/carrying-out")).status == 409
    consents = f"{there}/consents"
    assert (await desk.post(consents, {"who": str(ada.id)})).status == 422
    assert (await desk.post(consents, {"who": str(ada.id), "how": "Signed"})).status == 303
    # Bob says it himself.
    mine = f"/{org.slug}/my-savings/changes/{change.id}"
    assert str(account.number) in (await own.get(f"/{org.slug}/my-savings")).main
    assert (await own.get(mine)).status == 200
    assert (await own.post(f"{mine}/{ada.id}")).status == 404
    assert (await (await own.post(f"{mine}/{bob.id}")).follow()).status == 200
    stranger = client.as_(await make_person("Sid Stranger"))
    assert (await stranger.get(mine)).status == 404
    done = await (await second.post(f"{there}/carrying-out")).follow()
    assert "Bob Hale" in done.main
    assert (await own.get(mine)).status == 404
    await die(org, ada, bob)
    alone = await make_account(org, await make_saver(org, "Cai Prys"))
    await put(org, alone, 10)
    await die(org, await Member.one(org, id=(await holders_of(alone))[0]))
    at = f"/{org.slug}/saving-accounts/{alone.id}"
    page = await desk.get(at)
    assert "/estate" in page.html
    assert "/withdrawal" not in page.html, "the till pays nothing that the dead have left"
    form = {"ground": "grant", "paid_to": "Executors", "amount": "10.00", "evidence": "Probate"}
    assert (await desk.post(f"{at}/estate", form | {"amount": "10.01"})).status == 422
    asked = await desk.post(f"{at}/estate", form)
    assert "£10.00" in (await asked.follow()).main
    check = await Check.one(org, amount=1_000)
    secretary = client.as_(await make_officer(org, Role.SECRETARY))
    secretary.language = language
    assert (await secretary.get(f"{at}/estate")).status == 200
    paid = await EstatePayment.one(org)
    assert (await secretary.get(f"/{org.slug}/estate-payments/{paid.id}")).status == 303
    assert check.is_open
    assert (await stranger.get(f"{at}/estate")).status == 403
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert (await desk.get(f"{at}/holders")).status == 200
