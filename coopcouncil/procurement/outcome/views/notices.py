"""Notices, the standstill, and the contract that follows."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.money import Money
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.organisations.models import Organisation
from coopcouncil.procurement.access import leads, taking_part
from coopcouncil.procurement.kinds import Part, Stage
from coopcouncil.procurement.measures.library.model import model
from coopcouncil.procurement.outcome.actions.contracting import sign_contract
from coopcouncil.procurement.outcome.actions.notices import record_notice, withdraw_notice
from coopcouncil.procurement.outcome.forms import BecauseForm, ContractForm, NoticeForm
from coopcouncil.procurement.outcome.kinds import NoticeKind
from coopcouncil.procurement.outcome.labels import DUTIES, NOTICES
from coopcouncil.procurement.outcome.models import Contract, Kpi, TenderNotice
from coopcouncil.procurement.outcome.reads import (
    award_notice,
    contracts_of,
    decision_of,
    decisions_of,
    notices_of,
    signs_from,
)
from coopcouncil.procurement.outcome.rules.duties import dues, indicators_needed
from coopcouncil.procurement.outcome.rules.standstill import counted, is_mandatory
from coopcouncil.procurement.outcome.views.shared import form_page, lot_at, titled
from coopcouncil.procurement.tenders.consideration.rules.advising import of_contract
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import lots_of


async def notices(request: Request) -> Response:
    """What was published where, how long the standstill lasts, and which contracts came of it."""
    tender = await taking_part(request, Part.CONTRACT_MANAGER)
    org = request.state.org
    award = await award_notice(org, tender)
    contracts = await contracts_of(org, tender)
    signed = {one.lot_id for one in contracts}
    awarded = []
    lots, decisions = await lots_of(tender), await decisions_of(org, tender)
    for lot in lots:
        decision = decisions.get(lot.id)
        if decision is not None and decision.offer is not None and tender.stage is Stage.AWARDED:
            awarded.append((lot, titled(request, lots, lot), decision, lot.id in signed))
    return page(
        request,
        "procurement/outcome/notices.html",
        tender=tender,
        notices=await notices_of(org, tender),
        names=NOTICES,
        award=award,
        days=counted(award.published_on) if award and is_mandatory(tender.procedure) else (),
        signs_from=await signs_from(org, tender),
        today=clock.today(),
        awarded=awarded,
        contracts=[
            (
                one,
                dues(
                    one.signed_on,
                    one.ends_on,
                    one.value,
                    tender.procedure,
                    org.nation,
                    has_indicators=not one.no_indicators_because,
                ),
            )
            for one in contracts
        ],
        duties=DUTIES,
        advice=await _advice(org, tender, contracts),
        leads=leads(request),
    )


async def _advice(
    org: Organisation, tender: Tender, contracts: Sequence[Contract]
) -> dict[int, str]:
    """What there is to think of each contract, by the edition of the Social Value Model that the
    tender follows. Nothing is refused by it."""
    followed = model().editions.get(tender.social_model)
    found: dict[int, str] = {}
    for one in contracts:
        there = await Kpi.within(org).filter(contract_id=one.id, is_social=True).count()
        lacks = of_contract(followed, one.value, there)
        if lacks is not None:
            found[one.id] = lacks.sentence(gettext)
    return found


def _wanted(followed: str, wanted: int) -> str:
    text = gettext("{followed}, which the tender follows, wants {wanted} of social value.")
    return text.format(followed=followed, wanted=wanted)


async def new_notice(request: Request) -> Response:
    """Write down one that was published."""
    tender = await taking_part(request)
    form = await form_of(request, NoticeForm)
    if request.method == "POST" and form.validate():
        try:
            await record_notice(request.state.org, tender, form.draft(), request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The notice is written down."))
            return redirect(request, "procurement:notices", id=tender.id)
    if request.method == "GET":
        form.published_on.process(None, clock.today())
        form.ocid.data = tender.ocid
        follows = {Stage.SUMMARISED: NoticeKind.AWARD, Stage.CONTRACTED: NoticeKind.DETAILS}
        form.kind.data = follows.get(tender.stage, NoticeKind.TENDER).value
    return form_page(
        request,
        form,
        gettext("A notice that was published"),
        gettext("Write it down"),
        ("procurement:notices", {"id": tender.id}),
        [
            gettext(
                "Publish the notice on the central digital platform first. Here stands what it "
                "gave you: the day, the number, the address."
            )
        ],
    )


async def withdraw(request: Request) -> Response:
    """One that was withdrawn there."""
    tender = await taking_part(request)
    notice = await TenderNotice.one(
        request.state.org, id=request.path_params["notice"], tender_id=tender.id
    )
    if notice.withdrawn_at is not None:
        raise NotHere
    form = await form_of(request, BecauseForm)
    if request.method == "POST" and form.validate():
        try:
            await withdraw_notice(
                request.state.org, notice, form.because.data, request.state.person
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("It is noted that the notice was withdrawn."))
            return redirect(request, "procurement:notices", id=tender.id)
    return form_page(
        request,
        form,
        gettext("A notice that was withdrawn"),
        gettext("Note it"),
        ("procurement:notices", {"id": tender.id}),
        [str(NOTICES[notice.kind])],
    )


async def new_contract(request: Request) -> Response:
    """The contract for a lot that was awarded, after the standstill."""
    tender = await taking_part(request)
    lot = await lot_at(request, tender)
    org = request.state.org
    decision = await decision_of(org, lot)
    if tender.stage is not Stage.AWARDED or decision is None or decision.offer is None:
        raise NotHere
    form = await form_of(request, ContractForm)
    if request.method == "POST" and form.validate():
        try:
            await sign_contract(org, lot, form.draft(), request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The contract is recorded, and its promises with it."))
            return redirect(request, "procurement:notices", id=tender.id)
    if request.method == "GET":
        language = language_of(request)
        form.title.data, form.title_cy.data = tender.title, tender.title_cy
        form.subject.data, form.subject_cy.data = tender.description, tender.description_cy
        form.value.process(None, Money(lot.value))
        for field, day in (
            (form.signed_on, clock.today()),
            (form.starts_on, tender.starts_on),
            (form.ends_on, tender.ends_on),
            (form.may_extend_until, tender.may_extend_until),
        ):
            field.process(None, day)
        if len(await lots_of(tender)) > 1:
            form.title.data = f"{tender.title}: {lot.titled(language)}"
    needed = indicators_needed(lot.value, tender.procedure)
    text = gettext("A contract above £5 million needs at least {needed} indicators, published.")
    lacks = of_contract(model().editions.get(tender.social_model), lot.value, 0)
    return form_page(
        request,
        form,
        gettext("Contract with {name}").format(name=decision.offer.bid.supplier.name),
        gettext("Record the contract"),
        ("procurement:notices", {"id": tender.id}),
        [
            *([text.format(needed=needed)] if needed else ()),
            *([_wanted(lacks.followed, lacks.wanted)] if lacks else ()),
        ],
    )
