"""A roll too long to be waited for: asked for, watched, come back to, done or as if never begun."""

from collections.abc import Iterable

import pytest

from coopcouncil.ballots.actions import longroll
from coopcouncil.ballots.actions.longroll import given_up, work_on_roll
from coopcouncil.ballots.actions.roll import cut_roll
from coopcouncil.ballots.models import Ballot, Roll, RollEntry, RollWork
from coopcouncil.ballots.reads import roll_lines, state_now
from coopcouncil.ballots.rules.roll import Entry, RollHash
from coopcouncil.ballots.rules.state import State
from coopcouncil.kernel import clock
from coopcouncil.kernel.jobs import run_jobs
from coopcouncil.kernel.models import AuditEntry, Job
from coopcouncil.organisations.models import Organisation, Role
from tests.ballots.building import BEFORE, make_draft, make_ready
from tests.make import make_officer, make_organisation
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def two_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(longroll, "AT_ONCE", 2)


async def ready() -> tuple[Organisation, Ballot]:
    org = await make_organisation()
    ballot = await make_draft(org, voters=5)
    await make_ready(ballot)
    await ballot.refresh_from_db()
    return org, ballot


async def test_a_long_roll_is_cut_and_sealed_beside_the_pages(client: Pages) -> None:
    with clock.frozen(BEFORE):
        org, ballot = await ready()
        officer = await make_officer(org, Role.RETURNING_OFFICER)
        pages, at = client.as_(officer), f"/{org.slug}/ballots/{ballot.id}"
        before = await Roll.of(ballot).get()

        waiting = await (await pages.post(f"{at}/roll", {})).follow()
        assert "The roll is being cut" in waiting.main
        assert "You can leave this page and come back" in waiting.main
        assert (await Roll.of(ballot).get()).id == before.id
        await run_jobs()
        assert "Voters on the roll" in (await pages.get(f"{at}/roll")).main
        cut = await Roll.of(ballot).get()
        assert (cut.count, cut.id != before.id) == (5, True)

        sealing = await (await pages.post(f"{at}/seal", {})).follow()
        assert "The roll is being sealed" in sealing.main
        assert await state_now(ballot) is State.DRAFT
        welsh = await client.in_("cy").as_(officer).get(f"{at}/roll")
        assert welsh.status == 200
        await work_on_roll((await Job.get(name="work-on-roll")).payload)
        assert await state_now(ballot) is State.COMING
        sealed = await Roll.of(ballot).get()
        assert (sealed.sealed_by_id, sealed.sealed_at) == (officer.id, BEFORE)
        done = await AuditEntry.filter(organisation_id=org.id).order_by("-id").limit(3)
        assert any("sealed a ballot's roll" in str(entry.payload) for entry in done)
        assert await RollWork.of(ballot).first() is None
        # Told twice, as a worker that was killed after the deed would be: nothing more happens.
        await work_on_roll((await Job.get(name="work-on-roll")).payload)
        assert (await Roll.of(ballot).get()).hash == sealed.hash


async def test_nothing_of_the_ballot_changes_while_its_roll_is_made(client: Pages) -> None:
    with clock.frozen(BEFORE):
        org, ballot = await ready()
        pages = client.as_(await make_officer(org, Role.RETURNING_OFFICER))
        at = f"/{org.slug}/ballots/{ballot.id}"
        await pages.post(f"{at}/seal", {})
        for way in ("roll", "seal", "key"):
            refused = await pages.post(f"{at}/{way}", {})
            assert refused.status == 409, way
            assert "The roll is being made" in refused.text
        assert await RollWork.of(ballot).count() == 1


async def test_a_seal_that_is_cut_short_has_not_happened(
    client: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.frozen(BEFORE):
        org, ballot = await ready()
        pages = client.as_(await make_officer(org, Role.RETURNING_OFFICER))
        await pages.post(f"/{org.slug}/ballots/{ballot.id}/seal", {})
        payload = (await Job.get(name="work-on-roll")).payload

        def killed(_self: RollHash, _entries: Iterable[Entry]) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as broken:
            broken.setattr(RollHash, "add", killed)
            with pytest.raises(KeyboardInterrupt):
                await work_on_roll(payload)
        assert (await Roll.of(ballot).get()).sealed_at is None
        assert await RollWork.of(ballot).count() == 1

        await work_on_roll(payload)
        assert await state_now(ballot) is State.COMING


async def test_what_is_given_up_leaves_the_ballot_as_it_was(client: Pages) -> None:
    with clock.frozen(BEFORE):
        org, ballot = await ready()
        pages = client.as_(await make_officer(org, Role.RETURNING_OFFICER))
        await pages.post(f"/{org.slug}/ballots/{ballot.id}/roll", {})
        await given_up((await Job.get(name="work-on-roll")).payload)
        assert await RollEntry.of(ballot).count() == 5
        await cut_roll(ballot, None)


async def test_obstacles_that_came_up_meanwhile_keep_the_roll_unsealed(client: Pages) -> None:
    with clock.frozen(BEFORE):
        org, ballot = await ready()
        pages = client.as_(await make_officer(org, Role.RETURNING_OFFICER))
        await pages.post(f"/{org.slug}/ballots/{ballot.id}/seal", {})
    with clock.frozen(ballot.closes_at):
        await work_on_roll((await Job.get(name="work-on-roll")).payload)
    assert (await Roll.of(ballot).get()).sealed_at is None
    assert await RollWork.of(ballot).first() is None


async def test_the_pieces_of_a_roll_make_the_whole(db: None) -> None:
    with clock.frozen(BEFORE):
        _org, ballot = await ready()
    whole = [entry async for entries in roll_lines(ballot) for entry in entries]
    pieces = [entry async for entries in roll_lines(ballot, 2) for entry in entries]
    assert pieces == whole
    assert [entry.number for entry in whole] == [1, 2, 3, 4, 5]
