"""Hardship: a member asks, the treasurer answers; reminders are held back for a while."""

from datetime import date, timedelta

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.arrears.kinds import HoldReason
from coopcouncil.arrears.models import HelpAsked, ReminderHold
from coopcouncil.arrears.rules.refusals import (
    AnsweredAlready,
    AskedAlready,
    HoldTooLong,
    LiftedAlready,
)
from coopcouncil.kernel import audit, clock, config, mail
from coopcouncil.kernel.db import lock
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entry_of
from coopcouncil.members.safeguarding import stopped
from coopcouncil.organisations.models import Organisation

LONGEST = timedelta(days=366)


async def ask_for_help(
    org: Organisation, member: Member, words: str, *, by: Person | None
) -> HelpAsked:
    """Until it is answered nobody is reminded."""
    async with in_transaction():
        await lock("arrears", org.id)
        if await HelpAsked.within(org).filter(member_id=member.id, answered_at=None).exists():
            raise AskedAlready
        made = await HelpAsked.create(
            organisation=org, member=member, words=words, asked_at=clock.now(), asked_by=by
        )
        await _record(org, by, "asked for help with payments", f"help:{made.id}")
    return made


async def answer(
    org: Organisation, asked: HelpAsked, words: str, until: date | None, *, by: Person
) -> None:
    """Answer, and where a day is named hold reminders back up to it. The answer goes by e-mail
    where there is an address; it stands on the member's page in any case."""
    async with in_transaction():
        await lock("arrears", org.id)
        asked = await HelpAsked.one(org, id=asked.id)
        if asked.answered_at is not None:
            raise AnsweredAlready
        asked.answer, asked.answered_at, asked.answered_by = words, clock.now(), by
        await asked.save(update_fields=["answer", "answered_at", "answered_by_id"])
        if until is not None:
            member = await Member.one(org, id=asked.member_id)
            await hold_back(org, member, HoldReason.HARDSHIP, until, "", by=by)
        await _tell(org, asked.member_id)
        await _record(org, by, "answered who asked for help", f"help:{asked.id}")


async def hold_back(
    org: Organisation,
    member: Member,
    reason: HoldReason,
    until: date,
    note: str,
    *,
    by: Person | None,
) -> ReminderHold:
    """No reminders from today up to a day."""
    today = clock.today()
    if not today <= until <= today + LONGEST:
        raise HoldTooLong
    async with in_transaction():
        made = await ReminderHold.create(
            organisation=org,
            member=member,
            reason=reason,
            since=today,
            until=until,
            note=note,
            recorded_at=clock.now(),
            recorded_by=by,
        )
        await _record(org, by, "held reminders back", f"reminder-hold:{made.id}")
    return made


async def lift(org: Organisation, hold: ReminderHold, *, by: Person) -> None:
    """Reminders go on."""
    async with in_transaction():
        await lock("arrears", org.id)
        hold = await ReminderHold.one(org, id=hold.id)
        if hold.lifted_at is not None:
            raise LiftedAlready
        hold.lifted_at = clock.now()
        await hold.save(update_fields=["lifted_at"])
        await _record(org, by, "lifted a hold on reminders", f"reminder-hold:{hold.id}")


async def _tell(org: Organisation, member_id: int) -> None:
    entry = await entry_of(org, member_id)
    if entry is None or not entry.email or member_id in await stopped([member_id]):
        return
    language = "cy" if entry.language == "cy" else "en"
    await mail.send(
        org.id,
        entry.email,
        template="email/arrears/answered",
        language=language,
        context={
            "organisation": org.called(language),
            "name": entry.name,
            "link": f"{config.current().base_url}/{org.slug}/money",
        },
        about=f"help-of:{member_id}",
        sensitive=True,
    )


async def _record(org: Organisation, by: Person | None, verb: str, subject: str) -> None:
    await audit.record(org.id, by.id if by else None, verb, subject)
