"""Reminders of the year's duties to the secretaries, each once, in their language."""

from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock, config, mail
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.jobs import every
from coopcouncil.organisations.kinds import COMPANIES, SOCIETIES
from coopcouncil.organisations.models import Organisation
from coopcouncil.statutory.year.labels import DUTIES
from coopcouncil.statutory.year.models import DutyReminder
from coopcouncil.statutory.year.reads import DutyNow, duties_now, reminded
from coopcouncil.statutory.year.rules import Standing, reminder_for


async def remind_all() -> int:
    """Remind every organisation's secretaries of what is due; how many messages were written."""
    sent = 0
    forms = list(SOCIETIES | COMPANIES)
    for org in await Organisation.filter(legal_form__in=forms, parent_id=None).order_by("id"):
        sent += await remind(org)
    return sent


async def remind(org: Organisation) -> int:
    """Remind one organisation's secretaries; a reminder that was sent is not sent again."""
    today, sent = clock.today(), 0
    for each in await duties_now(org):
        stage = reminder_for(each.duty, today)
        if each.standing is Standing.DONE or stage is None or each.called_for is not None:
            continue
        async with in_transaction():
            await lock("year", org.id)
            known = DutyReminder.within(org).filter(
                kind=each.duty.kind, period_end=each.duty.period_end, stage=stage
            )
            if await known.exists():
                continue
            await DutyReminder.create(
                organisation=org,
                kind=each.duty.kind,
                period_end=each.duty.period_end,
                stage=stage,
                sent_at=clock.now(),
            )
            sent += await _write(org, each)
    return sent


async def _write(org: Organisation, each: DutyNow) -> int:
    people = await reminded(org)
    for person, address in people:
        language = person.language or "en"
        await mail.send(
            org.id,
            address,
            template="email/statutory/duty",
            language=language,
            context={
                "organisation": org.called(language),
                "name": DUTIES[each.duty.kind],
                "due_on": each.duty.due_on,
                "period_end": each.duty.period_end,
                "late": each.standing is Standing.LATE,
                "link": f"{config.current().base_url}/{org.slug}/year",
            },
            about=f"duty:{each.duty.kind.value}:{each.duty.period_end.isoformat()}",
        )
    return len(people)


every("remind-of-the-year", 6 * 3_600, remind_all)
