"""The sum of each lot: made, looked at with every step, decided on."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.access import leads
from coopcouncil.procurement.drawings import side_by_side, swinging
from coopcouncil.procurement.evaluation.reads import all_agreed
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.outcome.actions.deciding import decide, take_back
from coopcouncil.procurement.outcome.actions.running import run_lot
from coopcouncil.procurement.outcome.forms import BecauseForm, DecideForm, RunForm
from coopcouncil.procurement.outcome.labels import BESIDE, FAILED, ODDITIES
from coopcouncil.procurement.outcome.models import AwardDecision, ScoringRun
from coopcouncil.procurement.outcome.reads import (
    bidders_in,
    decision_of,
    last_run,
    run_in,
    runs_named,
)
from coopcouncil.procurement.outcome.views.shared import (
    agreed_tender,
    form_page,
    lot_at,
    names,
    titled,
)
from coopcouncil.procurement.paging import page_of
from coopcouncil.procurement.tenders.models import Edition, Lot, Tender
from coopcouncil.procurement.tenders.reads import lots_of
from coopcouncil.scoring import LowPrice, Run, low_prices, shown

BIDS = 10
"""So many bids with all their steps are on a page."""


@dataclass(frozen=True)
class LotShown:
    """A lot on the page of the result."""

    lot: Lot
    title: str
    is_agreed: bool
    runs: list[ScoringRun]
    run: Run | None
    names: dict[str, str]
    decision: AwardDecision | None
    sides: Any
    swings: Any
    low: tuple[LowPrice, ...]
    """Prices to ask about before the award."""

    @property
    def first(self) -> str:
        """Who is first in the last sum, if one alone is."""
        return self.names.get(self.run.winner or "", "") if self.run else ""


async def result(request: Request) -> Response:
    """Every lot: its sums, drawn, and what was decided."""
    tender = await agreed_tender(request)
    every = await lots_of(tender)
    lots = [await _lot_shown(request, tender, every, lot) for lot in every]
    return page(
        request,
        "procurement/outcome/result.html",
        tender=tender,
        lots=lots,
        leads=leads(request),
        is_open=tender.stage is Stage.AGREED,
        failed=FAILED,
        oddities=ODDITIES,
        shown=lambda figure: shown(figure, 1),
    )


async def _lot_shown(request: Request, tender: Tender, lots: Sequence[Lot], lot: Lot) -> LotShown:
    org = request.state.org
    row = await last_run(org, lot)
    called = names(await bidders_in(org, lot))
    done = run_in(row) if row else None
    titles = await _titles(request, tender, row) if row else {}
    return LotShown(
        lot,
        titled(request, lots, lot),
        await all_agreed(tender, lot),
        await runs_named(org, lot),
        done,
        called,
        await decision_of(org, lot),
        side_by_side(done, called, titles) if done else None,
        swinging(done, called, titles) if done else None,
        low_prices(done) if done else (),
    )


async def _titles(request: Request, tender: Tender, row: ScoringRun) -> dict[str, str]:
    """The criteria's titles as published when the sum was made."""
    language = language_of(request)
    edition = await Edition.one(request.state.org, tender_id=tender.id, hash=row.edition_hash)
    return {
        one["code"]: one["title"].get(language) or one["title"]["en"]
        for one in edition.method["criteria"]
    }


async def scoring_run(request: Request) -> Response:
    """One sum with every step, as it was made."""
    tender = await agreed_tender(request)
    lot = await lot_at(request, tender)
    row = await ScoringRun.one(
        request.state.org, lot_id=lot.id, number=request.path_params["number"]
    )
    done = run_in(row)
    current, last = page_of(request, len(done.scored), BIDS)
    return page(
        request,
        "procurement/outcome/run.html",
        bids=done.scored[(current - 1) * BIDS : current * BIDS],
        current=current,
        last=last,
        tender=tender,
        lot=lot,
        lot_title=titled(request, await lots_of(tender), lot),
        row=row,
        run=done,
        names=names(await bidders_in(request.state.org, lot)),
        titles=await _titles(request, tender, row),
        weights=done.method.weights(),
        shown=lambda figure: format(shown(Fraction(figure), 4), "f"),
        beside=BESIDE,
        failed=FAILED,
        oddities=ODDITIES,
    )


async def make_sum(request: Request) -> Response:
    """Make the sum of a lot, once more where something changed."""
    tender = await agreed_tender(request)
    lot = await lot_at(request, tender)
    stands = [one for one in await bidders_in(request.state.org, lot) if one.excluded_at is None]
    form = await form_of(request, RunForm)
    before = await last_run(request.state.org, lot)
    level = bool(before and any(tie.is_open for tie in run_in(before).ties))
    if not level:
        del form.drawn
    if request.method == "POST" and form.validate():
        by_label = {one.bid.label: str(one.id) for one in stands}
        drawn = form.keys(by_label) if level else ()
        try:
            row = await run_lot(
                request.state.org, lot, form.because.data, request.state.person, drawn
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The sum is made and kept."))
            return redirect(
                request, "procurement:scoring_run", id=tender.id, lot=lot.number, number=row.number
            )
    if request.method == "GET" and before is None:
        form.because.data = gettext("Every score of the lot is agreed.")
    return form_page(
        request,
        form,
        gettext("Make the sum"),
        gettext("Make the sum"),
        ("procurement:result", {"id": tender.id}),
        [title] if (title := titled(request, await lots_of(tender), lot)) else (),
    )


async def decide_lot(request: Request) -> Response:
    """Award a lot to the first of the last sum, or to nobody."""
    tender = await agreed_tender(request)
    lot = await lot_at(request, tender)
    org = request.state.org
    row = await last_run(org, lot)
    if row is None:
        raise NotHere
    done = run_in(row)
    stands = {str(one.id): one for one in await bidders_in(org, lot)}
    first = stands.get(done.winner or "")
    form = await form_of(request, DecideForm)
    form.offer(first.bid.supplier.name if first else "")
    if request.method == "POST" and form.validate():
        chosen = first if first and form.award.data == "first" else None
        try:
            await decide(org, lot, chosen, form.because.data, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(
                request, gettext("The decision is recorded. Nobody is told before the summaries.")
            )
            return redirect(request, "procurement:result", id=tender.id)
    return form_page(
        request,
        form,
        gettext("Decide the lot"),
        gettext("Record the decision"),
        ("procurement:result", {"id": tender.id}),
    )


async def take_decision_back(request: Request) -> Response:
    """Before the summaries are sent."""
    tender = await agreed_tender(request)
    lot = await lot_at(request, tender)
    form = await form_of(request, BecauseForm)
    if request.method == "POST" and form.validate():
        try:
            await take_back(request.state.org, lot, form.because.data, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The decision is taken back."))
            return redirect(request, "procurement:result", id=tender.id)
    return form_page(
        request,
        form,
        gettext("Take the decision back"),
        gettext("Take it back"),
        ("procurement:result", {"id": tender.id}),
    )
