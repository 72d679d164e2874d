"""The contract manager puts another promise in the place of one that cannot be kept."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.delivery.actions.replacing import replace_promise
from coopcouncil.procurement.delivery.forms_promises import ReplaceForm
from coopcouncil.procurement.delivery.groups import groups_of
from coopcouncil.procurement.delivery.needs import may_answer
from coopcouncil.procurement.delivery.reads import followed
from coopcouncil.procurement.delivery.rules.refusals import IsSettled
from coopcouncil.procurement.delivery.rules.replacing import may_replace
from coopcouncil.procurement.delivery.views.shared import managed_promise


async def replacement(request: Request) -> Response:
    """The other promise, why, why it is worth as much, and who agreed."""
    org, found = request.state.org, await managed_promise(request)
    if found.settled is not None:
        raise IsSettled
    (one,) = await followed(org, [found])
    may_replace(one.standing)
    orgs = await Organisation.all().order_by("name")
    needs = await may_answer(org, found.contract, found.need_id)
    form = await form_of(request, ReplaceForm)
    groups = await groups_of(orgs, found)
    form.offer(orgs, groups, needs, language_of(request))
    if request.method == "POST" and form.validate():
        try:
            made = await replace_promise(
                org, found, form.promise(orgs, groups, needs), form.agreed(), request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The other promise stands in its place."))
            return redirect(request, "procurement:promise", id=made.id)
    if request.method == "GET":
        form.begin(found, one.standing.promised - one.standing.kept)
        form.due_on.process(None, found.contract.ends_on)
    return page(
        request,
        "procurement/delivery/form.html",
        form=form,
        heading=gettext("Another promise in its place"),
        button=gettext("Put it in its place"),
        commitment=found,
        back=("procurement:promise", {"id": found.id}),
    )
