"""From the declared result to the seats: by a person, all that were ticked or none."""

from datetime import date

import pytest

from coopcouncil.ballots.actions.results import count_ballot, declare
from coopcouncil.ballots.actions.seating import elected_in, give_seats
from coopcouncil.ballots.actions.voting import cast_vote
from coopcouncil.ballots.models import Fills, Kind, Option, Way
from coopcouncil.ballots.reads import organisation_of
from coopcouncil.ballots.rules.reasons import Reason
from coopcouncil.ballots.rules.seating import NotDeclared, NotSeated
from coopcouncil.kernel import clock
from coopcouncil.members.actions import change
from coopcouncil.members.models import Member
from coopcouncil.officers.models import OfficerChange
from coopcouncil.officers.reads import in_office
from coopcouncil.organisations.models import Role
from coopcouncil.schools.models import ForumSeat, RaisedElection, SeatHolder
from tests.ballots.building import (
    AFTER,
    DURING,
    close_and_open,
    entry_number,
    make_ballot,
    make_officer,
)
from tests.make import make_constituency, make_member

pytestmark = pytest.mark.anyio
SINCE = date(2026, 11, 20)


async def declared(*, linked=True, fills=Fills.COMMITTEE, born="1980-01-01", constituency=None):
    """Ffion and Joan are elected; members of their names stand behind them."""
    ballot = await make_ballot(kind=Kind.STV, voters=7)
    org = await organisation_of(ballot)
    ballot.fills = fills
    await ballot.save()
    with clock.frozen(DURING):
        for n, ranking in enumerate(("1 2", "1 2", "1 2", "1 2", "3", "2 3", ""), 1):
            await cast_vote(ballot, (await entry_number(ballot, n)).id, ranking, Way.WEB)
        for option in await Option.of(ballot):
            entry = await make_member(
                org, option.name, number=f"C{option.place}", date_of_birth=born,
                constituency=constituency,
            )  # fmt: skip
            if linked:
                await Option.of(ballot).filter(id=option.id).update(member_id=entry.member_id)
    await close_and_open(ballot)
    with clock.frozen(AFTER):
        run = await count_ballot(ballot, None)
        with pytest.raises(NotDeclared):
            await elected_in(ballot)
        await declare(ballot, run, Reason(""), None)
    return org, ballot


async def committee(org):
    return sorted(each.entry.name for each in await in_office(org, SINCE) if each.seat is not None)


async def test_those_elected_are_in_the_register_of_officers_by_one_click(client):
    org, ballot = await declared()
    path = f"/{org.slug}/ballots/{ballot.id}"
    with clock.frozen(AFTER):
        assert await committee(org) == []  # Nothing by itself.
        for role in (Role.CHAIR, Role.RETURNING_OFFICER):
            other = client.as_(await make_officer(org, role))
            assert (await other.get(f"{path}/elected")).status == 403
            assert "Give those elected" not in (await other.get(f"{path}/result")).main
        secretary = client.as_(await make_officer(org, Role.SECRETARY))
        assert "Give those elected their seats" in (await secretary.get(f"{path}/result")).main
        form = await secretary.get(f"{path}/elected")
        assert "Omar Khan" not in form.main
        done = await form.submit()
        assert done.status == 303, done.errors
        after = await done.follow()
        assert "All of them have their seats." in after.main
        assert await committee(org) == ["Ffion Rees", "Joan Bright"]
        officer = (await in_office(org, SINCE))[0].entry
        assert (officer.chosen, officer.chosen_on, officer.member_id is None) == (
            "elected", SINCE, False,
        )  # fmt: skip
        again = await form.submit()
        assert again.errors == ["Tick at least one of those elected."]
        assert await OfficerChange.within(org).count() == 2


async def test_one_who_cannot_sit_keeps_all_from_being_recorded(db):
    org, ballot = await declared(born=None)
    with clock.frozen(AFTER):
        chosen = [one.option.id for one in await elected_in(ballot)]
        with pytest.raises(NotSeated) as refusal:
            await give_seats(ballot, chosen, {}, SINCE, None)
        assert "Nothing is recorded. Ffion Rees: Enter the date of birth" in (
            refusal.value.sentence(str)
        )
        assert await committee(org) == []


async def test_whoever_was_not_nominated_as_a_member_is_named_now(client):
    org, ballot = await declared(linked=False)
    with clock.frozen(AFTER):
        secretary = client.as_(await make_officer(org, Role.SECRETARY))
        form = await secretary.get(f"/{org.slug}/ballots/{ballot.id}/elected")
        assert (await form.submit()).errors == [
            "Nothing is recorded. Ffion Rees: Give the member number."
        ]
        numbers = {f"number-{one.option.id}": f"C{one.option.place}"
                   for one in await elected_in(ballot)}  # fmt: skip
        assert (await form.submit(**numbers)).status == 303
        assert await committee(org) == ["Ffion Rees", "Joan Bright"]
        assert all(one.has_seat for one in await elected_in(ballot))


async def test_a_forum_s_seats_are_the_forum_s(client):
    org, ballot = await declared(fills=Fills.ELSEWHERE)
    with clock.frozen(AFTER):
        secretary = client.as_(await make_officer(org, Role.SECRETARY))
        page = f"/{org.slug}/ballots/{ballot.id}"
        assert (await secretary.get(f"{page}/elected")).status == 404
        staff = await make_constituency(org, "Staff")
        seat = await ForumSeat.create(organisation=org, constituency=staff, seats=2)
        await RaisedElection.create(
            organisation=org, seat=seat, ballot=ballot, raised_at=clock.now()
        )
        form = await secretary.get(f"{page}/elected")
        assert "does not vote in this constituency" in (await form.submit()).errors[0]
        for number in ("C1", "C2"):
            member = await Member.within(org).get(number=number)
            facts = {"constituency_id": staff.id}
            await change(org, member, facts, effective_on=date(2026, 1, 1), by=None)
        assert (await form.submit()).status == 303
        rows = await SeatHolder.within(org).select_related("member").order_by("member__number")
        assert [(row.member.number, row.ballot_id) for row in rows] == [
            ("C1", ballot.id), ("C2", ballot.id),
        ]  # fmt: skip
        assert await committee(org) == []
