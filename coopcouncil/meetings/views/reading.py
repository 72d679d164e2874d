"""What members read: the meetings, and the notice of each as a page."""

from starlette.requests import Request
from starlette.responses import Response
from tortoise.expressions import Q

from coopcouncil.kernel import clock
from coopcouncil.kernel.i18n import language
from coopcouncil.kernel.pages import address, page, redirect
from coopcouncil.meetings.frozen import telling
from coopcouncil.meetings.models import (
    Cancellation,
    Meeting,
    MinutesPublication,
    Notice,
    NoticeKind,
)
from coopcouncil.meetings.reads import agenda_of, cancellation_of
from coopcouncil.meetings.views.found import convenes, meeting_of
from coopcouncil.organisations.home import Panel
from coopcouncil.organisations.models import Organisation, has_rules


async def meetings(request: Request) -> Response:
    """The meetings to come, and those that were; for officers those being prepared."""
    org: Organisation = request.state.org
    now = clock.now()
    called = Meeting.within(org).filter(called_on__isnull=False)
    prepared = Meeting.within(org).filter(called_on=None) if convenes(request) else None
    over = await called.filter(starts_at__lt=now).order_by("-starts_at").limit(100)
    coming = await called.filter(starts_at__gte=now).order_by("starts_at")
    ids = [meeting.id for meeting in [*over, *coming]]
    return page(
        request,
        "meetings/meetings.html",
        coming=coming,
        over=over,
        prepared=await prepared.order_by("starts_at") if prepared else [],
        convenes=convenes(request),
        has_rules=await has_rules(org),
        cancelled={each.meeting_id for each in await Cancellation.filter(meeting_id__in=ids)},
        minuted={each.meeting_id for each in await MinutesPublication.filter(meeting_id__in=ids)},
    )


async def meeting(request: Request) -> Response:
    """The notice as its readers have it, with the votes and what became of the meeting."""
    org: Organisation = request.state.org
    found = await meeting_of(request)
    notice = await Notice.of(found).filter(kind=NoticeKind.NOTICE).order_by("-number").first()
    if notice is None:
        return redirect(request, "meetings:prepare", id=found.id)
    published = await MinutesPublication.of(found).order_by("-id").first()
    return page(
        request,
        "meetings/meeting.html",
        meeting=found,
        notice=notice,
        paper_address=lambda paper: address(
            request, "meetings:paper", id=found.id, paper=paper["id"]
        ),
        listed={each.item.id: each for each in await agenda_of(org, found)},
        cancellation=await cancellation_of(found),
        published=published,
        convenes=convenes(request),
        over=clock.now() > found.ends_at,
        **telling(notice.agenda, language.get()),
    )


async def home_panel(request: Request) -> Panel | None:
    """The next meeting, for the organisation's home; nothing for strangers."""
    from coopcouncil.organisations.access import is_member

    org: Organisation = request.state.org
    if not request.state.roles and not await is_member(request.state.person, org):
        return None
    cancelled = await Cancellation.filter(meeting__organisation_id=org.id).values("meeting_id")
    called = Q(called_on__isnull=False)
    coming = (
        await Meeting.within(org)
        .filter(called, starts_at__gte=clock.now())
        .exclude(id__in=[row["meeting_id"] for row in cancelled])
        .order_by("starts_at")
        .first()
    )
    if coming is None and not (convenes(request) and await has_rules(org)):
        return None
    return Panel(
        "meetings/_panel.html", {"coming": coming, "convenes": convenes(request)}, place=20
    )
