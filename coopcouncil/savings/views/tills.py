"""A teller's day."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.savings.actions.cash import cash_in
from coopcouncil.savings.actions.tills import close_till, open_till
from coopcouncil.savings.forms import CountForm, FloatForm
from coopcouncil.savings.labels import MOVEMENTS
from coopcouncil.savings.models import SavingsMovement, TillDay
from coopcouncil.savings.rules.till import NOTES_AND_COINS
from coopcouncil.savings.views.found import done


async def tills(request: Request) -> Response:
    """The tills of the last days, and one's own for today."""
    return await _tills(request, FloatForm())


async def record_till(request: Request) -> Response:
    """Open one's till for today."""
    form = await form_of(request, FloatForm)
    if form.validate():
        deed = open_till(request.state.org, form.opening_float.data, request.state.person)
        if till := await done(form, deed):
            return redirect(request, "savings:till", id=till.id)
    return await _tills(request, form)


async def till(request: Request) -> Response:
    """What moved over a till, and what should lie in it."""
    return await _till(request, CountForm())


async def record_count(request: Request) -> Response:
    """The end of the day: what lies in it."""
    found = await TillDay.one(request.state.org, id=request.path_params["id"])
    form = await form_of(request, CountForm)
    if form.validate():
        deed = close_till(
            request.state.org,
            found,
            form.pieces(),
            form.note.data or "",
            request.state.person,
        )
        if await done(form, deed):
            flash(request, gettext("The till is counted and closed."))
            return redirect(request, "savings:till", id=found.id)
    return await _till(request, form)


async def _tills(request: Request, form: FloatForm) -> Response:
    org = request.state.org
    rows = await TillDay.within(org).select_related("teller").order_by("-on", "-id").limit(60)
    mine = [
        one for one in rows if one.teller_id == request.state.person.id and one.on == clock.today()
    ]
    return page(request, "savings/tills.html", form=form, rows=rows, mine=mine, pounds=Money)


async def _till(request: Request, form: CountForm) -> Response:
    org = request.state.org
    found = await TillDay.one(org, id=request.path_params["id"])
    await found.fetch_related("teller")
    moved = (
        await SavingsMovement.within(org)
        .filter(till_id=found.id)
        .select_related("account")
        .order_by("id")
    )
    return page(
        request,
        "savings/till.html",
        till=found,
        form=form,
        moved=moved,
        kinds=MOVEMENTS,
        expected=await cash_in(found),
        came=Money(sum(one.amount for one in moved if one.amount > 0)),
        went=Money(-sum(one.amount for one in moved if one.amount < 0)),
        is_mine=found.teller_id == request.state.person.id,
        pounds=Money,
        pieces=NOTES_AND_COINS,
    )
