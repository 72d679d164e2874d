"""Reminding those who have not yet voted, without anybody learning who they are.

Nothing is written of whom it went to: no copy, no outbox, no audit of a person, no count. The
job reads the roll in steps, notes how far it has looked *before* it sends (voters and others
alike), and hands each message straight to the mail server with an empty return path, so that
nothing comes back. What a message could not be delivered for is swallowed. A worker that is
killed leaves out the rest of one step and sends nothing twice.
"""

import contextlib
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib
from tortoise import connections
from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.ballots.models import Ballot
from coopcouncil.ballots.reads import courses, rules_of, state_now
from coopcouncil.ballots.rules.state import State, state_of
from coopcouncil.kernel import audit, clock, config, jobs, pages
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.errors import Refused
from coopcouncil.members.safeguarding import stopped_sql
from coopcouncil.messages.actions.mailing import parts_of, spoken_in, subject_of
from coopcouncil.messages.actions.writing import has_halves
from coopcouncil.messages.models import Reminder, Speech
from coopcouncil.messages.rules import may_remind, obstacles_in_words
from coopcouncil.organisations.models import Organisation

REMIND = "remind-to-vote"
STEP = 50
PATIENCE = 30

_WAITING = f"""
SELECT e.name, e.language,
    coalesce((SELECT x.email FROM email_release x WHERE x.entry_id = e.id
        AND x.agreed_at IS NOT NULL ORDER BY x.id DESC LIMIT 1), e.email) AS email
FROM roll_entry e
WHERE e.ballot_id = $1 AND e.number > $2 AND e.number <= $3
    AND e.told_by_email AND e.email <> ''
    AND NOT EXISTS (SELECT FROM envelope v WHERE v.roll_entry_id = e.id)
    AND NOT EXISTS (SELECT FROM paper_mark m WHERE m.entry_id = e.id)
    AND NOT {stopped_sql("e.member_id", "$4")}
ORDER BY e.number
"""  # noqa: S608  its parts are ours


async def open_ballots(org: Organisation) -> list[Ballot]:
    """The ballots in which one can vote now."""
    ballots = await Ballot.within(org).filter(closes_at__gt=clock.now()).order_by("closes_at")
    found, now = await courses(ballots), clock.now()
    return [one for one in ballots if state_of(found[one.id], now) is State.OPEN]


async def obstacles(org: Organisation, reminder: Reminder, ballot: Ballot) -> list[Refused]:
    """What stands in its way; nothing of it depends on who has voted."""
    settings = config.current()
    earlier = await Reminder.within(org).filter(ballot_id=ballot.id)
    found = list(
        may_remind(
            is_open=await state_now(ballot) is State.OPEN,
            roll=await _roll_of(ballot),
            asked=[one.asked_at for one in earlier],
            now=clock.now(),
            only_notify=bool(settings.notify_key and not settings.smtp_url),
        )
    )
    bilingual = (await rules_of(ballot)).bilingual
    return found + obstacles_in_words(reminder.languages, has_halves(reminder), bilingual)


async def ask(org: Organisation, ballot: Ballot, words: dict[str, Any], by: Person) -> Reminder:
    """Have those reminded who have not voted when their turn comes."""
    async with in_transaction():
        await lock("reminder", ballot.id)
        made = Reminder(organisation=org, ballot=ballot, asked_by=by, asked_at=clock.now(), **words)
        for refusal in await obstacles(org, made, ballot):
            raise refusal
        await made.save()
        await jobs.enqueue(REMIND, {"reminder": made.id}, organisation_id=org.id)
        await audit.record(org.id, by.id, "asked to remind of voting", f"ballot:{ballot.id}")
    return made


@jobs.job(REMIND)
async def remind(payload: jobs.Payload) -> None:
    """Go along the roll, one step after the other."""
    reminder = await Reminder.everywhere().get(id=payload["reminder"])
    org = await Organisation.get(id=reminder.organisation_id)
    ballot = await Ballot.within(org).get(id=reminder.ballot_id)
    last = await _roll_of(ballot)
    if reminder.is_over or config.current().smtp_url is None:
        await Reminder.within(org).filter(id=reminder.id).update(is_over=True)
        return
    async with _postman() as postman:
        while await state_now(ballot) is State.OPEN:
            if not postman.is_connected:
                # Before the step is noted: without a server nothing is lost, and tried again.
                await postman.connect()
            step = await _next_step(reminder, last)
            if step is None:
                break
            for row in await _waiting(ballot, *step):
                # Whatever goes wrong with one message is between us and nobody: to tell of it
                # would be to tell who has not voted.
                with contextlib.suppress(aiosmtplib.SMTPException, OSError, ValueError):
                    if not postman.is_connected:
                        await postman.connect()
                    message = _letter(org, reminder, row)
                    # An empty return path: nobody's mailbox gets what comes back.
                    await postman.send_message(message, sender="", recipients=[row["email"]])
    await Reminder.within(org).filter(id=reminder.id).update(is_over=True)


async def _next_step(reminder: Reminder, last: int) -> tuple[int, int] | None:
    """The next places on the roll, noted before anything is sent: a kill doubles nothing.

    The last step is never smaller than the others: of one place alone, its length would tell.
    """
    async with in_transaction():
        await lock("reminding", reminder.id)
        await reminder.refresh_from_db(fields=["upto"])
        start = reminder.upto
        if start >= last:
            return None
        reminder.upto = last if last - start < 2 * STEP else start + STEP
        await reminder.save(update_fields=["upto"])
    return start, reminder.upto


async def _waiting(ballot: Ballot, after: int, upto: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await connections.get("default").execute_query_dict(
        _WAITING, [ballot.id, after, upto, clock.today()]
    )
    return rows


async def _roll_of(ballot: Ballot) -> int:
    """The highest number on the roll, which counts it."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT coalesce(max(number), 0) AS n FROM roll_entry WHERE ballot_id = $1", [ballot.id]
    )
    return int(rows[0]["n"])


def _letter(org: Organisation, reminder: Reminder, row: dict[str, Any]) -> EmailMessage:
    written = reminder.languages
    chosen = Speech(row["language"]) if row["language"] in written else Speech.BOTH
    spoken = (written[0],) if len(written) == 1 else spoken_in(org, chosen)
    settings = config.current()
    name, address = parseaddr(settings.mail_from)
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(name, addr_spec=address)
    made["To"] = Address(addr_spec=row["email"])
    made["Subject"] = subject_of(reminder, spoken)
    # The day alone: alike in every message.
    made["Date"] = format_datetime(reminder.asked_at)
    made["Message-ID"] = f"<{secrets.token_hex(16)}@{address.partition('@')[2] or 'localhost'}>"
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    text = pages.render(
        "email/messages/message.txt",
        spoken[0],
        subject=subject_of(reminder, spoken),
        name=row["name"],
        parts=parts_of(org, reminder, spoken, False),
        stop="",
    )
    made.set_content(text.partition("\n")[2].strip() + "\n")
    made["Content-Language"] = ", ".join(spoken)
    return made


@asynccontextmanager
async def _postman() -> AsyncIterator[aiosmtplib.SMTP]:
    """A connection to the mail server; where there is none, the job is tried again later."""
    parts = urlsplit(config.current().smtp_url or "")
    is_tls = parts.scheme == "smtps"
    postman = aiosmtplib.SMTP(
        hostname=parts.hostname or "localhost",
        port=parts.port or (465 if is_tls else 25),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=is_tls,
        start_tls=None if not is_tls else False,
        timeout=PATIENCE,
    )
    async with postman:
        yield postman
