"""Two pairs of eyes: who may be the second, once, in time."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tortoise import connections
from tortoise.exceptions import IntegrityError, OperationalError

from coopcouncil.accounts.models import Person
from coopcouncil.checks import actions
from coopcouncil.checks.actions import (
    approve,
    ask,
    ask_or_do,
    drop_old,
    refuse,
    take_back,
)
from coopcouncil.checks.alone import why_two
from coopcouncil.checks.models import Check, CheckKind, State
from coopcouncil.checks.rules import (
    AskedAlready,
    DecidedAlready,
    NotForTheMaker,
    NotForWhomItConcerns,
    NotYours,
    SayWhy,
    TooLate,
    may_go_alone,
)
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Forbidden, Refused
from coopcouncil.kernel.money import Money
from coopcouncil.members.models import Member
from coopcouncil.organisations.actions import grant
from coopcouncil.organisations.models import Organisation, Role
from coopcouncil.organisations.rulebook import Rulebook
from tests.checks.building import SUM, asked, place
from tests.make import make_member, make_officer, make_organisation, make_person

pytestmark = pytest.mark.anyio


@given(st.integers(0, 10**8), st.integers(0, 10**8), st.sampled_from(sorted(CheckKind)))
def test_from_the_sum_of_the_rules_two_are_needed(limit, pence, kind):
    name = f"check_{kind.replace('-', '_')}_from"
    if kind is CheckKind.PAYEE_CHANGE:
        assert not may_go_alone(Rulebook(check_payee_change=True), kind, Money(pence))
        assert may_go_alone(Rulebook(check_payee_change=False), kind, Money(pence))
    else:
        rules = Rulebook(**{name: limit})
        assert may_go_alone(rules, kind, Money(pence)) is (pence < limit)


async def test_a_second_person_agrees_and_it_is_done_once(db: None, done: list[str]):
    org, maker, checker = await place()
    check = await asked(org, maker)
    assert done == []
    await approve(org, check, checker)
    assert done == ["did payment:12"]
    with pytest.raises(DecidedAlready):
        await approve(org, check, checker)
    with pytest.raises(DecidedAlready):
        await refuse(org, check, "Too late", checker)
    found = await Check.one(org, id=check.id)
    assert (found.state, found.decided_by_id) == (State.APPROVED, checker.id)


async def test_below_the_sum_one_person_is_enough_and_that_is_written_down(
    db: None, done: list[str]
):
    org, maker, _ = await place(check_refund_from=20_000)
    check = await ask_or_do(org, CheckKind.REFUND, SUM, "payment:1", "Paid twice", {}, maker)
    assert (check.state, done) == (State.ALONE, ["did payment:1"])
    larger = Money(20_000)
    check = await ask_or_do(org, CheckKind.REFUND, larger, "payment:2", "All", {}, maker)
    assert (check.state, done) == (State.WAITING, ["did payment:1"])


async def test_who_asks_never_checks_in_no_other_role_and_by_no_other_account(
    db: None, done: list[str]
):
    org, maker, _ = await place()
    await grant(org, maker, Role.CHAIR, by=None)
    check = await asked(org, maker)
    with pytest.raises(NotForTheMaker):
        await approve(org, check, maker)
    with pytest.raises(NotForTheMaker):
        await refuse(org, check, "No", maker)
    # Two accounts, each with an address that the register has for one member.
    one = await make_person("Ada Lovell", "ada@example.org")
    other = await make_person("A. Lovell", "lovell@example.org")
    for person in (one, other):
        await grant(org, person, Role.CHAIR, by=None)
    await make_member(
        org,
        "Lovell and Daughters",
        email="ada@example.org",
        representative_email="lovell@example.org",
        member_kind="organisation",
    )
    again = await asked(org, one, "payment:13")
    with pytest.raises(NotForTheMaker):
        await approve(org, again, other)
    assert done == []


async def test_nobody_checks_money_for_themselves(db: None, done: list[str]):
    org, maker, checker = await place()
    entry = await make_member(org, "Nusrat Akhtar", email=await address_of(checker))
    member = await Member.one(org, id=entry.member_id)
    kind, subject = CheckKind.WITHDRAWAL, "share-withdrawal:4"
    check = await ask(org, kind, Money(100), subject, "Shares", {}, maker, member=member)
    with pytest.raises(NotForWhomItConcerns):
        await approve(org, check, checker)
    # However small, nobody pays themselves alone.
    assert await why_two(org, kind, Money(100), maker, member=member) is None
    assert await why_two(org, kind, Money(100), checker, member=member)
    assert done == []


async def test_nobody_checks_money_of_several_of_whom_they_are_one(db: None, done: list[str]):
    org, maker, checker = await place()
    ada = await Member.one(org, id=(await make_member(org, "Ada Lovell")).member_id)
    entry = await make_member(org, "Nusrat Akhtar", email=await address_of(checker))
    both = [ada.id, entry.member_id]
    kind, text = CheckKind.WITHDRAWAL, "Joint account"
    assert await why_two(org, kind, Money(100), checker, member=ada, others=both)
    check = await ask_or_do(
        org, kind, Money(10**7), "savings-account:4", text, {}, maker, member=ada, others=both
    )
    with pytest.raises(NotForWhomItConcerns):
        await approve(org, check, checker)
    assert done == []


async def address_of(person: Person) -> str:
    await person.fetch_related("addresses")
    return str(next(iter(person.addresses)).address)  # type: ignore[attr-defined]


async def test_only_those_who_keep_money_check(db: None, done: list[str]):
    org, maker, checker = await place()
    check = await asked(org, maker)
    auditor = await make_officer(org, Role.AUDITOR)
    stranger = await make_officer(await make_organisation(), Role.TREASURER)
    for person in (auditor, stranger, await make_person()):
        with pytest.raises(Forbidden):
            await approve(org, check, person)
    # Granted when it was asked, revoked before it was checked.
    await connections.get("default").execute_query(
        "UPDATE role_grant SET revoked_at = clock_timestamp() WHERE person_id = $1", [checker.id]
    )
    with pytest.raises(Forbidden):
        await approve(org, check, checker)
    assert done == []


async def test_a_refusal_says_why_and_it_can_be_asked_again(db: None, done: list[str]):
    org, maker, checker = await place()
    check = await asked(org, maker)
    with pytest.raises(AskedAlready):
        await asked(org, maker)
    with pytest.raises(SayWhy):
        await refuse(org, check, "  ", checker)
    refused = await refuse(org, check, "Wrong member", checker)
    assert (refused.reason, done) == ("Wrong member", ["undid payment:12"])
    assert (await asked(org, maker)).state is State.WAITING


async def test_only_who_asked_takes_it_back(db: None, done: list[str]):
    org, maker, checker = await place()
    check = await asked(org, maker)
    with pytest.raises(NotYours):
        await take_back(org, check, checker)
    assert (await take_back(org, check, maker)).state is State.TAKEN_BACK
    assert done == ["undid payment:12"]


async def test_what_nobody_checks_in_time_is_dropped(db: None, done: list[str]):
    org, maker, checker = await place(check_days=3)
    check = await asked(org, maker)
    later = clock.now() + timedelta(days=3)
    with clock.frozen(later - timedelta(seconds=1)):
        assert await drop_old() == 0
    with clock.frozen(later):
        with pytest.raises(TooLate):
            await approve(org, check, checker)
        assert await drop_old() == 1
        assert done == ["undid payment:12"]
        # And the same subject can be asked for anew.
        assert (await asked(org, maker)).state is State.WAITING
    assert (await Check.one(org, id=check.id)).state is State.EXPIRED


async def test_a_deed_that_is_refused_leaves_the_check_waiting(
    db: None, monkeypatch: pytest.MonkeyPatch
):
    class NoMoney(Refused):
        """The bank says no."""

    async def does(org: Organisation, check: Check, by: Person | None) -> None:
        raise NoMoney

    monkeypatch.setitem(actions.DOES, CheckKind.REFUND, does)
    org, maker, checker = await place()
    check = await asked(org, maker)
    with pytest.raises(NoMoney):
        await approve(org, check, checker)
    assert (await Check.one(org, id=check.id)).state is State.WAITING


@pytest.mark.parametrize(
    "change",
    [
        "amount = amount * 10",
        "facts = '{\"to\": 2}'",
        "state = 'approved', decided_at = now(), decided_by_id = asked_by_id",
        "state = 'approved', decided_at = now()",
    ],
)
async def test_the_table_itself_refuses_it(db: None, change: str):
    org, maker, _ = await place()
    check = await asked(org, maker)
    with pytest.raises((IntegrityError, OperationalError)):
        await connections.get("default").execute_query(
            f"UPDATE money_check SET {change} WHERE id = $1",
            [check.id],
        )


async def test_of_two_who_check_at_once_one_does(fresh_db: str, done: list[str]):
    org, maker, checker = await place()
    chair = await make_officer(org, Role.CHAIR)
    check = await asked(org, maker)
    answers = await asyncio.gather(
        *(approve(org, check, by) for by in (checker, chair, checker)), return_exceptions=True
    )
    assert sum(isinstance(one, Check) for one in answers) == 1
    assert sum(isinstance(one, DecidedAlready) for one in answers) == 2
    assert done == ["did payment:12"]


async def test_one_thing_asked_from_two_tabs_waits_once(fresh_db: str, done: list[str]):
    org, maker, _ = await place()
    answers = await asyncio.gather(*(asked(org, maker) for _ in range(3)), return_exceptions=True)
    assert sum(isinstance(one, AskedAlready) for one in answers) == 2
    assert await Check.within(org).count() == 1
