"""The regulator's year: a calendar of duties, each with its figures and whether it is done."""

from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from tortoise.transactions import in_transaction

from coopcouncil.kernel import clock, config
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.kernel.shown import shown_date
from coopcouncil.members.two_times import two_times
from coopcouncil.officers.kinds import Office
from coopcouncil.officers.reads import in_office
from coopcouncil.organisations.home import Panel
from coopcouncil.organisations.kinds import COMPANIES, SOCIETIES, LegalForm
from coopcouncil.organisations.models import Role, has_rules
from coopcouncil.statutory.year import actions
from coopcouncil.statutory.year.figures import Figures, figures_of
from coopcouncil.statutory.year.forms import DoneForm, FactsForm, KeepForm, PlainKeepForm
from coopcouncil.statutory.year.ics import calendar_of
from coopcouncil.statutory.year.kinds import Audit, Kind
from coopcouncil.statutory.year.labels import ASKS, AUDITS, DUTIES, FIGURES, SIGNS, STANDINGS
from coopcouncil.statutory.year.reads import (
    DutyNow,
    duties_now,
    duty_now,
    facts_of,
    has_duties,
    kept_for,
)
from coopcouncil.statutory.year.rules import Standing


@dataclass(frozen=True)
class Month:
    """A month of the calendar, with what is due in it."""

    first: date
    duties: list[DutyNow]
    is_now: bool

    @property
    def name(self) -> str:
        """Month and year, in the reader's language."""
        return shown_date(self.first).removeprefix("1 ")


async def year(request: Request) -> Response:
    """The calendar."""
    org = request.state.org
    if not has_duties(org):
        raise NotHere
    today = clock.today()
    found = await duties_now(org)
    said = await facts_of(org)
    return page(
        request,
        "statutory/year.html",
        months=_months(found, today),
        late=[each for each in found if each.standing is Standing.LATE],
        duties=found,
        names=DUTIES,
        standings=STANDINGS,
        said=said,
        audits=AUDITS,
        has_rules=await has_rules(org),
        is_company=org.legal_form in COMPANIES,
        asks_audit=org.legal_form in SOCIETIES - {LegalForm.CREDIT_UNION},
    )


async def year_calendar(request: Request) -> Response:
    """The same for the reader's own calendar."""
    org = request.state.org
    if not has_duties(org):
        raise NotHere
    data = calendar_of(
        org.called(language_of(request)),
        org.slug,
        await duties_now(org),
        clock.now(),
        f"{config.current().base_url}/{org.slug}/year",
    )
    headers = {"content-disposition": f'attachment; filename="{org.slug}-year.ics"'}
    return Response(data, media_type="text/calendar; charset=utf-8", headers=headers)


async def duty(request: Request) -> Response:
    """One duty: what it asks, its figures now and as they were kept."""
    found = await _duty(request)
    form = DoneForm(data={"done_on": clock.today()})
    return await _duty_page(request, found, form, await _keep_form(request, found))


async def mark_duty_done(request: Request) -> Response:
    """Note that it was done."""
    found = await _duty(request)
    form = await form_of(request, DoneForm)
    if form.validate():
        try:
            await actions.mark_done(
                request.state.org,
                found.duty,
                form.done_on.data,
                form.note.data or "",
                request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal, "done_on")
        else:
            flash(request, gettext("It is marked as done."))
            return redirect(request, "statutory:year")
    return await _duty_page(request, found, form, await _keep_form(request, found))


async def take_duty_back(request: Request) -> Response:
    """It was not done after all."""
    found = await _duty(request)
    await actions.take_back(request.state.org, found.duty, request.state.person)
    flash(request, gettext("It is no longer marked as done."))
    return _to_duty(request, found)


async def keep_figures(request: Request) -> Response:
    """Keep the figures as they are known now."""
    found = await _duty(request)
    if not found.takes_figures:
        raise NotHere
    form: KeepForm | PlainKeepForm = await form_of(request, _keep_class(found))
    if form.validate():
        try:
            await actions.keep_return(
                request.state.org, found.duty, form.signatories(), request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The figures are kept as they are known now."))
            return _to_duty(request, found)
    done = DoneForm(data={"done_on": clock.today()})
    return await _duty_page(request, found, done, form)


async def year_facts(request: Request) -> Response:
    """What only the organisation can say."""
    if not has_duties(request.state.org):
        raise NotHere
    said = await facts_of(request.state.org)
    form = FactsForm(
        data={
            "review_begins": said.review_begins if said else None,
            "audit": (said.audit if said else Audit.UNKNOWN).value,
            "incorporated_on": said.incorporated_on if said else None,
            "is_over_turnover": bool(said and said.is_over_turnover),
        }
    )
    return _facts_page(request, form)


async def say_year_facts(request: Request) -> Response:
    """Keep it."""
    if not has_duties(request.state.org):
        raise NotHere
    form = await form_of(request, FactsForm)
    if form.validate():
        for name in ("review_begins", "incorporated_on"):
            if form[name].data is not None and form[name].data > clock.today():
                form.wrong(gettext("Choose a day that has come."), name)
                return _facts_page(request, form)
        await actions.say_facts(
            request.state.org,
            form.review_begins.data,
            Audit(form.audit.data),
            request.state.person,
            incorporated_on=form.incorporated_on.data,
            is_over_turnover=bool(form.is_over_turnover.data),
        )
        flash(request, gettext("It is saved."))
        return redirect(request, "statutory:year")
    return _facts_page(request, form)


async def home_panel(request: Request) -> Panel | None:
    """What is late or due next, for the secretary."""
    org = request.state.org
    if Role.SECRETARY not in request.state.roles or not has_duties(org):
        return None
    found = [each for each in await duties_now(org) if each.standing is not Standing.DONE]
    if not found:
        return None
    late = [each for each in found if each.standing is Standing.LATE]
    facts = {"late": late, "next": (late or found)[0], "names": DUTIES}
    return Panel("statutory/_year_panel.html", facts, awaits=bool(late), place=25)


def _months(found: list[DutyNow], today: date) -> list[Month]:
    """From the first month in which something is due to the last of this calendar."""
    this = today.replace(day=1)
    first = min([this, *(each.duty.due_on.replace(day=1) for each in found)])
    last = max([this, *(each.duty.due_on.replace(day=1) for each in found)])
    months = []
    while first <= last:
        due = [each for each in found if each.duty.due_on.replace(day=1) == first]
        months.append(Month(first, due, first == this))
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return months


async def _duty(request: Request) -> DutyNow:
    try:
        end = date.fromisoformat(request.path_params["end"])
    except ValueError:
        raise NotHere from None
    return await duty_now(request.state.org, request.path_params["kind"], end)


def _keep_class(found: DutyNow) -> type[KeepForm] | type[PlainKeepForm]:
    return KeepForm if found.duty.kind is Kind.ANNUAL_RETURN else PlainKeepForm


async def _keep_form(request: Request, found: DutyNow) -> KeepForm | PlainKeepForm:
    """Filled with those who hold these offices today."""
    if found.duty.kind is not Kind.ANNUAL_RETURN:
        return PlainKeepForm()
    names: dict[str, str] = {}
    committee = []
    for each in await in_office(request.state.org, clock.today()):
        if Office.SECRETARY in each.entry.held:
            names.setdefault("secretary", each.entry.name)
        elif each.seat is not None:
            committee.append(each.entry.name)
    names.update(zip(("first", "second"), committee, strict=False))
    return KeepForm(data=names)


async def _duty_page(
    request: Request, found: DutyNow, form: DoneForm, keep: KeepForm | PlainKeepForm
) -> Response:
    org, today = request.state.org, clock.today()
    times = await two_times(request)
    figures: Figures | None = None
    is_over = today > found.duty.period_end
    if found.takes_figures and is_over:
        async with in_transaction():
            figures = await figures_of(
                org, found.duty.period_start, found.duty.period_end, times.known_at
            )
    kept = await kept_for(org, found.duty)
    return page(
        request,
        "statutory/duty.html",
        times=times,
        now=found,
        duty=found.duty,
        called=DUTIES[found.duty.kind],
        asks=ASKS[found.duty.kind],
        standings=STANDINGS,
        figures=_told(figures.written()) if figures else None,
        is_over=is_over,
        kept=[
            {
                "row": each,
                "figures": _told(each.figures),
                "signs": [(SIGNS[office], name) for office, name in each.signatories],
                "moved": _moved(each.figures, figures) if times.known_at is None else [],
            }
            for each in kept
        ],
        form=form,
        keep=keep,
        signs=isinstance(keep, KeepForm),
    )


def _told(figures: dict[str, int]) -> list[tuple[str, int | Money]]:
    """The figures in their order, money as money; none unknown is not worth a line."""
    return [
        (str(label), Money(figures[name]) if name == "amount_paid" else figures[name])
        for name, label in FIGURES.items()
        if name in figures and (name != "shares_unknown" or figures[name])
    ]


def _moved(kept: dict[str, int], now: Figures | None) -> list[tuple[str, int | Money, int | Money]]:
    """What the register says otherwise by now: entered late, and no part of what was reported."""
    if now is None:
        return []
    since = now.written()
    return [
        (label, before, after)
        for (label, before), (_label, after) in zip(
            _told({**kept, "shares_unknown": 1}),
            _told({**since, "shares_unknown": 1}),
            strict=True,
        )
        if before != after
    ]


def _facts_page(request: Request, form: FactsForm) -> Response:
    form_of_org = request.state.org.legal_form
    return page(
        request,
        "statutory/year_facts.html",
        form=form,
        is_company=form_of_org in COMPANIES,
        asks_audit=form_of_org in SOCIETIES - {LegalForm.CREDIT_UNION},
    )


def _to_duty(request: Request, found: DutyNow) -> Response:
    end = found.duty.period_end.isoformat()
    return redirect(request, "statutory:duty", kind=found.duty.kind.value, end=end)
