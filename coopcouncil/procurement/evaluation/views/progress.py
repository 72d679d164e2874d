"""How far the assessment is, for the lead and the moderator: counts alone, never a score."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, ngettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.evaluation.actions.reminding import remind, set_due
from coopcouncil.procurement.evaluation.forms import DueForm
from coopcouncil.procurement.evaluation.kinds import ExclusionStep
from coopcouncil.procurement.evaluation.reads import Ground, bidders_of, ground_of, is_checked
from coopcouncil.procurement.evaluation.reads_declaring import declarers_of
from coopcouncil.procurement.evaluation.reads_grid import counts_of, how_many_left
from coopcouncil.procurement.evaluation.reads_scores import (
    Seat,
    due_on,
    live_lock,
    seats_of,
)
from coopcouncil.procurement.evaluation.rules.progress import Count, days_left
from coopcouncil.procurement.evaluation.views.found import Place, place_of
from coopcouncil.procurement.kinds import Part
from coopcouncil.procurement.labels import PARTS


@dataclass(frozen=True)
class Row:
    """One evaluator in one lot."""

    seat: Seat
    by_criterion: dict[int, Count]

    @property
    def done(self) -> int:
        return sum(one.done for one in self.by_criterion.values())

    @property
    def all(self) -> int:
        return sum(one.all for one in self.by_criterion.values())

    @property
    def per_cent(self) -> int:
        """Of the scores that are theirs to give, how many are given; rounded down."""
        return 100 * self.done // self.all if self.all else 100


@dataclass(frozen=True)
class Board:
    """One lot."""

    ground: Ground
    title: str
    rows: tuple[Row, ...]
    agreed: int
    to_agree: int
    is_locked: bool


async def progress(request: Request) -> Response:
    """The dashboard."""
    place = await _place(request)
    due = await due_on(place.tender)
    return await _page(request, place, DueForm(data={"due_on": due}))


async def set_due_day(request: Request) -> Response:
    """By when scores are wanted."""
    place = await _place(request)
    form = await form_of(request, DueForm)
    if not form.validate():
        return await _page(request, place, form)
    await set_due(request.state.org, place.tender, form.due_on.data, request.state.person)
    flash(request, gettext("The day is set."))
    return redirect(request, "procurement:progress", id=place.tender.id)


async def send_reminders(request: Request) -> Response:
    """Write to all who have something left."""
    place = await _place(request)
    count = await remind(request.state.org, place.tender, request.state.person)
    text = ngettext(
        "{count} person has been reminded.", "{count} people have been reminded.", count
    )
    flash(request, text.format(count=count) if count else gettext("Nobody has anything left."))
    return redirect(request, "procurement:progress", id=place.tender.id)


async def _place(request: Request) -> Place:
    return await place_of(request, Part.MODERATOR)


async def _page(request: Request, place: Place, form: DueForm) -> Response:
    tender = place.tender
    due = await due_on(tender)
    boards = [await _board(place, await ground_of(tender, lot)) for lot in place.lots]
    declarers = await declarers_of(tender, await bidders_of(tender))
    is_waiting = any(not row.seat.finished_at for board in boards for row in board.rows)
    return page(
        request,
        "procurement/evaluation/progress.html",
        place=place,
        tender=tender,
        boards=boards,
        is_waiting=is_waiting,
        is_left=is_waiting or any(one.standing.unanswered for one in declarers),
        declarers=declarers,
        parts=PARTS,
        checked=await is_checked(tender, ExclusionStep.BEFORE_ASSESSMENT),
        due=due,
        days=days_left(due, clock.today()),
        form=form,
        is_lead=place.reader.is_lead,
    )


async def _board(place: Place, ground: Ground) -> Board:
    seats = [seat for seat in await seats_of(ground) if seat.is_live]
    counts = await counts_of(ground, seats)
    rows = [Row(seat, counts[seat.part]) for seat in seats]
    left = await how_many_left(ground)
    return Board(
        ground,
        place.lot_title(ground.lot),
        tuple(rows),
        len(ground.pairs) - left,
        len(ground.pairs),
        await live_lock(ground) is not None,
    )
