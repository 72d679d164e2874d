"""Turnout while voting goes on."""

from datetime import timedelta

import pytest

from coopcouncil.ballots.actions.turnout import note_turnouts
from coopcouncil.ballots.actions.voting import cast_vote
from coopcouncil.ballots.models import RollEntry, Way
from coopcouncil.ballots.reads import turnout_of
from coopcouncil.kernel import clock
from coopcouncil.organisations.models import Organisation
from tests.ballots.building import AFTER, DURING, make_ballot, make_person
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio


async def test_turnout_is_shown_by_the_hour_and_by_ten_at_least(client: Pages) -> None:
    ballot = await make_ballot(voters=24)
    org = await Organisation.get(id=ballot.organisation_id)
    voter = client.as_(await make_person("Voter", "voter-1@example.org"))
    entries = await RollEntry.of(ballot).order_by("number")

    async def vote(first: int, last: int) -> None:
        for entry in entries[first:last]:
            await cast_vote(ballot, entry.id, "1", Way.WEB)

    with clock.frozen(DURING):
        await vote(0, 9)
        assert await note_turnouts() == 0
        await vote(9, 12)
        assert await note_turnouts() == 1
        await vote(12, 23)
    with clock.frozen(DURING + timedelta(minutes=50)):
        assert await note_turnouts() == 0
    with clock.frozen(DURING + timedelta(hours=2)):
        assert await note_turnouts() == 1
        await vote(23, 24)
    with clock.frozen(DURING + timedelta(hours=4)):
        assert await note_turnouts() == 0
        page = await voter.get(f"/{org.slug}/ballots/{ballot.id}")
    assert [total for _at, total in await turnout_of(ballot)] == [12, 23]
    assert [cells[1] for cells in page.rows()] == ["12", "23"]
    with clock.frozen(AFTER + timedelta(hours=3)):
        assert await note_turnouts() == 0
