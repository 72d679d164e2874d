"""The indicators of a contract, assessed by who follows it."""

from collections import defaultdict
from datetime import date, timedelta

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import (
    DateField,
    Form,
    InputRequired,
    Length,
    RadioField,
    TextAreaField,
    form_of,
)
from coopcouncil.kernel.i18n import gettext, language_of, lazy
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.delivery.actions.assessing import Assessment, assess, publish
from coopcouncil.procurement.delivery.forms import ENTER_DAY, SAY
from coopcouncil.procurement.delivery.reads import manages
from coopcouncil.procurement.outcome.kinds import KpiRating
from coopcouncil.procurement.outcome.labels import RATINGS
from coopcouncil.procurement.outcome.models import Contract, Kpi, KpiAssessed


class AssessmentForm(Form):
    """A rating and its reason."""

    since = DateField(lazy("From"), [InputRequired(ENTER_DAY)])
    until = DateField(lazy("Until"), [InputRequired(ENTER_DAY)])
    rating = RadioField(
        lazy("How it went"),
        [InputRequired(lazy("Choose one."))],
        choices=[(one.value, text) for one, text in RATINGS.items()],
    )
    words = TextAreaField(
        lazy("Reason"),
        [InputRequired(SAY), Length(max=4000)],
        description=lazy("Everybody reads it once it is published."),
    )


async def _contract(request: Request, number: int) -> Contract:
    org = request.state.org
    if number not in await manages(org, request.state.person, request.state.roles):
        raise NotHere
    return await Contract.one(org, id=number)


async def indicators(request: Request) -> Response:
    """Every indicator with what was assessed of it."""
    org = request.state.org
    contract = await _contract(request, request.path_params["contract"])
    assessed: dict[int, list[KpiAssessed]] = defaultdict(list)
    rows = KpiAssessed.within(org).filter(kpi__contract_id=contract.id)
    for row in await rows.order_by("until", "id"):
        assessed[row.kpi_id].append(row)
    return page(
        request,
        "procurement/delivery/indicators.html",
        contract=contract,
        kpis=await Kpi.within(org).filter(contract_id=contract.id).order_by("number"),
        assessed=assessed,
        wanted={kpi: _wanted(contract, rows[-1].until) for kpi, rows in assessed.items()},
        first=_wanted(contract, contract.starts_on - timedelta(days=1)),
        today=clock.today(),
        ratings=RATINGS,
    )


def _wanted(contract: Contract, told: date) -> date | None:
    """By when the time after `told` is to be assessed: once in twelve months, and at the end of
    the contract (Procurement Act 2023, section 71); None once all of it is."""
    end = contract.ended_on or contract.ends_on
    if told >= end:
        return None
    is_leap = (told.month, told.day) == (2, 29)
    return min(end, told.replace(year=told.year + 1, day=28 if is_leap else told.day))


async def assess_indicator(request: Request) -> Response:
    """One indicator, for a time."""
    org = request.state.org
    kpi = await Kpi.one(org, id=request.path_params["kpi"])
    contract = await _contract(request, kpi.contract_id)
    form = await form_of(request, AssessmentForm)
    if request.method == "POST" and form.validate():
        draft = Assessment(
            form.since.data, form.until.data, KpiRating(form.rating.data), form.words.data
        )
        try:
            await assess(org, kpi, draft, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(
                request, gettext("It is written down. Nobody else reads it until you publish it.")
            )
            return redirect(request, "procurement:indicators", contract=contract.id)
    if request.method == "GET":
        form.since.process(None, contract.starts_on)
        form.until.process(None, min(clock.today(), contract.ends_on))
    return page(
        request,
        "_pages/form.html",
        form=form,
        heading=kpi.titled(language_of(request)),
        button=gettext("Write it down"),
        back=("procurement:indicators", {"contract": contract.id}),
        intro=[gettext("Target: {target}").format(target=kpi.target)],
    )


async def publish_assessment(request: Request) -> Response:
    """Let everybody read it."""
    org = request.state.org
    row = await KpiAssessed.one(org, id=request.path_params["assessed"])
    kpi = await Kpi.one(org, id=row.kpi_id)
    contract = await _contract(request, kpi.contract_id)
    try:
        await publish(org, row, request.state.person)
    except Refused as refusal:
        flash(request, refusal.sentence(gettext))
    else:
        flash(request, gettext("It is published in the register of contracts."))
    return redirect(request, "procurement:indicators", contract=contract.id)
