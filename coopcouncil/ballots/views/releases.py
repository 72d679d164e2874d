"""E-mail addresses that changed after the roll was sealed."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.ballots.actions.releases import (
    address_of,
    agree_release,
    ask_release,
    refuse_release,
)
from coopcouncil.ballots.forms.marks import FindForm
from coopcouncil.ballots.forms.releases import ReleaseForm
from coopcouncil.ballots.models import Ballot, EmailRelease, RollEntry
from coopcouncil.ballots.views.found import SETTERS, ballot_of
from coopcouncil.ballots.voters import changed_addresses, found
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect


async def roll_addresses(request: Request) -> Response:
    """Every change asked for, with who asked and who agreed; for scrutineers too."""
    ballot = await ballot_of(request)
    form = await form_of(request, FindForm)
    sets = bool(request.state.roles.intersection(SETTERS))
    voters = (await found(ballot, form.q.data))[0] if sets and form.q.data else []
    return page(
        request,
        "ballots/addresses.html",
        ballot=ballot,
        form=form,
        voters=voters,
        releases=await EmailRelease.of(ballot)
        .order_by("-id")
        .prefetch_related("entry", "asked_by", "agreed_by"),
        changed=await changed_addresses(ballot, clock.today()) if sets else [],
        sets=sets,
        me=request.state.person.id,
    )


async def new_address(request: Request) -> Response:
    """The new address of one voter."""
    ballot, entry = await _voter(request)
    given = request.query_params.get("to", "")[:254]
    return await _new_page(request, ballot, entry, ReleaseForm(data={"email": given}))


async def ask_address(request: Request) -> Response:
    """Tell the old address, and put the new one before a second officer."""
    ballot, entry = await _voter(request)
    form = await form_of(request, ReleaseForm)
    if not form.validate():
        return await _new_page(request, ballot, entry, form)
    try:
        await ask_release(ballot, entry, form.email.data, form.reason.data, request.state.person)
    except Refused as refusal:
        form.refuse(refusal)
        return await _new_page(request, ballot, entry, form)
    flash(request, gettext("The old address is told. A second officer has to agree."))
    return redirect(request, "ballots:roll_addresses", id=ballot.id)


async def agree_address(request: Request) -> Response:
    """The second officer agrees."""
    ballot, release = await _release(request)
    await agree_release(ballot, release, request.state.person)
    flash(request, gettext("Agreed: the new address carries the vote from now on."))
    return redirect(request, "ballots:roll_addresses", id=ballot.id)


async def refuse_address(request: Request) -> Response:
    """The second officer refuses."""
    ballot, release = await _release(request)
    await refuse_release(ballot, release, request.state.person)
    flash(request, gettext("Refused: the address on the roll stays."))
    return redirect(request, "ballots:roll_addresses", id=ballot.id)


async def _voter(request: Request) -> tuple[Ballot, RollEntry]:
    ballot = await ballot_of(request)
    return ballot, await RollEntry.one_of(ballot, id=request.path_params["entry"])


async def _release(request: Request) -> tuple[Ballot, EmailRelease]:
    ballot = await ballot_of(request)
    return ballot, await EmailRelease.one_of(ballot, id=request.path_params["release"])


async def _new_page(
    request: Request, ballot: Ballot, entry: RollEntry, form: ReleaseForm
) -> Response:
    return page(
        request,
        "ballots/addresses_new.html",
        ballot=ballot,
        entry=entry,
        old=await address_of(ballot, entry),
        form=form,
    )
