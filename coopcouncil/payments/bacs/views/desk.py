"""The treasurer's pages: mandates, files for Bacs, reports from Bacs."""

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import Form, form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.kernel.workdays import add_working_days
from coopcouncil.members.models import Member
from coopcouncil.payments.bacs.actions import mandates, reporting, sending
from coopcouncil.payments.bacs.forms import CollectForm, EndForm, MandateForm, ReportForm
from coopcouncil.payments.bacs.labels import CODES, DID, FILES, LINES, MANDATES, REPORTS
from coopcouncil.payments.bacs.models import (
    BacsAdvice,
    BacsFile,
    BacsLine,
    BacsMandate,
    BacsReport,
    IndemnityClaim,
)
from coopcouncil.payments.bacs.reads import names_of, to_be_written_to
from coopcouncil.payments.bacs.rules import NOTICE, collected_on
from coopcouncil.payouts.reads import paying_account

PAGE = 200


async def bacs(request: Request) -> Response:
    """Everything at a glance."""
    return await _overview(request)


async def new_bacs_mandate(request: Request) -> Response:
    """The form of a signed instruction."""
    form = MandateForm(data={"member": request.query_params.get("member", "")[:40]})
    return page(request, "payments/bacs/new_mandate.html", form=form)


async def record_bacs_mandate(request: Request) -> Response:
    """Record it; the next file lodges it."""
    org = request.state.org
    form = await form_of(request, MandateForm)
    if form.validate():
        member = await Member.within(org).get_or_none(number=form.member.data)
        if member is None:
            text = gettext("Nobody has the member number {number}.")
            form.wrong(text.format(number=form.member.data))
        else:
            try:
                made = await mandates.record_mandate(
                    org, member, form.bank(), form.signed_on.data, request.state.person
                )
            except Refused as refusal:
                form.refuse(refusal)
            else:
                flash(request, gettext("The mandate is recorded. The next file lodges it."))
                return redirect(request, "payments:bacs_mandate", id=made.id)
    return page(request, "payments/bacs/new_mandate.html", 422, form=form)


async def bacs_mandate(request: Request) -> Response:
    """One mandate, with what was collected by it."""
    return await _mandate(request, EndForm())


async def end_bacs_mandate(request: Request) -> Response:
    """Nothing more is collected by it."""
    found = await BacsMandate.one(request.state.org, id=request.path_params["id"])
    form = await form_of(request, EndForm)
    if not form.validate():
        return await _mandate(request, form)
    await mandates.end_mandate(request.state.org, found, form.because.data, request.state.person)
    flash(request, gettext("The mandate has ended. Nothing more is collected by it."))
    return redirect(request, "payments:bacs_mandate", id=found.id)


async def lodge_bacs_mandates(request: Request) -> Response:
    """A file that tells Bacs of mandates."""
    made = await sending.lodge(request.state.org, request.state.person)
    return redirect(request, "payments:bacs_file", id=made.id)


async def collect_by_bacs(request: Request) -> Response:
    """A file that collects, and its announcements."""
    form = await form_of(request, CollectForm)
    if not form.validate():
        return await _overview(request, collecting=form)
    try:
        made = await sending.collect(request.state.org, form.on.data, request.state.person)
    except Refused as refusal:
        form.refuse(refusal)
        return await _overview(request, collecting=form)
    flash(request, gettext("Members are being told of the sum and the day."))
    return redirect(request, "payments:bacs_file", id=made.id)


async def bacs_file(request: Request) -> Response:
    """One file: its lines, and what comes next."""
    org = request.state.org
    found = await _file(request)
    rows = BacsLine.within(org).filter(file_id=found.id).order_by("id").limit(PAGE)
    lines = await rows.select_related("mandate")
    return page(
        request,
        "payments/bacs/file.html",
        file=found,
        state=FILES[found.state],
        collected_on=collected_on(found.processed_on),
        send_by=add_working_days(found.processed_on, -1),
        lines=lines,
        codes=CODES,
        states=LINES,
        names=await names_of(org, [line.mandate.member_id for line in lines]),
        letters=await to_be_written_to(
            org, [line.mandate.member_id for line in lines if line.amount]
        ),
    )


async def take_bacs_file(request: Request) -> Response:
    """The file of Standard 18."""
    found = await _file(request)
    data = await sending.take_bacs_file(request.state.org, found, request.state.person)
    name = f"{request.state.org.slug}-bacs-{found.number}.txt"
    return Response(
        data,
        media_type="text/plain; charset=us-ascii",
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
        },
    )


async def record_bacs_sent(request: Request) -> Response:
    """Bacs has it."""
    found = await _file(request)
    await sending.send(request.state.org, found, request.state.person)
    flash(request, gettext("The file is with Bacs."))
    return redirect(request, "payments:bacs_file", id=found.id)


async def give_up_bacs_file(request: Request) -> Response:
    """Not sent after all."""
    found = await _file(request)
    await sending.give_up(request.state.org, found, request.state.person)
    flash(request, gettext("The file is given up. Tell members whom it had announced a debit to."))
    return redirect(request, "payments:bacs_file", id=found.id)


async def record_bacs_report(request: Request) -> Response:
    """Read a report and do what it says."""
    form = await form_of(request, ReportForm)
    upload = form.file.data
    if not isinstance(upload, UploadFile) or not upload.filename:
        form.wrong(gettext("Choose a file."))
        return await _overview(request, reading=form)
    try:
        made = await reporting.read_report(
            request.state.org, upload.filename, await upload.read(), request.state.person
        )
    except Refused as refusal:
        form.refuse(refusal)
        return await _overview(request, reading=form)
    return redirect(request, "payments:bacs_report", id=made.id)


async def bacs_report(request: Request) -> Response:
    """One report, and what each of its lines led to."""
    org = request.state.org
    found = await BacsReport.one(org, id=request.path_params["id"])
    await found.fetch_related("read_by")
    advices = BacsAdvice.within(org).filter(report_id=found.id).order_by("id")
    return page(
        request,
        "payments/bacs/report.html",
        report=found,
        kind=REPORTS[found.kind],
        advices=await advices.limit(1_000),
        did=DID,
    )


async def _file(request: Request) -> BacsFile:
    found = await BacsFile.one(request.state.org, id=request.path_params["id"])
    await found.fetch_related("made_by", "sent_by")
    return found


async def _mandate(request: Request, form: EndForm) -> Response:
    org = request.state.org
    found = await BacsMandate.one(org, id=request.path_params["id"])
    lines = BacsLine.within(org).filter(mandate_id=found.id).order_by("-id")
    names = await names_of(org, [found.member_id])
    return page(
        request,
        "payments/bacs/mandate.html",
        mandate=found,
        member_name=names.get(found.member_id, ""),
        state=MANDATES[found.state],
        lines=await lines.limit(50).select_related("file"),
        codes=CODES,
        states=LINES,
        form=form,
        lives=found.state in mandates.LIVING,
    )


async def _overview(
    request: Request, collecting: Form | None = None, reading: Form | None = None
) -> Response:
    org = request.state.org
    own = await paying_account(org)
    rows = await BacsMandate.within(org).order_by("-id").limit(PAGE)
    first = add_working_days(clock.today(), NOTICE)
    return page(
        request,
        "payments/bacs/overview.html",
        own=own,
        is_user=own is not None and bool(own.service_user_number),
        mandates=rows,
        names=await names_of(org, [one.member_id for one in rows]),
        states=MANDATES,
        files=await BacsFile.within(org).order_by("-number").limit(20),
        file_states=FILES,
        reports=await BacsReport.within(org).order_by("-id").limit(20),
        kinds=REPORTS,
        claims=await IndemnityClaim.within(org).exists(),
        to_lodge=any(one.state == "new" or one.tell_bank for one in rows),
        collecting=collecting or CollectForm(data={"on": first}),
        reading=reading or ReportForm(),
    )
