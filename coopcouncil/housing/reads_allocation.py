"""Named reads of the waiting list and of allocations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from tortoise.expressions import Q
from tortoise.functions import Count

from coopcouncil.accounts.models import Person
from coopcouncil.housing.kinds import Answer
from coopcouncil.housing.models import (
    CriterionMet,
    CriterionNoted,
    HomeAllocation,
    HomeApplication,
    HomeOffer,
    PanelInterest,
    Panelist,
    PanelScore,
    PointsCriterion,
    PointsScheme,
    Shortlisted,
)
from coopcouncil.housing.rules.allocation import Scored, points, ranked
from coopcouncil.kernel import clock
from coopcouncil.organisations.chapters.housing import Allocating
from coopcouncil.organisations.models import Organisation


async def scheme_now(
    org: Organisation, on: date | None = None, known_at: datetime | None = None
) -> PointsScheme | None:
    """The scheme of points in force today, or on a day as known at a moment."""
    found = PointsScheme.within(org).filter(effective_from__lte=on or clock.today())
    if known_at is not None:
        found = found.filter(recorded_at__lte=known_at)
    return await found.order_by("-effective_from", "-id").first()


async def criteria_of(org: Organisation, scheme: PointsScheme) -> list[PointsCriterion]:
    """A scheme's criteria in their order."""
    return await PointsCriterion.within(org).filter(scheme_id=scheme.id).order_by("place")


async def points_of(org: Organisation, application: HomeApplication, scheme: PointsScheme) -> int:
    """What the scheme gives an application."""
    worth = {c.id: (c.points, c.most) for c in await criteria_of(org, scheme)}
    met = await CriterionMet.within(org).filter(application_id=application.id)
    return points({each.criterion_id: each.times for each in met}, worth)


async def points_by_application(org: Organisation, scheme: PointsScheme) -> dict[int, int]:
    """The points of every application that has any."""
    worth = {c.id: (c.points, c.most) for c in await criteria_of(org, scheme)}
    times: dict[int, dict[int, int]] = {}
    for each in await CriterionMet.within(org).filter(criterion_id__in=list(worth)):
        times.setdefault(each.application_id, {})[each.criterion_id] = each.times
    return {application: points(its, worth) for application, its in times.items()}


async def points_by(org: Organisation, scheme: PointsScheme, moment: datetime) -> dict[int, int]:
    """The same as they were given by a moment."""
    worth = {c.id: (c.points, c.most) for c in await criteria_of(org, scheme)}
    now = CriterionMet.within(org).filter(criterion_id__in=list(worth))
    times = {(each.application_id, each.criterion_id): each.times for each in await now}
    noted = CriterionNoted.within(org).filter(criterion_id__in=list(worth))
    # What was given before anything was noted was always so; else the last that was noted by then.
    lines = await noted.order_by("noted_at", "id")
    times |= {(each.application_id, each.criterion_id): 0 for each in lines}
    times |= {
        (each.application_id, each.criterion_id): each.times
        for each in lines
        if each.noted_at <= moment
    }
    found: dict[int, dict[int, int]] = {}
    for (application, criterion), often in times.items():
        if often:
            found.setdefault(application, {})[criterion] = often
    return {application: points(its, worth) for application, its in found.items()}


async def on_the_list(org: Organisation, on: date, known_at: datetime) -> list[HomeApplication]:
    """Who was on the waiting list at the end of a day, as known at a moment."""
    rows = HomeApplication.within(org).filter(applied_on__lte=on, recorded_at__lte=known_at)
    # An application is closed on the day on which somebody closes it: the two times are one.
    last = min(on, known_at.astimezone(clock.LONDON).date())
    return await rows.filter(Q(closed_on=None) | Q(closed_on__gt=last))


async def refusals_of(
    org: Organisation, applications: Iterable[int], by: date | None = None
) -> dict[int, int]:
    """How many offers each applicant has refused, up to a day, by the application's id."""
    rows = (
        HomeOffer.within(org)
        .filter(application_id__in=list(applications), answer=Answer.REFUSED)
        .filter(answered_on__lte=by or clock.today())
        .annotate(times=Count("id"))
        .group_by("application_id")
    )
    found = await rows.values("application_id", "times")
    return {int(row["application_id"]): int(row["times"]) for row in found}


async def shortlist_of(org: Organisation, allocation: HomeAllocation) -> list[Shortlisted]:
    """Those considered for a home, by who applied first."""
    rows = Shortlisted.within(org).filter(allocation_id=allocation.id)
    found = await rows.select_related("application")
    return sorted(found, key=lambda row: (row.application.applied_on, row.application.number))


async def order_of(org: Organisation, allocation: HomeAllocation) -> tuple[Scored, ...]:
    """Those considered, by points or by the panel's scores. Those who stand aside gave none."""
    listed = await shortlist_of(org, allocation)
    if allocation.method is Allocating.POINTS:
        return ranked(
            Scored(row.application_id, row.application.applied_on, row.points or 0)
            for row in listed
        )
    given: dict[int, list[int]] = {}
    scores = PanelScore.within(org).filter(panelist__allocation_id=allocation.id)
    for each in await scores:
        given.setdefault(each.application_id, []).append(each.score)
    return ranked(
        Scored(
            row.application_id,
            row.application.applied_on,
            sum(given.get(row.application_id, [])),
            len(given.get(row.application_id, [])),
        )
        for row in listed
    )


async def scored_by(org: Organisation, allocation: HomeAllocation) -> int:
    """How many of the panel have scored."""
    rows = PanelScore.within(org).filter(panelist__allocation_id=allocation.id)
    return len(set(await rows.values_list("panelist_id", flat=True)))


@dataclass
class OnPanel:
    """One of the panel, and how far they are."""

    panelist: Panelist
    stands_aside: bool
    has_scored: bool


async def panel_of(org: Organisation, allocation: HomeAllocation) -> list[OnPanel]:
    """The panel, by when they were named."""
    rows = Panelist.within(org).filter(allocation_id=allocation.id)
    panel = await rows.select_related("person").order_by("id")
    ids = [one.id for one in panel]
    aside = set(
        await PanelInterest.within(org)
        .filter(panelist_id__in=ids)
        .values_list("panelist_id", flat=True)
    )
    scored = set(
        await PanelScore.within(org)
        .filter(panelist_id__in=ids)
        .values_list("panelist_id", flat=True)
    )
    return [OnPanel(one, one.id in aside, one.id in scored) for one in panel]


async def waiting_for(org: Organisation, person: Person) -> list[HomeAllocation]:
    """Open allocations whose panel waits for this person to declare or to score."""
    rows = Panelist.within(org).filter(person_id=person.id, allocation__closed_at=None)
    found = []
    for panelist in await rows.select_related("allocation", "allocation__home").order_by("id"):
        aside = await PanelInterest.within(org).filter(panelist_id=panelist.id).exists()
        scored = await PanelScore.within(org).filter(panelist_id=panelist.id).exists()
        if not aside and not scored:
            found.append(panelist.allocation)
    return found
