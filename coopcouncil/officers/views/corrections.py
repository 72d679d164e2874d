"""Putting a line of an officer's journal right."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.labels import names_of
from coopcouncil.officers.actions import correct_officer
from coopcouncil.officers.forms import CorrectOfficerForm, OfficerForm
from coopcouncil.officers.kinds import UNKNOWN, Deed
from coopcouncil.officers.models import Officer, OfficerChange


async def officer_correction(request: Request) -> Response:
    """The form that puts a line of the journal right."""
    found, line = await _line(request)
    data = OfficerForm.showing({**UNKNOWN, **line.facts}, "", line.effective_on)
    form = CorrectOfficerForm(data={**data, "ending": line.facts.get("ending")})
    await _limited(request, form, line)
    return page(request, "officers/correction.html", form=form, officer=found, line=line)


async def correct_line(request: Request) -> Response:
    """Take the wrong line out and put the right one in its place."""
    found, line = await _line(request)
    form = await form_of(request, CorrectOfficerForm)
    await _limited(request, form, line)
    if form.validate():
        try:
            await correct_officer(
                request.state.org,
                line,
                {**line.facts, **form.facts()},
                form.on.data,
                reason=form.reason.data,
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(
                request,
                gettext("The correction is recorded. What was known before can still be seen."),
            )
            return redirect(request, "officers:officer", id=found.id)
    return page(request, "officers/correction.html", form=form, officer=found, line=line)


async def _line(request: Request) -> tuple[Officer, OfficerChange]:
    found = await Officer.one(request.state.org, id=request.path_params["id"])
    line = await OfficerChange.one(
        request.state.org, id=request.path_params["line"], officer_id=found.id
    )
    return found, line


async def _limited(request: Request, form: CorrectOfficerForm, line: OfficerChange) -> None:
    form.offer(request.state.org, await names_of(request.state.org))
    is_leaving = line.deed is Deed.LEFT or bool(line.facts.get("ending"))
    form.only(frozenset(line.facts), is_leaving)
    if form.member_number:
        del form.member_number
