"""Verbs: a duty done or taken back, a return's figures kept, what the organisation says."""

from datetime import date

from tortoise.transactions import in_transaction

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import audit, clock
from coopcouncil.kernel.db import lock
from coopcouncil.members.models import ChangeSet
from coopcouncil.members.reads import settle
from coopcouncil.organisations.models import Organisation
from coopcouncil.statutory.year.figures import figures_of
from coopcouncil.statutory.year.kinds import Audit
from coopcouncil.statutory.year.models import DutyDone, ReturnKept, YearFacts
from coopcouncil.statutory.year.rules import Duty, NotDone, may_be_done, may_keep


async def mark_done(
    org: Organisation, duty: Duty, done_on: date, note: str, by: Person | None
) -> DutyDone:
    """Note that a duty was done."""
    async with in_transaction():
        await lock("year", org.id)
        standing = DutyDone.within(org).filter(
            kind=duty.kind, period_end=duty.period_end, taken_back_at=None
        )
        may_be_done(duty, done_on, clock.today(), await standing.exists())
        done = await DutyDone.create(
            organisation=org,
            kind=duty.kind,
            period_end=duty.period_end,
            done_on=done_on,
            note=note.strip(),
            told_by=by,
            told_at=clock.now(),
        )
        await audit.record(
            org.id,
            by.id if by else None,
            "marked a duty as done",
            f"duty:{done.id}",
            kind=duty.kind,
            period_end=duty.period_end,
            done_on=done_on,
        )
    return done


async def take_back(org: Organisation, duty: Duty, by: Person) -> None:
    """Note that it was not done after all; the row stays."""
    async with in_transaction():
        await lock("year", org.id)
        taken = (
            await DutyDone.within(org)
            .filter(kind=duty.kind, period_end=duty.period_end, taken_back_at=None)
            .update(taken_back_at=clock.now())
        )
        if not taken:
            raise NotDone
        await audit.record(
            org.id,
            by.id,
            "took back that a duty was done",
            f"organisation:{org.id}",
            kind=duty.kind,
            period_end=duty.period_end,
        )


async def keep_return(
    org: Organisation, duty: Duty, signatories: dict[str, str], by: Person | None
) -> ReturnKept:
    """Keep a return's figures as the register knows them now, for ever as they are."""
    names = {office: " ".join(name.split()) for office, name in signatories.items()}
    async with in_transaction():
        may_keep(duty, clock.today(), names)
        await settle(org)
        last = await ChangeSet.within(org).order_by("-number").first()
        # Recorded times run ahead of the clock by a hair where much is recorded at once.
        known_at = max(clock.now(), last.recorded_at) if last else clock.now()
        figures = await figures_of(org, duty.period_start, duty.period_end, known_at)
        kept = await ReturnKept.create(
            organisation=org,
            kind=duty.kind,
            period_start=duty.period_start,
            period_end=duty.period_end,
            figures=figures.written(),
            signatories=[[office, name] for office, name in names.items() if name],
            known_at=known_at,
            kept_at=clock.now(),
            kept_by=by,
        )
        await audit.record(
            org.id,
            by.id if by else None,
            "kept the figures of a return",
            f"return:{kept.id}",
            kind=duty.kind,
            period_end=duty.period_end,
            **figures.written(),
        )
    return kept


async def say_facts(
    org: Organisation,
    review_begins: date | None,
    audit_is: Audit,
    by: Person | None,
    *,
    incorporated_on: date | None = None,
    is_over_turnover: bool = False,
) -> None:
    """What the program cannot work out: a company's days, a society's audit and turnover."""
    async with in_transaction():
        await lock("year", org.id)
        said = await YearFacts.within(org).first() or YearFacts(organisation=org)
        said.review_begins, said.audit = review_begins, audit_is
        said.incorporated_on, said.is_over_turnover = incorporated_on, is_over_turnover
        await said.save()
        await audit.record(
            org.id,
            by.id if by else None,
            "said what decides the year",
            f"organisation:{org.id}",
            review_begins=review_begins,
            audit=audit_is,
        )
