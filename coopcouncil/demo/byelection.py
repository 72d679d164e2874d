"""A by-election to the forum that is over: raised, voted, counted, declared, and the seat given."""

from datetime import date, timedelta
from random import Random

from coopcouncil.accounts.models import Person
from coopcouncil.ballots.actions.box import close_ballot, open_box
from coopcouncil.ballots.actions.keys import make_key, rehearse_kept
from coopcouncil.ballots.actions.results import count_ballot, declare
from coopcouncil.ballots.actions.roll import cut_roll, seal_roll
from coopcouncil.ballots.actions.seating import elected_in, give_seats
from coopcouncil.ballots.actions.setup import Choice, add_option
from coopcouncil.ballots.actions.voting import cast_vote
from coopcouncil.ballots.models import Ballot, RollEntry, Way
from coopcouncil.ballots.rules.reasons import Reason
from coopcouncil.demo.orgs import at
from coopcouncil.kernel import clock
from coopcouncil.kernel.config import current
from coopcouncil.members.models import Constituency
from coopcouncil.members.reads import as_at
from coopcouncil.organisations.models import Organisation
from coopcouncil.schools.actions.seats import raise_elections
from coopcouncil.schools.models import ForumSeat

STANDING = 3
VOTES = 11


async def held(
    trust: Organisation,
    school: Organisation,
    community: Constituency,
    who: dict[str, Person],
    today: date,
) -> None:
    """The community of one school filled its empty seat three weeks ago."""
    secretary, officer = who["trust-administrator"], who["trust-returning-officer"]
    opens, closes = at(today - timedelta(days=40), 9), at(today - timedelta(days=26), 17)
    seat = await ForumSeat.within(trust).get(part_id=school.id, constituency_id=community.id)
    qualifying = (opens - timedelta(days=10)).date()
    with clock.frozen(opens - timedelta(days=8)):
        raised = await raise_elections(trust, [seat.id], qualifying, opens, closes, secretary)
        ((_seat, ballot),) = raised.begun
        named = as_at(trust, qualifying).filter(constituency_id=community.id, part_id=school.id)
        for entry in await named.order_by("member_number").limit(STANDING):
            name = f"{entry.given_name} {entry.family_name}"
            await add_option(ballot, Choice(name, member_number=entry.member_number), secretary)
        folder = current().keys
        await make_key(ballot, folder, officer)
        await rehearse_kept(ballot, folder, officer)
        await cut_roll(ballot, officer)
        await seal_roll(ballot, officer)
    stream = Random("forum-by-election")  # noqa: S311
    for place, voter in enumerate(await RollEntry.of(ballot).order_by("number").limit(VOTES)):
        with clock.frozen(opens + timedelta(hours=20 * place + 3)):
            first = stream.choices((1, 2, 3), (6, 3, 2))[0]
            await cast_vote(ballot, voter.id, str(first), Way.WEB)
    with clock.frozen(closes + timedelta(hours=1)):
        await close_ballot(ballot, officer)
        await open_box(ballot, folder, officer)
        run = await count_ballot(ballot, officer)
        await declare(ballot, run, Reason(""), officer)
    with clock.frozen(closes + timedelta(days=3)):
        ballot = await Ballot.one(trust, id=ballot.id)
        options = [one.option.id for one in await elected_in(ballot)]
        await give_seats(ballot, options, {}, clock.today(), secretary)
