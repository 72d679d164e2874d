"""Who takes part in a tender, and the criteria of each evaluator."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.accounts.models import EmailAddress
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.access import taking_part
from coopcouncil.procurement.kinds import CriterionKind, Part, Stage
from coopcouncil.procurement.labels import PARTS
from coopcouncil.procurement.tenders.actions.people import assign, end_part, take_part
from coopcouncil.procurement.tenders.forms.people import AssignForm, PersonForm, ReasonForm
from coopcouncil.procurement.tenders.models import TakesPart, Tender
from coopcouncil.procurement.tenders.reads import criteria_of, people_of
from coopcouncil.procurement.tenders.rules.refusals import NobodyKnown
from coopcouncil.procurement.tenders.tree import walked
from coopcouncil.procurement.tenders.views.shared import form_page


async def people(request: Request) -> Response:
    """Everybody, by part."""
    return await _people(request, await taking_part(request), PersonForm())


async def record_person(request: Request) -> Response:
    """Give somebody a part."""
    found = await taking_part(request)
    form = await form_of(request, PersonForm)
    form.offer()
    if not form.validate():
        return await _people(request, found, form)
    try:
        known = await EmailAddress.get_or_none(
            address=form.email.data.lower(), proven_at__not_isnull=True
        ).select_related("person")
        if known is None:
            raise NobodyKnown
        part = Part(form.part.data)
        row = await take_part(request.state.org, found, known.person, part, request.state.person)
    except Refused as refusal:
        form.refuse(refusal)
        return await _people(request, found, form, refusal.status)
    if part is Part.EVALUATOR:
        return redirect(request, "procurement:assignment", id=found.id, part=row.id)
    flash(request, gettext("{name} takes part.").format(name=known.person.name))
    return redirect(request, "procurement:people", id=found.id)


async def assignment(request: Request) -> Response:
    """What an evaluator scores."""
    found = await taking_part(request)
    row = await _row(request, found)
    own = next(one for one in await people_of(found) if one.row.id == row.id)
    return await _assignment(request, found, row, AssignForm(data={"criteria": own.criteria}))


async def record_assignment(request: Request) -> Response:
    """Assign these and no others."""
    found = await taking_part(request)
    row = await _row(request, found)
    form = await form_of(request, AssignForm)
    form.criteria.choices = await _choices(request, found)
    if not form.validate():
        return await _assignment(request, found, row, form)
    await assign(request.state.org, row, form.criteria.data or [], request.state.person)
    flash(request, gettext("Saved."))
    return redirect(request, "procurement:people", id=found.id)


async def part_ending(request: Request) -> Response:
    """Why does the part end?"""
    found = await taking_part(request)
    return _ending(request, found, await _row(request, found), ReasonForm())


async def record_part_ending(request: Request) -> Response:
    """Take it back."""
    found = await taking_part(request)
    row = await _row(request, found)
    form = await form_of(request, ReasonForm)
    if not form.validate():
        return _ending(request, found, row, form)
    await end_part(request.state.org, row, form.because.data, request.state.person)
    flash(request, gettext("The part has ended."))
    return redirect(request, "procurement:people", id=found.id)


async def _row(request: Request, tender: Tender) -> TakesPart:
    row = await TakesPart.one(
        request.state.org, id=request.path_params["part"], tender_id=tender.id, ended_at=None
    )
    await row.fetch_related("person")
    return row


async def _people(
    request: Request, tender: Tender, form: PersonForm, status: int | None = None
) -> Response:
    form.offer()
    everybody = await people_of(tender, ended=True)
    rows = walked(await criteria_of(tender))
    return page(
        request,
        "procurement/tenders/people.html",
        status=status,
        tender=tender,
        form=form,
        groups=[
            (PARTS[part], part is Part.EVALUATOR, takers)
            for part in Part
            if (
                takers := [
                    one for one in everybody if one.row.part is part and one.row.ended_at is None
                ]
            )
        ],
        before=[one for one in everybody if one.row.ended_at is not None],
        parts=PARTS,
        codes={node.criterion.id: node.criterion.code for node in rows},
        order=[node.criterion.id for node in rows],
        officers=len(
            [
                one
                for one in everybody
                if one.row.part is Part.OPENING_OFFICER and one.row.ended_at is None
            ]
        ),
        can_change=tender.stage is not Stage.ENDED,
    )


async def _choices(request: Request, tender: Tender) -> list[tuple[int, str]]:
    """Groups, each standing for what is under it, and the criteria that are scored by hand."""
    language = language_of(request)
    found = []
    for node in walked(await criteria_of(tender)):
        row = node.criterion
        if row.kind is CriterionKind.SCALE:
            found.append((row.id, f"{row.code} {row.titled(language)}"))
        elif any(one.criterion.kind is CriterionKind.SCALE for one in node.walk()):
            text = gettext("{code} {title}: everything under it")
            found.append((row.id, text.format(code=row.code, title=row.titled(language))))
    return found


async def _assignment(
    request: Request, tender: Tender, row: TakesPart, form: AssignForm
) -> Response:
    form.criteria.choices = await _choices(request, tender)
    return form_page(
        request,
        tender,
        form,
        gettext("Criteria of {name}").format(name=row.person.name),
        gettext("Save"),
        ("procurement:people", {"id": tender.id}),
        gettext("People"),
    )


def _ending(request: Request, tender: Tender, row: TakesPart, form: ReasonForm) -> Response:
    heading = gettext("End the part of {name}: {part}")
    return form_page(
        request,
        tender,
        form,
        heading.format(name=row.person.name, part=PARTS[row.part]),
        gettext("End this part"),
        ("procurement:people", {"id": tender.id}),
        gettext("People"),
        intro=(gettext("What was scored stays, and who scored it."),),
    )
