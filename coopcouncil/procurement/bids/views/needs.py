"""Beside a promise: the needs of local organisations that it may answer."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, redirect
from coopcouncil.procurement.bids.actions.drafting import share_out
from coopcouncil.procurement.bids.forms_needs import form_for
from coopcouncil.procurement.bids.needs import needs_for
from coopcouncil.procurement.bids.rules.draft import NeedsChangedElsewhere
from coopcouncil.procurement.bids.rules.needs import takes_needs
from coopcouncil.procurement.bids.views.writing import answer_page, asked_here


async def record_needs(request: Request) -> Response:
    """Keep which needs the promise answers, and with how much of it."""
    found, asked, draft = await asked_here(request)
    org = request.state.org
    needs = await needs_for(org, found) if takes_needs(asked) else []
    if not needs:
        raise NotHere
    form = await form_of(request, form_for(needs, language_of(request)))
    amounts = form.amounts() if form.validate() else None
    if amounts is not None:
        try:
            await share_out(org, found, asked.lot, asked.code, amounts, form.began_with())
        except Refused as refusal:
            form.refuse(refusal)
            if isinstance(refusal, NeedsChangedElsewhere):
                form.seen.data = str(found.draft_version)
        else:
            flash(request, gettext("The needs that this promise answers are saved."))
            return redirect(
                request, "procurement:answer", id=found.id, lot=asked.lot, code=asked.code
            )
    return await answer_page(request, found, asked, draft, needs_form=form)
