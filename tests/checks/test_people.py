"""One human with two accounts is one pair of eyes, as far as can be seen."""

from datetime import timedelta

import pytest

from coopcouncil.accounts.models import EmailAddress, Person
from coopcouncil.checks.people import must_be_another, why_one_person
from coopcouncil.checks.rules import NEW_FOR, NotForTheMaker, OneHand, OneMember
from coopcouncil.kernel import clock
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.members.actions import change
from coopcouncil.members.models import Member
from coopcouncil.organisations.actions import grant
from coopcouncil.organisations.models import Organisation, Role
from tests.make import make_member, make_officer, make_organisation, make_person

pytestmark = pytest.mark.anyio


async def given(org: Organisation, by: Person, role: Role, name: str, address: str = "") -> Person:
    """Somebody to whom an officer gave a role a moment ago."""
    person = await make_person(name, *([address] if address else []))
    await grant(org, person, role, by=by)
    return person


async def test_the_account_of_an_address_that_the_member_had_before_is_the_members(db: None):
    org = await make_organisation()
    maker = await make_officer(org, Role.TREASURER, "Ada Lovell")
    [now] = await EmailAddress.filter(person=maker)
    entry = await make_member(org, "Ada Lovell", email="lovell@before.example")
    old = await make_person("A. L.", "lovell+work@before.example")
    await grant(org, old, Role.CHAIR, by=None)
    assert await why_one_person(org, maker.id, old) is None
    # The register has the new address from now on; the account of the old one is still hers.
    member = await Member.one(org, id=entry.member_id)
    await change(org, member, {"email": now.address}, by=None)
    assert isinstance(await why_one_person(org, maker.id, old), OneMember)
    with pytest.raises(NotForTheMaker):
        await must_be_another(org, maker.id, old)


async def test_two_addresses_of_one_mailbox_are_one_account(db: None):
    org = await make_organisation()
    maker = await make_person("Derek Oldroyd", "derek@home.example")
    tagged = await make_person("D. O.", "derek+chair@home.example")
    other = await make_person("Derek Oldroyd", "derek@work.example")
    for person in (maker, tagged, other):
        await grant(org, person, Role.CHAIR, by=None)
    assert isinstance(await why_one_person(org, maker.id, tagged), OneMember)
    assert await why_one_person(org, maker.id, other) is None


async def test_who_was_given_the_role_by_the_other_waits_until_all_officers_had_time(db: None):
    org = await make_organisation()
    giver = await make_officer(org, Role.SECRETARY, "Nusrat Akhtar")
    board = await make_officer(org, Role.AUDITOR, "Tom Bell")
    [address] = await EmailAddress.filter(person=board)
    chair = await given(org, giver, Role.CHAIR, "Somebody New")
    told = await OutboxMessage.filter(recipient=address.address)
    assert [one.purpose for one in told] == ["email/organisations/granted_over_money"]
    assert "Somebody New is chair of" in str(told[0].text)
    for maker, checker in ((giver, chair), (chair, giver)):
        refusal = await why_one_person(org, maker.id, checker)
        assert isinstance(refusal, OneHand)
        assert refusal.until > clock.now() + NEW_FOR - timedelta(minutes=1)
    assert await why_one_person(org, board.id, chair) is None
    with clock.frozen(clock.now() + NEW_FOR + timedelta(minutes=1)):
        assert await why_one_person(org, giver.id, chair) is None


async def test_two_new_accounts_of_one_hand_do_not_check_each_other_nor_a_third_in_the_chain(
    db: None,
):
    org = await make_organisation()
    giver = await make_officer(org, Role.SECRETARY, "Nusrat Akhtar")
    one = await given(org, giver, Role.TREASURER, "One")
    two = await given(org, giver, Role.SECRETARY, "Two")
    third = await given(org, two, Role.CHAIR, "Three")
    assert isinstance(await why_one_person(org, one.id, two), OneHand)
    assert isinstance(await why_one_person(org, giver.id, third), OneHand)
    # A role that was theirs from elsewhere before says that they are known.
    known = await make_officer(org, Role.CHAIR, "Bell")
    await grant(org, known, Role.TREASURER, by=giver)
    assert await why_one_person(org, giver.id, known) is None


async def test_two_members_whom_the_register_has_known_need_not_wait(db: None):
    org = await make_organisation()
    with clock.frozen(clock.now() - timedelta(days=30)):
        for name, address in (("Ada", "ada@home.example"), ("Bea", "bea@home.example")):
            await make_member(org, name, email=address)
    giver = await make_person("Ada", "ada@home.example")
    await grant(org, giver, Role.SECRETARY, by=None)
    treasurer = await given(org, giver, Role.TREASURER, "Bea", "bea@home.example")
    assert await why_one_person(org, giver.id, treasurer) is None
    # Somebody whom the same secretary wrote into the register a moment ago is not known by that.
    await make_member(org, "Cy", email="cy@home.example")
    chair = await given(org, giver, Role.CHAIR, "Cy", "cy@home.example")
    assert isinstance(await why_one_person(org, giver.id, chair), OneHand)
