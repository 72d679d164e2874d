"""A sending killed again and again, and two workers at once: nobody gets two, nobody none."""

import asyncio
import sys
from collections import Counter
from datetime import timedelta

import pytest

from coopcouncil.kernel import clock
from coopcouncil.kernel.models import OutboxMessage
from coopcouncil.meetings.actions import mailing
from coopcouncil.meetings.actions.sending import send_notice
from coopcouncil.meetings.models import Notice, NoticeCopy
from tests.make import make_meeting, make_member, make_officer, make_organisation, make_rules

pytestmark = pytest.mark.anyio

MEMBERS = 160

WORKER = """
import asyncio, sys
from coopcouncil.kernel import config
from coopcouncil.kernel.db import connected
from coopcouncil.meetings.actions import mailing

async def main(dsn, home, notice):
    config.use(config.load({"COOPCOUNCIL_HOME": home}))
    async with connected(dsn):
        print("begun", flush=True)
        await mailing.mail_notice({"notice": int(notice)})

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.fixture
async def notice(fresh_db):
    org = await make_organisation()
    await make_rules(org)
    secretary = await make_officer(org)
    for number in range(MEMBERS):
        await make_member(org, f"Member {number}", email=f"m{number}@example.org")
    on = clock.today() + timedelta(days=40)
    meeting = await make_meeting(org, secretary, on=on)
    return await send_notice(org, meeting, after=0, by=secretary)


async def each_exactly_once(notice):
    sent = Counter(m.recipient for m in await OutboxMessage.filter(about=mailing.about(notice)))
    told = await NoticeCopy.of(notice).filter(way="email")
    assert len(told) == MEMBERS + 1, "the secretary besides"
    assert sent == Counter(copy.email for copy in told)
    assert len({copy.message_id for copy in told}) == len(told)
    assert (await Notice.get(id=notice.id)).mailed_at is not None


async def test_killed_again_and_again(fresh_db, notice, config):
    command = [sys.executable, "-c", WORKER, fresh_db, str(config.home), str(notice.id)]
    partly = []
    for patience in (0.03, 0.06, 0.1, 0.15):
        worker = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        assert worker.stdout is not None
        assert await worker.stdout.readline() == b"begun\n", await worker.communicate()
        await asyncio.sleep(patience)
        if worker.returncode is None:
            worker.kill()
        await worker.wait()
        partly.append(await OutboxMessage.filter(about=mailing.about(notice)).count())
    assert partly[0] < MEMBERS, "nothing was interrupted: kill sooner"

    await mailing.mail_notice({"notice": notice.id})
    await each_exactly_once(notice)


async def test_two_workers_at_once(notice):
    payload = {"notice": notice.id}
    await asyncio.gather(mailing.mail_notice(payload), mailing.mail_notice(payload))
    await each_exactly_once(notice)


async def test_sent_from_two_browsers_at_once(fresh_db):
    org = await make_organisation()
    await make_rules(org)
    secretary, chair = await make_officer(org), await make_officer(org, name="Chair Person")
    await make_member(org, email="ada@example.org")
    meeting = await make_meeting(org, secretary, on=clock.today() + timedelta(days=40))
    twins = [await type(meeting).within(org).get() for _each in range(2)]

    sent = await asyncio.gather(
        send_notice(org, twins[0], after=0, by=secretary),
        send_notice(org, twins[1], after=0, by=chair),
    )

    assert sent[0].id == sent[1].id
    assert await Notice.of(meeting).count() == 1
