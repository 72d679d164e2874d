"""The agenda and its papers."""

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.ballots.models import Ballot
from coopcouncil.kernel.config import current
from coopcouncil.kernel.downloads import stored
from coopcouncil.kernel.errors import NotHere, Refused, TooLarge
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext as _
from coopcouncil.kernel.i18n import language
from coopcouncil.kernel.models import StoredFile
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.meetings.actions import agenda as acts
from coopcouncil.meetings.forms import ItemForm, PaperForm
from coopcouncil.meetings.models import AgendaItem, AgendaPaper, Meeting, Notice, PaperLanguage
from coopcouncil.meetings.reads import agenda_of, cancellation_of, rules_of
from coopcouncil.meetings.rules.papers import ACCEPT
from coopcouncil.meetings.views.found import convenes, item_of, meeting_of


async def agenda(request: Request) -> Response:
    """The items in order, each to change, move or remove."""
    return await _agenda_page(request, await meeting_of(request))


async def add_item(request: Request) -> Response:
    """A new item at the end."""
    meeting = await meeting_of(request)
    form = await _item_form(request, None)
    if request.method == "POST" and form.validate():
        try:
            draft = form.draft(await _ballot(request, form))
            await acts.add_item(request.state.org, meeting, draft, by=request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(request, "meetings:agenda", id=meeting.id)
    return await _item_page(request, meeting, None, form)


async def change_item(request: Request) -> Response:
    """An item written anew."""
    meeting = await meeting_of(request)
    item = await item_of(request, meeting)
    form = await _item_form(request, item)
    if request.method == "POST" and form.validate():
        try:
            draft = form.draft(await _ballot(request, form))
            await acts.change_item(request.state.org, meeting, item, draft, by=request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(request, "meetings:agenda", id=meeting.id)
    return await _item_page(request, meeting, item, form)


async def usual_items(request: Request) -> Response:
    """Fill an empty agenda with the usual items."""
    meeting = await meeting_of(request)
    await acts.add_usual_items(request.state.org, meeting, by=request.state.person)
    return redirect(request, "meetings:agenda", id=meeting.id)


async def move_item(request: Request) -> Response:
    """One place up or down."""
    meeting = await meeting_of(request)
    item = await item_of(request, meeting)
    sent = await request.form()
    places = -1 if sent.get("to") == "up" else 1
    await acts.move_item(request.state.org, meeting, item, places, by=request.state.person)
    if request.headers.get("hx-request"):
        return await _agenda_page(request, meeting)
    return redirect(request, "meetings:agenda", id=meeting.id)


async def remove_item(request: Request) -> Response:
    """Take an item off, after a question."""
    meeting = await meeting_of(request)
    item = await item_of(request, meeting)
    papers = await AgendaPaper.of(meeting).filter(item_id=item.id).order_by("place", "id")
    if request.method == "POST":
        await acts.remove_item(request.state.org, meeting, item, by=request.state.person)
        text = _("“{title}” is off the agenda.")
        flash(request, text.format(title=item.called(language.get())))
        return redirect(request, "meetings:agenda", id=meeting.id)
    return page(request, "meetings/remove_item.html", meeting=meeting, item=item, papers=papers)


async def attach_paper(request: Request) -> Response:
    """Attach a document to an item."""
    meeting = await meeting_of(request)
    item = await item_of(request, meeting)
    rules = await rules_of(meeting)
    form = await form_of(request, PaperForm)
    if request.method == "POST" and form.validate():
        upload = form.file.data
        if not isinstance(upload, UploadFile):
            form.wrong(_("Choose a file."), at="file")
        else:
            try:
                draft = acts.PaperDraft(
                    upload.filename or "",
                    await _bounded(upload),
                    form.title.data or "",
                    form.title_cy.data or "",
                    PaperLanguage(form.language.data),
                )
                await acts.attach_paper(
                    request.state.org, meeting, item, draft, by=request.state.person
                )
            except Refused as refusal:
                form.refuse(refusal, at="file")
            else:
                flash(request, _("The paper is attached."))
                return redirect(request, "meetings:agenda", id=meeting.id)
    return page(
        request,
        "meetings/attach_paper.html",
        form=form,
        meeting=meeting,
        item=item,
        rules=rules,
        accept=ACCEPT,
        megabytes=current().files_limit // 1_000_000,
    )


async def remove_paper(request: Request) -> Response:
    """Take a paper off its item."""
    meeting = await meeting_of(request)
    paper = await AgendaPaper.one_of(meeting, id=request.path_params["paper"])
    await acts.remove_paper(request.state.org, meeting, paper, by=request.state.person)
    text = _("“{title}” is no longer attached.")
    flash(request, text.format(title=paper.called(language.get())))
    return redirect(request, "meetings:agenda", id=meeting.id)


async def paper(request: Request) -> Response:
    """A paper's bytes: officers see what is attached, members what a notice named."""
    meeting = await meeting_of(request)
    file = await _paper_file(request, meeting)
    # Saved, and never shown within our own pages: what is in it is somebody else's.
    return stored(
        file,
        content_security_policy="default-src 'none'; sandbox",
        cache_control="private, no-store",
    )


async def _paper_file(request: Request, meeting: Meeting) -> StoredFile:
    wanted = request.path_params["paper"]
    for notice in await Notice.of(meeting).order_by("-number"):
        for item in notice.agenda["items"]:
            for each in item["papers"]:
                if each["id"] == wanted:
                    return await _stored(request, each["file"])
    if not convenes(request):
        raise NotHere
    attached = await AgendaPaper.one_of(meeting, id=wanted)
    return await _stored(request, attached.file_id)


async def _stored(request: Request, file_id: int) -> StoredFile:
    found = await StoredFile.get_or_none(id=file_id, organisation_id=request.state.org.id)
    if found is None:
        raise NotHere
    return found


async def _bounded(upload: UploadFile) -> bytes:
    """The upload's bytes, refused before more than the limit is in memory."""
    limit = current().files_limit
    if (upload.size or 0) > limit:
        raise TooLarge(limit)
    return await upload.read()


async def _ballots(request: Request) -> list[Ballot]:
    return await Ballot.within(request.state.org).order_by("-closes_at").limit(50)


async def _item_form(request: Request, item: AgendaItem | None) -> ItemForm:
    known = {}
    if item:
        names = ("title", "title_cy", "text", "text_cy", "majority")
        known = {name: getattr(item, name) for name in names}
        known["kind"], known["ballot"] = item.kind.value, str(item.ballot_id or "")
    form = await form_of(request, ItemForm, data=known)
    ballots = await _ballots(request)
    if item and item.ballot_id and item.ballot_id not in {ballot.id for ballot in ballots}:
        ballots.append(await Ballot.one(request.state.org, id=item.ballot_id))
    choices = [(str(ballot.id), ballot.called(language.get())) for ballot in ballots]
    form.ballot.choices = [("", _("No ballot: the meeting decides by itself")), *choices]
    return form


async def _ballot(request: Request, form: ItemForm) -> Ballot | None:
    chosen = form.ballot.data
    return await Ballot.one(request.state.org, id=int(chosen)) if chosen else None


async def _item_page(
    request: Request, meeting: Meeting, item: AgendaItem | None, form: ItemForm
) -> Response:
    rules = await rules_of(meeting)
    return page(request, "meetings/item.html", form=form, meeting=meeting, item=item, rules=rules)


async def _agenda_page(request: Request, meeting: Meeting) -> Response:
    return page(
        request,
        "meetings/agenda.html",
        block="items",
        meeting=meeting,
        rules=await rules_of(meeting),
        agenda=await agenda_of(request.state.org, meeting),
        cancellation=await cancellation_of(meeting),
    )
