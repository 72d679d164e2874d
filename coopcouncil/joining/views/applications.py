"""For those who keep the register: forms, applications, the board's decisions."""

from collections.abc import Sequence
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.joining.actions import applying
from coopcouncil.joining.actions.deciding import decide
from coopcouncil.joining.actions.evidence import read_evidence
from coopcouncil.joining.forms.applying import ApplicationForm, OpeningForm
from coopcouncil.joining.forms.deciding import DecisionForm, choices
from coopcouncil.joining.kinds import OPEN, State
from coopcouncil.joining.labels import STATES
from coopcouncil.joining.models import Application, ApplicationFile, JoiningForm
from coopcouncil.joining.reads import alike, former, house_of, open_forms, waiting
from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of, ngettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.kernel.shown import shown_date
from coopcouncil.members.labels import names_of, words_for


async def applications(request: Request) -> Response:
    """What waits for the board, and the forms that are open."""
    return await _list(request, DecisionForm(data={"on": clock.today()}))


async def decide_several(request: Request) -> Response:
    """The board's decision on those that are ticked."""
    form = await form_of(request, DecisionForm)
    await _offer(request, form)
    found = await waiting(request.state.org)
    form.chosen.choices = choices(found)
    if form.validate():
        try:
            return await _decide(request, form, form.chosen.data or [])
        except Refused as refusal:
            form.refuse(refusal)
    return await _list(request, form)


async def application_waiting(request: Request) -> Response:
    """One application in full."""
    found = await _one(request)
    return await _page_of_one(request, found, DecisionForm(data={"on": clock.today()}))


async def decide_one(request: Request) -> Response:
    """The board's decision on one, who may be a former member."""
    found = await _one(request)
    form = await form_of(request, DecisionForm)
    await _offer(request, form)
    del form["chosen"]
    if form.validate():
        said = form.former.data or ""
        again = [entry.member_id for entry in await former(request.state.org, found)]
        chosen = next((member for member in again if str(member) == said), None)
        try:
            return await _decide(request, form, [found.id], chosen)
        except Refused as refusal:
            form.refuse(refusal)
    return await _page_of_one(request, found, form)


async def evidence_file(request: Request) -> Response:
    """A file that an applicant attached: taken out, never shown by the browser here."""
    found = await _one(request)
    stored, data = await read_evidence(
        request.state.org, found, request.path_params["file"], request.state.person
    )
    return Response(
        data,
        media_type=stored.content_type,
        headers={
            "content-disposition": f"attachment; filename*=UTF-8''{quote(stored.name)}",
            "cache-control": "no-store",
        },
    )


async def paper(request: Request) -> Response:
    """The questions again, for an application that came on paper."""
    return page(request, "joining/paper.html", form=await _paper_form(request))


async def enter_paper(request: Request) -> Response:
    """Enter it: it waits for the board at once."""
    form = await _paper_form(request)
    if not form.validate():
        return page(request, "joining/paper.html", form=form)
    await applying.enter(request.state.org, form.draft(), request.state.person)
    flash(request, gettext("The application is entered and waits for the board."))
    return redirect(request, "joining:applications")


async def forms(request: Request) -> Response:
    """The public pages on which people apply."""
    return await _forms(request, OpeningForm())


async def open_form(request: Request) -> Response:
    """Open one more."""
    org = request.state.org
    form = await form_of(request, OpeningForm)
    form.offer(await house_of(org), language_of(request))
    if form.validate():
        constituency = int(form.constituency.data) if form.constituency.data else None
        try:
            await applying.open_form(
                org,
                constituency,
                form.words.data or "",
                form.words_cy.data or "",
                request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal, "constituency")
        else:
            flash(request, gettext("The form is open. Its address can be shared."))
            return redirect(request, "joining:forms")
    return await _forms(request, form)


async def close_form(request: Request) -> Response:
    """Close one; it can be opened again at once."""
    found = await JoiningForm.one(request.state.org, id=request.path_params["id"])
    await applying.close_form(found, request.state.person)
    flash(request, gettext("The form is closed. Applications that came by it stay."))
    return redirect(request, "joining:forms")


async def _decide(
    request: Request, form: DecisionForm, ids: Sequence[int], former_member: int | None = None
) -> Response:
    decision = form.decision()
    count = await decide(
        request.state.org,
        ids,
        decision,
        request.state.person,
        request.app.state.config.base_url,
        former_member,
    )
    said = {
        State.ADMITTED: ngettext("{n} member is admitted.", "{n} members are admitted.", count),
        State.REFERRED: ngettext(
            "{n} application is referred to the board.",
            "{n} applications are referred to the board.",
            count,
        ),
    }.get(
        decision.to,
        ngettext("{n} application is refused.", "{n} applications are refused.", count),
    )
    flash(request, said.format(n=count))
    return redirect(request, "joining:applications")


async def _list(request: Request, form: DecisionForm) -> Response:
    org = request.state.org
    await _offer(request, form)
    found = await waiting(org)
    form.chosen.choices = choices(found)
    settled = Application.within(org).exclude(state__in=[*OPEN, State.RECEIVED])
    return page(
        request,
        "joining/applications.html",
        form=form,
        waiting=found,
        alike=await alike(org, found),
        ticked=set(form.chosen.data or []),
        names=await names_of(org),
        forms=await open_forms(org),
        unconfirmed=await Application.within(org).filter(state=State.RECEIVED).count(),
        settled=await settled.order_by("-settled_at", "-id").limit(20),
        states=STATES,
        by_board=(await house_of(org)).rules.admission_by_board,
    )


async def _page_of_one(request: Request, found: Application, form: DecisionForm) -> Response:
    org = request.state.org
    await _offer(request, form)
    names = await names_of(org)
    if "chosen" in form:
        del form["chosen"]
    again = await former(org, found) if found.state in OPEN else []
    form.former.choices = [
        ("", gettext("No, or not known")),
        *((str(e.member_id), f"{e.name} ({e.member_number})") for e in again),
    ]
    if not again:
        del form["former"]
    return page(
        request,
        "joining/application.html",
        application=found,
        form=form,
        is_open=found.state in OPEN,
        files=await ApplicationFile.within(org).filter(application_id=found.id).order_by("id"),
        facts=[(key, value) for key, value in _facts(found, names) if value],
        alike=(await alike(org, [found])).get(found.id, ()),
        states=STATES,
        by_board=(await house_of(org)).rules.admission_by_board,
    )


async def _offer(request: Request, form: DecisionForm) -> None:
    """No question about shares where membership has none."""
    if "allots" in form and not (await house_of(request.state.org)).allots:
        del form["allots"]


def _facts(found: Application, names: object) -> list[tuple[str, str]]:
    def said(name: str, value: object) -> str:
        return words_for(name, value, names)  # type: ignore[arg-type]

    return [
        (gettext("Constituency"), said("constituency_id", found.constituency_id)),
        (gettext("School"), said("part_id", found.part_id)),
        (gettext("Qualifies besides in"), said("fits", found.fits)),
        (gettext("Person or organisation"), said("member_kind", found.member_kind.value)),
        (gettext("Representative"), found.representative),
        (gettext("Date of birth"), said("date_of_birth", found.date_of_birth)),
        (gettext("Says to be old enough"), gettext("Yes") if found.is_of_age else ""),
        (gettext("E-mail address"), found.email),
        (gettext("What the e-mail address is for"), said("email_purposes", found.email_purposes)),
        (gettext("Postal address"), found.postal_address),
        (gettext("Postcode"), found.postcode),
        (gettext("Language"), said("language", found.language)),
        (gettext("Declares what members have in common"), gettext("Yes") if found.has_bond else ""),
        (gettext("How they qualify"), found.evidence),
        (gettext("Sheet on how savings are protected"), _sheet(found)),
        (gettext("Minute"), found.minute),
        (gettext("Reason"), found.reason),
    ]


def _sheet(found: Application) -> str:
    if not found.sheet:
        return ""
    text = gettext("Edition {edition}, confirmed on {day}")
    return text.format(edition=found.sheet, day=shown_date(found.received_at))


async def _one(request: Request) -> Application:
    return await Application.one(request.state.org, id=request.path_params["id"])


async def _paper_form(request: Request) -> ApplicationForm:
    form = await form_of(request, ApplicationForm)
    form.offer(await house_of(request.state.org), None, language_of(request))
    form.without_trap()
    return form


async def _forms(request: Request, form: OpeningForm) -> Response:
    org = request.state.org
    form.offer(await house_of(org), language_of(request))
    return page(
        request,
        "joining/forms.html",
        form=form,
        forms=await open_forms(org),
        origin=request.app.state.config.base_url,
    )
