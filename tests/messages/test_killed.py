"""A real worker killed in the middle of a message: nobody gets two, and nobody gets none."""

import asyncio
import os
import signal
import sys
from collections import Counter

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel import config as settings
from coopcouncil.kernel.config import ROOT
from coopcouncil.kernel.models import Job, MessageStatus, OutboxMessage
from coopcouncil.messages.actions.writing import begin, send
from coopcouncil.messages.models import Message, MessageCopy, MessageKind
from tests.make import make_member, make_officer, make_organisation, make_rules

pytestmark = pytest.mark.anyio
MEMBERS = 320
WORDS = {"subject": "The laundry", "body": "The laundry is shut on Monday."}


@pytest.fixture
async def message(fresh_db, config):
    settings.use(config)
    org = await make_organisation()
    await make_rules(org)
    for number in range(MEMBERS):
        await make_member(org, f"Member {number}", email=f"m{number}@example.org")
    secretary = await make_officer(org)
    made = await begin(org, WORDS, MessageKind.SERVICE, secretary)
    await send(org, made, secretary)
    return made


async def in_outbox(message):
    return await OutboxMessage.filter(about=f"message:{message.id}").count()


async def worker(dsn, config):
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "coopcouncil", "worker", cwd=ROOT,
        env={**os.environ, "DATABASE_URL": dsn, "COOPCOUNCIL_HOME": str(config.home)},
        stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip


async def until(done):
    async with asyncio.timeout(90):
        while not await done():
            await asyncio.sleep(0.005)


async def kill(process):
    if process.returncode is None:
        process.send_signal(signal.SIGKILL)
    assert await process.wait() == -signal.SIGKILL


async def test_a_worker_killed_in_the_middle_tells_nobody_twice_and_nobody_not(
    fresh_db, config, message
):
    reached = 0
    for _again in range(2):
        before = reached

        async def more(before=before):
            return await in_outbox(message) > before

        process = await worker(fresh_db, config)
        await until(more)
        await kill(process)
        reached = await in_outbox(message)
        assert 0 < reached < MEMBERS, "killed too late to prove anything"
        assert (await Message.everywhere().get(id=message.id)).mailed_at is None
        # The dead worker's leases would end after half a minute; we do not wait.
        await Job.filter(died_at=None).update(execute_after=clock.now())

    async def all_done():
        return not await Job.filter(name__in=["messages-mail", "send-mail"]).exists()

    process = await worker(fresh_db, config)
    await until(all_done)
    await kill(process)
    told = Counter(m.recipient for m in await OutboxMessage.filter(about=f"message:{message.id}"))
    assert told == Counter(f"m{number}@example.org" for number in range(MEMBERS))
    copies = await MessageCopy.of(message)
    assert len({copy.outbox_id for copy in copies}) == MEMBERS
    assert not await OutboxMessage.filter(status=MessageStatus.QUEUED).exists()
    assert (await Message.everywhere().get(id=message.id)).mailed_at is not None
