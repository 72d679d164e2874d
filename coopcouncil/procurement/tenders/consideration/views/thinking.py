"""What was considered before the notice, topic by topic, and reservations of lots."""

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.access import taking_part
from coopcouncil.procurement.kinds import Reservation, Stage
from coopcouncil.procurement.labels import RESERVATIONS
from coopcouncil.procurement.measures.library import library
from coopcouncil.procurement.measures.library.model import model
from coopcouncil.procurement.measures.rules.following import NONE
from coopcouncil.procurement.tenders.consideration.actions import answer_condition, consider
from coopcouncil.procurement.tenders.consideration.following import (
    advice_of,
    notice_on,
    suggestion,
)
from coopcouncil.procurement.tenders.consideration.forms import FORMS, ConditionForm, TopicForm
from coopcouncil.procurement.tenders.consideration.kinds import Condition, Said, Topic
from coopcouncil.procurement.tenders.consideration.labels import (
    ASKS,
    CHECKED,
    CONDITIONS,
    CONSULTS,
    LAWS,
    QUESTIONS,
    SAID,
    TOPICS,
)
from coopcouncil.procurement.tenders.consideration.models import Consideration
from coopcouncil.procurement.tenders.consideration.reads import (
    answers_of,
    before_notice,
    considered,
    contract_of,
    last_answers,
    social_share,
)
from coopcouncil.procurement.tenders.consideration.rules import law
from coopcouncil.procurement.tenders.consideration.rules.before import wanted_topics
from coopcouncil.procurement.tenders.consideration.rules.reservations import (
    BY_CONTRACT,
    findings,
    is_lawful_by_place,
    laws_by_place,
)
from coopcouncil.procurement.tenders.consideration.rules.reservations import (
    CONDITIONS as CONDITIONS_OF,
)
from coopcouncil.procurement.tenders.consideration.views.reading import reading
from coopcouncil.procurement.tenders.models import Lot, Tender
from coopcouncil.procurement.tenders.reads import lots_of
from coopcouncil.procurement.tenders.rules.faults import Step
from coopcouncil.procurement.tenders.rules.refusals import may_prepare


async def consideration(request: Request) -> Response:
    """Everything that was considered, what the law asks, and what is still missing."""
    org, found = request.state.org, await reading(request)
    contract = contract_of(org, found)
    said = await considered(org, found)
    wanted = wanted_topics(contract)
    faults = await before_notice(org, found) if found.stage is Stage.PREPARING else []
    reserved = [lot for lot in await lots_of(found) if lot.reservation is not Reservation.NONE]
    return page(
        request,
        "procurement/consideration/consideration.html",
        tender=found,
        called=found.titled(language_of(request)),
        topics=[topic for topic in Topic if topic in wanted or topic in said or _fits(org, topic)],
        wanted=wanted,
        said=said,
        names=TOPICS,
        laws=LAWS,
        questions=QUESTIONS,
        consults=CONSULTS,
        goals=library().goals,
        missing=[f.refusal.sentence(gettext) for f in faults if f.step is Step.CONSIDERATION],
        reserved=[(lot, lot.titled(language_of(request))) for lot in reserved],
        reservations=RESERVATIONS,
        contract=contract,
        threshold=law.threshold(contract.subject, contract.procedure, contract.on),
        notice_from=law.notice_from(contract.on),
        law=law.law(),
        checked=CHECKED,
        can_write=found.stage is Stage.PREPARING,
        editions=model().editions,
        day=date.fromisoformat,
        advice=[one.sentence(gettext) for one in await advice_of(org, found)],
    )


async def topic(request: Request) -> Response:
    """The form of one topic, with what was written last to go on from."""
    found, which = await taking_part(request), _topic(request)
    may_prepare(found.stage)
    rows = (await considered(request.state.org, found)).get(which, [])
    form = _filled(which, rows)
    if "model" in form and not rows:
        likely = await suggestion(request.state.org, found)
        form["model"].data = found.social_model or (likely.code if likely else NONE)
    return await _topic_page(request, found, which, form)


async def record_topic(request: Request) -> Response:
    """Write it down; what was written before stays beside it."""
    org, found, which = request.state.org, await taking_part(request), _topic(request)
    form = await form_of(request, FORMS[which])
    form.offer(language_of(request))
    if form.validate():
        goals = tuple(form["goals"].data) if "goals" in form else ()
        weight = form["weight"].data if "weight" in form else None
        followed = form["model"].data or None if "model" in form else None
        try:
            await consider(
                org,
                found,
                which,
                form.said(),
                request.state.person,
                goals=goals,
                weight=weight,
                model=followed,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("It is recorded, with your name and today’s date."))
            return redirect(request, "procurement:consideration", id=found.id)
    return await _topic_page(request, found, which, form)


async def reservation(request: Request) -> Response:
    """Whether a lot may be kept for some suppliers alone: each condition with its answers."""
    org, found = request.state.org, await reading(request)
    row = await _lot(request, found)
    contract, answers = contract_of(org, found), await answers_of(org, row)
    return page(
        request,
        "procurement/consideration/reservation.html",
        tender=found,
        lot=row,
        called=row.titled(language_of(request)),
        reservation=RESERVATIONS[row.reservation],
        findings=findings(row.reservation, contract, last_answers(answers)),
        answers=answers,
        names=CONDITIONS,
        asks=ASKS,
        said=SAID,
        by_place=is_lawful_by_place(row.reservation, contract),
        lifts=laws_by_place(contract),
        checked=CHECKED,
        can_write=found.stage is Stage.PREPARING,
    )


async def condition(request: Request) -> Response:
    """One condition, to answer."""
    found = await taking_part(request)
    row = await _lot(request, found)
    which = _condition(request, row)
    may_prepare(found.stage)
    last = last_answers(await answers_of(request.state.org, row)).get(which)
    data: dict[str, Any] = {}
    if last is not None:
        data = {"answer": last.said.value, "evidence": last.evidence, "on_day": last.on_day}
    return _condition_page(request, found, row, which, ConditionForm(data=data))


async def record_condition(request: Request) -> Response:
    """Keep the answer; earlier ones stay to be read."""
    found = await taking_part(request)
    row = await _lot(request, found)
    which = _condition(request, row)
    form = await form_of(request, ConditionForm)
    if which is not Condition.MUTUAL_AWARD_BEFORE:
        del form.on_day
    if form.validate():
        on_day = form.on_day.data if "on_day" in form else None
        try:
            await answer_condition(
                request.state.org,
                found,
                row,
                which,
                Said(form.answer.data),
                form.evidence.data or "",
                request.state.person,
                on_day,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(request, "procurement:reservation", id=found.id, lot=row.id)
    return _condition_page(request, found, row, which, form)


def _fits(org: Any, one: Topic) -> bool:
    """Whether a council of this nation would think of it without being asked to."""
    return (one is Topic.WELL_BEING) == (org.nation.value == "wales") or one is Topic.POLICY


def _topic(request: Request) -> Topic:
    try:
        return Topic(request.path_params["topic"])
    except ValueError as unknown:
        raise NotHere from unknown


def _filled(which: Topic, rows: list[Consideration]) -> TopicForm:
    if not rows:
        return FORMS[which]()
    last = rows[0]
    planned = last.said.get("notice_on")
    data: dict[str, Any] = {**last.said, "goals": list(last.goals), "weight": last.weight}
    data["notice_on"] = date.fromisoformat(planned) if planned else None
    return FORMS[which](data=data)


async def _topic_page(request: Request, found: Tender, which: Topic, form: TopicForm) -> Response:
    form.offer(language_of(request))
    shares = [(lot, await social_share(found, lot)) for lot in await lots_of(found)]
    return page(
        request,
        "procurement/consideration/topic.html",
        tender=found,
        topic=which,
        heading=TOPICS[which],
        law=LAWS[which],
        form=form,
        shares=[(lot.titled(language_of(request)), share) for lot, share in shares if share],
        several=len(shares) > 1,
        notice_on=await notice_on(request.state.org, found),
        suggested=await suggestion(request.state.org, found),
    )


async def _lot(request: Request, found: Tender) -> Lot:
    lot = await Lot.one(request.state.org, id=request.path_params["lot"], tender_id=found.id)
    if lot.reservation is Reservation.NONE:
        raise NotHere
    return lot


def _condition(request: Request, lot: Lot) -> Condition:
    for one in CONDITIONS_OF[lot.reservation]:
        if one.value == request.path_params["condition"] and one not in BY_CONTRACT:
            return one
    raise NotHere


def _condition_page(
    request: Request, found: Tender, lot: Lot, which: Condition, form: ConditionForm
) -> Response:
    if which is not Condition.MUTUAL_AWARD_BEFORE and "on_day" in form:
        del form.on_day
    return page(
        request,
        "_pages/form.html",
        heading=CONDITIONS[which],
        back=("procurement:reservation", {"id": found.id, "lot": lot.id}),
        intro=[
            ASKS[which],
            gettext("It is kept with your name and today’s date. Earlier answers stay to be read."),
        ],
        form=form,
        button=gettext("Keep this answer"),
    )
