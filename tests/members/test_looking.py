"""Looking through a register goes in steps: it can be left, watched, killed and gone on with."""

import asyncio
from collections.abc import Awaitable, Callable
from xml.etree.ElementTree import Element

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import Config
from coopcouncil.kernel.jobs import run_jobs
from coopcouncil.kernel.models import Job
from coopcouncil.members.actions import change
from coopcouncil.members.duplicates import rounds
from coopcouncil.members.duplicates.models import Decision, Likeness, LookedThrough
from coopcouncil.members.duplicates.rounds import (
    Step,
    ask_to_look,
    look_everywhere,
    look_for_duplicates,
    look_through,
)
from coopcouncil.members.kinds import Kind
from coopcouncil.members.models import Member
from coopcouncil.members.recording import Entry, recording
from coopcouncil.organisations.models import Organisation
from tests.make import make_member, make_officer, make_organisation
from tests.members.test_killed import _kill, _worker
from tests.pageclient import Page, Pages

pytestmark = pytest.mark.anyio
JOB = "look-for-duplicates"


async def admitted(org: Organisation, many: int) -> None:
    """So many members in one change-set; every fiftieth is the one before under another form."""
    async with recording(org, Kind.IMPORT, "", None) as book:
        numbers = [str(n) for n in range(1, many + 1)]
        ids = await book.new_members(numbers)
        entries = []
        for place, member in enumerate(ids):
            twice = place % 50 == 49
            who = place - 1 if twice else place
            family = "".join(
                "bdfgklmnprstvz"[int(d) + 1] + "aeiou"[int(d) % 5] for d in f"{who:04}"
            )
            facts = {
                "given_name": "Sian" if twice else "Siân",
                "family_name": family.title(),
                "date_of_birth": f"19{who % 60 + 30}-{who % 12 + 1:02}-{who % 28 + 1:02}",
                "status": "member",
                "joined_on": "2020-01-01",
            }
            entries.append(Entry(member, clock.today(), facts))
        await book.write(entries, dict(zip(ids, numbers, strict=True)))
        await ask_to_look(org)


async def pairs(org: Organisation) -> set[tuple[str, str, int]]:
    found = await Likeness.within(org).select_related("earlier", "later")
    return {(pair.earlier.number, pair.later.number, pair.confidence) for pair in found}


def bars(page: Page) -> list[Element]:
    return list(page.one("main").iter("progress"))


async def one_step(org: Organisation) -> LookedThrough:
    """What a worker does with the one job that is due."""
    (due,) = await Job.filter(name=JOB, organisation_id=org.id)
    await look_for_duplicates(due.payload)
    await due.delete()
    return await LookedThrough.within(org).get()


async def test_steps_come_to_what_one_look_comes_to(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "CHUNK", 40)
    org, other = await make_organisation(), await make_organisation()
    for each in (org, other):
        await admitted(each, 200)
    looked = await one_step(org)
    assert (looked.step, looked.done, looked.whole) == (Step.KEYS, 40, 200)
    for _more in range(5):
        looked = await one_step(org)
    assert (looked.step, looked.done) == (Step.PAIRS, 0)
    await run_jobs()
    monkeypatch.setattr(rounds, "CHUNK", 1_000)
    await look_through(other)
    assert await pairs(org) == await pairs(other)
    assert {("49", "50", 90), ("199", "200", 90)} <= {
        (one, two, min(sure, 90)) for one, two, sure in await pairs(org)
    }
    looked = await LookedThrough.within(org).get()
    assert (looked.step, looked.number, looked.round_to) == (Step.NONE, 1, None)
    assert await Job.filter(name=JOB, organisation_id=org.id).count() == 0


async def test_a_change_meanwhile_waits_for_the_next_round_and_is_not_lost(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "CHUNK", 40)
    org = await make_organisation()
    await admitted(org, 100)
    await one_step(org)
    bob = await make_member(org, "Sian Other", number="500", date_of_birth="1931-02-02")
    await change(org, await Member.within(org).get(id=bob.member_id), {"postcode": "LL1"}, by=None)
    async with asyncio.timeout(60):
        await ask_to_look(org)  # One chain of jobs goes on; this one finds it and ends.
        await run_jobs()
    looked = await LookedThrough.within(org).get()
    assert (looked.step, looked.number) == (Step.NONE, 3)


async def test_only_pairs_that_nobody_decided_about_go_again(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "CHUNK", 1)
    org = await make_organisation()
    born = "1980-12-31"
    for number, name in enumerate(("Siân Prys", "Sian Price", "Siân Pryce"), 1):
        await make_member(org, name, number=str(number), date_of_birth=born)
    await look_through(org)
    told_apart = await Likeness.within(org).get(earlier__number="1", later__number="3")
    await Likeness.within(org).filter(id=told_apart.id).update(decision=Decision.DIFFERENT)
    for one in "23":  # The later of one pair, both of another.
        member = await Member.within(org).get(number=one)
        await change(org, member, {"date_of_birth": "1950-01-01"}, by=None)
    await look_through(org)
    assert {pair[:2] for pair in await pairs(org)} == {("1", "3"), ("2", "3")}


async def test_a_chain_that_was_lost_is_taken_up_where_it_was(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "CHUNK", 40)
    org = await make_organisation()
    await admitted(org, 100)
    await one_step(org)
    await Job.filter(name=JOB).update(died_at=clock.now())
    await look_everywhere()
    looked = await LookedThrough.within(org).get()
    assert looked.done == 40
    (due,) = await Job.filter(name=JOB, died_at=None, organisation_id=org.id)
    await look_for_duplicates(due.payload)
    assert (await LookedThrough.within(org).get()).done == 80
    await due.delete()
    await look_for_duplicates(due.payload)  # Twice, as jobs may come: the chain is elsewhere.
    assert (await LookedThrough.within(org).get()).done == 80


@pytest.mark.parametrize("language", ["en", "cy"])
async def test_how_far_it_is_can_be_left_and_come_back_to(
    client: Pages, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(rounds, "CHUNK", 40)
    monkeypatch.setattr("coopcouncil.members.views.duplicates.AT_ONCE", 50)
    org = await make_organisation()
    secretary = client.in_(language).as_(await make_officer(org))
    await admitted(org, 100)
    await Job.filter(name=JOB).delete()
    address = f"/{org.slug}/members/duplicates"
    page = await secretary.get(address)
    page = await (await page.submit()).follow()
    assert len(bars(page)) == 1
    assert [bar.get("value") for bar in bars(page)] == ["0"]
    await one_step(org)
    page = await secretary.get(address)
    assert [(bar.get("value"), bar.get("max")) for bar in bars(page)] == [("40", "100")]
    await run_jobs()
    page = await secretary.get(address)
    assert bars(page) == []
    assert "Sian" in page.main


async def test_a_killed_worker_s_step_is_not_done_and_the_next_one_goes_on(
    fresh_db: str, config: Config
) -> None:
    settings.use(config)
    org, other = await make_organisation(), await make_organisation()
    for each in (org, other):
        await admitted(each, 6_000)
    await Job.filter(organisation_id=other.id).delete()

    async def state() -> LookedThrough | None:
        return await LookedThrough.within(org).first()

    def has_done(step: Step, least: int) -> Callable[[LookedThrough], bool]:
        return lambda looked: looked.step == step and looked.done >= least

    for until in (has_done(Step.KEYS, 2_000), has_done(Step.PAIRS, 1_000)):
        worker = await _worker(fresh_db, config)
        try:
            reached = await _when(state, until)
        finally:
            await _kill(worker)
        await asyncio.sleep(0.5)  # The dead worker's transaction ends.
        left = await LookedThrough.within(org).get()
        assert left.step != Step.NONE
        assert (left.step, left.done) >= (reached.step, reached.done)
        assert await Job.filter(name=JOB, organisation_id=org.id).count() >= 1
        # Its lease would end after half a minute; we do not wait.
        await Job.filter(name=JOB).update(execute_after=clock.now())
    worker = await _worker(fresh_db, config)
    try:
        await _when(state, lambda looked: looked.number == 1)
    finally:
        await _kill(worker)
    await look_through(other)
    assert await pairs(org) == await pairs(other)
    assert len(await pairs(org)) >= 120


async def _when(
    state: Callable[[], Awaitable[LookedThrough | None]], until: Callable[[LookedThrough], bool]
) -> LookedThrough:
    async with asyncio.timeout(120):
        while (looked := await state()) is None or not until(looked):
            await asyncio.sleep(0.005)
    return looked
