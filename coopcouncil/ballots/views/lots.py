"""Drawing lots: the order in which candidates who are level fare."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.ballots.actions.lots import draw_lots, record_lots
from coopcouncil.ballots.forms.lots import HandDrawForm, drawn_numbers
from coopcouncil.ballots.models import Ballot, CountRun, LotDraw
from coopcouncil.ballots.reads import paper_of, rules_of, state_now
from coopcouncil.ballots.rules.lots import drawn_order, may_draw
from coopcouncil.ballots.rules.state import State
from coopcouncil.ballots.views.found import SETTERS, ballot_of
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language
from coopcouncil.kernel.pages import flash, page, redirect


async def lots(request: Request) -> Response:
    """The order drawn, for all to see; before that, how to draw it."""
    return await _page(request, await ballot_of(request), HandDrawForm())


async def draw(request: Request) -> Response:
    """By the computer."""
    ballot = await ballot_of(request)
    await draw_lots(ballot, request.state.person)
    flash(request, gettext("Lots are drawn and published."))
    return redirect(request, "ballots:lots", id=ballot.id)


async def record_draw(request: Request) -> Response:
    """As drawn in the room."""
    ballot = await ballot_of(request)
    form = await form_of(request, HandDrawForm)
    options = await paper_of(ballot)
    numbers = drawn_numbers(
        await request.form(max_fields=2_000, max_files=0), [o.place for o in options]
    )
    good = form.validate()
    if (await rules_of(ballot)).bilingual and not form.how_cy.data:
        form.wrong(gettext("Fill this in."), at="how_cy")
        good = False
    try:
        order = drawn_order(numbers)
        if good:
            await record_lots(
                ballot, order, form.how.data, form.how_cy.data or "", request.state.person
            )
            flash(request, gettext("The order is recorded and published."))
            return redirect(request, "ballots:lots", id=ballot.id)
    except Refused as refusal:
        form.refuse(refusal)
    return await _page(request, ballot, form, numbers)


async def _page(
    request: Request,
    ballot: Ballot,
    form: HandDrawForm,
    numbers: dict[int, int | None] | None = None,
) -> Response:
    lang = language.get()
    names = {o.place: o.option.called(lang) for o in await paper_of(ballot) if o.option}
    drawn = await LotDraw.of(ballot).get_or_none()
    state = await state_now(ballot)
    try:
        may_draw(state, ballot.is_election, drawn is not None, await CountRun.of(ballot).exists())
        closed: Refused | None = None
    except Refused as refusal:
        closed = refusal
    return page(
        request,
        "ballots/lots.html",
        ballot=ballot,
        form=form,
        names=names,
        numbers=numbers or {},
        drawn=drawn,
        closed=closed,
        late=state in (State.BOX_OPENED, State.DECLARED),
        is_bilingual=(await rules_of(ballot)).bilingual,
        sets=bool(request.state.roles.intersection(SETTERS)),
    )
