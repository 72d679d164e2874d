"""Letters with codes, for the returning officer alone: asked for, checked, streamed once."""

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from coopcouncil.ballots import letters as press
from coopcouncil.ballots.actions.codes import Issued, issue_codes, replace_code
from coopcouncil.ballots.forms.letters import LettersForm, ReplaceForm
from coopcouncil.ballots.forms.marks import FindForm
from coopcouncil.ballots.letters import Layout
from coopcouncil.ballots.models import Ballot, LetterRun, PaperMark, RollEntry
from coopcouncil.ballots.reads import rules_of, state_now
from coopcouncil.ballots.rules.codes import NobodyToWriteTo, VoterOnPaper, may_issue
from coopcouncil.ballots.views.found import ballot_of
from coopcouncil.ballots.voters import (
    PAGE,
    addressees,
    formats_of,
    found,
    in_other_formats,
    reach,
)
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import language_of
from coopcouncil.kernel.pages import page, render
from coopcouncil.members.labels import FORMATS


async def letters(request: Request) -> Response:
    """How voters are reached, the runs so far, and the form of another."""
    return await _letters_page(request, await ballot_of(request), LettersForm())


async def check_letters(request: Request) -> Response:
    """How many, for whom, and which codes stop working: before anything is made."""
    ballot = await ballot_of(request)
    form = await form_of(request, LettersForm)
    if not form.validate():
        return await _letters_page(request, ballot, form)
    entries, replaced = await addressees(ballot, form.who.data)
    try:
        may_issue(await state_now(ballot))
        if not entries:
            raise NobodyToWriteTo
    except Refused as refusal:
        form.refuse(refusal, at="who")
        return await _letters_page(request, ballot, form)
    return page(
        request,
        "ballots/letters_check.html",
        ballot=ballot,
        form=form,
        count=len(entries),
        replaced=replaced,
        formats=await formats_of(ballot, entries),
        names=FORMATS,
        minutes=press.minutes_for(len(entries)),
        is_bilingual=(await rules_of(ballot)).bilingual,
    )


async def stream_letters(request: Request) -> Response:
    """Make the codes and send the letters that bear them: once, as a file that is kept nowhere."""
    ballot = await ballot_of(request)
    form = await form_of(request, LettersForm)
    if not form.validate():
        return await _letters_page(request, ballot, form)
    entries, _replaced = await addressees(ballot, form.who.data)
    try:
        issued = await issue_codes(ballot, entries, request.state.person)
    except Refused as refusal:
        form.refuse(refusal)
        return await _letters_page(request, ballot, form)
    return await _sent(request, ballot, issued, Layout(form.layout.data))


async def find_for_letter(request: Request) -> Response:
    """Whose letter is to be replaced."""
    ballot = await ballot_of(request)
    form = await form_of(request, FindForm)
    number = _page_number(request)
    voters, count = await found(ballot, form.q.data or "", number) if form.q.data else ([], 0)
    return page(
        request,
        "ballots/letters_find.html",
        ballot=ballot,
        form=form,
        voters=voters,
        count=count,
        current=number,
        last=-(-count // PAGE),
    )


async def ask_replacement(request: Request) -> Response:
    """What another letter does, and why it is needed."""
    ballot, entry = await _voter(request)
    return await _replacement_page(request, ballot, entry, ReplaceForm())


async def replace_letter(request: Request) -> Response:
    """One voter's new letter; the old code is struck."""
    ballot, entry = await _voter(request)
    form = await form_of(request, ReplaceForm)
    if not form.validate():
        return await _replacement_page(request, ballot, entry, form)
    try:
        issued = await replace_code(ballot, entry, request.state.person, form.reason.data)
    except Refused as refusal:
        form.refuse(refusal)
        return await _replacement_page(request, ballot, entry, form)
    return await _sent(request, ballot, issued, Layout.OWN)


async def _sent(request: Request, ballot: Ballot, issued: Issued, layout: Layout) -> Response:
    about = await press.about_run(ballot, layout)
    files = press.bundles(await press.letters_of(ballot, issued.codes, issued.replaced), about)
    name = f"letters-{ballot.id}-{issued.run.n}"
    if len(files) == 1:
        data = await press.set_bundle(files[0], about)
        headers = {"content-disposition": f'attachment; filename="{name}.pdf"'}
        return Response(data, media_type="application/pdf", headers=headers)
    readme = render(
        "print/ballots/letters.txt",
        language_of(request),
        files=[(file.name, len(file.letters)) for file in files],
        title=ballot.called(language_of(request)),
        letters=issued.run.letters,
    )
    return StreamingResponse(
        press.as_zip(files, about, readme),
        media_type="application/zip",
        headers={"content-disposition": f'attachment; filename="{name}.zip"'},
    )


async def _letters_page(request: Request, ballot: Ballot, form: LettersForm) -> Response:
    state = await state_now(ballot)
    try:
        may_issue(state)
        closed: Refused | None = None
    except Refused as refusal:
        closed = refusal
    return page(
        request,
        "ballots/letters.html",
        ballot=ballot,
        form=form,
        closed=closed,
        reach=await reach(ballot),
        runs=await LetterRun.of(ballot).order_by("-n").prefetch_related("by"),
        others=await in_other_formats(ballot),
        names=FORMATS,
        is_bilingual=(await rules_of(ballot)).bilingual,
    )


async def _replacement_page(
    request: Request, ballot: Ballot, entry: RollEntry, form: ReplaceForm
) -> Response:
    if await PaperMark.of(ballot).filter(entry_id=entry.id).exists():
        raise VoterOnPaper
    return page(request, "ballots/letters_one.html", ballot=ballot, entry=entry, form=form)


async def _voter(request: Request) -> tuple[Ballot, RollEntry]:
    ballot = await ballot_of(request)
    return ballot, await RollEntry.one_of(ballot, id=request.path_params["entry"])


def _page_number(request: Request) -> int:
    text = request.query_params.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
