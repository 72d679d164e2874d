"""Reminders by step: a job looks each day, says the next word where it is due, and nothing twice.

Nobody is reminded while they wait for an answer, while reminders are held back for them, or of
what a payment plan spreads. Whom the program must not write to, it does not write to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.arrears.actions.agreeing import end_those_kept
from coopcouncil.arrears.kinds import ReminderWay
from coopcouncil.arrears.models import LateReminder
from coopcouncil.arrears.reads import Late, asking, holds, last_reminders, late
from coopcouncil.arrears.rules.refusals import PostedInTheFuture
from coopcouncil.arrears.rules.steps import step_due
from coopcouncil.kernel import audit, clock, config, mail, pages
from coopcouncil.kernel.db import lock
from coopcouncil.kernel.jobs import every
from coopcouncil.ledger.models import Account
from coopcouncil.members.kinds import notified_for
from coopcouncil.members.models import RegisterEntry
from coopcouncil.members.reads import current
from coopcouncil.members.safeguarding import stopped
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.organisations.rulebook import Rulebook
from coopcouncil.organisations.rules import NoRulesYet

TEMPLATE = "email/arrears/late"


@dataclass(frozen=True)
class Word:
    """A reminder that is due: to whom, of what, which step."""

    entry: RegisterEntry
    late: Late
    step: int
    way: ReminderWay


async def remind_everywhere() -> int:
    """Look at every organisation whose books are open; how many reminders were written."""
    said = 0
    books = await Account.everywhere().distinct().values_list("organisation_id", flat=True)
    for org in await Organisation.filter(id__in=list(books)).order_by("id"):
        said += await remind(org)
        await end_those_kept(org)
    return said


async def remind(org: Organisation) -> int:
    """Say each word that is due; how many."""
    try:
        rules = (await rulebook_on(org, clock.today())).rules
    except NoRulesYet:
        return 0
    said = 0
    for word in await due(org, rules):
        said += await _say(org, word, rules)
    return said


async def due(org: Organisation, rules: Rulebook) -> list[Word]:
    """The words that are due today."""
    today = clock.today()
    grace = rules.payment_grace_days
    found = await late(org, today, grace)
    members = [one.member_id for one in found]
    silent = await stopped(members) | set(await holds(org, today, members))
    silent |= {one.member_id for one in await asking(org, members)}
    last = await last_reminders(org, [one.charge_id for one in found])
    days = steps_of(rules)
    entries = {one.member_id: one async for one in current(org).filter(member_id__in=members)}
    words = []
    for one in found:
        entry, before = entries.get(one.member_id), last.get(one.charge_id)
        if entry is None or one.member_id in silent:
            continue
        spoken = (before.step, _day(before)) if before else None
        step = step_due(one.late_since + timedelta(days=grace), today, days, spoken)
        if step is not None:
            words.append(Word(entry, one, step, _way(entry)))
    return words


async def note_posting(
    org: Organisation, letters: Sequence[LateReminder], on: date, *, by: Person
) -> None:
    """The letters were printed and posted."""
    if on > clock.today():
        raise PostedInTheFuture
    async with in_transaction():
        numbers = [one.id for one in letters]
        waiting = LateReminder.within(org).filter(id__in=numbers, posted_on=None)
        posted = await waiting.update(posted_on=on)
        await audit.record(org.id, by.id, "posted reminders", "letters", letters=posted)


def steps_of(rules: Rulebook) -> tuple[int, int, int]:
    """After how many days each word is said; 0 for none."""
    return rules.first_reminder_days, rules.second_reminder_days, rules.third_reminder_days


def language_of(entry: RegisterEntry) -> str:
    """The member's language; English where none is known, with Welsh beside it (`_also`)."""
    return "cy" if entry.language == "cy" else "en"


def facts_of(org: Organisation, word: Word, rules: Rulebook, language: str) -> dict[str, object]:
    """What a reminder tells, in one language."""
    return {
        "organisation": org.called(language),
        "name": word.entry.name,
        "sum": word.late.sum,
        "since": word.late.late_since,
        "step": word.step,
        "lapse_months": rules.subscription_lapse_months,
        "link": f"{config.current().base_url}/{org.slug}/money",
    }


async def _say(org: Organisation, word: Word, rules: Rulebook) -> int:
    async with in_transaction():
        await lock("arrears", org.id)
        again = LateReminder.within(org).filter(charge_id=word.late.charge_id, step=word.step)
        if await again.exists():
            return 0
        language = language_of(word.entry)
        made = await LateReminder.create(
            organisation=org,
            member_id=word.entry.member_id,
            charge_id=word.late.charge_id,
            step=word.step,
            amount=word.late.pence,
            late_since=word.late.late_since,
            way=word.way,
            language=language,
            said_at=clock.now(),
        )
        if word.way is ReminderWay.EMAIL:
            facts = facts_of(org, word, rules, language)
            await mail.send(
                org.id,
                word.entry.email,
                template=TEMPLATE,
                language=language,
                context={**facts, "also": _also(org, word, rules)},
                about=f"late-reminder:{made.id}",
                # Nobody else reads in the list of messages who is behind.
                sensitive=True,
            )
    return 1


def _also(org: Organisation, word: Word, rules: Rulebook) -> str:
    """The same in Welsh, for a member of a bilingual organisation who has not chosen."""
    if word.entry.language in ("en", "cy") or not rules.bilingual:
        return ""
    text = pages.render(f"{TEMPLATE}.txt", "cy", **facts_of(org, word, rules, "cy"), also="")
    return text.partition("\n")[2].strip()


def _way(entry: RegisterEntry) -> ReminderWay:
    written = entry.email and notified_for(entry.email_purposes, "notices")
    return ReminderWay.EMAIL if written else ReminderWay.LETTER


def _day(reminder: LateReminder) -> date:
    return reminder.said_at.astimezone(clock.LONDON).date()


every("remind-of-payments", 6 * 3_600, remind_everywhere)
