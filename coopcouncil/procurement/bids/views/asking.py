"""Questions: a bidder asks, the council answers to all."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import clock
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.procurement.access import taking_part
from coopcouncil.procurement.bids.actions.questions import answer, ask
from coopcouncil.procurement.bids.forms import AnswerQuestionForm, QuestionForm
from coopcouncil.procurement.bids.models import Bid, Question
from coopcouncil.procurement.bids.reads import answered_questions
from coopcouncil.procurement.bids.rules.deadline import QuestionsClosed, may_ask
from coopcouncil.procurement.bids.views.shared import own_bid, time_left
from coopcouncil.procurement.kinds import Stage
from coopcouncil.procurement.tenders.models import Tender
from coopcouncil.procurement.tenders.reads import is_bilingual


async def questions(request: Request) -> Response:
    """What everybody asked and was answered, and the reader's own that wait."""
    return await _questions(request, await own_bid(request), QuestionForm())


async def record_question(request: Request) -> Response:
    """Ask."""
    found = await own_bid(request)
    form = await form_of(request, QuestionForm)
    if form.validate():
        try:
            await ask(request.state.org, found, form.text.data, request.state.person)
        except Refused as refusal:
            # The box is gone once the time is over.
            form.refuse(refusal)
        else:
            flash(request, gettext("Your question is sent. The answer goes to everybody."))
            return redirect(request, "procurement:bid_questions", id=found.id)
    return await _questions(request, found, form)


async def asked(request: Request) -> Response:
    """The council's list: what waits for an answer first. It never says who asked."""
    tender = await taking_part(request)
    found = Question.within(request.state.org).filter(tender_id=tender.id)
    rows = await found.order_by("asked_at", "id")
    return page(
        request,
        "procurement/bids/asked.html",
        tender=tender,
        waiting=[one for one in rows if one.answered_at is None],
        answered=[one for one in rows if one.answered_at is not None],
    )


async def one_question(request: Request) -> Response:
    """One of them, to be answered."""
    tender, found = await _question(request)
    form = AnswerQuestionForm(
        data={
            "question": found.published_text or found.text,
            "answer": found.answer,
            "question_cy": found.published_text_cy,
            "answer_cy": found.answer_cy,
        }
    )
    return await _one(request, tender, found, form)


async def record_answer(request: Request) -> Response:
    """Answer it to all."""
    tender, found = await _question(request)
    form = await form_of(request, AnswerQuestionForm)
    if form.validate():
        try:
            await answer(request.state.org, found, form.said(), request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The answer has gone to everybody who bids."))
            return redirect(request, "procurement:questions", id=tender.id)
    return await _one(request, tender, found, form)


async def _question(request: Request) -> tuple[Tender, Question]:
    # Only the lead answers: nobody else of the council speaks to bidders.
    tender = await taking_part(request)
    found = await Question.one(
        request.state.org, id=request.path_params["question"], tender_id=tender.id
    )
    return tender, found


async def _one(
    request: Request, tender: Tender, found: Question, form: AnswerQuestionForm
) -> Response:
    return page(
        request,
        "procurement/bids/question.html",
        tender=tender,
        question=found,
        form=form,
        bilingual=await is_bilingual(request.state.org),
    )


async def _questions(request: Request, found: Bid, form: QuestionForm) -> Response:
    tender = found.tender
    try:
        may_ask(clock.now(), tender.questions_until, tender.closes_at)
        may = tender.stage is Stage.PUBLISHED
    except QuestionsClosed:
        may = False
    own = Question.within(request.state.org).filter(
        tender_id=tender.id, supplier_id=found.supplier_id, answered_at=None
    )
    return page(
        request,
        "procurement/bids/questions.html",
        bid=found,
        tender=tender,
        form=form,
        can_ask=may,
        answered=await answered_questions(request.state.org, tender),
        waiting=await own.order_by("asked_at"),
        left=time_left(tender),
    )
