"""An evaluator's own work: what is to do, one bid on one criterion, finishing a lot."""

from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock, i18n
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.bids.models import Offer
from coopcouncil.procurement.bids.reads import OpenedOffer, offers_of, opened_file
from coopcouncil.procurement.evaluation.actions.scoring import (
    choose_order,
    finish,
    save_score,
)
from coopcouncil.procurement.evaluation.forms import ScoreForm
from coopcouncil.procurement.evaluation.kinds import ExclusionStep
from coopcouncil.procurement.evaluation.models import Score
from coopcouncil.procurement.evaluation.reads import Ground, ground_of, is_checked
from coopcouncil.procurement.evaluation.reads_scores import (
    Seat,
    due_on,
    everyone_finished,
    goes_by_bid,
    own_seat,
    scores_of,
    seats_of,
    still_left,
)
from coopcouncil.procurement.evaluation.rules.progress import days_left
from coopcouncil.procurement.evaluation.rules.scoring import Changed, Left
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
from coopcouncil.procurement.kinds import CriterionKind, Part
from coopcouncil.procurement.tenders.models import Criterion

Pair = tuple[int, int]


@dataclass(frozen=True)
class Work:
    """One lot as its evaluator works on it."""

    ground: Ground
    title: str
    seat: Seat
    criteria: tuple[Criterion, ...]
    scores: dict[Pair, Score]
    left: dict[Pair, Left]

    def state(self, offer: Offer, criterion: Criterion) -> str:
        """Of one score: done, begun, or left."""
        one = self.left.get((offer.id, criterion.id))
        if one is None:
            return "done"
        return "left" if one.no_points and one.no_reason else "begun"

    def order(self, by_bid: bool) -> list[Pair]:
        """The scores one after another: each bid whole, or each criterion across the bids."""
        offers, criteria = self.ground.standing, self.criteria
        if by_bid:
            return [(offer.id, one.id) for offer in offers for one in criteria]
        return [(offer.id, one.id) for one in criteria for offer in offers]


async def scores(request: Request) -> Response:
    """The evaluator's list: every bid and criterion, and how far each is."""
    place = await place_of(request, Part.EVALUATOR, lead=False)
    may_see_bids(place.reader, place.tender.stage)
    work = [one for lot in place.lots if (one := await _work(request, place, lot.number))]
    by_bid = bool(work) and await goes_by_bid(work[0].seat.part)
    due = await due_on(place.tender)
    return page(
        request,
        "procurement/evaluation/scores.html",
        place=place,
        tender=place.tender,
        work=work,
        by_bid=by_bid,
        due=due,
        days=days_left(due, clock.today()),
        checked=await is_checked(place.tender, ExclusionStep.BEFORE_ASSESSMENT),
        plain=plain,
    )


async def order_scores(request: Request) -> Response:
    """Criterion by criterion across the bids, or bid by bid: kept until it is changed."""
    place = await place_of(request, Part.EVALUATOR, lead=False)
    sent = await request.form()
    by_bid = sent.get("by") == "bid"
    await choose_order(request.state.org, place.tender, request.state.person, by_bid)
    return redirect(request, "procurement:scores", id=place.tender.id)


async def score(request: Request) -> Response:
    """One bid on one criterion: the answer beside the scale."""
    return await _score_page(request, await _desk(request), None)


async def save_own_score(request: Request) -> Response:
    """Keep it, by itself or by the button; then, if wanted, the next."""
    desk = await _desk(request)
    form = await form_of(request, ScoreForm)
    form.offer(
        [(one.value, one.title) for one in await steps_of(desk.place.tender, desk.criterion)]
    )
    other = None
    if form.validate():
        try:
            saved = await save_score(
                request.state.org,
                desk.offer,
                desk.criterion,
                form.chosen,
                form.reason.data or "",
                request.state.person,
                form.seen_at,
            )
        except Refused as refusal:
            form.refuse(refusal)
            if isinstance(refusal, Changed):
                other = desk.score
        else:
            if form.saves_itself:
                return await _score_page(request, desk, form, saved=saved)
            return _after(request, desk, form.then.data or "")
    return await _score_page(request, desk, form, other=other)


async def answer_file(request: Request) -> Response:
    """A file that came with the answer, for those who may read the answer."""
    place = await place_of(request, Part.EVALUATOR, Part.MODERATOR)
    may_see_bids(place.reader, place.tender.stage)
    ground, offer, criterion = await ground_with(request, place)
    seat = await own_seat(ground, request.state.person)
    if seat is None or criterion.id not in seat.criteria:
        if not place.reader.moderates:
            raise NotHere
        if criterion.kind is not CriterionKind.CONDITION:
            # As with the answer itself: whoever brings the scores together waits for all of them.
            may_see_every_score(
                place.reader,
                place.tender.stage,
                own_finished=seat is None or seat.finished_at is not None,
                everyone_finished=everyone_finished(ground, await seats_of(ground)),
            )
    opened = await opened_at(request, ground, offer)
    wanted = request.path_params["file"]
    found = next(
        (one for one in opened.files if one.id == wanted and one.criterion_id == criterion.id), None
    )
    if found is None:
        raise NotHere
    return Response(
        await opened_file(request.state.org, found),
        media_type="application/octet-stream",
        headers={
            "content-disposition": f"attachment; filename*=UTF-8''{quote(found.name)}",
            "cache-control": "no-store",
        },
    )


async def finishing(request: Request) -> Response:
    """Everything once more, before the lot is locked."""
    place, work = await _lot(request)
    return _finishing_page(request, place, work, None)


async def finish_lot(request: Request) -> Response:
    """Lock one's scores of the lot."""
    place, work = await _lot(request)
    try:
        await finish(request.state.org, place.tender, work.ground.lot, request.state.person)
    except Refused as refusal:
        return _finishing_page(request, place, work, refusal)
    flash(request, gettext("Your scores are finished. The moderator reads them when all are."))
    return redirect(request, "procurement:scores", id=place.tender.id)


@dataclass(frozen=True)
class Desk:
    """One bid and one criterion before its evaluator."""

    place: Place
    work: Work
    offer: Offer
    criterion: Criterion
    by_bid: bool

    @property
    def pair(self) -> Pair:
        return self.offer.id, self.criterion.id

    @property
    def score(self) -> Score | None:
        return self.work.scores.get(self.pair)

    @property
    def beside(self) -> tuple[Pair | None, Pair | None]:
        """The one before and the one after, in the chosen order."""
        order = self.work.order(self.by_bid)
        if self.pair not in order:
            return None, None
        at = order.index(self.pair)
        return (
            order[at - 1] if at else None,
            order[at + 1] if at + 1 < len(order) else None,
        )


async def opened_at(request: Request, ground: Ground, offer: Offer) -> OpenedOffer:
    """What the bid answers."""
    found = await offers_of(request.state.org, ground.lot)
    return next(one for one in found if one.offer.id == offer.id)


async def _desk(request: Request) -> Desk:
    place = await place_of(request, Part.EVALUATOR, lead=False)
    may_see_bids(place.reader, place.tender.stage)
    ground, offer, criterion = await ground_with(request, place)
    work = await _work(request, place, ground.lot.number)
    if work is None or criterion.id not in work.seat.criteria:
        raise NotHere
    return Desk(place, work, offer, criterion, await goes_by_bid(work.seat.part))


async def _lot(request: Request) -> tuple[Place, Work]:
    place = await place_of(request, Part.EVALUATOR, lead=False)
    may_see_bids(place.reader, place.tender.stage)
    work = await _work(request, place, (await ground_at(request, place)).lot.number)
    if work is None:
        raise NotHere
    return place, work


async def _work(request: Request, place: Place, number: int) -> Work | None:
    lot = next(one for one in place.lots if one.number == number)
    ground = await ground_of(place.tender, lot)
    seat = await own_seat(ground, request.state.person)
    if seat is None:
        return None
    mine = await scores_of(ground, seat.part)
    left = still_left(ground, seat, mine)
    return Work(
        ground,
        place.lot_title(lot),
        seat,
        tuple(one for one in ground.scaled if one.id in seat.criteria),
        {(one.offer_id, one.criterion_id): one for one in mine},
        {(one.offer, one.criterion): one for one in left},
    )


def _after(request: Request, desk: Desk, then: str) -> Response:
    before, after = desk.beside
    target = {"next": after, "before": before}.get(then)
    flash(request, gettext("Saved."))
    if target is None:
        return redirect(request, "procurement:scores", id=desk.place.tender.id)
    return redirect(
        request,
        "procurement:score",
        id=desk.place.tender.id,
        offer=target[0],
        criterion=target[1],
    )


async def _score_page(
    request: Request,
    desk: Desk,
    form: ScoreForm | None,
    *,
    saved: Score | None = None,
    other: Score | None = None,
) -> Response:
    steps = await steps_of(desk.place.tender, desk.criterion)
    stands = saved or desk.score
    if form is None:
        form = ScoreForm(
            data={
                "points": plain(stands.points) if stands and stands.points is not None else None,
                "reason": stands.reason if stands else "",
            }
        )
        form.offer([(one.value, one.title) for one in steps])
        form.seen.data = stands.saved_at.isoformat() if stands else ""
    elif saved:
        # What is on the page now was saved then: the next save must find it so.
        form.seen.data, form.told.data = saved.saved_at.isoformat(), ""
    elif other:
        form.told.data = other.saved_at.isoformat()
    opened = await opened_at(request, desk.work.ground, desk.offer)
    before, after = desk.beside
    order = desk.work.order(desk.by_bid)
    return page(
        request,
        "procurement/evaluation/score.html",
        block="saved",
        place=desk.place,
        tender=desk.place.tender,
        desk=desk,
        called=desk.place.called(desk.offer),
        heading=desk.criterion.titled(i18n.language.get()),
        question=question_of(desk.criterion),
        answer=opened.answers.get(desk.criterion.code),
        files=[one for one in opened.files if one.criterion_id == desk.criterion.id],
        steps=steps,
        form=form,
        saved_at=stands.saved_at if stands else None,
        other=other,
        other_points=plain(other.points) if other else "",
        before=before,
        after=after,
        number=order.index(desk.pair) + 1 if desk.pair in order else 0,
        all=len(order),
        is_finished=desk.work.seat.finished_at is not None,
        own_points=plain(stands.points) if stands else "",
    )


def _finishing_page(
    request: Request, place: Place, work: Work, refusal: Refused | None
) -> Response:
    return page(
        request,
        "procurement/evaluation/finishing.html",
        status=refusal.status if refusal else None,
        place=place,
        tender=place.tender,
        work=work,
        refusal=refusal.sentence(gettext) if refusal else "",
        plain=plain,
    )
