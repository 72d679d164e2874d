"""Contracts whose promises are followed; recording one from elsewhere; promises from a list."""

import csv
import io
from collections import Counter

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.downloads import csv_file
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, ngettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.access import leads
from coopcouncil.procurement.bids.models import Bid, Supplier
from coopcouncil.procurement.delivery.actions.elsewhere import (
    import_promises,
    look,
    record_contract,
)
from coopcouncil.procurement.delivery.forms_contracts import ElsewhereForm, PromisesForm, RowsForm
from coopcouncil.procurement.delivery.models import Commitment
from coopcouncil.procurement.delivery.reads import manages
from coopcouncil.procurement.delivery.rules.listing import HEADS
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.measures.actions import rows_in
from coopcouncil.procurement.outcome.models import Contract, Kpi

SHOWN = 100


async def followed_contracts(request: Request) -> Response:
    """The contracts that the reader follows."""
    org = request.state.org
    own = await manages(org, request.state.person, request.state.roles)
    rows = (
        await Contract.within(org)
        .filter(id__in=own)
        .select_related("supplier")
        .order_by("-signed_on", "-id")
    )
    promised = Commitment.within(org).filter(contract_id__in=own)
    counts = Counter(await promised.values_list("contract_id", flat=True))
    kpis = await Kpi.within(org).filter(contract_id__in=own).values_list("contract_id", flat=True)
    return page(
        request,
        "procurement/delivery/contracts.html",
        rows=rows,
        counts=counts,
        has_kpis=set(kpis),
        leads=leads(request),
    )


async def record_elsewhere(request: Request) -> Response:
    """A contract that was let before, or not by a tender here."""
    org = request.state.org
    # Who has a sealed bid and is not known otherwise is nobody's to know before the opening.
    bids = await Bid.within(org).values_list("supplier_id", "tender__stage")
    known = {supplier for supplier, stage in bids if stage != Stage.PUBLISHED}
    known |= set(await Contract.within(org).values_list("supplier_id", flat=True))
    sealed = {supplier for supplier, _stage in bids} - known
    rows = await Supplier.within(org).order_by("name", "id")
    suppliers = [one for one in rows if one.id not in sealed]
    form = await form_of(request, ElsewhereForm)
    form.offer(suppliers)
    if request.method == "POST" and form.validate():
        try:
            made = await record_contract(
                org, form.draft(), form.chosen(suppliers), request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The contract is recorded. Write down what it promises."))
            return redirect(request, "procurement:new_promise", contract=made.id)
    return page(
        request,
        "_pages/form.html",
        form=form,
        heading=gettext("A contract let before or elsewhere"),
        button=gettext("Record the contract"),
        back=("procurement:followed_contracts", {}),
        intro=(gettext("It is shown in the public register of contracts."),),
    )


async def list_of_promises(request: Request) -> Response:
    """Send a list of promises in to look at; nothing is written down yet."""
    form = await form_of(request, PromisesForm)
    if request.method == "POST" and form.validate():
        sent = form.file.data
        if not isinstance(sent, UploadFile) or not sent.filename:
            form.wrong(gettext("Choose the file of promises."), "file")
        else:
            try:
                rows = rows_in(sent.filename, await sent.read())
                return await _preview(request, rows)
            except Refused as refusal:
                form.refuse(refusal, "file")
    return page(request, "procurement/delivery/import_promises.html", form=form, columns=HEADS)


async def empty_list(request: Request) -> Response:
    """The headings of a list, to fill in."""
    return csv_file("promises.csv", HEADS, ())


async def import_list(request: Request) -> Response:
    """Write the list down that was looked at, whole."""
    form = await form_of(request, RowsForm)
    rows = list(csv.reader(io.StringIO(form.rows.data or "")))
    try:
        made = await import_promises(request.state.org, rows, request.state.person)
    except Refused:
        # Something changed since it was looked at: it is shown anew, with what is wrong now.
        return await _again(request, rows)
    text = ngettext(
        "{count} promise is written down.", "{count} promises are written down.", len(made)
    )
    flash(request, text.format(count=len(made)))
    return redirect(request, "procurement:portfolio")


async def _again(request: Request, rows: list[list[str]]) -> Response:
    try:
        return await _preview(request, rows)
    except Refused as refusal:
        form = await form_of(request, PromisesForm)
        form.refuse(refusal, "file")
        return page(request, "procurement/delivery/import_promises.html", form=form, columns=HEADS)


async def _preview(request: Request, rows: list[list[str]]) -> Response:
    looked = await look(request.state.org, rows)
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    form = RowsForm(data={"rows": text.getvalue()})
    return page(
        request,
        "procurement/delivery/import_preview.html",
        status=422 if looked.wrong else 200,
        form=form,
        count=len(looked.promises),
        shown=looked.promises[:SHOWN],
        wrong=[one.sentence(gettext) for one in looked.wrong[:SHOWN]],
        wrong_count=len(looked.wrong),
    )
