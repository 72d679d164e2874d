"""The waiting list: applications, their points, and the scheme that gives points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from coopcouncil.accounts.models import Person
from coopcouncil.housing.actions.recorded import deed, told
from coopcouncil.housing.kinds import Asking, ClosedWhy
from coopcouncil.housing.models import (
    CriterionMet,
    CriterionNoted,
    HomeApplication,
    PointsCriterion,
    PointsScheme,
)
from coopcouncil.housing.reads import rules_on, tenancies_of
from coopcouncil.housing.reads_money import owed_on
from coopcouncil.housing.rules.allocation import ApplicationClosed, AppliedAlready, NotAdmitted
from coopcouncil.housing.rules.arrears import Effect, KeptBackByArrears, is_barred
from coopcouncil.joining.actions.applying import Draft, enter
from coopcouncil.joining.kinds import OPEN
from coopcouncil.joining.models import Application
from coopcouncil.kernel import clock
from coopcouncil.kernel.clock import london
from coopcouncil.kernel.i18n import LANGUAGES, translator
from coopcouncil.members.models import Member
from coopcouncil.members.reads import entry_of
from coopcouncil.organisations.models import Organisation


@dataclass(frozen=True)
class CriterionDraft:
    """One line of a scheme."""

    name: str
    name_cy: str
    points: int
    most: int


async def record_scheme(
    org: Organisation,
    criteria: Sequence[CriterionDraft],
    effective_from: date,
    note: str,
    *,
    by: Person | None,
) -> PointsScheme:
    """A scheme of points from a day on; earlier ones stay with what was decided by them."""
    async with deed(org) as now:
        scheme = await PointsScheme.create(
            organisation=org,
            effective_from=effective_from,
            recorded_at=now,
            recorded_by=by,
            note=note,
        )
        for place, draft in enumerate(criteria, 1):
            await PointsCriterion.create(
                organisation=org,
                scheme=scheme,
                place=place,
                name=draft.name,
                name_cy=draft.name_cy,
                points=draft.points,
                most=draft.most,
            )
        await told(org, by, "recorded a scheme of points", f"points-scheme:{scheme.id}")
        return scheme


async def apply_for_home(
    org: Organisation,
    facts: Mapping[str, Any],
    *,
    member: Member | None = None,
    by: Person | None,
) -> HomeApplication:
    """Put somebody on the list. Who is no member applies for membership with it."""
    async with deed(org) as now:
        asking = Asking.NEW
        if member is not None:
            open_ones = HomeApplication.within(org).filter(member_id=member.id, closed_on=None)
            if await open_ones.exists():
                raise AppliedAlready
            today = clock.today()
            is_tenant = bool(await tenancies_of(org, member.id, today))
            asking = Asking.TRANSFER if is_tenant else Asking.PROSPECTIVE
            owed = await owed_on(org, member.id, today)
            if is_tenant and is_barred(Effect.TRANSFER, owed, await rules_on(org, today), today):
                raise KeptBackByArrears
            entry = await entry_of(org, member.id)
            if entry is not None:
                facts = {
                    "given_name": entry.given_name,
                    "family_name": entry.family_name,
                    "email": entry.email,
                    "postal_address": entry.postal_address,
                    "postcode": entry.postcode,
                    "date_of_birth": entry.date_of_birth,
                    "language": entry.language,
                    **facts,
                }
        last = await HomeApplication.within(org).order_by("-number").first()
        application = await HomeApplication.create(
            organisation=org,
            number=last.number + 1 if last else 1,
            asking=asking,
            member=member,
            recorded_at=now,
            recorded_by=by,
            **facts,
        )
        if member is None:
            await apply_to_join(org, application, by=by)
        await told(org, by, "took in a housing application", f"home-application:{application.id}")
        return application


async def apply_to_join(
    org: Organisation, application: HomeApplication, *, by: Person | None
) -> Application:
    """The application to join that goes with one for a home, opened with it or found open."""
    if application.joining_id is not None:
        found = await Application.one(org, id=application.joining_id)
        if found.state not in OPEN:
            raise NotAdmitted
        return found
    draft = Draft(
        given_name=application.given_name,
        family_name=application.family_name,
        email=application.email,
        postal_address=application.postal_address,
        postcode=application.postcode,
        date_of_birth=application.date_of_birth,
        language=application.language,
        evidence=_where_it_stands(org, application.number),
    )
    made = await enter(org, draft, by, received_at=london(application.applied_on, time(12)))
    application.joining_id = made.id
    await application.save(update_fields=["joining_id"])
    return made


def _where_it_stands(org: Organisation, number: int) -> str:
    """Kept with the application to join, for whoever reads it: in both languages, if there are."""
    lines = []
    for spoken in LANGUAGES if org.name_cy else LANGUAGES[:1]:
        _ = translator(spoken)
        lines.append(_("Applies for a home: number {number} on the waiting list."))
    return "\n".join(lines).format(number=number)


async def put_on_list(
    org: Organisation,
    joining: Application,
    wish: Mapping[str, Any],
    applied_on: date,
    *,
    by: Person | None,
) -> HomeApplication:
    """Somebody who applied to join asks for a home as well: the list takes over who they are."""
    async with deed(org) as now:
        await joining.refresh_from_db()
        if joining.state not in OPEN:
            raise NotAdmitted
        if await HomeApplication.within(org).filter(joining_id=joining.id).exists():
            raise AppliedAlready
        last = await HomeApplication.within(org).order_by("-number").first()
        names = ("given_name", "family_name", "email", "postal_address", "postcode")
        made = await HomeApplication.create(
            organisation=org,
            number=last.number + 1 if last else 1,
            asking=Asking.NEW,
            joining=joining,
            date_of_birth=joining.date_of_birth,
            language=joining.language,
            applied_on=applied_on,
            recorded_at=now,
            recorded_by=by,
            **{name: getattr(joining, name) for name in names},
            **wish,
        )
        await told(org, by, "put an applicant on the waiting list", f"home-application:{made.id}")
        return made


async def give_points(
    org: Organisation,
    application: HomeApplication,
    times: Mapping[PointsCriterion, int],
    *,
    by: Person | None,
) -> None:
    """How often each criterion applies; what is not named does not."""
    async with deed(org) as now:
        await application.refresh_from_db()
        if not application.is_open:
            raise ApplicationClosed
        schemes = {criterion.scheme_id for criterion in times}
        within = PointsCriterion.within(org).filter(scheme_id__in=schemes)
        ids = [criterion.id for criterion in await within]
        met = CriterionMet.within(org).filter(application_id=application.id, criterion_id__in=ids)
        before = {row.criterion_id: row.times for row in await met}
        await _note_earlier(org, application, before)
        await met.delete()
        for criterion, often in times.items():
            counts = min(often, criterion.most)
            if counts != before.get(criterion.id, 0):
                await CriterionNoted.create(
                    organisation=org,
                    application=application,
                    criterion=criterion,
                    times=counts,
                    noted_by=by,
                    noted_at=now,
                )
            if often:
                await CriterionMet.create(
                    organisation=org,
                    application=application,
                    criterion=criterion,
                    times=counts,
                )
        await told(
            org,
            by,
            "gave an application its points",
            f"home-application:{application.id}",
            criteria=sum(1 for often in times.values() if often),
        )


async def _note_earlier(
    org: Organisation, application: HomeApplication, before: Mapping[int, int]
) -> None:
    """What was given before notes were kept, as said when the application was taken in."""
    noted = CriterionNoted.within(org).filter(application_id=application.id)
    known = {row.criterion_id for row in await noted}
    for criterion, often in before.items():
        if criterion not in known:
            await CriterionNoted.create(
                organisation=org,
                application=application,
                criterion_id=criterion,
                times=often,
                noted_at=application.recorded_at,
            )


async def close_application(
    org: Organisation,
    application: HomeApplication,
    why: ClosedWhy,
    note: str,
    *,
    by: Person | None,
) -> None:
    """It is on the list no more."""
    async with deed(org):
        await application.refresh_from_db()
        if not application.is_open:
            raise ApplicationClosed
        application.closed_on, application.closed_why = clock.today(), why
        application.closed_note = note
        await application.save(update_fields=["closed_on", "closed_why", "closed_note"])
        subject = f"home-application:{application.id}"
        await told(org, by, "closed a housing application", subject, why=why.value)
