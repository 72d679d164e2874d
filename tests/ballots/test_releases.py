"""An address changed after sealing carries no vote until the old one is told and two agree."""

import pytest

from coopcouncil.ballots.actions.releases import agree_release, ask_release, refuse_release
from coopcouncil.ballots.models import Ballot
from coopcouncil.ballots.reads import organisation_of, votes_of
from coopcouncil.ballots.rules.releases import (
    OldAddressNotTold,
    ReleaseAsked,
    ReleaseNotNow,
    ReleaseSettled,
    SameAddress,
    SecondOfficerNeeded,
)
from coopcouncil.ballots.rules.twoofficers import MadeByTheFirst
from coopcouncil.kernel import clock
from coopcouncil.kernel.models import AuditEntry, OutboxMessage
from coopcouncil.members.models import Member
from coopcouncil.members.safeguarding import stop_contact
from coopcouncil.organisations.actions.offices import grant
from coopcouncil.organisations.kinds import Role
from tests.ballots.building import AFTER, DURING, entry_number, make_ballot, make_person

pytestmark = pytest.mark.anyio

NEW = "moved@example.org"


async def test_the_vote_follows_once_a_second_officer_agrees(db):
    ballot = await make_ballot(voters=2)
    entry = await entry_number(ballot)
    old_reader = await make_person("Old", entry.email)
    new_reader = await make_person("New", NEW)
    first, second = await make_person("Ros"), await make_person("Sam")
    with clock.frozen(DURING):
        release = await ask_release(ballot, entry, " Moved@Example.org ", "Rang us.", first)
        told = await OutboxMessage.filter(recipient=entry.email, purpose__contains="address")
        assert len(told) == 1
        assert NEW not in (told[0].text or "")
        assert await votes_of(ballot, new_reader) == []
        with pytest.raises(SecondOfficerNeeded):
            await agree_release(ballot, release, first)
        await agree_release(ballot, release, second)
        assert [one.id for one in await votes_of(ballot, new_reader)] == [entry.id]
        assert await votes_of(ballot, old_reader) == []
        with pytest.raises(ReleaseSettled):
            await refuse_release(ballot, release, second)
    said = " ".join(str(one.payload) for one in await AuditEntry.all())
    assert "agreed to change a roll address" in said
    assert NEW not in said


async def test_a_refused_change_changes_nothing(db):
    ballot = await make_ballot(voters=1)
    entry = await entry_number(ballot)
    old_reader, new_reader = await make_person("Old", entry.email), await make_person("New", NEW)
    first, second = await make_person("Ros"), await make_person("Sam")
    with clock.frozen(DURING):
        release = await ask_release(ballot, entry, NEW, "Rang us.", first)
        with pytest.raises(ReleaseAsked):
            await ask_release(ballot, entry, "other@example.org", "Again.", second)
        await refuse_release(ballot, release, second)
        assert len(await votes_of(ballot, old_reader)) == 1
        assert await votes_of(ballot, new_reader) == []


async def test_only_a_changed_address_and_only_while_votes_are_taken(db):
    ballot: Ballot = await make_ballot(voters=1)
    entry = await entry_number(ballot)
    officer = await make_person("Ros")
    with clock.frozen(DURING), pytest.raises(SameAddress):
        await ask_release(ballot, entry, entry.email.upper(), "Same.", officer)
    with clock.frozen(AFTER), pytest.raises(ReleaseNotNow):
        await ask_release(ballot, entry, NEW, "Late.", officer)


async def test_an_officer_whom_the_first_made_is_no_second(db):
    """One person with two addresses is one officer."""
    ballot = await make_ballot(voters=1)
    org = await organisation_of(ballot)
    entry = await entry_number(ballot)
    first, puppet, older = [await make_person(name) for name in ("Ros", "Rosalind", "Sam")]
    await grant(org, older, Role.SCRUTINEER, None)
    with clock.frozen(DURING):
        await grant(org, puppet, Role.SCRUTINEER, first)
        release = await ask_release(ballot, entry, NEW, "Rang us.", first)
        with pytest.raises(MadeByTheFirst):
            await agree_release(ballot, release, puppet)
        await agree_release(ballot, release, older)


async def test_a_voter_whom_nobody_may_write_to_keeps_the_old_address(db):
    """An address that cannot be told of a change gives up no vote."""
    ballot = await make_ballot(voters=1)
    org, entry = await organisation_of(ballot), await entry_number(ballot)
    first, second = await make_person("Ros"), await make_person("Sam")
    with clock.frozen(DURING):
        member = await Member.one(org, id=entry.member_id)
        await stop_contact(org, member, "Court order", clock.today(), None, None)
        release = await ask_release(ballot, entry, NEW, "Rang us.", first)
        with pytest.raises(OldAddressNotTold):
            await agree_release(ballot, release, second)
    assert not await OutboxMessage.filter(recipient=entry.email, purpose__contains="address")
