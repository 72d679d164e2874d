"""Moderation: what all gave and why, the one score that is agreed, the lot locked."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import i18n
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import address, flash, page, redirect
from coopcouncil.procurement.access import taking_part
from coopcouncil.procurement.bids.models import Offer
from coopcouncil.procurement.evaluation.actions.moderating import agree_score, lock_lot
from coopcouncil.procurement.evaluation.actions.reopening import reopen_lot
from coopcouncil.procurement.evaluation.forms import AgreedForm, ReasonForm
from coopcouncil.procurement.evaluation.models import LotAgreed
from coopcouncil.procurement.evaluation.reads import Ground, ground_of
from coopcouncil.procurement.evaluation.reads_grid import (
    Cell,
    agreed_reasons,
    grid_of,
    how_many_left,
)
from coopcouncil.procurement.evaluation.reads_scores import (
    Pair,
    Seat,
    entries_of,
    everyone_finished,
    live_lock,
    nobody_scores,
    seats_of,
    sheet_of,
)
from coopcouncil.procurement.evaluation.rules.moderating import MovedOn, nobody_gave
from coopcouncil.procurement.evaluation.rules.seeing import may_see_bids, may_see_every_score
from coopcouncil.procurement.evaluation.views.found import (
    Place,
    ground_at,
    ground_with,
    place_of,
    plain,
    question_of,
    steps_of,
)
from coopcouncil.procurement.evaluation.views.scores import opened_at
from coopcouncil.procurement.kinds import CriterionKind, Part
from coopcouncil.procurement.tenders.models import Criterion


@dataclass(frozen=True)
class Table:
    """A lot before those who moderate. `cells` is empty while somebody still scores."""

    ground: Ground
    title: str
    seats: tuple[Seat, ...]
    cells: dict[Pair, Cell]
    is_shown: bool
    lock: LotAgreed | None
    left: int
    unscored: tuple[str, ...]
    """Criteria that nobody is there to score."""


async def moderation(request: Request) -> Response:
    """Every lot: who still scores, and once nobody does, how far the agreement is."""
    place = await _place(request)
    return page(
        request,
        "procurement/evaluation/moderation.html",
        place=place,
        tender=place.tender,
        tables=[
            await _table(request, place, await ground_of(place.tender, lot)) for lot in place.lots
        ],
        where=address(request, "procurement:moderation", id=place.tender.id),
        moderates=place.reader.moderates,
        is_lead=place.reader.is_lead,
        plain=plain,
    )


async def agreeing(request: Request) -> Response:
    """One bid on one criterion: everybody's points and reasons, and the agreed score."""
    place, ground, offer, criterion = await _one(request)
    return await _agreeing_page(request, place, ground, offer, criterion, None)


async def agree(request: Request) -> Response:
    """Write the agreed score down."""
    place, ground, offer, criterion = await _one(request)
    form = await form_of(request, AgreedForm)
    form.offer([(one.value, one.title) for one in await steps_of(place.tender, criterion)])
    moved = False
    if not place.reader.moderates:
        # An evaluator reads along, and writes nothing.
        await taking_part(request, Part.MODERATOR)
    if form.validate():
        try:
            await agree_score(
                request.state.org,
                offer,
                criterion,
                form.chosen,
                form.reason.data,
                request.state.person,
                version=form.seen,
                is_lead=place.reader.is_lead,
            )
        except Refused as refusal:
            moved = isinstance(refusal, MovedOn)
            form.refuse(refusal, None if moved or refusal.status != 422 else "reason")
        else:
            flash(request, gettext("The agreed score is recorded."))
            return await _next(request, place, ground, (offer.id, criterion.id), form.then.data)
    return await _agreeing_page(request, place, ground, offer, criterion, form, moved=moved)


async def locking(request: Request) -> Response:
    """The lot once more, before the lead locks it."""
    place = await place_of(request)
    may_see_bids(place.reader, place.tender.stage)
    return await _locking_page(request, place, await ground_at(request, place), None)


async def lock_agreed(request: Request) -> Response:
    """Lock it."""
    place = await place_of(request)
    ground = await ground_at(request, place)
    try:
        await lock_lot(request.state.org, place.tender, ground.lot, request.state.person)
    except Refused as refusal:
        return await _locking_page(request, place, ground, refusal)
    flash(request, gettext("The scores are agreed and locked."))
    return redirect(request, "procurement:moderation", id=place.tender.id)


async def reopening(request: Request) -> Response:
    """Why the lead opens a locked lot again."""
    place = await place_of(request)
    return await _reopening_page(request, place, await ground_at(request, place), ReasonForm())


async def reopen(request: Request) -> Response:
    """Open it again."""
    place = await place_of(request)
    ground = await ground_at(request, place)
    form = await form_of(request, ReasonForm)
    if form.validate():
        try:
            await reopen_lot(
                request.state.org, place.tender, ground.lot, form.reason.data, request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal, "reason" if refusal.status == 422 else None)
        else:
            flash(request, gettext("The agreed scores of this lot are open again."))
            return redirect(request, "procurement:moderation", id=place.tender.id)
    return await _reopening_page(request, place, ground, form)


async def _place(request: Request) -> Place:
    place = await place_of(request, Part.MODERATOR, Part.EVALUATOR)
    may_see_bids(place.reader, place.tender.stage)
    return place


async def _one(request: Request) -> tuple[Place, Ground, Offer, Criterion]:
    place = await _place(request)
    ground, offer, criterion = await ground_with(request, place)
    is_condition = criterion.kind is CriterionKind.CONDITION
    if not (is_condition and place.reader.moderates):
        _may_see(request, place, await seats_of(ground), ground)
    return place, ground, offer, criterion


def _may_see(request: Request, place: Place, seats: list[Seat], ground: Ground) -> None:
    own = [one for one in seats if one.is_live and one.person.id == request.state.person.id]
    may_see_every_score(
        place.reader,
        place.tender.stage,
        own_finished=place.reader.moderates if not own else all(one.finished_at for one in own),
        everyone_finished=everyone_finished(ground, seats),
    )


async def _table(request: Request, place: Place, ground: Ground) -> Table:
    seats = await seats_of(ground)
    try:
        _may_see(request, place, seats, ground)
    except Refused:
        is_shown = False
    else:
        is_shown = True
    cells = await grid_of(ground, seats)
    if not is_shown:
        # Whether conditions are met is decided meanwhile, by those who moderate.
        own = {one.id for one in ground.conditions} if place.reader.moderates else set()
        cells = {pair: cell for pair, cell in cells.items() if pair[1] in own}
    without = nobody_scores(ground, [one for one in seats if one.is_live or one.counts])
    return Table(
        ground,
        place.lot_title(ground.lot),
        tuple(seats),
        cells,
        is_shown,
        await live_lock(ground),
        await how_many_left(ground),
        tuple(one.titled(i18n.language.get()) for one in ground.scaled if one.id in without),
    )


async def _agreeing_page(
    request: Request,
    place: Place,
    ground: Ground,
    offer: Offer,
    criterion: Criterion,
    form: AgreedForm | None,
    moved: bool = False,
) -> Response:
    steps = await steps_of(place.tender, criterion)
    sheet = await sheet_of(ground, await seats_of(ground), (offer.id, criterion.id))
    if sheet is None:
        raise NotHere
    agreed = sheet.agreed
    if form is None:
        # What was agreed before, and else nothing: no score is suggested.
        stands = agreed.points if agreed else None
        form = AgreedForm(
            data={
                "points": plain(stands) if stands is not None else None,
                "reason": agreed.reason if agreed and stands is not None else "",
            }
        )
        form.offer([(one.value, one.title) for one in steps])
        form.version.data = str(agreed.version if agreed else 0)
    elif moved and agreed:
        form.version.data = str(agreed.version)
    opened = await opened_at(request, ground, offer)
    order = list(ground.pairs)
    at = order.index(sheet.pair) if sheet.pair in order else None
    lock = await live_lock(ground)
    return page(
        request,
        "procurement/evaluation/agreeing.html",
        place=place,
        tender=place.tender,
        ground=ground,
        offer=offer,
        criterion=criterion,
        called=place.called(offer),
        heading=criterion.titled(i18n.language.get()),
        question=question_of(criterion),
        answer=opened.answers.get(criterion.code),
        files=[one for one in opened.files if one.criterion_id == criterion.id],
        steps=steps,
        sheet=sheet,
        is_condition=criterion.kind is CriterionKind.CONDITION,
        new=bool(sheet.given)
        and sheet.is_agreed
        and agreed is not None
        and agreed.points is not None
        and nobody_gave(agreed.points, sheet.given),
        entries=await entries_of(agreed) if agreed else [],
        moved=moved,
        lock=lock,
        writes=place.reader.moderates and lock is None and offer.excluded_at is None,
        before=order[at - 1] if at else None,
        after=order[at + 1] if at is not None and at + 1 < len(order) else None,
        form=form,
        plain=plain,
    )


async def _next(
    request: Request, place: Place, ground: Ground, pair: Pair, then: str | None
) -> Response:
    order = list(ground.pairs)
    at = order.index(pair) if pair in order else len(order)
    if then == "next" and at + 1 < len(order):
        offer, criterion = order[at + 1]
        return redirect(
            request, "procurement:agreeing", id=place.tender.id, offer=offer, criterion=criterion
        )
    return redirect(request, "procurement:moderation", id=place.tender.id)


async def _locking_page(
    request: Request, place: Place, ground: Ground, refusal: Refused | None
) -> Response:
    return page(
        request,
        "procurement/evaluation/locking.html",
        status=refusal.status if refusal else None,
        place=place,
        tender=place.tender,
        lot_table=await _table(request, place, ground),
        reasons=await agreed_reasons(ground),
        table_title=place.lot_title(ground.lot),
        refusal=refusal.sentence(gettext) if refusal else "",
        plain=plain,
    )


async def _reopening_page(
    request: Request, place: Place, ground: Ground, form: ReasonForm
) -> Response:
    title = place.lot_title(ground.lot)
    return page(
        request,
        "_pages/form.html",
        heading=gettext("Open the agreed scores again") + (f": {title}" if title else ""),
        intro=[
            gettext(
                "Why they are opened again stays with the tender for good, and bidders can ask "
                "for it. Each agreed score stands until the moderator changes it."
            )
        ],
        button=gettext("Open them again"),
        back=("procurement:moderation", {"id": place.tender.id}),
        form=form,
    )
