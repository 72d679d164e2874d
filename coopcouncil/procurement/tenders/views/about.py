"""What is bought, and until when bidders may bid."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.clock import LONDON
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.access import taking_part
from coopcouncil.procurement.tenders.actions.particulars import (
    change_particulars,
    set_times,
    shown_particulars,
    shown_times,
)
from coopcouncil.procurement.tenders.forms.about import AboutForm
from coopcouncil.procurement.tenders.forms.dates import DatesForm
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import is_bilingual
from coopcouncil.procurement.tenders.rules.dates import (
    USUAL_DAYS,
    WITHOUT_USUAL,
    days_given,
    usual_last_day,
)
from coopcouncil.procurement.tenders.rules.refusals import may_prepare
from coopcouncil.procurement.tenders.rules.seen import seen
from coopcouncil.procurement.tenders.views.shared import refused


async def about(request: Request) -> Response:
    """What is bought."""
    found = await taking_part(request)
    return await _about(request, found, _filled(found))


async def record_about(request: Request) -> Response:
    """Say it otherwise."""
    found = await taking_part(request)
    form = await form_of(request, AboutForm)
    if not form.validate():
        return await _about(request, found, form)
    try:
        await change_particulars(
            request.state.org, found, form.particulars(), request.state.person, form.seen.data
        )
    except Refused as refusal:

        async def stands() -> tuple[str, AboutForm]:
            now = _filled(await Tender.one(request.state.org, id=found.id))
            return str(now.seen.data), now

        said = await refused(form, refusal, stands)
        return await _about(request, found, form, said, refusal.status)
    flash(request, gettext("Saved."))
    return redirect(request, "procurement:tender", id=found.id)


async def dates(request: Request) -> Response:
    """Until when bidders may ask and bid."""
    found = await taking_part(request)
    return _dates(request, found, _dated(found))


async def record_dates(request: Request) -> Response:
    """Set the times. What is unusual is said on the tender's page, and stops publication there."""
    found = await taking_part(request)
    form = await form_of(request, DatesForm)
    if not form.validate():
        return _dates(request, found, form)
    try:
        await set_times(
            request.state.org, found, form.times(), request.state.person, form.seen.data
        )
    except Refused as refusal:

        async def stands() -> tuple[str, DatesForm]:
            now = _dated(await Tender.one(request.state.org, id=found.id))
            return str(now.seen.data), now

        said = await refused(form, refusal, stands)
        return _dates(request, found, form, said, refusal.status)
    flash(request, gettext("Saved."))
    return redirect(request, "procurement:tender", id=found.id)


def _filled(tender: Tender) -> AboutForm:
    names = (
        "title title_cy description description_cy cpv area starts_on ends_on may_extend_until "
        "by_invitation names_hidden priced_apart tie_code decimals refinement"
    ).split()
    said = {name: getattr(tender, name) for name in names}
    return AboutForm(
        data=said
        | {
            "value": Money(tender.value),
            "procedure": tender.procedure.value,
            "subject": tender.subject.value,
            "tie": tender.tie.value,
            "seen": seen(shown_particulars(tender)),
        }
    )


async def _about(
    request: Request,
    tender: Tender,
    form: AboutForm,
    stands: list[tuple[str, str]] | None = None,
    status: int | None = None,
) -> Response:
    may_prepare(tender.stage)
    return page(
        request,
        "procurement/tenders/about.html",
        status=status,
        tender=tender,
        form=form,
        stands=stands or (),
        bilingual=await is_bilingual(request.state.org),
    )


def _dated(tender: Tender) -> DatesForm:
    said = DatesForm.of(tender.questions_until, tender.closes_at, tender.short_because)
    return DatesForm(data=said | {"seen": seen(shown_times(tender))})


def _dates(
    request: Request,
    tender: Tender,
    form: DatesForm,
    stands: list[tuple[str, str]] | None = None,
    status: int | None = None,
) -> Response:
    may_prepare(tender.stage)
    today = clock.now().astimezone(LONDON).date()
    return page(
        request,
        "procurement/tenders/dates.html",
        status=status,
        tender=tender,
        form=form,
        stands=stands or (),
        usual=USUAL_DAYS if tender.procedure not in WITHOUT_USUAL else 0,
        first=usual_last_day(today),
        days=days_given(today, tender.closes_at) if tender.closes_at else None,
    )
