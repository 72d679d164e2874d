"""Calling a meeting, one question a page."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext as _
from coopcouncil.kernel.i18n import translator
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.meetings.actions import calling, sending
from coopcouncil.meetings.forms import (
    BeginForm,
    ReasonForm,
    ShortNoticeForm,
    TitleForm,
    WhenForm,
    WhereForm,
)
from coopcouncil.meetings.frozen import fingerprint, frozen
from coopcouncil.meetings.models import Kind, Meeting, Notice
from coopcouncil.meetings.reads import (
    agenda_of,
    cancellation_of,
    electorate,
    last_agm,
    notice_rules,
    rules_of,
    short_notice_of,
)
from coopcouncil.meetings.rules.notice import (
    ShortNotice,
    Timetable,
    Way,
    earliest_meeting,
    last_day_to_send,
)
from coopcouncil.meetings.rules.usual import usual_title
from coopcouncil.meetings.rules.year import agm_deadline
from coopcouncil.meetings.views.found import meeting_of
from coopcouncil.organisations.models import Organisation, rulebook_on
from coopcouncil.organisations.rulebook import Rulebook


async def call(request: Request) -> Response:
    """The first question: when. With the earliest day that notice sent today can reach."""
    kind = request.query_params.get("kind", Kind.AGM.value)
    form = await form_of(request, BeginForm, data={"kind": kind})
    return await _when_page(request, form, None)


async def begin(request: Request) -> Response:
    """The meeting is begun with its day; the next question is where."""
    form = await form_of(request, BeginForm)
    if form.validate():
        when, kind = form.when(), form.meeting_kind()
        titles = {
            lang: usual_title(kind is Kind.AGM, when.on.year, translator(lang))
            for lang in ("en", "cy")
        }
        try:
            meeting = await calling.begin_meeting(
                request.state.org, kind, when, titles, by=request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal, at="on")
        else:
            return redirect(request, "meetings:where", id=meeting.id)
    return await _when_page(request, form, None)


async def when(request: Request) -> Response:
    """Another day or time."""
    meeting = await meeting_of(request)
    local = meeting.starts_at.astimezone(clock.LONDON)
    known = {"on": local.date(), "at": local.time(), "lasts": str(meeting.lasts_minutes)}
    form = await form_of(request, WhenForm, data=known)
    if request.method == "POST" and form.validate():
        try:
            await calling.change_when(
                request.state.org, meeting, form.when(), by=request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal, at="on")
        else:
            return redirect(request, "meetings:prepare", id=meeting.id)
    return await _when_page(request, form, meeting)


async def where(request: Request) -> Response:
    """The second question: where, or how to join."""
    meeting = await meeting_of(request)
    rules = await rules_of(meeting)
    form = await form_of(request, WhereForm, obj=meeting)
    if request.method == "POST" and form.validate():
        try:
            await calling.change_where(
                request.state.org, meeting, form.where(), by=request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal, at="place")
        else:
            return redirect(request, _next(meeting, "meetings:title"), id=meeting.id)
    return page(request, "meetings/where.html", form=form, meeting=meeting, rules=rules)


async def title(request: Request) -> Response:
    """The third question: what it is called."""
    meeting = await meeting_of(request)
    rules = await rules_of(meeting)
    form = await form_of(request, TitleForm, obj=meeting)
    if request.method == "POST" and form.validate():
        try:
            await calling.change_title(
                request.state.org,
                meeting,
                form.title.data,
                form.title_cy.data or "",
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal, at="title")
        else:
            return redirect(request, "meetings:prepare", id=meeting.id)
    return page(request, "meetings/title.html", form=form, meeting=meeting, rules=rules)


async def prepare(request: Request) -> Response:
    """What is done and what is still to do, with the last days to send notice and why."""
    org: Organisation = request.state.org
    meeting = await meeting_of(request)
    rules = await rules_of(meeting)
    agenda = await agenda_of(org, meeting)
    copies = await sending.reach_today(org, rules)
    notices = await Notice.of(meeting).order_by("-number")
    now_says = fingerprint(frozen(org, meeting, agenda, rules))
    return page(
        request,
        "meetings/prepare.html",
        changed=bool(notices) and notices[0].sha256 != now_says,
        meeting=meeting,
        rules=rules,
        agenda=agenda,
        copies=copies,
        obstacles=await sending.obstacles(org, meeting, agenda, copies),
        tables=timetables(org, meeting, rules),
        today=clock.today(),
        now=clock.now(),
        cancellation=await cancellation_of(meeting),
        short=await short_notice_of(meeting, rules),
        notices=notices,
        deadline=await _deadline(org, rules, meeting) if meeting.is_agm else None,
    )


async def short_notice(request: Request) -> Response:
    """Members' agreement to less notice."""
    org: Organisation = request.state.org
    meeting = await meeting_of(request)
    rules = await rules_of(meeting)
    members = await electorate(org, rules, clock.today()).count()
    form = await form_of(request, ShortNoticeForm)
    if request.method == "POST" and form.validate():
        try:
            await calling.agree_to_short_notice(
                org, meeting, form.agreed.data, form.note.data or "", by=request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal, at="agreed")
        else:
            flash(request, _("Short notice is agreed. You can send the notice."))
            return redirect(request, "meetings:prepare", id=meeting.id)
    return page(
        request,
        "meetings/short_notice.html",
        form=form,
        meeting=meeting,
        needed=ShortNotice(0, members, rules.short_notice_share),
    )


async def cancellation(request: Request) -> Response:
    """Call the meeting off: whoever had notice is told."""
    org: Organisation = request.state.org
    meeting = await meeting_of(request)
    rules = await rules_of(meeting)
    form = await form_of(request, ReasonForm)
    form.bilingual = rules.bilingual
    if request.method == "POST" and form.validate():
        try:
            await calling.cancel_meeting(
                org,
                meeting,
                form.reason.data,
                form.reason_cy.data or "",
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, _("The meeting is cancelled."))
            return redirect(request, "meetings:prepare", id=meeting.id)
    copies = await sending.reach_today(org, rules) if meeting.called_on else None
    return page(
        request,
        "meetings/cancellation.html",
        form=form,
        meeting=meeting,
        rules=rules,
        copies=copies,
    )


async def discard(request: Request) -> Response:
    """Take away a meeting that nobody has been told of, after a question."""
    meeting = await meeting_of(request)
    if request.method == "POST":
        await calling.discard_meeting(request.state.org, meeting, by=request.state.person)
        flash(request, _("The meeting was taken away. Nobody had been told of it."))
        return redirect(request, "meetings:meetings")
    return page(request, "meetings/discard.html", meeting=meeting)


def timetables(org: Organisation, meeting: Meeting, rules: Rulebook) -> list[Timetable]:
    """The reckoning back from the meeting, for each way of sending."""
    notice = notice_rules(org, rules, meeting.is_agm, meeting.on)
    ways = [Way.EMAIL, Way.POST] if rules.email_notice else [Way.POST]
    return [last_day_to_send(notice, way, meeting.on) for way in ways]


async def _when_page(request: Request, form: WhenForm, meeting: Meeting | None) -> Response:
    org: Organisation = request.state.org
    today = clock.today()
    rules = (await rulebook_on(org, today)).rules
    is_agm = meeting.is_agm if meeting else form["kind"].data != Kind.GENERAL.value
    notice = notice_rules(org, rules, is_agm, today)
    ways = [Way.EMAIL, Way.POST] if rules.email_notice else [Way.POST]
    return page(
        request,
        "meetings/when.html",
        form=form,
        meeting=meeting,
        is_agm=is_agm,
        rules=rules,
        tables=[earliest_meeting(notice, way, today) for way in ways],
        deadline=await _deadline(org, rules, meeting) if is_agm else None,
        today=today,
    )


async def _deadline(org: Organisation, rules: Rulebook, meeting: Meeting | None) -> object:
    last = await last_agm(org, besides=meeting.id if meeting else 0)
    return agm_deadline(rules, last, clock.today())


def _next(meeting: Meeting, question: str) -> str:
    """The next question while the meeting is new; the overview once it has an agenda."""
    begun = (clock.now() - meeting.begun_at).total_seconds() < 3600
    return question if begun and meeting.called_on is None else "meetings:prepare"
