"""Papers after the close: batches keyed twice, or taken in from a file."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.ballots.actions.batches import (
    agree_batch,
    begin_keying,
    differences,
    discard_batch,
    key_paper,
    take_back_last,
    take_in,
)
from coopcouncil.ballots.forms.batches import BatchFileForm, Keyed, keyed_paper
from coopcouncil.ballots.labels import RESOLUTION_CHOICES
from coopcouncil.ballots.models import Ballot, KeyedPaper, Kind, PaperBatch, PaperMark
from coopcouncil.ballots.models.paper import BatchSource
from coopcouncil.ballots.reads import paper_of, state_now
from coopcouncil.ballots.rules.batches import may_take_in
from coopcouncil.ballots.rules.takenin import OnPaper, papers_of_blt, papers_of_csv
from coopcouncil.ballots.views.found import SETTERS, ballot_of
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.files import safe_name
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, language, ngettext
from coopcouncil.kernel.pages import flash, page, redirect


async def batches(request: Request) -> Response:
    """Marks, papers, and whether the two are equal."""
    ballot = await ballot_of(request)
    found = await PaperBatch.of(ballot).order_by("n").prefetch_related("begun_by", "agreed_by")
    return page(
        request,
        "ballots/batches.html",
        ballot=ballot,
        batches=found,
        marks=await PaperMark.of(ballot).count(),
        papers=sum(batch.papers for batch in found if batch.agreed_at),
        waiting=sum(batch.papers for batch in found if not batch.agreed_at),
        closed=await _closed(ballot),
        sets=_sets(request),
        BatchSource=BatchSource,
    )


async def batch_file(request: Request) -> Response:
    """A file of papers that were counted elsewhere."""
    return await _file_page(request, await ballot_of(request), BatchFileForm())


async def take_batch(request: Request) -> Response:
    """Take the file in, or say what stands in its way; either way nothing of it is shown."""
    ballot = await ballot_of(request)
    form = await form_of(request, BatchFileForm)
    given = await form.read()
    if given is None:
        return await _file_page(request, ballot, form)
    source, name, data = given
    try:
        may_take_in(await state_now(ballot))
        read = papers_of_csv if source is BatchSource.CSV else papers_of_blt
        # In a thread: a large file must not keep other readers waiting.
        papers = await asyncio.to_thread(read, data, await _on_paper(ballot))
        batch = await take_in(ballot, source, safe_name(name), papers, request.state.person)
    except Refused as refusal:
        form.refuse(refusal, at="file")
        return await _file_page(request, ballot, form)
    text = ngettext(
        "{count} paper is taken in and sealed. A second officer has to agree to the batch.",
        "{count} papers are taken in and sealed. A second officer has to agree to the batch.",
        batch.papers,
    )
    flash(request, text.format(count=batch.papers))
    return redirect(request, "ballots:batch", id=ballot.id, n=batch.n)


async def begin_batch(request: Request) -> Response:
    """An empty batch, to be keyed."""
    ballot = await ballot_of(request)
    batch = await begin_keying(ballot, request.state.person)
    return redirect(request, "ballots:batch", id=ballot.id, n=batch.n)


async def batch(request: Request) -> Response:
    """One batch: keying it, comparing, agreeing, or what became of it."""
    ballot, found = await _batch(request)
    return await _batch_page(request, ballot, found, Keyed(None), _again(request))


async def key(request: Request) -> Response:
    """One paper, as this officer reads it; then the next."""
    ballot, found = await _batch(request)
    sent = await request.form(max_fields=2_000, max_files=0)
    boxes = await _boxes(ballot)
    keyed = keyed_paper(sent, ballot.kind, [place for place, _name in boxes])
    place = str(sent.get("place", "0"))
    again = int(place) if place.isascii() and place.isdigit() and len(place) < 8 else 0
    if keyed.ranking is None:
        return await _batch_page(request, ballot, found, keyed, again)
    done = await key_paper(
        ballot, found, keyed.ranking, len(boxes), request.state.person, place=again
    )
    flash(request, gettext("Paper {place} is keyed and sealed.").format(place=done))
    return redirect(request, "ballots:batch", id=ballot.id, n=found.n)


async def take_back(request: Request) -> Response:
    """Forget the paper keyed last."""
    ballot, found = await _batch(request)
    place = await take_back_last(ballot, found, request.state.person)
    flash(request, gettext("Paper {place} is taken back. Key it again.").format(place=place))
    return redirect(request, "ballots:batch", id=ballot.id, n=found.n)


async def agree(request: Request) -> Response:
    """A second officer vouches for it."""
    ballot, found = await _batch(request)
    await agree_batch(ballot, found, request.state.person)
    flash(request, gettext("Batch {n} is agreed and sealed.").format(n=found.n))
    return redirect(request, "ballots:batches", id=ballot.id)


async def ask_discard(request: Request) -> Response:
    """Before it is thrown away."""
    ballot, found = await _batch(request)
    return page(request, "ballots/batch_discard.html", ballot=ballot, batch=found)


async def discard(request: Request) -> Response:
    """Thrown away."""
    ballot, found = await _batch(request)
    await discard_batch(ballot, found, request.state.person)
    flash(request, gettext("Batch {n} is thrown away.").format(n=found.n))
    return redirect(request, "ballots:batches", id=ballot.id)


async def _batch(request: Request) -> tuple[Ballot, PaperBatch]:
    ballot = await ballot_of(request)
    return ballot, await PaperBatch.one_of(ballot, n=request.path_params["n"])


async def _batch_page(
    request: Request, ballot: Ballot, found: PaperBatch, keyed: Keyed, again: int
) -> Response:
    await found.fetch_related("begun_by", "agreed_by")
    rows = KeyedPaper.of(ballot).filter(batch_id=found.id)
    mine = await rows.filter(keyed_by_id=request.state.person.id).count()
    first = await rows.filter(keyed_by_id=found.begun_by_id).count()
    second = await rows.exclude(keyed_by_id=found.begun_by_id).count()
    differ = await differences(ballot, found) if second else ()
    return page(
        request,
        "ballots/batch.html",
        status=422 if keyed.errors else 200,
        ballot=ballot,
        batch=found,
        boxes=await _boxes(ballot),
        keyed=keyed,
        again=again if 1 <= again <= mine else 0,
        mine=mine,
        first=first,
        second=second,
        differ=differ,
        # Shown once both have keyed the pile: before, every paper not yet keyed would differ.
        both_done=bool(second) and first == second,
        is_second=request.state.person.id != found.begun_by_id,
        is_ranked=ballot.kind is Kind.STV,
        closed=await _closed(ballot),
        sets=_sets(request),
        BatchSource=BatchSource,
    )


async def _file_page(request: Request, ballot: Ballot, form: BatchFileForm) -> Response:
    return page(
        request,
        "ballots/batch_file.html",
        ballot=ballot,
        form=form,
        names=[name for _place, name in await _boxes(ballot)],
        marks=await PaperMark.of(ballot).count(),
        is_resolution=ballot.kind is Kind.RESOLUTION,
    )


async def _boxes(ballot: Ballot) -> list[tuple[int, str]]:
    """Every place on the printed paper, the withdrawn too: their names are printed."""
    if ballot.kind is Kind.RESOLUTION:
        return [(place, str(name)) for place, name in RESOLUTION_CHOICES.items()]
    lang = language.get()
    return [(one.place, one.option.called(lang)) for one in await paper_of(ballot) if one.option]


async def _on_paper(ballot: Ballot) -> OnPaper:
    options = await paper_of(ballot)
    return OnPaper(
        kind=ballot.kind.value,
        seats=ballot.seats,
        names=tuple((o.option.name, o.option.name_cy) for o in options if o.option),
        withdrawn=frozenset(o.place for o in options if o.is_withdrawn),
    )


async def _closed(ballot: Ballot) -> Refused | None:
    """Why no papers can be taken in now, if so."""
    try:
        may_take_in(await state_now(ballot))
    except Refused as refusal:
        return refusal
    return None


def _again(request: Request) -> int:
    text = request.query_params.get("paper", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _sets(request: Request) -> bool:
    return bool(request.state.roles.intersection(SETTERS))
