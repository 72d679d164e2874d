"""Publication, changes of what is published, and the end of a tender without a contract."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.access import taking_part
from coopcouncil.procurement.kinds import Basis, Procedure, Stage
from coopcouncil.procurement.tenders.actions import (
    begin_change,
    drop_change,
    end,
    publish,
    republish,
)
from coopcouncil.procurement.tenders.actions.publishing import ask_for_final_tenders
from coopcouncil.procurement.tenders.checking import faults_of
from coopcouncil.procurement.tenders.forms.people import PublishAgainForm, ReasonForm
from coopcouncil.procurement.tenders.labels import STEP_NAMES
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.paper import read_differences
from coopcouncil.procurement.tenders.reads import edition_in_force, editions_of
from coopcouncil.procurement.tenders.rules.dates import is_short
from coopcouncil.procurement.tenders.rules.document import fingerprint
from coopcouncil.procurement.tenders.rules.faults import by_step
from coopcouncil.procurement.tenders.views.shared import form_page
from coopcouncil.procurement.tenders.writing import document_of


async def publication(request: Request) -> Response:
    """What is missing and the button; its editions; of a change, what differs."""
    found = await taking_part(request)
    if found.revises_id is not None:
        return await _again(request, found, PublishAgainForm())
    return await _publication(request, found)


async def record_publication(request: Request) -> Response:
    """Publish it, or the change of it."""
    found = await taking_part(request)
    org, person = request.state.org, request.state.person
    if found.revises_id is None:
        await publish(org, found, person)
        flash(request, gettext("The tender is published. Its method is locked by its hash."))
        return redirect(request, "procurement:tender", id=found.id)
    if await faults_of(org, found):
        # The page shows what is missing, and no form: what was typed into one has no place.
        return await _again(request, found, PublishAgainForm(), 409)
    form = await form_of(request, PublishAgainForm)
    if not form.validate():
        return await _again(request, found, form)
    published = await Tender.one(org, id=found.revises_id)
    try:
        await republish(
            org,
            published,
            form.because.data,
            person,
            Basis(form.basis.data),
            form.is_substantial.data,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return await _again(request, found, form, refusal.status)
    flash(request, gettext("The change is published, and bidders are told."))
    return redirect(request, "procurement:tender", id=published.id)


async def record_change(request: Request) -> Response:
    """Begin a change of what is published."""
    found = await taking_part(request)
    change = await begin_change(request.state.org, found, request.state.person)
    return redirect(request, "procurement:tender", id=change.id)


async def record_dropping(request: Request) -> Response:
    """Leave what is published as it is."""
    change = await taking_part(request)
    if change.revises_id is None:
        raise NotHere
    published = change.revises_id
    await drop_change(request.state.org, change, request.state.person)
    flash(request, gettext("The change is dropped. What is published stands."))
    return redirect(request, "procurement:tender", id=published)


async def record_final(request: Request) -> Response:
    """Final tenders are asked for: nothing is refined any more."""
    found = await taking_part(request)
    if found.procedure is not Procedure.FLEXIBLE:
        raise NotHere
    await ask_for_final_tenders(request.state.org, found, request.state.person)
    flash(request, gettext("Final tenders are asked for. The method stands."))
    return redirect(request, "procurement:publication", id=found.id)


async def ending(request: Request) -> Response:
    """Why does it end without a contract?"""
    return _ending(request, await taking_part(request), ReasonForm())


async def record_ending(request: Request) -> Response:
    """End it."""
    found = await taking_part(request)
    form = await form_of(request, ReasonForm)
    if not form.validate():
        return _ending(request, found, form)
    try:
        await end(request.state.org, found, form.because.data, request.state.person)
    except Refused as refusal:
        form.refuse(refusal)
        return _ending(request, found, form, refusal.status)
    flash(request, gettext("The tender has ended without a contract."))
    return redirect(request, "procurement:tender", id=found.id)


async def _publication(request: Request, tender: Tender) -> Response:
    missing = by_step(
        await faults_of(request.state.org, tender) if tender.stage is Stage.PREPARING else []
    )
    document = await document_of(request.state.org, tender)
    return page(
        request,
        "procurement/tenders/publication.html",
        tender=tender,
        called=tender.titled(language_of(request)),
        missing=missing,
        names=STEP_NAMES,
        editions=await editions_of(tender),
        hash=fingerprint(document),
        is_preparing=tender.stage is Stage.PREPARING,
        is_published=tender.stage is Stage.PUBLISHED,
        is_flexible=tender.procedure is Procedure.FLEXIBLE,
    )


async def _again(
    request: Request, change: Tender, form: PublishAgainForm, status: int | None = None
) -> Response:
    org = request.state.org
    published = await Tender.one(org, id=change.revises_id)
    before = await edition_in_force(published)
    after = await document_of(org, change)
    language = language_of(request)
    return page(
        request,
        "procurement/tenders/publish_again.html",
        status=status,
        tender=change,
        published=published,
        called=published.titled(language),
        form=form,
        missing=by_step(await faults_of(org, change)),
        names=STEP_NAMES,
        differences=read_differences(before.method, after, language),
        short=bool(
            change.closes_at
            and published.published_at
            and is_short(change.procedure, published.published_at.date(), change.closes_at)
        ),
    )


def _ending(
    request: Request, tender: Tender, form: ReasonForm, status: int | None = None
) -> Response:
    return form_page(
        request,
        tender,
        form,
        gettext("End this tender without a contract"),
        gettext("End it for good"),
        ("procurement:tender", {"id": tender.id}),
        tender.titled(language_of(request)),
        intro=(
            gettext("Nobody can bid any more, and nothing is awarded. This cannot be undone."),
            gettext(
                "After a notice was published, the law asks for a procurement termination notice "
                "too: the reason that you give here goes into it."
            ),
        ),
        status=status,
    )
