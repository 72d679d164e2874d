"""Reading in balances, and what was read."""

from datetime import datetime, time

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.forms import (
    DateField,
    FileField,
    Form,
    InputRequired,
    TimeField,
    form_of,
)
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.savings.core.actions import read_in
from coopcouncil.savings.core.models import CoreBalance, CoreReading
from coopcouncil.savings.core.rules import COLUMNS
from coopcouncil.savings.reads import names_of
from coopcouncil.savings.views.found import done, page_of

PAGE = 100


class ReadingForm(Form):
    """A file of balances, and as at when it holds."""

    file = FileField(lazy("File of balances (CSV)"))
    on = DateField(lazy("Balances as at"), [InputRequired()])
    at = TimeField(lazy("Time"), [InputRequired()])

    def moment(self) -> datetime:
        """The moment in London."""
        return clock.london(self.on.data, self.at.data or time(0))


async def core_balances(request: Request) -> Response:
    """What was read in last, and the next file."""
    return await _show(request, ReadingForm(data={"on": clock.today()}))


async def record_core_balances(request: Request) -> Response:
    """The whole file, or nothing of it."""
    form = await form_of(request, ReadingForm)
    if form.validate():
        if not form.file.data or not form.file.data.filename:
            form.wrong(gettext("Choose a file."), "file")
        else:
            data = await form.file.data.read()
            deed = read_in(
                request.state.org,
                data,
                form.file.data.filename,
                form.moment(),
                request.state.person,
            )
            if await done(form, deed):
                flash(request, gettext("The balances are read in."))
                return redirect(request, "savings:core_balances")
    return await _show(request, form)


async def _show(request: Request, form: ReadingForm) -> Response:
    org = request.state.org
    readings = await CoreReading.within(org).order_by("-as_at").limit(2)
    rows: list[CoreBalance] = []
    current = last = 1
    if readings:
        found = CoreBalance.within(org).filter(reading_id=readings[0].id)
        current, last = page_of(request, await found.count(), PAGE)
        rows = (
            await found.select_related("junior")
            .order_by("account")
            .offset((current - 1) * PAGE)
            .limit(PAGE)
        )
    return page(
        request,
        "savings/core.html",
        form=form,
        reading=readings[0] if readings else None,
        rows=rows,
        names=await names_of(org, [one.member_id for one in rows if one.member_id]),
        current=current,
        last=last,
        columns=", ".join(COLUMNS),
        pounds=Money,
    )
