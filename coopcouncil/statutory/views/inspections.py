"""Who asked to see the register, and what they were answered."""

from starlette.requests import Request as WebRequest
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.members.models import Member
from coopcouncil.members.two_times import two_times
from coopcouncil.organisations.kinds import COMPANIES
from coopcouncil.statutory.actions import Request, answer_request, log_request
from coopcouncil.statutory.contents import Wanted, young_in
from coopcouncil.statutory.forms import AnswerForm, RequestForm
from coopcouncil.statutory.kinds import Answer, Wish
from coopcouncil.statutory.labels import ANSWERS, CAPACITIES, WISHES
from coopcouncil.statutory.reads import Asked, copies_of, inspection_of, inspections_of, known_by
from coopcouncil.statutory.rules.inspection import extent_for


async def inspections(request: WebRequest) -> Response:
    """The log of requests, as at a day and as known on one."""
    times = await two_times(request)
    return page(
        request,
        "statutory/inspections.html",
        times=times,
        found=[
            (each, each.is_late(times.on))
            for each in await inspections_of(request.state.org, times)
        ],
        capacities=CAPACITIES,
        answers=ANSWERS,
        is_company=request.state.org.legal_form in COMPANIES,
    )


async def new_inspection(request: WebRequest) -> Response:
    """The form of a request."""
    form = RequestForm(data={"asked_on": clock.today(), "wish": Wish.LOOK.value})
    return _form_page(request, form)


async def log_inspection(request: WebRequest) -> Response:
    """Write a request down."""
    org = request.state.org
    form = await form_of(request, RequestForm)
    form.offer(org.legal_form)
    if form.validate():
        try:
            made = await log_request(
                org,
                Request(
                    form.asked_on.data,
                    form.name.data,
                    form.asks_as,
                    Wish(form.wish.data),
                    form.member_number.data or "",
                    form.postal_address.data or "",
                    form.on_behalf_of.data or "",
                    form.purpose.data or "",
                    (form.disclosed_to.data or "") if form.disclosed_to else "",
                    form.fee.data if form.fee else None,
                ),
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The request is in the log."))
            return redirect(request, "statutory:inspection", id=made.id)
    return _form_page(request, form, offered=True)


async def inspection(request: WebRequest) -> Response:
    """One request: what may be shown, by when, and what became of it."""
    asked = await inspection_of(request.state.org, request.path_params["id"])
    form = AnswerForm(data={"answered_on": clock.today()})
    form.offer(request.state.org.legal_form)
    return await _one_page(request, asked, form)


async def answer_inspection(request: WebRequest) -> Response:
    """Write down what was done."""
    org = request.state.org
    asked = await inspection_of(org, request.path_params["id"])
    form = await form_of(request, AnswerForm)
    form.offer(org.legal_form)
    if form.validate():
        try:
            await answer_request(
                org,
                asked.inspection.id,
                Answer(form.answer.data),
                form.answered_on.data,
                form.words.data or "",
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The answer is in the log."))
            return redirect(request, "statutory:inspection", id=asked.inspection.id)
    return await _one_page(request, asked, form)


def _form_page(request: WebRequest, form: RequestForm, offered: bool = False) -> Response:
    if not offered:
        form.offer(request.state.org.legal_form)
    is_company = request.state.org.legal_form in COMPANIES
    return page(request, "statutory/new_inspection.html", form=form, is_company=is_company)


async def _one_page(request: WebRequest, asked: Asked, form: AnswerForm) -> Response:
    org = request.state.org
    member = None
    if asked.inspection.member_id is not None:
        member = await Member.within(org).get_or_none(id=asked.inspection.member_id)
    return page(
        request,
        "statutory/inspection.html",
        asked=asked,
        is_late=asked.is_late(clock.today()),
        form=form,
        member=member,
        capacities=CAPACITIES,
        wishes=WISHES,
        answers=ANSWERS,
        extent=extent_for(org.legal_form, asked.inspection.capacity),
        copies=await copies_of(org, asked.inspection.id),
        is_company=org.legal_form in COMPANIES,
        young=await young_in(org, Wanted(clock.today(), await known_by(org, None))),
    )
