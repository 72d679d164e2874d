"""The desk: what members asked, by when it must be answered, and what was removed by itself."""

from collections.abc import Sequence
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.models import INSTALLATION
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.meetings.rules.calendar import bank_holidays
from coopcouncil.members.access import KEEPING
from coopcouncil.members.labels import FACTS, names_of, words_for
from coopcouncil.members.reads import entry_of
from coopcouncil.members.recording import facts_of
from coopcouncil.organisations.home import Panel
from coopcouncil.organisations.models import Organisation
from coopcouncil.privacy.actions import access, erasing, own
from coopcouncil.privacy.forms import (
    AnswerForm,
    DecisionForm,
    ErasureDecisionForm,
    ReasonForm,
)
from coopcouncil.privacy.kept import KEPT
from coopcouncil.privacy.models import (
    AccessRequest,
    Asked,
    CorrectionRequest,
    Erasure,
    Removal,
)
from coopcouncil.privacy.retention import RULES, rule_called
from coopcouncil.privacy.rules import answer_by
from coopcouncil.privacy.words import shown_report

SHOWN = 50


async def home_panel(request: Request) -> Panel | None:
    """What members ask of the keepers, and by when; nothing where nobody asks."""
    org = request.state.org
    if not KEEPING & request.state.roles:
        return None
    corrections = CorrectionRequest.within(org).filter(outcome=None)
    erasures = Erasure.within(org).filter(outcome=None)
    first: list[Asked | None] = [
        await AccessRequest.within(org).filter(answered_at=None).order_by("due_on").first(),
        await corrections.order_by("id").first(),
        await erasures.order_by("id").first(),
    ]
    if not any(first):
        return None
    facts = {
        "corrections": await corrections.count(),
        "erasures": await erasures.count(),
        "due": min(_due(org, one) for one in first if one),
    }
    return Panel("privacy/_panel.html", facts, awaits=True, place=60)


async def desk(request: Request) -> Response:
    """Everything that waits, the nearest day first; then what was decided lately."""
    org = request.state.org
    corrections = CorrectionRequest.within(org)
    requests = AccessRequest.within(org)
    erasures = Erasure.within(org)
    waiting: dict[str, Sequence[Asked]] = {
        "corrections": await corrections.filter(outcome=None).order_by("id").limit(SHOWN),
        "requests": await requests.filter(answered_at=None).order_by("due_on", "id").limit(SHOWN),
        "erasures": await erasures.filter(outcome=None).order_by("id").limit(SHOWN),
    }
    past: dict[str, Sequence[Asked]] = {
        "corrections": await corrections.exclude(outcome=None).order_by("-id").limit(10),
        "requests": await requests.exclude(answered_at=None).order_by("-id").limit(10),
        "erasures": await erasures.exclude(outcome=None).order_by("-id").limit(10),
    }
    rows: list[Asked] = []
    for group in (waiting, past):
        for found in group.values():
            rows.extend(found)
    return page(
        request,
        "privacy/desk.html",
        waiting=waiting,
        past=past,
        called={member: await _called(org, member) for member in {one.member_id for one in rows}},
        due={one: _due(org, one) for one in rows},
        today=clock.today(),
    )


def _due(org: Organisation, one: Asked) -> date:
    """The last day to answer. UK GDPR article 12(3) gives all three a month."""
    if isinstance(one, AccessRequest):
        return one.due
    asked = one.asked_at.astimezone(clock.LONDON).date()
    return answer_by(asked, bank_holidays(org.nation, asked))


async def correction_request(request: Request) -> Response:
    """One wish for a correction, beside what the register says."""
    return await _correction_page(request, await _correction(request), DecisionForm())


async def decide_correction(request: Request) -> Response:
    """Approve or refuse it."""
    found = await _correction(request)
    form = await form_of(request, DecisionForm)
    if form.validate():
        try:
            await own.decide_correction(
                request.state.org,
                found,
                approve=form.decision.data == "approve",
                always=form.always.data == "always",
                reason=form.reason.data or "",
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("Your decision is recorded."))
            return redirect(request, "privacy:desk")
    return await _correction_page(request, found, form)


async def access_request(request: Request) -> Response:
    """One access request and its clock. Its files are for the person alone."""
    return await _access_page(request, await _request(request), ReasonForm(), AnswerForm())


async def extend(request: Request) -> Response:
    """Take more time."""
    found = await _request(request)
    form = await form_of(request, ReasonForm)
    if form.validate():
        try:
            await access.extend(request.state.org, found, form.reason.data, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The new last day is recorded. The person sees it."))
            return redirect(request, "privacy:access_request", id=found.id)
    return await _access_page(request, found, form, AnswerForm())


async def answer(request: Request) -> Response:
    """Note that the rest is answered."""
    found = await _request(request)
    form = await form_of(request, AnswerForm)
    if form.validate():
        try:
            await access.answer(request.state.org, found, form.answer.data, request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The request is answered."))
            return redirect(request, "privacy:desk")
    return await _access_page(request, found, ReasonForm(), form)


async def erasure_request(request: Request) -> Response:
    """One wish to be forgotten: what would go, what would stay and why."""
    return await _erasure_page(request, await _erasure(request), ErasureDecisionForm())


async def decide_erasure(request: Request) -> Response:
    """Do it, or refuse it."""
    found = await _erasure(request)
    form = await form_of(request, ErasureDecisionForm)
    if form.validate():
        try:
            await erasing.decide(
                request.state.org,
                found,
                approve=form.decision.data == "approve",
                reason=form.reason.data or "",
                by=request.state.person,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("Your decision is recorded."))
            return redirect(request, "privacy:erasure_request", id=found.id)
    return await _erasure_page(request, found, form)


async def removals(request: Request) -> Response:
    """What was removed by itself, here and of the whole site."""
    org = request.state.org
    found = Removal.filter(organisation_id__in=[org.id, INSTALLATION])
    return page(
        request,
        "privacy/removals.html",
        removals=[(one, rule_called(one.rule)) for one in await found.limit(200)],
        installation=INSTALLATION,
        rules=RULES,
    )


async def kept(request: Request) -> Response:
    """How long what is kept, and why; for anybody to read."""
    return page(request, "privacy/kept.html", rules=RULES, kept=KEPT)


async def _correction_page(
    request: Request, found: CorrectionRequest, form: DecisionForm
) -> Response:
    org = request.state.org
    names = await names_of(org)
    entry = await entry_of(org, found.member_id)
    now = facts_of(entry) if entry else {}
    return page(
        request,
        "privacy/decide_correction.html",
        found=found,
        form=form,
        member=await _called(org, found.member_id),
        facts=[
            (
                str(FACTS[name]),
                words_for(name, now.get(name), names),
                words_for(name, found.facts[name], names),
            )
            for name in FACTS
            if name in found.facts
        ],
    )


async def _access_page(
    request: Request, found: AccessRequest, form: ReasonForm, answering: AnswerForm
) -> Response:
    return page(
        request,
        "privacy/access_request.html",
        found=found,
        form=form,
        answering=answering,
        member=await _called(request.state.org, found.member_id),
        today=clock.today(),
        gone_on=access.gone_on(found),
    )


async def _erasure_page(request: Request, found: Erasure, form: ErasureDecisionForm) -> Response:
    org = request.state.org
    report = found.report
    if found.outcome is None:
        report = await erasing.preview(org, found.member_id, found.person_id)
    return page(
        request,
        "privacy/erasure_request.html",
        found=found,
        form=form,
        member=await _called(org, found.member_id),
        lines=shown_report(report),
        is_member=await erasing.is_member(org, found.member_id),
    )


async def _called(org: Organisation, member_id: int) -> str:
    entry = await entry_of(org, member_id)
    return f"{entry.name} ({entry.member_number})" if entry else "?"


async def _correction(request: Request) -> CorrectionRequest:
    return await CorrectionRequest.one(request.state.org, id=request.path_params["id"])


async def _request(request: Request) -> AccessRequest:
    return await AccessRequest.one(request.state.org, id=request.path_params["id"])


async def _erasure(request: Request) -> Erasure:
    return await Erasure.one(request.state.org, id=request.path_params["id"])
