"""For whoever wants to join: the form, the confirmation, and one's own application."""

from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from tortoise.transactions import in_transaction

from coopcouncil.joining.actions import applying, evidence
from coopcouncil.joining.actions.money import to_pay
from coopcouncil.joining.forms.applying import ApplicationForm
from coopcouncil.joining.kinds import OPEN, State
from coopcouncil.joining.models import Application, ApplicationFile, JoiningForm
from coopcouncil.joining.reads import house_of, open_forms
from coopcouncil.joining.rules.applications import (
    CONFIRM_WITHIN,
    MOST_FILE,
    MOST_FILES,
    NotOpen,
    may_confirm,
)
from coopcouncil.joining.trap import begun, is_unhurried
from coopcouncil.kernel import clock, config, limits
from coopcouncil.kernel.errors import NotHere, Refused, SignInNeeded
from coopcouncil.kernel.forms import Form, form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.organisations.kinds import LegalForm
from coopcouncil.organisations.models import Organisation
from coopcouncil.organisations.protection import protection

HOUR, DAY = 3_600, 86_400
DIGITS = 18
"""A shorter address is a number; the codes are longer."""


async def join(request: Request) -> Response:
    """The forms that are open; the only one at once. A school's are its trust's."""
    org = request.state.org
    if org.parent_id is not None:
        trust = await Organisation.get(id=org.parent_id)
        return _page(request, "joining/join.html", forms=[], trust=trust)
    forms = await open_forms(org)
    if len(forms) == 1:
        return redirect(request, "joining:form", id=forms[0].id)
    return _page(request, "joining/join.html", forms=forms, trust=None)


async def form(request: Request) -> Response:
    """The questions."""
    found, questions = await _questions(request)
    return _page(request, "joining/form.html", form=questions, joining=found)


async def apply(request: Request) -> Response:
    """Take the answers in, and send the message that confirms them."""
    await limits.hit("join", limits.caller(request), 30, HOUR)
    found, questions = await _questions(request)
    if not questions.validate():
        return _page(request, "joining/form.html", form=questions, joining=found)
    if questions.subject_line.data:
        # A machine: it is told what a person is told, and nothing is kept.
        return redirect(request, "joining:sent")
    if not is_unhurried(questions.begun.data or ""):
        questions.begun.data = begun()
        questions.wrong(gettext("Please look over your answers once more, then send them again."))
        return _page(request, "joining/form.html", form=questions, joining=found)
    draft = questions.draft()
    # Nobody's letter box is filled through us; a family with one address can still apply.
    await limits.hit("join-address", draft.email.lower(), 6, DAY)
    await limits.hit("join-organisation", str(request.state.org.id), 2_000, DAY)
    await applying.apply(request.state.org, found, draft, request.app.state.config.base_url)
    return redirect(request, "joining:sent")


async def sent(request: Request) -> Response:
    """What happens next."""
    return page(request, "joining/sent.html", days=CONFIRM_WITHIN.days)


async def application(request: Request) -> Response:
    """Where one's own application stands; the code in the address is the key to it."""
    return await application_page(request, await own_application(request))


async def confirm(request: Request) -> Response:
    """The address is read by whoever applied. A deed, because programs open links in mail."""
    found = await own_application(request)
    await applying.confirm(found)
    flash(request, gettext("Thank you. Your application is with us."))
    return redirect(request, "joining:application", code=request.path_params["code"])


async def attach(request: Request) -> Response:
    """A file that shows how the applicant qualifies."""
    await limits.hit("join-files", limits.caller(request), 30, HOUR)
    found = await own_application(request)
    sent = (await request.form()).get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return await application_page(request, found, gettext("Choose a PDF, JPEG or PNG file."))
    try:
        await evidence.attach(found, sent.filename, await sent.read(MOST_FILE + 1))
    except Refused as refusal:
        return await application_page(request, found, refusal.sentence(gettext))
    flash(request, gettext("The file is with your application."))
    return redirect(request, "joining:application", code=request.path_params["code"])


async def withdraw(request: Request) -> Response:
    """The applicant changes their mind."""
    found = await own_application(request)
    await applying.withdraw(found)
    flash(request, gettext("Your application is withdrawn, and what you wrote is erased."))
    return redirect(request, "joining:application", code=request.path_params["code"])


async def own_application(request: Request) -> Application:
    """By its code; or by its number, for whoever is admitted and signed in by its address."""
    await limits.hit("join-code", limits.caller(request), 120, HOUR)
    org, code = request.state.org, request.path_params["code"]
    if not (code.isdecimal() and len(code) < DIGITS):
        return await applying.by_code(org, code)
    if request.state.person is None:
        raise SignInNeeded
    return await applying.admitted_of(org, int(code), request.state.person)


async def application_page(
    request: Request, found: Application, wrong: str = "", refused: Form | None = None
) -> Response:
    """How the application stands, and what its applicant may do about it."""
    can_confirm = False
    try:
        may_confirm(found.state, found.received_at, clock.now())
        can_confirm = True
    except Refused:
        pass
    org = request.state.org
    return page(
        request,
        "joining/application_mine.html",
        status=422 if wrong else None,
        wrong=wrong,
        files=await ApplicationFile.within(org).filter(application_id=found.id).order_by("id"),
        can_attach=found.state in OPEN,
        most=MOST_FILES,
        application=found,
        state=found.state.value,
        to_pay=await to_pay(org, found.member_id) if found.member_id else None,
        simulated=config.current().stripe_is_simulated,
        refused=refused,
        can_confirm=can_confirm,
        can_withdraw=found.state in (State.RECEIVED, *OPEN),
        code=request.path_params["code"],
    )


def _page(request: Request, template: str, **facts: Any) -> Response:
    """Who joins a credit union reads beforehand how savings are protected."""
    is_union = request.state.org.legal_form is LegalForm.CREDIT_UNION
    said = protection(clock.today(), gettext) if is_union else ""
    return page(request, template, protection=said, **facts)


async def _questions(request: Request) -> tuple[JoiningForm, ApplicationForm]:
    org = request.state.org
    found = (
        await JoiningForm.within(org)
        .filter(id=request.path_params["id"])
        .select_related("constituency")
        .first()
    )
    if found is None:
        raise NotHere
    if found.closed_at is not None:
        raise NotOpen
    questions = await form_of(request, ApplicationForm)
    questions.offer(await house_of(org), found, language_of(request))
    return found, questions


async def forget_old() -> None:
    """The daily job: what nobody confirmed, what was settled long ago."""
    async with in_transaction():
        await applying.forget_old()
