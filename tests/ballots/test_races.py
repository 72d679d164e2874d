"""Many votes at once, votes against the close, and the server killed in the middle of things.

Against a real server process and a database with committed rows: a test in one rolled-back
transaction would never see any of it.
"""

import asyncio
import os
import random
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx2
import pytest
from tortoise import connections

from coopcouncil.accounts.actions.signing_in import open_session
from coopcouncil.accounts.models import By, Person
from coopcouncil.accounts.session import COOKIE
from coopcouncil.ballots import keys
from coopcouncil.ballots.actions.box import close_ballot, open_box
from coopcouncil.ballots.actions.chain import events_of
from coopcouncil.ballots.actions.roll import seal_roll
from coopcouncil.ballots.actions.voting import cast_vote
from coopcouncil.ballots.models import Ballot, BallotEvent, Envelope, OpenedBox, RollEntry, Way
from coopcouncil.ballots.rules.chain import broken_link
from coopcouncil.ballots.rules.papers import padded, unpadded
from coopcouncil.ballots.rules.refusals import VotingClosed
from coopcouncil.kernel import clock
from coopcouncil.kernel.config import ROOT, Config
from coopcouncil.organisations.models import Organisation, Role
from tests.ballots.building import key_folder, make_draft, make_officer, make_person, make_ready

pytestmark = pytest.mark.anyio

HOUR = timedelta(hours=1)


async def open_ballot(voters: int, closes_in: timedelta = HOUR, more: int = 0) -> Ballot:
    """A resolution that is open by the real clock; `more` voters whom nobody signs in as."""
    now = clock.now()
    ballot = await make_draft(voters=voters, opens_at=now - HOUR, closes_at=now + closes_in)
    await make_ready(ballot)
    if more:
        await connections.get("default").execute_script(
            "INSERT INTO member (organisation_id, number)"
            f" SELECT {ballot.organisation_id}, 'M' || n FROM generate_series(1, {more}) AS n;"
            "INSERT INTO roll_entry (ballot_id, number, member_id, member_number, name, sort_key,"
            " email, told_by_email, language, format, postal_address, postcode)"
            f" SELECT {ballot.id}, 1000 + row_number() OVER (), id, number, 'Voter ' || number,"
            " '', '', false, '', 'standard', '', '' FROM member WHERE number LIKE 'M%';"
            f"UPDATE roll SET count = count + {more} WHERE ballot_id = {ballot.id}"
        )
    await seal_roll(ballot, None)
    await ballot.refresh_from_db()
    return ballot


@asynccontextmanager
async def a_server(
    config: Config, dsn: str
) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """The site as a process of its own on this database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "coopcouncil", "serve", "--port", str(port)),
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": dsn, "COOPCOUNCIL_HOME": str(config.home)},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    address = f"http://localhost:{port}"
    try:
        async with httpx2.AsyncClient() as browser:
            for _try in range(300):
                try:
                    if (await browser.get(f"{address}/healthz")).status_code == 200:
                        break
                except httpx2.HTTPError:
                    assert server.returncode is None, "the server did not start"
                    await asyncio.sleep(0.1)
        yield address, server
    finally:
        if server.returncode is None:
            server.kill()
        await server.wait()


async def browser_of(person: Person, address: str) -> httpx2.AsyncClient:
    cookie = await open_session(person, "a browser for tests", By.CODE)
    return httpx2.AsyncClient(
        base_url=address,
        cookies={COOKIE: cookie},
        headers={"sec-fetch-site": "same-origin", "origin": address, "accept": "text/html"},
        timeout=60,
        limits=httpx2.Limits(max_connections=40),
    )


async def test_one_member_casting_200_votes_at_once_leaves_exactly_one(
    fresh_db: str, config: Config
) -> None:
    ballot = await open_ballot(voters=2)
    org = await Organisation.get(id=ballot.organisation_id)
    voter = await make_person("Voter", "voter-1@example.org")
    async with a_server(config, fresh_db) as (address, _server):
        browser = await browser_of(voter, address)
        url = f"/{org.slug}/ballots/{ballot.id}/vote/1/cast"
        answers = await asyncio.gather(
            *(browser.post(url, data={"choice": str(n % 3 + 1)}) for n in range(200))
        )
        await browser.aclose()
    assert {answer.status_code for answer in answers} == {303}
    assert await Envelope.filter(ballot_id=ballot.id).count() == 1
    assert await read_with_the_key(ballot) in ({"1"}, {"2"}, {"3"})


async def test_a_vote_that_was_confirmed_before_the_close_is_counted(fresh_db: str) -> None:
    ballot = await open_ballot(voters=60, closes_in=timedelta(seconds=1.5))
    entries = await RollEntry.of(ballot).order_by("number")
    confirmed: set[int] = set()
    refused: set[int] = set()

    async def vote(entry: RollEntry) -> None:
        await asyncio.sleep(random.Random(entry.number).uniform(0, 3))
        try:
            await cast_vote(ballot, entry.id, "1", Way.WEB)
            confirmed.add(entry.number)
        except VotingClosed:
            refused.add(entry.number)

    async def close() -> None:
        while clock.now() < ballot.closes_at:
            await asyncio.sleep(0.005)
        await close_ballot(ballot, None)
        await open_box(ballot, key_folder(), None)

    await asyncio.gather(close(), *(vote(entry) for entry in entries))
    box = await OpenedBox.of(ballot).get()
    assert refused
    assert box.marks == "".join(f"{number}\n" for number in sorted(confirmed))
    assert box.papers == f"{len(confirmed)} 1\n"
    assert not await Envelope.filter(ballot_id=ballot.id).exists()


async def test_a_kill_while_votes_are_cast_loses_none_that_was_confirmed(
    fresh_db: str, config: Config
) -> None:
    ballot = await open_ballot(voters=12)
    org = await Organisation.get(id=ballot.organisation_id)
    people = [await make_person(f"Voter {n}", f"voter-{n}@example.org") for n in range(1, 13)]
    numbers = {entry.email: entry.number for entry in await RollEntry.of(ballot)}
    sent: dict[int, str] = {}
    confirmed: dict[int, str] = {}
    answered = [0]

    async def vote(person: Person, n: int, address: str) -> None:
        browser = await browser_of(person, address)
        number = numbers[f"voter-{n}@example.org"]
        try:
            for choice in "1231231":
                sent[number] = choice
                answer = await browser.post(
                    f"/{org.slug}/ballots/{ballot.id}/vote/{number}/cast", data={"choice": choice}
                )
                assert answer.status_code == 303
                confirmed[number] = choice
                answered[0] += 1
        except httpx2.HTTPError:
            pass  # Killed while it was asked: the voter was told nothing.
        finally:
            await browser.aclose()

    for round_number in range(3):
        sent.clear()
        before = dict(confirmed)
        async with a_server(config, fresh_db) as (address, server):
            voting = [
                asyncio.create_task(vote(person, n, address)) for n, person in enumerate(people, 1)
            ]
            # In the thick of it: some are confirmed, most are still to come.
            while answered[0] < (round_number + 1) * 15:
                await asyncio.sleep(0.005)
            server.send_signal(signal.SIGKILL)
            await asyncio.gather(*voting)
        there = await papers_with_the_key(ballot)
        for number, choice in confirmed.items():
            # The last one confirmed, or the one after it that was on its way at the kill.
            assert there[number] in (choice, sent.get(number, choice)), number
        assert set(there) >= set(before)
    assert confirmed


async def test_a_kill_while_the_box_is_opened_leaves_it_shut_or_open(
    fresh_db: str, config: Config
) -> None:
    ballot = await open_ballot(voters=1, more=2500)
    org = await Organisation.get(id=ballot.organisation_id)
    officer = await make_officer(org, Role.RETURNING_OFFICER)
    public = bytes(ballot.public_key or b"")
    everybody = await RollEntry.of(ballot).order_by("number")
    await Envelope.bulk_create(
        Envelope(
            roll_entry_id=entry.id,
            ballot_id=ballot.id,
            way=Way.WEB,
            sealed=keys.seal(
                public,
                ballot.id,
                keys.entry(entry.id),
                padded(str(n % 3 + 1), ballot.paper_length or 0),
            ),
        )
        for n, entry in enumerate(everybody)
    )
    # The server's clock is the real one: so the close is brought to it.
    await Ballot.filter(id=ballot.id).update(closes_at=ballot.opens_at + timedelta(minutes=1))
    await ballot.refresh_from_db()
    await close_ballot(ballot, None)

    was_shut = 0
    for wait in (0.02, 0.1, 0.25, 4, 20):
        async with a_server(config, fresh_db) as (address, server):
            browser = await browser_of(officer, address)
            opening = asyncio.create_task(
                browser.post(f"/{org.slug}/ballots/{ballot.id}/box", data={})
            )
            await asyncio.sleep(wait)
            server.send_signal(signal.SIGKILL)
            answers = await asyncio.gather(opening, return_exceptions=True)
            await browser.aclose()
        left = await Envelope.filter(ballot_id=ballot.id).count()
        box = await OpenedBox.of(ballot).get_or_none()
        if box is None:
            was_shut += 1
            assert left == len(everybody)
            assert keys.kept(config.keys, public), "the key went before the papers were safe"
            assert not any(
                isinstance(one, httpx2.Response) and one.status_code == 303 for one in answers
            )
            continue
        assert left == 0
        assert box.count == len(everybody)
        assert len(box.marks.splitlines()) == len(everybody)
        break
    else:
        pytest.fail("the box was never opened")
    assert was_shut, "the kill always came too late to prove anything"

    async with a_server(config, fresh_db):
        pass  # Start-up finishes what the kill interrupted.
    assert keys.kept(config.keys, public) is None
    rows = await BallotEvent.of(ballot).order_by("n")
    assert [row.kind.value for row in rows] == ["sealed", "closed", "opened-box", "key-destroyed"]
    events = await events_of(ballot)
    assert broken_link([(e, r.hash) for e, r in zip(events, rows, strict=True)]) is None


async def papers_with_the_key(ballot: Ballot) -> dict[int, str]:
    """What is in the box, by the voter's number: a test holds the key, as nobody else may."""
    private = keys.kept(key_folder(), bytes(ballot.public_key or b""))
    assert private
    opener = keys.Opener(private)
    numbers = {entry.id: entry.number for entry in await RollEntry.of(ballot)}
    found = {}
    for one in await Envelope.filter(ballot_id=ballot.id):
        paper = opener.open(ballot.id, keys.entry(one.roll_entry_id), bytes(one.sealed))
        ranking = unpadded(paper or b"\xff")
        assert ranking is not None
        found[numbers[one.roll_entry_id]] = ranking
    return found


async def read_with_the_key(ballot: Ballot) -> set[str]:
    return set((await papers_with_the_key(ballot)).values())
