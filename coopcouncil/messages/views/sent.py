"""After the sending: how far it is, letters to print, whom to tell, what came back."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from tortoise import connections

from coopcouncil.kernel import clock
from coopcouncil.kernel.downloads import stored
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, ngettext
from coopcouncil.kernel.models import OutboxMessage, StoredFile
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.messages.actions import writing
from coopcouncil.messages.forms import PostedForm
from coopcouncil.messages.labels import LANGUAGES, WAYS
from coopcouncil.messages.models import LetterFile, Message, MessageCopy, MessageKind, Way

PER_PAGE = 50

_PROGRESS = """
SELECT count(*) FILTER (WHERE c.way = 'email') AS emails,
    count(*) FILTER (WHERE c.outbox_id IS NOT NULL) AS handed,
    count(*) FILTER (WHERE o.status IN ('sent', 'shown')) AS sent,
    count(*) FILTER (WHERE o.status IN ('bounced', 'failed')) AS bounced,
    count(*) FILTER (WHERE c.way = 'post') AS letters,
    count(*) FILTER (WHERE c.way = 'spoken') AS spoken,
    count(*) FILTER (WHERE c.way = 'spoken' AND c.done_at IS NOT NULL) AS told,
    count(*) FILTER (WHERE c.way = 'none') AS nowhere,
    count(*) FILTER (WHERE c.complained_at IS NOT NULL) AS complaints
FROM message_copy c LEFT JOIN outbox_message o ON o.id = c.outbox_id
WHERE c.message_id = $1
"""


async def sent_page(request: Request, found: Message) -> Response:
    """How far it is."""
    rows = await connections.get("default").execute_query_dict(_PROGRESS, [found.id])
    progress: dict[str, Any] = rows[0]
    letters = await LetterFile.of(found)
    made = sum(1 for one in letters if one.made_at)
    late = await writing.came_back(found)
    messages = await OutboxMessage.filter(id__in=[c.outbox_id for c in late if c.outbox_id])
    return page(
        request,
        "messages/sent.html",
        block="progress",
        message=found,
        progress=progress,
        letters=letters,
        is_done=found.mailed_at is not None and made == len(letters),
        done=progress["handed"] + made,
        all=progress["emails"] + len(letters),
        late=late,
        reasons={one.id: one.reason for one in messages},
        to_tell=await MessageCopy.of(found)
        .filter(way=Way.SPOKEN)
        .order_by("sort_key", "id")
        .limit(500),
        speech={one.value: text for one, text in LANGUAGES.items()},
        is_news=found.kind is MessageKind.NEWS,
    )


async def copies(request: Request) -> Response:
    """Everybody's copy, one by one."""
    found = await _sent(request)
    words = request.query_params.get("q", "").strip()[:100]
    rows = MessageCopy.of(found)
    if words:
        rows = rows.filter(name__icontains=words)
    count = await rows.count()
    asked = request.query_params.get("page", "1")
    at = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    last = max(1, -(-count // PER_PAGE))
    at = min(max(at, 1), last)
    shown = await rows.order_by("sort_key", "id").offset((at - 1) * PER_PAGE).limit(PER_PAGE)
    mails = await OutboxMessage.filter(id__in=[c.outbox_id for c in shown if c.outbox_id])
    return page(
        request,
        "messages/copies.html",
        message=found,
        copies=shown,
        mails={one.id: one for one in mails},
        words=words,
        count=count,
        current=at,
        last=last,
        ways=WAYS,
    )


async def done(request: Request) -> Response:
    """Tick somebody off who was rung or visited, or take it back."""
    found = await _sent(request)
    said = await request.form()
    await writing.note_done(
        request.state.org,
        found,
        await _copy(request, found),
        said.get("done") == "yes",
        request.state.person,
    )
    return redirect(request, "messages:message", id=found.id)


async def returned(request: Request) -> Response:
    """An e-mail came back."""
    found = await _sent(request)
    copy = await _copy(request, found)
    await writing.note_returned(request.state.org, found, copy, request.state.person)
    flash(request, gettext("Noted: the message came back."))
    return redirect(request, "messages:message", id=found.id)


async def complaint(request: Request) -> Response:
    """Somebody did not want it."""
    found = await _sent(request)
    why = gettext("Complained about news")
    await writing.note_complaint(
        request.state.org, found, await _copy(request, found), why, request.state.person
    )
    flash(request, gettext("The complaint is noted."))
    return redirect(request, "messages:copies", id=found.id)


async def post_instead(request: Request) -> Response:
    """Letters to those whom e-mail did not reach."""
    found = await _sent(request)
    try:
        count = await writing.post_instead(request.state.org, found, request.state.person)
    except Refused as refusal:
        flash(request, refusal.sentence(gettext))
    else:
        text = ngettext("{count} letter is being made.", "{count} letters are being made.", count)
        flash(request, text.format(count=count))
    return redirect(request, "messages:message", id=found.id)


async def try_again(request: Request) -> Response:
    """Ask again for a sending that has stopped."""
    found = await _sent(request)
    await writing.try_again(request.state.org, found, request.state.person)
    return redirect(request, "messages:message", id=found.id)


async def letters(request: Request) -> Response:
    """The letters, to print and post."""
    found = await _sent(request)
    made = await LetterFile.one_of(found, number=request.path_params["number"])
    file = await StoredFile.get_or_none(id=made.file_id or 0, organisation_id=request.state.org.id)
    if file is None:
        raise NotHere
    return stored(file)


async def posted(request: Request) -> Response:
    """Note the day of posting."""
    found = await _sent(request)
    made = await LetterFile.one_of(found, number=request.path_params["number"])
    form = await form_of(request, PostedForm, data={"posted_on": clock.today()})
    if request.method == "POST" and form.validate():
        if form.posted_on.data > clock.today():
            form.wrong(gettext("Enter the day on which they were posted, not a later one."))
        else:
            await writing.note_posted(
                request.state.org, found, made, form.posted_on.data, request.state.person
            )
            flash(request, gettext("The day of posting is noted."))
            return redirect(request, "messages:message", id=found.id)
    return page(request, "messages/posted.html", form=form, message=found, letters=made)


async def _sent(request: Request) -> Message:
    found = await Message.one(request.state.org, id=request.path_params["id"])
    if found.sent_at is None:
        raise NotHere
    return found


async def _copy(request: Request, message: Message) -> MessageCopy:
    return await MessageCopy.one_of(message, id=request.path_params["copy"])
