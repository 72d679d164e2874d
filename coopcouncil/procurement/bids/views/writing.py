"""A bid that is being written: its page, a page per question, lots, files."""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.kernel import scanning
from coopcouncil.kernel.errors import NotHere, Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language_of
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.meetings.rules.papers import ACCEPT, content_type
from coopcouncil.procurement.bids.actions import save_answer
from coopcouncil.procurement.bids.actions.drafting import (
    LARGEST_FILE,
    MOST_FILES,
    add_file,
    choose_lots,
    remove_file,
)
from coopcouncil.procurement.bids.files import own_file
from coopcouncil.procurement.bids.forms import AnswerForm, LotsForm, UploadForm
from coopcouncil.procurement.bids.forms_needs import NeedsForm, form_for
from coopcouncil.procurement.bids.labels import STATES
from coopcouncil.procurement.bids.models import Bid
from coopcouncil.procurement.bids.needs import needs_for
from coopcouncil.procurement.bids.reads import answered_questions, submissions_of
from coopcouncil.procurement.bids.reserved import kept_of, reserved_lots
from coopcouncil.procurement.bids.rules.answers import Asked, words_in
from coopcouncil.procurement.bids.rules.draft import ChangedElsewhere, Draft
from coopcouncil.procurement.bids.rules.needs import takes_needs
from coopcouncil.procurement.bids.rules.refusals import NoFilesHere
from coopcouncil.procurement.bids.rules.reserved import unstated
from coopcouncil.procurement.bids.sealed import draft_of
from coopcouncil.procurement.bids.views.shared import own_bid, questions, time_left, whole
from coopcouncil.procurement.kinds import BidState, CriterionKind
from coopcouncil.procurement.tenders.reads import edition_in_force, lots_of


class Progress(NamedTuple):
    """A question on the bid's page and how far its answer is."""

    asked: Asked
    is_answered: bool
    words: int
    is_over: bool
    files: int
    needs: int


async def bid(request: Request) -> Response:
    """The bid: its deadline, its questions, its receipts, what to do next."""
    found = await own_bid(request)
    org, tender = request.state.org, found.tender
    draft = draft_of(found)
    asked = await questions(request, tender)
    lots = await lots_of(tender)
    handed_in = (await submissions_of(org, found))[found.id]
    edition = await edition_in_force(tender)
    reserved = await reserved_lots(tender, draft)
    return page(
        request,
        "procurement/bids/bid.html",
        reserved=reserved,
        is_unstated=any(unstated(kept_of(reserved), draft.stated)),
        bid=found,
        tender=tender,
        edition=edition,
        lots=[
            (lot, progress(asked, draft, lot.number)) for lot in lots if lot.number in draft.lots
        ],
        is_sole=len(lots) == 1,
        left=time_left(tender),
        is_open=tender.stage == "published",
        handed_in=handed_in,
        state=STATES[found.state],
        is_older=found.state in (BidState.SUBMITTED, BidState.LATE)
        and bool(handed_in)
        and handed_in[-1].edition != edition.number,
        many_answers=len(await answered_questions(org, tender)),
    )


def progress(asked: list[Asked], draft: Draft, lot: int) -> list[Progress]:
    """How far each question of a lot is."""
    found = []
    for one in asked:
        if one.lot != lot:
            continue
        answer = draft.answer(lot, one.code)
        words = words_in(answer.text)
        found.append(
            Progress(
                one,
                _is_answered(one, draft),
                words,
                bool(one.words_limit and words > one.words_limit),
                sum(file.criterion == one.code for file in draft.files),
                len(draft.shares(lot, one.code)),
            )
        )
    return found


def _is_answered(asked: Asked, draft: Draft) -> bool:
    answer = draft.answer(asked.lot, asked.code)
    if asked.wants_figure:
        return answer.figure is not None
    if asked.kind is CriterionKind.CONDITION:
        return answer.yes is not None
    return bool(answer.text)


async def answer(request: Request) -> Response:
    """One question."""
    found, asked, draft = await asked_here(request)
    return await answer_page(request, found, asked, draft)


async def record_answer(request: Request) -> Response:
    """Save it and go to the next. Where another window saved another answer: show both."""
    found, asked, draft = await asked_here(request)
    form = await form_of(request, AnswerForm)
    form.ask(asked)
    said = form.read() if form.validate() else None
    if said is not None:
        try:
            await save_answer(
                request.state.org, found, asked.lot, asked.code, said, form.began_with()
            )
        except ChangedElsewhere as changed:
            form.refuse(changed)
            form.version.data = str(found.draft_version)
            return await answer_page(request, found, asked, draft, form, stands=changed.stands)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return await _next(request, found, asked)
    return await answer_page(request, found, asked, draft, form)


async def autosave(request: Request) -> Response:
    """The same without leaving the page: only whether it is saved comes back."""
    found, asked, _draft = await asked_here(request)
    form = await form_of(request, AnswerForm)
    form.ask(asked)
    said = form.read() if form.validate() else None
    trouble = ""
    if said is not None:
        try:
            found = await save_answer(
                request.state.org, found, asked.lot, asked.code, said, form.began_with()
            )
            form.version.data = str(found.draft_version)
        except Refused as refusal:
            trouble = refusal.sentence(gettext)
    else:
        trouble = next((one.sentence for one in form.problems()), "")
    return page(
        request,
        "procurement/bids/_saved.html",
        status=200,
        block="saved",
        bid=found,
        asked=asked,
        version=form.version.data,
        trouble=trouble,
        words=words_in(said.text if said else ""),
    )


async def lots(request: Request) -> Response:
    """Which lots?"""
    found = await own_bid(request)
    form = LotsForm(data={"lots": [str(one) for one in draft_of(found).lots]})
    return await _lots(request, found, form)


async def record_lots(request: Request) -> Response:
    """These."""
    found = await own_bid(request)
    form = await form_of(request, LotsForm)
    form.offer(await _offered(request, found))
    if not form.validate():
        return await _lots(request, found, form)
    await choose_lots(request.state.org, found, {int(one) for one in form.lots.data})
    return redirect(request, "procurement:bid", id=found.id)


async def record_file(request: Request) -> Response:
    """A file to an answer."""
    found, asked, draft = await asked_here(request)
    form = await form_of(request, UploadForm)
    upload = form.upload()
    if upload is not None:
        try:
            if not asked.files_allowed:
                raise NoFilesHere
            data = await whole(upload)
            kind = content_type(upload.filename or "", data)
            await scanning.scan(data)
            name = upload.filename or ""
            await add_file(request.state.org, found, asked.code, name, kind, data)
        except Refused as refusal:
            form.refuse(refusal, at="file" if asked.files_allowed else None)
        else:
            flash(request, gettext("The file is added."))
            return redirect(
                request, "procurement:answer", id=found.id, lot=asked.lot, code=asked.code
            )
    return await answer_page(request, found, asked, draft, file_form=form)


async def file(request: Request) -> Response:
    """A file that the bidder added, as it was."""
    found = await own_bid(request)
    return await own_file(request.state.org, found, request.path_params["file"])


async def record_removal(request: Request) -> Response:
    """Take a file out of the draft."""
    found = await own_bid(request)
    await remove_file(request.state.org, found, request.path_params["file"])
    flash(request, gettext("The file is removed from your draft."))
    return redirect(request, "procurement:bid", id=found.id)


async def asked_here(request: Request) -> tuple[Bid, Asked, Draft]:
    """The bid, the question of the address, and the draft; not here for a lot not bid for."""
    found = await own_bid(request)
    draft = draft_of(found)
    lot, code = request.path_params["lot"], request.path_params["code"]
    for one in await questions(request, found.tender):
        if (one.lot, one.code) == (lot, code) and lot in draft.lots:
            return found, one, draft
    raise NotHere


async def _next(request: Request, found: Bid, asked: Asked) -> Response:
    draft = draft_of(found)
    rest = [one for one in await questions(request, found.tender) if one.lot in draft.lots]
    place = next(i for i, one in enumerate(rest) if (one.lot, one.code) == (asked.lot, asked.code))
    if place + 1 < len(rest):
        after = rest[place + 1]
        return redirect(request, "procurement:answer", id=found.id, lot=after.lot, code=after.code)
    return redirect(request, "procurement:bid", id=found.id)


async def answer_page(
    request: Request,
    found: Bid,
    asked: Asked,
    draft: Draft,
    form: AnswerForm | None = None,
    stands: object = None,
    file_form: UploadForm | None = None,
    needs_form: NeedsForm | None = None,
) -> Response:
    """The page of one question, with what stands, or with what was typed and refused."""
    if form is None:
        form = AnswerForm()
        form.ask(asked)
        form.fill(draft.answer(asked.lot, asked.code), found.draft_version)
    there = draft.answer(asked.lot, asked.code)
    all_lots = await lots_of(found.tender)
    return page(
        request,
        "procurement/bids/answer.html",
        bid=found,
        tender=found.tender,
        asked=asked,
        form=form,
        version=form.version.data,
        stands=stands,
        words=words_in(there.text),
        trouble="",
        lot=next(one for one in all_lots if one.number == asked.lot),
        is_sole=len(all_lots) == 1,
        file_form=file_form or UploadForm(),
        files=[one for one in draft.files if one.criterion == asked.code],
        accept=ACCEPT,
        largest=LARGEST_FILE // 1_000_000,
        most=MOST_FILES,
        needs_form=needs_form or await _needs(request, found, asked, draft),
        left=time_left(found.tender),
        is_open=found.tender.stage == "published",
    )


async def _needs(request: Request, found: Bid, asked: Asked, draft: Draft) -> NeedsForm | None:
    """The needs that a promise may answer, with what the draft gives each; none without any."""
    needs = await needs_for(request.state.org, found) if takes_needs(asked) else []
    if not needs:
        return None
    form = form_for(needs, language_of(request))()
    form.fill(draft.shares(asked.lot, asked.code), found.draft_version)
    return form


async def _offered(request: Request, found: Bid) -> list[tuple[str, str]]:
    text = gettext("Lot {number}: {title}")
    return [
        (str(lot.number), text.format(number=lot.number, title=lot.titled(language_of(request))))
        for lot in await lots_of(found.tender)
    ]


async def _lots(request: Request, found: Bid, form: LotsForm) -> Response:
    form.offer(await _offered(request, found))
    return page(
        request,
        "_pages/form.html",
        heading=gettext("Lots"),
        back=("procurement:bid", {"id": found.id}),
        intro=(),
        form=form,
        button=gettext("Save"),
    )
