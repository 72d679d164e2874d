"""Those elected, and the one button by which a person gives them their seats."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.ballots.actions import seating as acts
from coopcouncil.ballots.forms.seating import SeatsForm
from coopcouncil.ballots.views.found import ballot_of
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import language, ngettext
from coopcouncil.kernel.pages import flash, page, redirect


async def elected(request: Request) -> Response:
    """Who was elected, who has the seat already, and who is to have it now."""
    ballot = await ballot_of(request)
    found = await acts.elected_in(ballot)
    form = await form_of(request, SeatsForm, data={"since": clock.today()})
    if request.method == "POST" and form.validate():
        sent = await request.form()
        numbers = {
            one.option.id: str(sent.get(f"number-{one.option.id}", "")).strip()[:40]
            for one in found
        }
        chosen = [one.option.id for one in found if f"take-{one.option.id}" in sent]
        try:
            count = await acts.give_seats(
                ballot, chosen, numbers, form.since.data, request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            text = ngettext(
                "{n} of those elected has the seat.",
                "{n} of those elected have their seats.",
                count,
            )
            flash(request, text.format(n=count))
            return redirect(request, "ballots:elected", id=ballot.id)
    return page(
        request,
        "ballots/elected.html",
        ballot=ballot,
        form=form,
        elected=found,
        waiting=[one for one in found if not one.has_seat],
        office=ballot.for_office(language.get()),
    )
