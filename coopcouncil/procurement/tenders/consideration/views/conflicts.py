"""The conflicts assessment: for the procurement lead alone, since it names people."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.access import taking_part
from coopcouncil.procurement.tenders.consideration.actions import assess_conflicts
from coopcouncil.procurement.tenders.consideration.forms import AssessmentForm, ReviewForm
from coopcouncil.procurement.tenders.consideration.labels import MOMENTS
from coopcouncil.procurement.tenders.consideration.models import ConflictsAssessment
from coopcouncil.procurement.tenders.consideration.reads import assessments_of
from coopcouncil.procurement.tenders.models import Tender


async def conflicts(request: Request) -> Response:
    """The assessment as it stands, and as it stood."""
    found = await taking_part(request)
    return page(
        request,
        "procurement/consideration/conflicts.html",
        tender=found,
        called=found.titled(language_of(request)),
        rows=await assessments_of(request.state.org, found),
        moments=MOMENTS,
    )


async def assessment(request: Request) -> Response:
    """The form: of the first one, or of a review that goes on from the last."""
    found = await taking_part(request)
    rows = await assessments_of(request.state.org, found)
    return _page(request, found, rows, _form(rows))


async def record_assessment(request: Request) -> Response:
    """Write it down; what was written before stays beside it."""
    org, found = request.state.org, await taking_part(request)
    rows = await assessments_of(org, found)
    form = await form_of(request, ReviewForm if rows else AssessmentForm)
    if form.validate():
        try:
            await assess_conflicts(org, found, form.assessment(), request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The conflicts assessment is recorded."))
            return redirect(request, "procurement:conflicts", id=found.id)
    return _page(request, found, rows, form)


def _form(rows: list[ConflictsAssessment]) -> AssessmentForm:
    if not rows:
        return AssessmentForm()
    names = ("conflicts", "steps", "perceived", "perceived_steps")
    return ReviewForm(data={name: getattr(rows[0], name) for name in names})


def _page(
    request: Request, found: Tender, rows: list[ConflictsAssessment], form: AssessmentForm
) -> Response:
    return page(
        request,
        "_pages/form.html",
        heading=gettext("Review the conflicts assessment")
        if rows
        else gettext("Prepare the conflicts assessment"),
        back=("procurement:conflicts", {"id": found.id}),
        intro=[
            gettext(
                "Procurement Act 2023, sections 81 to 83: take all reasonable steps to find "
                "conflicts of interest, keep them from giving anybody an advantage, and keep the "
                "assessment under review."
            )
        ],
        form=form,
        button=gettext("Record it"),
    )
