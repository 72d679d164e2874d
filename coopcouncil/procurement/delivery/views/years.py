"""Yearly reports as the procurement lead makes them: the draft, its words, its publication."""

from starlette.requests import Request
from starlette.responses import Response
from wtforms import ValidationError

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import Form, InputRequired, Length, TextAreaField, form_of
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.organisations.kinds import Nation
from coopcouncil.procurement.delivery.forms import SAY
from coopcouncil.procurement.delivery.labels import STOOD
from coopcouncil.procurement.delivery.rules.yearly import ended, year_of
from coopcouncil.procurement.delivery.views.portfolio import PAGE, mission_name
from coopcouncil.procurement.delivery.yearly import drafted, editions, publish_year
from coopcouncil.procurement.outcome.models import Contract
from coopcouncil.procurement.paging import one_page


class YearForm(Form):
    """The council's words before the figures."""

    in_wales = False

    words = TextAreaField(lazy("Your words, in English"), [InputRequired(SAY), Length(max=8000)])
    words_cy = TextAreaField(lazy("Your words, in Welsh"), [Length(max=8000)])

    def validate_words_cy(self, field: TextAreaField) -> None:
        """A council in Wales says it in both languages."""
        if self.in_wales and not (field.data or "").strip():
            raise ValidationError(gettext("Say it in Welsh too."))


async def _years(request: Request) -> list[int]:
    """From the first contract's year to this one, the newest first."""
    first = await Contract.within(request.state.org).order_by("starts_on").first()
    this = year_of(clock.today())
    start = min(year_of(first.starts_on), this) if first else this
    return list(range(this, max(start, this - 30) - 1, -1))


async def years(request: Request) -> Response:
    """Every year with what was published of it."""
    published: dict[int, int] = {}
    for row in await editions(request.state.org):
        published[row.year] = max(published.get(row.year, 0), row.number)
    return page(
        request,
        "procurement/delivery/years.html",
        years=await _years(request),
        published=published,
    )


async def year_draft(request: Request) -> Response:
    """The draft of one year, and its publication."""
    org, year = request.state.org, request.path_params["year"]
    if year not in await _years(request):
        raise NotHere
    form = await form_of(request, YearForm)
    form.in_wales = org.nation is Nation.WALES
    if request.method == "POST" and form.validate():
        try:
            await publish_year(
                org, year, form.words.data, form.words_cy.data or "", request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The report is published. It stays as it is."))
            return redirect(request, "procurement:years")
    earlier = await editions(org, year)
    body = await drafted(org, year)
    if request.method == "GET" and earlier:
        form.words.data, form.words_cy.data = earlier[0].words, earlier[0].words_cy
    return page(
        request,
        "procurement/delivery/year_draft.html",
        form=form,
        body=body,
        **one_page(request, body["promises"], PAGE),
        year=year,
        is_over=clock.today() > ended(year),
        earlier=earlier,
        states=STOOD,
        mission_name=mission_name,
    )
