"""The returning officer's deeds while a ballot runs, and its end: close, open the box."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from coopcouncil.accounts.models import Person
from coopcouncil.ballots.actions import box as ends
from coopcouncil.ballots.actions import course as acts
from coopcouncil.ballots.actions.chain import head_of
from coopcouncil.ballots.forms.course import ExtendForm, KeyForm, ReasonForm, WithdrawalForm
from coopcouncil.ballots.models import Ballot, Envelope, PaperBatch, PaperMark
from coopcouncil.ballots.reads import roll_of, rules_of, state_now
from coopcouncil.ballots.rules.reasons import Reason
from coopcouncil.ballots.rules.state import State
from coopcouncil.ballots.views.found import ballot_of, option_of
from coopcouncil.kernel import config
from coopcouncil.kernel.errors import Refused
from coopcouncil.kernel.forms import form_of
from coopcouncil.kernel.i18n import gettext, lazy
from coopcouncil.kernel.pages import flash, page, redirect
from coopcouncil.organisations.rulebook import KeyKeeper


async def extend(request: Request) -> Response:
    """A later close."""
    ballot = await ballot_of(request)
    form = await form_of(request, ExtendForm)
    form.suit((await rules_of(ballot)).bilingual)
    if request.method == "POST" and form.validate():
        try:
            await acts.extend(ballot, form.closes_at, form.said(), request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("Voting is extended, and the voters are being told."))
            return redirect(request, "ballots:manage", id=ballot.id)
    return page(request, "ballots/extend.html", form=form, ballot=ballot)


async def suspend(request: Request) -> Response:
    """No votes for now."""
    return await _with_reason(
        request,
        acts.suspend,
        "suspend",
        lazy("Voting is suspended, and the voters are being told."),
    )


async def resume(request: Request) -> Response:
    """Votes again."""
    return await _with_reason(
        request, acts.resume, "resume", lazy("Voting goes on, and the voters are being told.")
    )


async def void(request: Request) -> Response:
    """It counts for nothing."""
    return await _with_reason(
        request, acts.void, "void", lazy("The ballot is void, and the voters are being told.")
    )


async def _with_reason(
    request: Request,
    act: Callable[[Ballot, Reason, Person | None], Awaitable[None]],
    deed: str,
    done: object,
) -> Response:
    ballot = await ballot_of(request)
    form = await form_of(request, ReasonForm)
    form.suit((await rules_of(ballot)).bilingual)
    if request.method == "POST" and form.validate():
        try:
            await act(ballot, form.said(), request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, str(done))
            return redirect(request, "ballots:manage", id=ballot.id)
    return page(request, "ballots/reason.html", form=form, ballot=ballot, deed=deed)


async def withdraw(request: Request) -> Response:
    """A candidate no longer stands."""
    ballot = await ballot_of(request)
    option = await option_of(request, ballot)
    form = await form_of(request, WithdrawalForm)
    if request.method == "POST" and form.validate():
        try:
            await acts.withdraw(option, ballot, form.reason.data or "", request.state.person)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(request, gettext("The withdrawal is recorded."))
            return redirect(request, "ballots:options", id=ballot.id)
    return page(request, "ballots/withdraw.html", form=form, ballot=ballot, option=option)


async def ask_close(request: Request) -> Response:
    """What recording the close does."""
    ballot = await ballot_of(request)
    return page(
        request,
        "ballots/close.html",
        ballot=ballot,
        state=await state_now(ballot),
        State=State,
        roll=await roll_of(ballot),
    )


async def close(request: Request) -> Response:
    """Record it, and send every voter the state of the record."""
    ballot = await ballot_of(request)
    await ends.close_ballot(ballot, request.state.person)
    flash(request, gettext("The close is recorded, and the voters are being told."))
    return redirect(request, "ballots:manage", id=ballot.id)


async def box(request: Request) -> Response:
    """Before opening: how many envelopes, how many papers, whose key."""
    return await _box_page(request, await ballot_of(request), KeyForm())


async def open_box(request: Request) -> Response:
    """Once, all at once."""
    ballot = await ballot_of(request)
    form = await form_of(request, KeyForm)
    held = None
    try:
        if ballot.key_keeper is KeyKeeper.OFFICER:
            held = await form.key()
        await ends.open_box(ballot, config.current().keys, request.state.person, held)
    except Refused as refusal:
        form.refuse(refusal)
        # What was typed is a key: it is not sent back into a page.
        form.words.raw_data, form.words.data = [], ""
        return await _box_page(request, ballot, form)
    flash(request, gettext("The box is open. The papers are sorted and bear no names."))
    return redirect(request, "ballots:manage", id=ballot.id)


async def destroyed(request: Request) -> Response:
    """The officers say that their copies of the key are destroyed."""
    ballot = await ballot_of(request)
    await ends.record_destroyed_copies(ballot, request.state.person)
    flash(request, gettext("That is recorded in the ballot’s public record."))
    return redirect(request, "ballots:manage", id=ballot.id)


async def _box_page(request: Request, ballot: Ballot, form: KeyForm) -> Response:
    batches = await PaperBatch.of(ballot).order_by("n")
    return page(
        request,
        "ballots/box.html",
        form=form,
        ballot=ballot,
        state=await state_now(ballot),
        State=State,
        KeyKeeper=KeyKeeper,
        envelopes=await Envelope.filter(ballot_id=ballot.id).count(),
        marks=await PaperMark.of(ballot).count(),
        papers=sum(batch.papers for batch in batches if batch.agreed_at),
        head=await head_of(ballot),
    )
