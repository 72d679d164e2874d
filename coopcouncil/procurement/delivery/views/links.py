"""The link in a message to a recipient without an account, and asking a recipient again."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import limits
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.delivery.actions import reporting
from coopcouncil.procurement.delivery.actions.asking import ask_again, opened_by
from coopcouncil.procurement.delivery.forms import LinkAnswerForm
from coopcouncil.procurement.delivery.models import Report
from coopcouncil.procurement.delivery.rules.refusals import LinkUsed, NobodyToAsk
from coopcouncil.procurement.delivery.views.shared import promise_of

HOUR = 3_600
WRONG = 20
"""Links that open nothing, from one caller in an hour."""


async def answer_by_link(request: Request) -> Response:
    """Whether it came, from who has the link. Looking changes nothing."""
    org, caller = request.state.org, limits.caller(request)
    token = request.path_params["token"][:100]
    await limits.ask("promise-link", caller, WRONG, HOUR)
    try:
        opened = await opened_by(org, token)
    except LinkUsed:
        await limits.hit("promise-link", caller, WRONG, HOUR)
        raise
    form = await form_of(request, LinkAnswerForm)
    if request.method == "POST" and form.validate():
        try:
            await reporting.answer_by_link(
                org,
                token,
                form.said(),
                form.part.data,
                form.words.data or "",
                form.name.data.strip(),
            )
        except LinkUsed:
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return page(request, "procurement/delivery/answered.html")
    return page(
        request,
        "procurement/delivery/by_link.html",
        form=form,
        commitment=opened.commitment,
        report=opened.report,
        token=token,
    )


async def ask_recipient(request: Request) -> Response:
    """The contract manager has the recipient asked once more, with a new link."""
    seen = await promise_of(request)
    if not seen.manages:
        raise NotHere
    row = await Report.one(
        request.state.org, id=request.path_params["report"], commitment_id=seen.commitment.id
    )
    if await ask_again(request.state.org, seen.commitment, row):
        flash(request, gettext("The recipient is asked again. Links from before do not work now."))
    else:
        flash(request, NobodyToAsk().sentence(gettext))
    return redirect(request, "procurement:promise", id=seen.commitment.id)
