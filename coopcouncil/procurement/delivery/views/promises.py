"""Promises: the reader's own, one with all that was said of it, and each deed."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock, files, scanning
from coopcouncil.kernel.downloads import stored
from coopcouncil.kernel.errors import Gettext, NotHere, Refused, TooLarge
from coopcouncil.kernel.forms import Form, form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.models import StoredFile
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.delivery.actions.following import remedy, say_for_whom
from coopcouncil.procurement.delivery.actions.reporting import (
    answer,
    decide,
    report,
    withdraw_report,
)
from coopcouncil.procurement.delivery.forms import (
    AnswerForm,
    DecideForm,
    RemedyForm,
    ReportForm,
)
from coopcouncil.procurement.delivery.forms_promises import ForWhomForm
from coopcouncil.procurement.delivery.groups import groups_of
from coopcouncil.procurement.delivery.kinds import Remedy
from coopcouncil.procurement.delivery.labels import OUTLOOKS, REMEDIES, SAID, STATUSES
from coopcouncil.procurement.delivery.models import Commitment, Evidence, RecipientAnswer, Report
from coopcouncil.procurement.delivery.needs import may_answer
from coopcouncil.procurement.delivery.reads import (
    followed,
    promised_by,
    promised_to,
    remedies_of,
)
from coopcouncil.procurement.delivery.rules.replacing import may_replace
from coopcouncil.procurement.delivery.rules.status import Standing
from coopcouncil.procurement.delivery.views.shared import managed_promise, promise_of
from coopcouncil.procurement.outcome.models import Contract

MOST = 10 * 1024 * 1024
KINDS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}


class NotEvidence(Refused):
    """By its bytes it is none of the kinds that are taken."""

    status = 422

    def sentence(self, _: Gettext) -> str:
        return _("Evidence is a PDF, a JPEG or a PNG. Save it as one of these and try again.")


async def mine(request: Request) -> Response:
    """What the reader's suppliers promised, and what was promised to who they speak for."""
    org, person = request.state.org, request.state.person
    return page(
        request,
        "procurement/delivery/mine.html",
        given=await followed(org, await promised_by(org, person)),
        received=await followed(org, await promised_to(org, person)),
        statuses=STATUSES,
    )


async def promise(request: Request) -> Response:
    """One promise: how it stands, what is due, what was reported and said."""
    seen = await promise_of(request)
    org = request.state.org
    (found,) = await followed(org, [seen.commitment])
    return page(
        request,
        "procurement/delivery/promise.html",
        seen=seen,
        one=found,
        remedies=await remedies_of(org, seen.commitment),
        statuses=STATUSES,
        outlooks=OUTLOOKS,
        said=SAID,
        remedy_names=REMEDIES,
        today=clock.today(),
        in_the_way="" if found.commitment.settled else _in_the_way(found.standing),
    )


def _in_the_way(standing: Standing) -> str:
    try:
        may_replace(standing)
    except Refused as refusal:
        return refusal.sentence(gettext)
    return ""


def _form(
    request: Request, form: Form, commitment: Commitment, heading: str, button: str
) -> Response:
    return page(
        request,
        "procurement/delivery/form.html",
        form=form,
        heading=heading,
        button=button,
        commitment=commitment,
        back=("procurement:promise", {"id": commitment.id}),
    )


def _done(request: Request, commitment: Commitment, sentence: str) -> Response:
    flash(request, sentence)
    return redirect(request, "procurement:promise", id=commitment.id)


async def report_promise(request: Request) -> Response:
    """The supplier tells what was done."""
    seen = await promise_of(request)
    if not seen.supplies:
        raise NotHere
    form = await form_of(request, ReportForm)
    kept = None
    if request.method == "POST" and form.validate():
        try:
            kept = await _kept(request, form)
        except Refused as refusal:
            form.refuse(refusal, "file")
    if kept is not None:
        draft = form.draft(language_of(request))
        try:
            await report(request.state.org, seen.commitment, draft, kept, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _done(
                request,
                seen.commitment,
                gettext("It is reported. It counts once the recipient confirms it."),
            )
    return _form(
        request, form, seen.commitment, gettext("Report what was done"), gettext("Report it")
    )


async def _kept(request: Request, form: ReportForm) -> list[StoredFile]:
    """The evidence, looked at by its bytes and by the scanner where there is one."""
    upload = form.file.data
    if not upload or not getattr(upload, "filename", ""):
        return []
    data = await upload.read()
    if len(data) > MOST:
        raise TooLarge(MOST)
    kind = next((kind for start, kind in KINDS.items() if data.startswith(start)), None)
    if kind is None:
        raise NotEvidence
    await scanning.scan(data)
    return [await files.put(request.state.org.id, upload.filename, kind, data)]


async def withdraw_own_report(request: Request) -> Response:
    """The supplier takes a report back that nobody answered."""
    seen = await promise_of(request)
    if not seen.supplies:
        raise NotHere
    row = await Report.one(
        request.state.org, id=request.path_params["report"], commitment_id=seen.commitment.id
    )
    try:
        text = gettext("Taken back by the supplier.")
        await withdraw_report(request.state.org, row, text, request.state.person)
    except Refused as refusal:
        flash(request, refusal.sentence(gettext))
        return redirect(request, "procurement:promise", id=seen.commitment.id)
    return _done(request, seen.commitment, gettext("The report is taken back."))


async def answer_report(request: Request) -> Response:
    """The recipient says whether it came."""
    seen = await promise_of(request)
    if not seen.receives:
        raise NotHere
    row = await Report.one(
        request.state.org, id=request.path_params["report"], commitment_id=seen.commitment.id
    )
    form = await form_of(request, AnswerForm)
    if request.method == "POST" and form.validate():
        try:
            await answer(
                request.state.org,
                row,
                form.said(),
                form.part.data,
                form.words.data or "",
                request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _done(request, seen.commitment, gettext("Thank you: your answer is kept."))
    return _form(
        request, form, seen.commitment, gettext("Did it come?"), gettext("Give this answer")
    )


async def decide_dispute(request: Request) -> Response:
    """The contract manager says what counts."""
    commitment = await managed_promise(request)
    row = await RecipientAnswer.one(
        request.state.org,
        id=request.path_params["answer"],
        report__commitment_id=commitment.id,
    )
    form = await form_of(request, DecideForm)
    if request.method == "POST" and form.validate():
        try:
            await decide(
                request.state.org,
                row,
                form.chosen(),
                form.part.data,
                form.words.data,
                request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _done(request, commitment, gettext("It is decided."))
    return _form(request, form, commitment, gettext("Decide what counts"), gettext("Decide it so"))


async def remedy_promise(request: Request) -> Response:
    """Something is done about a promise that is late."""
    commitment = await managed_promise(request)
    form = await form_of(request, RemedyForm)
    if request.method == "POST" and form.validate():
        try:
            await remedy(
                request.state.org,
                commitment,
                Remedy(form.remedy.data),
                form.words.data,
                request.state.person,
                by_day=form.by_day.data,
                sum_pence=form.sum.data.pence if form.sum.data else None,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _done(request, commitment, gettext("It is written down."))
    return _form(
        request, form, commitment, gettext("What is done about it"), gettext("Write it down")
    )


async def for_whom(request: Request) -> Response:
    """Recipient, ward, and who at the supplier sees to it."""
    commitment = await managed_promise(request)
    orgs = await Organisation.all().order_by("name")
    form = await form_of(request, ForWhomForm)
    contract = await Contract.one(request.state.org, id=commitment.contract_id)
    needs = await may_answer(request.state.org, contract, commitment.need_id)
    groups = await groups_of(orgs, commitment)
    form.offer(orgs, groups, needs, language_of(request))
    if request.method == "POST" and form.validate():
        try:
            await say_for_whom(
                request.state.org, commitment, form.draft(orgs, groups, needs), request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _done(request, commitment, gettext("It is written down."))
    if request.method == "GET":
        form.begin_whom(commitment)
        form.need.data = str(commitment.need_id or "")
        for name in ("recipient_name", "recipient_email", "ward", "owner"):
            form[name].data = getattr(commitment, name)
    return _form(request, form, commitment, gettext("For whom and where"), gettext("Keep this"))


async def evidence_file(request: Request) -> Response:
    """A file that goes with a report."""
    seen = await promise_of(request)
    row = (
        await Evidence.within(request.state.org)
        .filter(id=request.path_params["file"], report__commitment_id=seen.commitment.id)
        .select_related("stored")
        .first()
    )
    if row is None:
        raise NotHere
    return stored(row.stored, x_content_type_options="nosniff", cache_control="no-store")
