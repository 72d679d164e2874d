"""Marking paper votes on the roll: one by one, or from a file of member numbers."""

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.ballots.actions.marks import mark_paper, mark_papers, unmark_paper
from coopcouncil.ballots.forms.marks import FindForm, MarksFileForm
from coopcouncil.ballots.models import Ballot, RollEntry
from coopcouncil.ballots.reads import state_now
from coopcouncil.ballots.rules.marks import may_mark, read_marks
from coopcouncil.ballots.views.found import ballot_of
from coopcouncil.ballots.voters import PAGE, found, on_paper, reach, standing_of_marks
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, ngettext
from coopcouncil.kernel.pages import flash, page, redirect

MOST_WRONG_SHOWN = 200


async def paper(request: Request) -> Response:
    """Find a voter and mark the paper; the marks so far."""
    ballot = await ballot_of(request)
    form = await form_of(request, FindForm)
    searching = bool(form.q.data)
    number = _page_number(request)
    voters, count = (
        await found(ballot, form.q.data, number) if searching else await on_paper(ballot, number)
    )
    return page(
        request,
        "ballots/paper.html",
        ballot=ballot,
        form=form,
        searching=searching,
        voters=voters,
        count=count,
        current=number,
        last=-(-count // PAGE),
        reach=await reach(ballot),
        closed=await _closed(ballot),
    )


async def mark(request: Request) -> Response:
    """This voter's paper has come."""
    ballot, entry = await _voter(request)
    await mark_paper(ballot, entry, request.state.person)
    text = gettext("Marked: a paper of {name} has come. Put it on the pile, without a name.")
    flash(request, text.format(name=entry.name))
    return redirect(request, "ballots:paper", id=ballot.id)


async def ask_unmark(request: Request) -> Response:
    """What taking a mark back does, and what it cannot bring back."""
    ballot, entry = await _voter(request)
    return page(request, "ballots/paper_unmark.html", ballot=ballot, entry=entry)


async def unmark(request: Request) -> Response:
    """The mark was a slip."""
    ballot, entry = await _voter(request)
    await unmark_paper(ballot, entry, request.state.person)
    text = gettext("The mark of {name} is taken back. Take the paper off the pile.")
    flash(request, text.format(name=entry.name))
    return redirect(request, "ballots:paper", id=ballot.id)


async def marks_file(request: Request) -> Response:
    """A file of member numbers."""
    return _file_page(request, await ballot_of(request), MarksFileForm())


async def check_marks(request: Request) -> Response:
    """What the file says, line by line where it is wrong, before anything is marked."""
    ballot = await ballot_of(request)
    form = await form_of(request, MarksFileForm)
    text = await form.read()
    if text is None:
        return _file_page(request, ballot, form)
    try:
        may_mark(await state_now(ballot), ballot.closes_at)
    except Refused as refusal:
        form.refuse(refusal)
        return _file_page(request, ballot, form)
    roll, marked, voted = await standing_of_marks(ballot)
    seen = read_marks(text, roll, marked, voted, ballot.paper_vote, gettext)
    return page(
        request,
        "ballots/paper_check.html",
        ballot=ballot,
        entries=" ".join(map(str, seen.entries)),
        count=len(seen.entries),
        marked_already=seen.marked_already,
        wrong=seen.wrong[:MOST_WRONG_SHOWN],
        wrong_count=len(seen.wrong),
        replaces=len(voted.intersection(seen.entries)) > 0,
    )


async def apply_marks(request: Request) -> Response:
    """Mark those that the file named and the page showed."""
    ballot = await ballot_of(request)
    sent = await request.form(max_files=0)
    texts = str(sent.get("entries", "")).split()
    entries = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]
    count = await mark_papers(ballot, entries, request.state.person)
    text = ngettext(
        "{count} paper vote is marked on the roll.",
        "{count} paper votes are marked on the roll.",
        count,
    )
    flash(request, text.format(count=count))
    return redirect(request, "ballots:paper", id=ballot.id)


def _file_page(request: Request, ballot: Ballot, form: MarksFileForm) -> Response:
    return page(request, "ballots/paper_file.html", ballot=ballot, form=form)


async def _closed(ballot: Ballot) -> Refused | None:
    """Why no mark can be made now, if so."""
    try:
        may_mark(await state_now(ballot), ballot.closes_at)
    except Refused as refusal:
        return refusal
    return None


async def _voter(request: Request) -> tuple[Ballot, RollEntry]:
    ballot = await ballot_of(request)
    return ballot, await RollEntry.one_of(ballot, id=request.path_params["entry"])


def _page_number(request: Request) -> int:
    text = request.query_params.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
