"""Named reads: an organisation's duties as they stand, what was kept, who is reminded."""

from dataclasses import dataclass
from datetime import date

from coopcouncil.accounts.models import Person
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere
from coopcouncil.meetings.models import Cancellation, Meeting
from coopcouncil.meetings.models import Kind as MeetingKind
from coopcouncil.meetings.rules.year import months_after
from coopcouncil.organisations.kinds import COMPANIES, SOCIETIES
from coopcouncil.organisations.models import (
    Organisation,
    Role,
    has_rules,
    rulebook_on,
)
from coopcouncil.organisations.reached import reached
from coopcouncil.statutory.year.kinds import Audit, Kind
from coopcouncil.statutory.year.models import DutyDone, ReturnKept, YearFacts
from coopcouncil.statutory.year.rules import AHEAD_MONTHS, Duty, Standing, Year, duties

RETURNS = (Kind.ANNUAL_RETURN, Kind.CONFIRMATION, Kind.YEARLY_RETURN, Kind.QUARTERLY_RETURN)
"""Duties that figures of the register belong to."""


@dataclass(frozen=True)
class DutyNow:
    """A duty as it stands."""

    duty: Duty
    standing: Standing
    done_on: date | None = None
    note: str = ""
    told_by: str = ""
    called_for: date | None = None
    """An annual meeting that is called but was not yet."""

    @property
    def takes_figures(self) -> bool:
        """Whether figures of the register are told with it."""
        return self.duty.kind in RETURNS


async def facts_of(org: Organisation) -> YearFacts | None:
    """What the organisation said of its year."""
    return await YearFacts.within(org).first()


async def year_of(org: Organisation) -> Year:
    """What decides an organisation's duties today."""
    today = clock.today()
    said = await facts_of(org)
    rules = (await rulebook_on(org, today)).rules if await has_rules(org) else None
    return Year(
        org.legal_form,
        rules,
        org.opened_at.astimezone(clock.LONDON).date(),
        said.review_begins if said else None,
        said.audit if said else Audit.UNKNOWN,
        said.incorporated_on if said else None,
        bool(said and said.is_over_turnover),
    )


def has_duties(org: Organisation) -> bool:
    """Whether the law of its form gives the organisation a year here."""
    return org.parent_id is None and org.legal_form in SOCIETIES | COMPANIES


async def duties_now(org: Organisation) -> list[DutyNow]:
    """Every duty up to some months ahead, as it stands today."""
    if not has_duties(org):
        return []
    today = clock.today()
    owed = duties(await year_of(org), months_after(today, AHEAD_MONTHS))
    done = {
        (each.kind, each.period_end): each
        for each in await DutyDone.within(org).filter(taken_back_at=None).select_related("told_by")
    }
    meetings = await annual_meetings(org)
    found = []
    for duty in owed:
        told = done.get((duty.kind, duty.period_end))
        held = next((on for on in meetings if _is_of(on, duty)), None)
        done_on = told.done_on if told else (held if held and held <= today else None)
        found.append(
            DutyNow(
                duty,
                duty.standing(done_on, today),
                done_on,
                told.note if told else "",
                told.told_by.name if told and told.told_by else "",
                held if held and held > today else None,
            )
        )
    return found


async def duty_now(org: Organisation, kind: str, period_end: date) -> DutyNow:
    """One duty as it stands; `NotHere` where there is none."""
    for each in await duties_now(org):
        if each.duty.kind == kind and each.duty.period_end == period_end:
            return each
    raise NotHere


async def kept_for(org: Organisation, duty: Duty) -> list[ReturnKept]:
    """The figures that were kept for a duty, the latest first."""
    return (
        await ReturnKept.within(org)
        .filter(kind=duty.kind, period_end=duty.period_end)
        .order_by("-id")
        .select_related("kept_by")
    )


async def reminded(org: Organisation) -> list[tuple[Person, str]]:
    """The secretaries, each with a proven address."""
    return await reached(org, Role.SECRETARY)


async def annual_meetings(org: Organisation) -> list[date]:
    """The days of annual meetings that were held, or are called and not cancelled."""
    cancelled = Cancellation.filter(meeting__organisation_id=org.id).values("meeting_id")
    called = Meeting.within(org).filter(kind=MeetingKind.AGM, called_on__isnull=False)
    found = called.exclude(id__in=[row["meeting_id"] for row in await cancelled])
    return [meeting.on for meeting in await found.order_by("starts_at")]


def _is_of(agm: date, duty: Duty) -> bool:
    return duty.kind is Kind.ANNUAL_MEETING and (
        duty.period_end < agm <= months_after(duty.period_end, 12)
    )
