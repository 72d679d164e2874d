"""Reminding those who have not voted: they are reached, and nobody can find out who they are."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from tortoise import connections

from coopcouncil.ballots.actions.marks import mark_paper
from coopcouncil.ballots.actions.voting import cast_vote
from coopcouncil.ballots.models import Ballot, RollEntry
from coopcouncil.ballots.models.box import Way
from coopcouncil.kernel import config as settings
from coopcouncil.kernel import jobs, mail
from coopcouncil.kernel.clock import frozen
from coopcouncil.kernel.config import Config
from coopcouncil.members.models import Member
from coopcouncil.members.safeguarding import stop_contact
from coopcouncil.messages.actions import reminding
from coopcouncil.messages.models import Reminder
from coopcouncil.organisations.models import Organisation, Role
from tests.ballots import building
from tests.pageclient import Pages

pytestmark = pytest.mark.anyio

WORDS: dict[str, Any] = {
    "subject": "Voting closes on Friday",
    "body": "You have not voted yet.",
    "subject_cy": "",
    "body_cy": "",
}


@dataclass
class Postbox:
    """A mail server of the test's own, which also keeps the envelopes' words."""

    said: list[str] = field(default_factory=list)
    letters: list[EmailMessage] = field(default_factory=list)
    refuses: str = ""
    port: int = 0

    @property
    def told(self) -> list[str]:
        return sorted(str(letter["To"]) for letter in self.letters)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 test\r\n")
        while line := await reader.readline():
            text = line.decode().strip()
            self.said.append(text)
            word = text.split()[0].upper()
            if word == "DATA":
                writer.write(b"354 go on\r\n")
                body = await reader.readuntil(b"\r\n.\r\n")
                self.letters.append(message_from_bytes(body[:-5], policy=default))
                writer.write(b"250 OK\r\n")
            elif word == "RCPT" and self.refuses and self.refuses in text:
                writer.write(b"550 no such user\r\n")
            elif word == "QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"250 OK\r\n")
        writer.close()


@asynccontextmanager
async def postbox(config: Config, **more: object) -> AsyncIterator[Postbox]:
    box = Postbox()
    server = await asyncio.start_server(box.talk, "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    settings.use(replace(config, smtp_url=f"smtp://127.0.0.1:{box.port}", **more))  # type: ignore[arg-type]
    try:
        yield box
    finally:
        settings.use(config)
        server.close()


@pytest.fixture
async def ballot(db: None) -> Ballot:
    """Open, with a roll of twelve; the first five have voted, the sixth on paper."""
    ballot = await building.make_ballot(voters=12, rules={"paper_vote": "replaces"})
    with frozen(building.DURING):
        for number in range(1, 6):
            entry = await building.entry_number(ballot, number)
            await cast_vote(ballot, entry.id, "1", Way.WEB)
        await mark_paper(ballot, await building.entry_number(ballot, 6), None)
    # The roll is told of its sealing before there is a mail server.
    await jobs.run_jobs()
    return ballot


async def org_of(ballot: Ballot) -> Organisation:
    return await Organisation.get(id=ballot.organisation_id)


async def everything() -> dict[str, set[str]]:
    """Every row of every table as text, by table: all that any role or dump could read."""
    connection = connections.get("default")
    tables = await connection.execute_query_dict(
        "SELECT table_name AS name FROM information_schema.tables"
        " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
    )
    found = {}
    for table in tables:
        rows = await connection.execute_query_dict(
            f'SELECT t::text AS row FROM "{table["name"]}" t'
        )
        found[table["name"]] = {row["row"] for row in rows}
    return found


def new_in(before: dict[str, set[str]], after: dict[str, set[str]]) -> dict[str, set[str]]:
    changed = {name: rows - before[name] for name, rows in after.items()}
    return {name: rows for name, rows in changed.items() if rows}


async def non_voters(ballot: Ballot, after: int = 6) -> list[str]:
    entries = await RollEntry.of(ballot).filter(number__gt=after)
    return sorted(entry.email for entry in entries)


async def test_those_who_have_not_voted_are_told_and_nothing_says_who(
    client: Pages, config: Config, ballot: Ballot, caplog: pytest.LogCaptureFixture
) -> None:
    org = await org_of(ballot)
    officer = await building.make_officer(org, Role.RETURNING_OFFICER)
    browser = client.as_(officer)
    address = f"/{org.slug}/messages/reminders"
    with frozen(building.DURING):
        async with postbox(config) as box:
            box.refuses = "voter-8@"
            page = await browser.get(address)
            page = await page.submit(ballot=str(ballot.id), **WORDS, look="y")
            assert "You have not voted yet." in page.main
            asked = await page.submit(send="y")
            assert asked.status == 303, asked.main
            before = await everything()
            await jobs.run_jobs()
            after = await everything()
        shown = await browser.get(address)

    waiting = await non_voters(ballot)
    assert box.told == [one for one in waiting if not one.startswith("voter-8@")]
    assert {line for line in box.said if line.startswith("MAIL")} == {"MAIL FROM:<>"}
    assert {str(letter["Subject"]) for letter in box.letters} == {WORDS["subject"]}
    # The reminder's own row moved on along the whole roll; nothing else was written anywhere.
    changed = new_in(before, after)
    assert set(changed) == {"vote_reminder"}
    reminder = await Reminder.within(org).get()
    assert (reminder.upto, reminder.is_over) == (12, True)
    everywhere = " ".join(row for rows in changed.values() for row in rows)
    for words in (everywhere, caplog.text, shown.main):
        assert "@example.org" not in words
        assert "Number8" not in words
    assert "Under way, for an hour" in shown.main, "however quickly it went"


async def test_the_same_search_finds_an_ordinary_message(ballot: Ballot) -> None:
    # Else the test above would find nothing whatever was written.
    before = await everything()
    context = {"subject": "x", "name": "x", "parts": [], "stop": ""}
    await mail.send(
        ballot.organisation_id, "voter-9@example.org", "email/messages/message", "en", context
    )
    changed = new_in(before, await everything())

    assert "voter-9@example.org" in " ".join(changed["outbox_message"])


async def test_what_is_written_is_the_same_whoever_has_voted(
    config: Config, ballot: Ballot
) -> None:
    org = await org_of(ballot)
    by = await building.make_officer(org, Role.RETURNING_OFFICER)
    left = []
    with frozen(building.DURING):
        async with postbox(config) as box:
            for _time in range(2):
                reminder = await Reminder.create(
                    organisation=org, ballot=ballot, asked_by=by, asked_at=building.DURING, **WORDS
                )
                before = await everything()
                await reminding.remind({"reminder": reminder.id})
                changed = new_in(before, await everything())
                await reminder.refresh_from_db()
                left.append((set(changed), reminder.upto, reminder.is_over))
                for entry in await RollEntry.of(ballot).filter(number__gt=6):
                    await cast_vote(ballot, entry.id, "2", Way.WEB)

    assert len(box.letters) == 6, "the second time everybody had voted"
    assert left[0] == left[1]


async def test_a_killed_worker_doubles_nothing(config: Config, db: None) -> None:
    ballot = await building.make_ballot(voters=104)
    org = await org_of(ballot)
    by = await building.make_officer(org, Role.RETURNING_OFFICER)
    with frozen(building.DURING):
        reminder = await Reminder.create(
            organisation=org, ballot=ballot, asked_by=by, asked_at=building.DURING, **WORDS
        )
        # A worker took the first step and died; the last step is no smaller than the others.
        assert await reminding._next_step(reminder, 104) == (0, 50)
        async with postbox(config) as box:
            await reminding.remind({"reminder": reminder.id})
            await reminding.remind({"reminder": reminder.id})

    assert box.told == await non_voters(ballot, 50)
    assert len(set(box.told)) == len(box.told) == 54


async def test_without_its_server_nothing_is_lost(config: Config, ballot: Ballot) -> None:
    org = await org_of(ballot)
    by = await building.make_officer(org, Role.RETURNING_OFFICER)
    with frozen(building.DURING):
        reminder = await Reminder.create(
            organisation=org, ballot=ballot, asked_by=by, asked_at=building.DURING, **WORDS
        )
        settings.use(replace(config, smtp_url="smtp://127.0.0.1:9"))
        with pytest.raises(Exception, match="Error connecting"):
            await reminding.remind({"reminder": reminder.id})
        await reminder.refresh_from_db()
        assert reminder.upto == 0
        async with postbox(config) as box:
            await reminding.remind({"reminder": reminder.id})

    assert len(box.told) == 6


async def test_whom_nobody_may_write_to_is_not_reminded(config: Config, ballot: Ballot) -> None:
    org = await org_of(ballot)
    by = await building.make_officer(org, Role.RETURNING_OFFICER)
    entry = await building.entry_number(ballot, 7)
    member = await Member.one(org, id=entry.member_id)
    with frozen(building.DURING):
        await stop_contact(org, member, "As asked", building.QUALIFYING, None, None)
        async with postbox(config) as box:
            reminder = await Reminder.create(
                organisation=org, ballot=ballot, asked_by=by, asked_at=building.DURING, **WORDS
            )
            await reminding.remind({"reminder": reminder.id})

    assert entry.email not in box.told
    assert len(box.told) == 5


async def test_a_reminder_is_refused_where_it_would_tell_or_pester(
    client: Pages, config: Config, ballot: Ballot
) -> None:
    org = await org_of(ballot)
    browser = client.as_(await building.make_officer(org, Role.RETURNING_OFFICER))
    address = f"/{org.slug}/messages/reminders"
    small = await building.make_ballot(voters=3)
    await jobs.run_jobs()
    few = client.as_(
        await building.make_officer(await org_of(small), Role.RETURNING_OFFICER, "Small")
    )
    sent = {**WORDS, "send": "y"}
    with frozen(building.DURING):
        async with postbox(config) as box:
            there = f"/{(await org_of(small)).slug}/messages/reminders"
            answer = await few.post(there, {**sent, "ballot": str(small.id)})
            assert "Fewer than 10 can vote" in answer.main
            mine = {**sent, "ballot": str(ballot.id)}
            assert (await browser.post(address, mine)).status == 303
            again = await browser.post(address, mine)
            assert "A reminder went less than a day ago" in again.main
            await jobs.run_jobs()
        assert len(box.letters) == 6
        template = {"notify_key": "k" * 80, "notify_template": "t"}
        settings.use(replace(config, smtp_url=None, **template))  # type: ignore[arg-type]
        answer = await browser.post(address, mine)
        assert "GOV.UK Notify shows its users" in answer.main
    with frozen(building.AFTER):
        late = client.as_(browser.person)
        assert (await late.post(address, mine)).status == 404
    for role in (Role.CHAIR, Role.SCRUTINEER):
        other = client.as_(await building.make_officer(org, role))
        assert (await other.get(address)).status == 403
