"""The measures of a tender: choosing, linking to the contract, clearing."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of, ngettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.access import taking_part
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.measures.forms import SearchForm
from coopcouncil.procurement.measures.labels import MATTERS, WHENCE, serving
from coopcouncil.procurement.measures.reads import by_key, measures_there, sifted, units_in
from coopcouncil.procurement.tenders.consideration.actions import (
    choose_measure,
    clear_measure,
    remove_measure,
)
from coopcouncil.procurement.tenders.consideration.following import advice_of
from coopcouncil.procurement.tenders.consideration.forms import ChoosingForm, ClearingForm
from coopcouncil.procurement.tenders.consideration.labels import CHECKED
from coopcouncil.procurement.tenders.consideration.reads import contract_of
from coopcouncil.procurement.tenders.consideration.rules.law import law
from coopcouncil.procurement.tenders.consideration.views.reading import reading
from coopcouncil.procurement.tenders.models import Tender, TenderMeasure
from coopcouncil.procurement.tenders.reads import measures_of
from coopcouncil.procurement.tenders.rules.refusals import may_prepare


async def tender_measures(request: Request) -> Response:
    """The measures that are frozen for the tender, and what each still lacks."""
    found = await reading(request)
    return page(
        request,
        "procurement/consideration/measures.html",
        tender=found,
        called=found.titled(language_of(request)),
        measures=await measures_of(found),
        law=law(),
        awarded=lambda one: serving(one.outcome, one.serves, language_of(request)),
        advice=[one.sentence(gettext) for one in await advice_of(request.state.org, found)],
        can_write=found.stage is Stage.PREPARING,
    )


async def choosing(request: Request) -> Response:
    """The library, to choose from; the address says what is looked for."""
    found = await taking_part(request)
    may_prepare(found.stage)
    return await _choosing_page(request, found, ChoosingForm())


async def choose(request: Request) -> Response:
    """Freeze what was chosen, all of it or nothing."""
    org, found = request.state.org, await taking_part(request)
    form = await form_of(request, ChoosingForm)
    if form.validate():
        try:
            chosen = [await by_key(org, key) for key in dict.fromkeys(form.keys.data)]
            for one in chosen:
                await choose_measure(org, found, one, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            text = ngettext(
                "%(num)d measure is chosen. Say next how it belongs to the contract.",
                "%(num)d measures are chosen. Say next how each belongs to the contract.",
                len(chosen),
            )
            flash(request, text % {"num": len(chosen)})
            return redirect(request, "procurement:tender_measures", id=found.id)
    return await _choosing_page(request, found, form)


async def tender_measure(request: Request) -> Response:
    """One measure: how it belongs to the contract, and why it may count."""
    found = await taking_part(request)
    may_prepare(found.stage)
    row = await _row(request, found)
    form = ClearingForm(
        data={
            "link": row.link,
            "matters": list(row.matters),
            "lifted_by": row.lifted_by,
            "cleared": row.cleared,
        }
    )
    return _clearing_page(request, found, row, form)


async def record_clearing(request: Request) -> Response:
    """Keep it."""
    found = await taking_part(request)
    row = await _row(request, found)
    form = await form_of(request, ClearingForm)
    if form.validate():
        matters = tuple(form.matters.data or ())
        try:
            await clear_measure(
                request.state.org,
                found,
                row,
                form.link.data,
                matters,
                (form.lifted_by.data or "") if matters else "",
                form.cleared.data,
                request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(request, "procurement:tender_measures", id=found.id)
    return _clearing_page(request, found, row, form)


async def leave_measure_out(request: Request) -> Response:
    """Not this one after all."""
    found = await taking_part(request)
    row = await _row(request, found)
    await remove_measure(request.state.org, found, row, request.state.person)
    flash(request, gettext("The measure is left out."))
    return redirect(request, "procurement:tender_measures", id=found.id)


async def _row(request: Request, found: Tender) -> TenderMeasure:
    number = request.path_params["measure"]
    return await TenderMeasure.one(request.state.org, id=number, tender_id=found.id)


async def _choosing_page(request: Request, found: Tender, form: ChoosingForm) -> Response:
    language = language_of(request)
    there = await measures_there(request.state.org, staff=True)
    chosen = {(one.source, one.code) for one in await measures_of(found)}
    left = [one for one in there if (one.frozen.source, one.frozen.code) not in chosen]
    search = await form_of(request, SearchForm)
    search.offer(units_in(left, language), sorted({one.whence for one in left}), language)
    shown = sifted(left, search.wanted(), language)
    form.keys.choices = [
        (one.key, f"{one.frozen.code}: {one.frozen.titled(language)}") for one in shown
    ]
    hints = {
        one.key: gettext("{unit}; {source}, version {version}").format(
            unit=one.frozen.united(language),
            source=one.frozen.sourced(language),
            version=one.frozen.version,
        )
        for one in shown
    }
    return page(
        request,
        "procurement/consideration/choosing.html",
        tender=found,
        search=search,
        form=form,
        hints=hints,
        whence=WHENCE,
    )


def _clearing_page(
    request: Request, found: Tender, row: TenderMeasure, form: ClearingForm
) -> Response:
    contract = contract_of(request.state.org, found)
    lifts = contract.lifting(())
    form.offer(lifts, language_of(request))
    return page(
        request,
        "procurement/consideration/clearing.html",
        tender=found,
        measure=row,
        form=form,
        lifts=lifts,
        matters=MATTERS,
        checked=CHECKED,
    )
