"""What is taken away: tables of the assessment, and open contracting data."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from coopcouncil.kernel import config
from coopcouncil.kernel.downloads import csv_file, csv_stream
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.access import leads
from coopcouncil.procurement.outcome.actions.releasing import publisher_of, set_publisher
from coopcouncil.procurement.outcome.compiled import record_package, release_package, releases_of
from coopcouncil.procurement.outcome.exports import NAMES, REASONS, TABLES, named, reasons
from coopcouncil.procurement.outcome.forms import PublisherForm
from coopcouncil.procurement.outcome.models import Publisher, Summary
from coopcouncil.procurement.outcome.views.shared import agreed_tender, beside_summary, form_page
from coopcouncil.procurement.tenders.models import Tender


async def export(request: Request) -> Response:
    """One table of the assessment."""
    tender = await agreed_tender(request)
    what = request.path_params["what"]
    # Whose interests they are is the lead's to know alone, as on the page of the declarations.
    if what not in NAMES or (what == "declarations" and not leads(request)):
        raise NotHere
    if what == "reasons":
        return csv_stream(named(tender, what), REASONS, reasons(request.state.org, tender))
    heads, rows = await TABLES[what](request.state.org, tender)
    return csv_file(named(tender, what), heads, rows)


async def sent_summary(request: Request) -> Response:
    """A summary as it was sent, for those who sent it."""
    tender = await agreed_tender(request)
    row = await Summary.one(
        request.state.org, id=request.path_params["summary"], offer__lot__tender_id=tender.id
    )
    await row.fetch_related("offer__bid", "decision")
    beside = await beside_summary(request, tender, row.offer.bid.supplier_id)
    return page(request, "procurement/outcome/sent.html", tender=tender, row=row, **beside)


async def _published(request: Request) -> Tender:
    tender = await Tender.one(request.state.org, reference=request.path_params["reference"])
    if not await releases_of(request.state.org, tender):
        raise NotHere
    return tender


def _uri(request: Request) -> str:
    return f"{config.current().base_url}{request.url.path}"


async def ocds_record(request: Request) -> Response:
    """The record package of one procurement."""
    tender = await _published(request)
    return _open(await record_package(request.state.org, tender, _uri(request)))


async def ocds_releases(request: Request) -> Response:
    """The release package of one procurement."""
    tender = await _published(request)
    rows = await releases_of(request.state.org, tender)
    return _open(await release_package(request.state.org, rows, _uri(request)))


def _open(body: object) -> Response:
    return JSONResponse(body, headers={"access-control-allow-origin": "*"})


async def publisher(request: Request) -> Response:
    """As what the organisation publishes."""
    org = request.state.org
    form = await form_of(request, PublisherForm)
    if request.method == "POST" and form.validate():
        try:
            await set_publisher(
                org,
                form.prefix.data or "",
                form.scheme.data or "",
                form.number.data or "",
                form.address.data or "",
                request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            has = await publisher_of(org)
            flash(
                request,
                gettext("From now on each step is published as open contracting data.")
                if has
                else gettext("Nothing is published as open contracting data."),
            )
            return redirect(request, "procurement:work")
    if request.method == "GET":
        row = await Publisher.within(org).first()
        for field in form if row else ():
            if hasattr(row, field.name):
                field.data = getattr(row, field.name)
    return form_page(
        request,
        form,
        gettext("Open contracting data"),
        gettext("Keep this"),
        ("procurement:work", {}),
    )
