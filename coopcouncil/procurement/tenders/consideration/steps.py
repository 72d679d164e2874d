"""The steps before the notice, as the tender's page shows them to the lead."""

from decimal import Decimal

from starlette.requests import Request

from coopcouncil.kernel.i18n import gettext, ngettext
from coopcouncil.kernel.pages import address
from coopcouncil.kernel.shown import shown_date
from coopcouncil.procurement.access import leads
from coopcouncil.procurement.measures.library.model import model
from coopcouncil.procurement.tenders.consideration.reads import (
    assessments_of,
    weight_considered,
)
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import measures_of
from coopcouncil.procurement.tenders.rules.document import plain
from coopcouncil.procurement.tenders.rules.faults import Step
from coopcouncil.procurement.tenders.steps import Progress, StepShown


async def consideration_step(request: Request, tender: Tender) -> StepShown | None:
    """What was considered; the tender's page adds what is missing."""
    if not leads(request):
        return None
    weight: Decimal | None = await weight_considered(request.state.org, tender)
    beneath = ""
    if weight is not None:
        followed = model().editions.get(tender.social_model)
        text = (
            gettext("Social value counts {weight} per cent; {edition} is followed")
            if followed
            else gettext("Social value counts {weight} per cent")
        )
        beneath = text.format(weight=plain(weight), edition=followed.number if followed else "")
    at = address(request, "procurement:consideration", id=tender.id)
    return StepShown(Step.CONSIDERATION, Progress.DONE, at, beneath=beneath)


async def conflicts_step(request: Request, tender: Tender) -> StepShown | None:
    """When the assessment was looked at last."""
    if not leads(request):
        return None
    rows = await assessments_of(request.state.org, tender)
    beneath = ""
    if rows:
        text = gettext("Looked at on {day}")
        beneath = text.format(day=shown_date(rows[0].written_at))
    at = address(request, "procurement:conflicts", id=tender.id)
    return StepShown(Step.CONFLICTS, Progress.DONE, at, beneath=beneath)


async def measures_step(request: Request, tender: Tender) -> StepShown | None:
    """How many measures are frozen."""
    if not leads(request):
        return None
    count = len(await measures_of(tender))
    text = ngettext("%(num)d measure", "%(num)d measures", count)
    at = address(request, "procurement:tender_measures", id=tender.id)
    return StepShown(Step.MEASURES, Progress.DONE, at, beneath=text % {"num": count})
