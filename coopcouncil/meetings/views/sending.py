"""The notice: previewed, checked, sent, followed."""

from datetime import timedelta
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.downloads import stored
from coopcouncil.kernel.errors import NotHere, Refused, Unreadable
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext as _
from coopcouncil.kernel.i18n import language, ngettext
from coopcouncil.kernel.models import OutboxMessage, StoredFile
from coopcouncil.kernel.pages import flash, page, redirect, render
from coopcouncil.meetings.actions import mailing
from coopcouncil.meetings.actions import sending as acts
from coopcouncil.meetings.forms import FinderForm, PostingForm
from coopcouncil.meetings.frozen import frozen, telling
from coopcouncil.meetings.ics import calendar_entry
from coopcouncil.meetings.models import (
    CopyWay,
    LetterBatch,
    Meeting,
    Notice,
    NoticeCopy,
    NoticeKind,
)
from coopcouncil.meetings.models.reach import missed
from coopcouncil.meetings.reads import (
    agenda_of,
    notice_rules,
    progress_of,
    rules_of,
    short_notice_of,
    undelivered,
)
from coopcouncil.meetings.rules.notice import Way, last_day_to_send
from coopcouncil.meetings.views.calling import timetables
from coopcouncil.meetings.views.found import (
    languages_shown,
    meeting_of,
    notice_of,
)
from coopcouncil.organisations.models import Organisation

COPIES_ON_A_PAGE = 50
SLOW = timedelta(minutes=30)


async def preview(request: Request) -> Response:
    """The notice as readers will see it, in every language of the organisation."""
    org: Organisation = request.state.org
    meeting = await meeting_of(request)
    rules = await rules_of(meeting)
    agenda = await agenda_of(org, meeting)
    copies = await acts.reach_today(org, rules)
    return page(
        request,
        "meetings/preview.html",
        meeting=meeting,
        notices=[
            (lang, notice_text(frozen(org, meeting, agenda, rules), lang))
            for lang in languages_shown(rules.bilingual)
        ],
        obstacles=await acts.obstacles(org, meeting, agenda, copies),
    )


async def check(request: Request) -> Response:
    """Check before sending: to how many, how, in which languages, and what stands in the way."""
    return await _check_page(request, await meeting_of(request), ())


async def send(request: Request) -> Response:
    """Send the notice; a second click finds it sent."""
    meeting = await meeting_of(request)
    sent = await request.form()
    after = str(sent.get("after", ""))
    if not after.isascii() or not after.isdigit() or len(after) > 18:
        raise Unreadable
    try:
        notice = await acts.send_notice(
            request.state.org, meeting, after=int(after[:9]), by=request.state.person
        )
    except Refused as refusal:
        return await _check_page(request, meeting, (refusal,))
    return redirect(request, "meetings:sent", id=meeting.id, number=notice.number)


async def _check_page(
    request: Request, meeting: Meeting, refusals: tuple[Refused, ...]
) -> Response:
    org: Organisation = request.state.org
    rules = await rules_of(meeting)
    agenda = await agenda_of(org, meeting)
    copies = await acts.reach_today(org, rules)
    last = await Notice.of(meeting).order_by("-number").first()
    obstacles = await acts.obstacles(org, meeting, agenda, copies)
    return page(
        request,
        "meetings/check.html",
        status=409 if refusals else 200,
        meeting=meeting,
        rules=rules,
        agenda=agenda,
        copies=copies,
        obstacles=obstacles or refusals,
        after=last.number if last else 0,
        tables=timetables(org, meeting, rules),
        short=await short_notice_of(meeting, rules),
        unsealed=[
            each for each in agenda if each.ballot and not (each.roll and each.roll.sealed_at)
        ],
    )


async def sent(request: Request) -> Response:
    """How far a sending is; whom it did not reach, and by when to post instead."""
    org: Organisation = request.state.org
    meeting = await meeting_of(request)
    notice = await notice_of(request, meeting)
    rules = await rules_of(meeting)
    late = await undelivered(notice)
    return page(
        request,
        "meetings/sent.html",
        block="progress",
        meeting=meeting,
        notice=notice,
        is_cancellation=notice.kind is NoticeKind.CANCELLATION,
        progress=await progress_of(notice),
        undelivered=late,
        reasons=await _reasons(late),
        missed=await missed(notice, org, notice.sent_at.astimezone(clock.LONDON).date()),
        deadline=last_day_to_send(
            notice_rules(org, rules, meeting.is_agm, meeting.on), Way.POST, meeting.on
        ).sent_on,
        spoken=await NoticeCopy.of(notice).filter(way=CopyWay.SPOKEN).order_by("sort_key", "id"),
        today=clock.today(),
        is_slow=clock.now() - notice.sent_at > SLOW,
    )


async def copies(request: Request) -> Response:
    """Everybody's copy: to whom, how, and where it stands."""
    meeting = await meeting_of(request)
    notice = await notice_of(request, meeting)
    form = await form_of(request, FinderForm)
    found = NoticeCopy.of(notice)
    way = request.query_params.get("way", "")
    if way in {each.value for each in CopyWay}:
        found = found.filter(way=way)
    if form.q.data:
        found = found.filter(name__icontains=form.q.data)
    count = await found.count()
    at = _page_number(request)
    rows = (
        await found.order_by("sort_key", "id")
        .offset((at - 1) * COPIES_ON_A_PAGE)
        .limit(COPIES_ON_A_PAGE)
        .prefetch_related("batch")
    )
    messages = await OutboxMessage.filter(id__in=[row.message_id for row in rows if row.message_id])
    return page(
        request,
        "meetings/copies.html",
        form=form,
        meeting=meeting,
        notice=notice,
        copies=rows,
        messages={message.id: message for message in messages},
        count=count,
        way=way,
        current=at,
        last=max(1, -(-count // COPIES_ON_A_PAGE)),
    )


async def done(request: Request) -> Response:
    """Tick a copy off that is read out, rung about or carried; or take the tick back."""
    meeting = await meeting_of(request)
    notice = await notice_of(request, meeting)
    copy = await NoticeCopy.one_of(notice, id=request.path_params["copy"])
    if copy.way not in (CopyWay.SPOKEN, CopyWay.NONE):
        raise NotHere
    form = await request.form()
    await acts.note_done(
        request.state.org, meeting, copy, form.get("done") == "yes", by=request.state.person
    )
    return redirect(request, "meetings:sent", id=meeting.id, number=notice.number)


async def returned(request: Request) -> Response:
    """Note that an e-mail came back after it was sent, so that a letter goes instead."""
    meeting = await meeting_of(request)
    notice = await notice_of(request, meeting)
    copy = await NoticeCopy.one_of(notice, id=request.path_params["copy"])
    await acts.note_returned(request.state.org, meeting, copy, by=request.state.person)
    flash(request, _("Noted: the message came back. Post a letter instead."))
    return redirect(request, "meetings:sent", id=meeting.id, number=notice.number)


async def post_instead(request: Request) -> Response:
    """Letters for those whom e-mail did not reach."""
    meeting = await meeting_of(request)
    notice = await notice_of(request, meeting)
    batches = await acts.post_instead(request.state.org, meeting, notice, by=request.state.person)
    count = sum(batch.letters for batch in batches)
    text = ngettext("{count} letter is being made.", "{count} letters are being made.", count)
    flash(request, text.format(count=count))
    return redirect(request, "meetings:sent", id=meeting.id, number=notice.number)


async def try_again(request: Request) -> Response:
    """Ask again for a sending that has stopped."""
    meeting = await meeting_of(request)
    notice = await notice_of(request, meeting)
    await acts.try_again(request.state.org, meeting, notice, by=request.state.person)
    return redirect(request, "meetings:sent", id=meeting.id, number=notice.number)


async def letters(request: Request) -> Response:
    """A file of letters, to print and post."""
    meeting = await meeting_of(request)
    notice = await notice_of(request, meeting)
    batch = await LetterBatch.one_of(notice, number=request.path_params["batch"])
    file = await StoredFile.get_or_none(id=batch.file_id or 0, organisation_id=request.state.org.id)
    if file is None:
        raise NotHere
    return stored(file)


async def posting(request: Request) -> Response:
    """The day on which a file of letters was posted."""
    meeting = await meeting_of(request)
    notice = await notice_of(request, meeting)
    batch = await LetterBatch.one_of(notice, number=request.path_params["batch"])
    form = await form_of(request, PostingForm, data={"posted_on": clock.today()})
    if request.method == "POST" and form.validate():
        try:
            await acts.note_posting(
                request.state.org, meeting, batch, form.posted_on.data, by=request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal, at="posted_on")
        else:
            flash(request, _("The day of posting is noted."))
            return redirect(request, "meetings:sent", id=meeting.id, number=notice.number)
    return page(
        request, "meetings/posting.html", form=form, meeting=meeting, notice=notice, batch=batch
    )


async def entry(request: Request) -> Response:
    """The meeting as an entry for the reader's calendar."""
    org: Organisation = request.state.org
    meeting = await meeting_of(request)
    notice = await Notice.of(meeting).order_by("-number").first()
    if notice is None:
        raise NotHere
    data = calendar_entry(
        notice.agenda,
        meeting.id,
        notice.number,
        notice.sent_at,
        mailing.address_of(org, meeting),
        language.get(),
    )
    return Response(
        data,
        media_type="text/calendar; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="meeting-{meeting.id}.ics"'},
    )


def notice_text(agenda: dict[str, Any], lang: str) -> Markup:
    """A notice in one language, whichever the reader's is. Its papers have no links here."""
    text = render("meetings/_notice.html", lang, **telling(agenda, lang), paper_address=None)
    return Markup(text)  # noqa: S704  our own template, escaped as it was rendered


async def _reasons(late: list[NoticeCopy]) -> dict[int, str]:
    """What the mail server said of each message that came back."""
    ids = [copy.message_id for copy in late if copy.message_id]
    return {message.id: message.reason for message in await OutboxMessage.filter(id__in=ids)}


def _page_number(request: Request) -> int:
    asked = request.query_params.get("page", "1")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 9
    return min(max(int(asked), 1), 100_000) if is_number else 1
