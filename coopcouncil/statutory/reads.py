"""Named reads: requests with what became of them, and copies that were made."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coopcouncil.kernel import clock
from coopcouncil.members.models import ChangeSet
from coopcouncil.organisations.models import Organisation
from coopcouncil.organisations.two_times import TwoTimes
from coopcouncil.statutory.models import Inspection, InspectionAnswer, RegisterCopy


@dataclass(frozen=True)
class Asked:
    """A request and its answers, the latest first."""

    inspection: Inspection
    answers: tuple[InspectionAnswer, ...]

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do."""
        return any(each.answer.settles for each in self.answers)

    def is_late(self, today: date) -> bool:
        """Whether the law's day has passed without an answer."""
        due = self.inspection.due_on
        return due is not None and not self.is_settled and today > due


async def inspections_of(org: Organisation, times: TwoTimes | None = None) -> list[Asked]:
    """All requests, the latest first; or those of a day and moment, answered as they were then."""
    asked = Inspection.within(org).order_by("-asked_on", "-id").limit(500)
    given = InspectionAnswer.within(org).order_by("-id")
    if times is not None and times.is_past:
        asked, given = asked.filter(asked_on__lte=times.on), given.filter(answered_on__lte=times.on)
    if times is not None and times.known_at is not None:
        asked = asked.filter(recorded_at__lte=times.known_at)
        given = given.filter(recorded_at__lte=times.known_at)
    found, answers = await asked, await given
    return [Asked(each, tuple(a for a in answers if a.inspection_id == each.id)) for each in found]


async def inspection_of(org: Organisation, number: int) -> Asked:
    """One request; 404 where there is none."""
    found = await Inspection.one(org, id=number)
    answers = InspectionAnswer.within(org).filter(inspection_id=number)
    return Asked(found, tuple(await answers.select_related("recorded_by").order_by("-id")))


async def copies_of(org: Organisation, inspection: int | None = None) -> list[RegisterCopy]:
    """The copies that were made, the latest first; of one request, or of all."""
    found = RegisterCopy.within(org).select_related("made_by", "inspection").order_by("-id")
    if inspection is not None:
        found = found.filter(inspection_id=inspection)
    return await found.limit(100)


async def known_by(org: Organisation, known: date | None) -> datetime:
    """The last moment of a past day; else of what has been recorded by now."""
    if known is not None and known < clock.today():
        return clock.end_of(known) - timedelta(microseconds=1)
    last = await ChangeSet.within(org).order_by("-number").first()
    return max(clock.now(), last.recorded_at) if last else clock.now()
