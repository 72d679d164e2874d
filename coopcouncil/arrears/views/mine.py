"""For the member: to say that paying is hard just now."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.arrears.actions.helping import ask_for_help
from coopcouncil.arrears.forms import HelpForm
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Member
from coopcouncil.members.own import own_entry


async def help_wanted(request: Request) -> Response:
    """Ask for help; the treasurer answers."""
    org = request.state.org
    entry = await own_entry(request, request.path_params["id"])
    form = await form_of(request, HelpForm)
    if request.method == "POST" and form.validate():
        try:
            await ask_for_help(
                org,
                await Member.one(org, id=entry.member_id),
                form.words.data,
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("Thank you for telling us. The treasurer will answer."))
            return redirect(request, "money:mine")
    return page(
        request,
        "_pages/form.html",
        form=form,
        heading=gettext("Ask for help with payments"),
        button=gettext("Send it"),
        intro=(gettext("Many members go through times when money is short. You stay a member."),),
        back=("money:mine", {}),
    )
