"""The minutes: written, kept in versions, shown to members, printed."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import pdf
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import LANGUAGES, language
from coopcouncil.kernel.i18n import gettext as _
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.meetings.actions import minutes as acts
from coopcouncil.meetings.forms import LONGEST_TEXT, ApprovalForm
from coopcouncil.meetings.frozen import telling
from coopcouncil.meetings.models import (
    Meeting,
    Minutes,
    MinutesPublication,
    MinutesVersion,
)
from coopcouncil.meetings.reads import rules_of
from coopcouncil.meetings.views.found import convenes, languages_shown, meeting_of


async def minutes(request: Request) -> Response:
    """The minutes as members may read them, or as they stand for those who write them."""
    meeting = await meeting_of(request)
    version, publication = await _shown(request, meeting)
    if version is None and not convenes(request):
        raise NotHere
    return page(
        request,
        "meetings/minutes.html",
        meeting=meeting,
        version=version,
        publication=publication,
        versions=await _versions(meeting) if convenes(request) else [],
        named=convenes(request),
        **(telling(version.content, language.get()) if version else {}),
    )


async def begin_minutes(request: Request) -> Response:
    """Begin the minutes from the agenda."""
    meeting = await meeting_of(request)
    await acts.begin_minutes(request.state.org, meeting, by=request.state.person)
    return redirect(request, "meetings:write_minutes", id=meeting.id)


async def write_minutes(request: Request) -> Response:
    """Write, item by item; saving keeps the version before."""
    meeting = await meeting_of(request)
    found = await Minutes.one_of(meeting)
    last = await MinutesVersion.of(meeting).order_by("-number").first()
    if last is None:
        raise NotHere
    content, after, problem = last.content, last.number, ""
    if request.method == "POST":
        texts, after = await _sent_texts(request, content)
        too_long = any(
            len(text) > LONGEST_TEXT for part in texts.values() for text in part.values()
        )
        try:
            if too_long:
                problem = _("Shorten the texts: each has room for 20,000 characters.")
            else:
                await acts.save_minutes(
                    request.state.org,
                    meeting,
                    found,
                    acts.Saving(texts, after),
                    by=request.state.person,
                )
        except Refused as refusal:
            problem = refusal.sentence(_)
            # What was typed stays; a further press saves it over what was saved meanwhile.
            after = last.number
        if not problem:
            flash(request, _("The minutes are saved."))
            return redirect(request, "meetings:minutes", id=meeting.id)
        content = _with(content, texts)
    rules = await rules_of(meeting)
    return page(
        request,
        "meetings/write_minutes.html",
        status=409 if problem else 200,
        meeting=meeting,
        content=content,
        after=after,
        problem=problem,
        shown=languages_shown(rules.bilingual),
        **telling(content, language.get()),
    )


async def minutes_version(request: Request) -> Response:
    """What the minutes said once, for those who write them."""
    meeting = await meeting_of(request)
    version = await MinutesVersion.one_of(meeting, number=request.path_params["number"])
    return page(
        request,
        "meetings/minutes_version.html",
        meeting=meeting,
        version=version,
        publication=None,
        named=True,
        **telling(version.content, language.get()),
    )


async def publish_minutes(request: Request) -> Response:
    """Show the latest version to members, as a draft or as approved."""
    meeting = await meeting_of(request)
    last = await MinutesVersion.of(meeting).order_by("-number").prefetch_related("minutes").first()
    if last is None:
        raise NotHere
    form = await form_of(request, ApprovalForm)
    if request.method == "POST" and form.validate():
        try:
            await acts.publish_minutes(
                request.state.org,
                meeting,
                last,
                form.state.data == "approved",
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, _("Members can now read the minutes."))
            return redirect(request, "meetings:minutes", id=meeting.id)
    return page(request, "meetings/publish_minutes.html", form=form, meeting=meeting, version=last)


async def minutes_pdf(request: Request) -> Response:
    """The minutes set for print, in the reader's language."""
    meeting = await meeting_of(request)
    version, publication = await _shown(request, meeting)
    if version is None:
        raise NotHere
    data = await pdf.render(
        "print/meetings/minutes.html",
        language.get(),
        large=request.query_params.get("large") == "yes",
        org=request.state.org,
        meeting=meeting,
        version=version,
        publication=publication,
        named=convenes(request),
        **telling(version.content, language.get()),
    )
    return Response(
        data,
        media_type="application/pdf",
        headers={"content-disposition": f'attachment; filename="minutes-{meeting.id}.pdf"'},
    )


async def _shown(
    request: Request, meeting: Meeting
) -> tuple[MinutesVersion | None, MinutesPublication | None]:
    """What this reader sees: writers the latest version, members what was published last."""
    publication = (
        await MinutesPublication.of(meeting).order_by("-id").prefetch_related("version").first()
    )
    if convenes(request):
        return await MinutesVersion.of(meeting).order_by("-number").first(), publication
    return (publication.version, publication) if publication else (None, None)


async def _versions(meeting: Meeting) -> list[MinutesVersion]:
    return await MinutesVersion.of(meeting).order_by("-number").prefetch_related("written_by")


async def _sent_texts(request: Request, content: dict[str, Any]) -> tuple[acts.Texts, int]:
    """What was typed for each part, and the version that it was typed over."""
    sent = await request.form(max_fields=2000)
    parts = ["opening", *(str(item["id"]) for item in content["items"]), "closing"]
    texts = {
        part: {lang: _typed(sent.get(f"{part}-{lang}", "")) for lang in LANGUAGES} for part in parts
    }
    after = str(sent.get("after", ""))
    return texts, int(after[:9]) if after.isascii() and after.isdigit() else 0


def _typed(value: object) -> str:
    return (
        value.replace("\r\n", "\n").replace("\0", "\ufffd").strip()
        if isinstance(value, str)
        else ""
    )


def _with(content: dict[str, Any], texts: acts.Texts) -> dict[str, Any]:
    items = [dict(item, minute=texts[str(item["id"])]) for item in content["items"]]
    return dict(content, items=items, opening=texts["opening"], closing=texts["closing"])
