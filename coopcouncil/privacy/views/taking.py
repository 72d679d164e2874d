"""Taking everything away, and asking to be forgotten."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.downloads import stored
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.models import StoredFile
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.kinds import Status
from coopcouncil.members.models import RegisterEntry
from coopcouncil.privacy.actions import access, erasing
from coopcouncil.privacy.forms import AskForm
from coopcouncil.privacy.held import left_out
from coopcouncil.privacy.models import AccessRequest, Erasure
from coopcouncil.privacy.whose import own_entry
from coopcouncil.privacy.words import shown_report


async def data(request: Request) -> Response:
    """One's requests with their clocks and files, and the way to ask."""
    return await _data_page(request, await own_entry(request), AskForm())


async def ask_data(request: Request) -> Response:
    """Ask for everything."""
    entry = await own_entry(request)
    form = await form_of(request, AskForm)
    if form.validate():
        try:
            await access.ask(request.state.org, entry, form.said.data or "", request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("Your data is being put together."))
            return redirect(request, "privacy:data", id=entry.member_id)
    return await _data_page(request, entry, form)


async def fetch_json(request: Request) -> Response:
    """The file for other programs."""
    return await _fetch(request, "json")


async def fetch_pdf(request: Request) -> Response:
    """The file to read and print."""
    return await _fetch(request, "pdf")


async def erasure(request: Request) -> Response:
    """What would go and what would stay, before one asks."""
    return await _erasure_page(request, await own_entry(request), AskForm())


async def ask_erasure(request: Request) -> Response:
    """Ask to be forgotten."""
    entry = await own_entry(request)
    form = await form_of(request, AskForm)
    if form.validate():
        try:
            await erasing.ask(request.state.org, entry, form.said.data or "", request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The keepers of the register will answer here and by e-mail."))
            return redirect(request, "privacy:erasure", id=entry.member_id)
    return await _erasure_page(request, entry, form)


async def _data_page(request: Request, entry: RegisterEntry, form: AskForm) -> Response:
    mine = AccessRequest.within(request.state.org).filter(member_id=entry.member_id)
    requests = await mine.order_by("-id").limit(20)
    return page(
        request,
        "privacy/data.html",
        block="requests",
        entry=entry,
        form=form,
        requests=[(one, access.gone_on(one)) for one in requests],
        is_making=any(one.made_at is None for one in requests),
        may_ask=all(one.answered_at for one in requests),
        left_out=left_out(),
    )


async def _fetch(request: Request, what: str) -> Response:
    """Only for the person who asked, and only as the member it is about."""
    org, person = request.state.org, request.state.person
    entry = await own_entry(request)
    asked = await AccessRequest.one(
        org,
        id=request.path_params["request"],
        member_id=entry.member_id,
        person_id=person.id,
    )
    number = asked.json_file_id if what == "json" else asked.pdf_file_id
    file = await StoredFile.get_or_none(id=number or 0, organisation_id=org.id)
    if file is None:
        raise NotHere
    await access.note_download(org, asked, what, person)
    return stored(file, cache_control="no-store")


async def _erasure_page(request: Request, entry: RegisterEntry, form: AskForm) -> Response:
    org = request.state.org
    asked = await Erasure.within(org).filter(member_id=entry.member_id).order_by("-id").limit(5)
    return page(
        request,
        "privacy/erasure.html",
        entry=entry,
        form=form,
        asked=[(one, shown_report(one.report)) for one in asked],
        is_member=entry.status in (Status.MEMBER, Status.SUSPENDED),
        is_waiting=any(one.outcome is None for one in asked),
        would=shown_report(await erasing.preview(org, entry.member_id, request.state.person.id)),
    )
